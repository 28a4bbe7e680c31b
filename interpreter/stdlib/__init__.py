"""The standard libraries, one file each."""
