"""The differential test: small Lua programs run by `plua` and by the reference, which must do the same.

Templates write the programs (`templates/`, one family a file), always the same ones; the runner gives each to both
commands; `coverage.py` tells which opcodes, library functions and messages they reach.
`python -m tests.differential` runs everything and prints the table.
"""
