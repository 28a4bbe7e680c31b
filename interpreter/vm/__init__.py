"""Proto to values: the virtual machine, compiled by Cython."""
