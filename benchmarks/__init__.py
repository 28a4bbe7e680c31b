"""Benchmarks: Lua programs, and the runner that times them on plua and on a reference."""
