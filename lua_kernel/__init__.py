"""The notebook's side of the Lua interpreter: a Jupyter kernel.

It knows the interpreter by its front door only and nothing of registers; only kernel, install and __main__ import
Jupyter packages. Importing the package itself imports nothing.
"""

__version__ = "0.1.0"
