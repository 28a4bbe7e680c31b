"""Syntax tree to Protos, and their listings. Knows nothing of values at run time or of the VM that runs them."""
