"""Fuzzing: random input of our own making, whose seeds are printed; `python -m tests.fuzz` says how it is called."""
