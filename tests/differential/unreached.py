"""What no small program reaches, and why."""

from interpreter.compiler.opcodes import OPCODES

MODULES = {
    "vm/verify.py": "refusals of forged dumps; tests/interpreter/vm forge them",
    "vm/undump.py": "the same",
    "vm/heap.py": "the collector's own failures end the process",
    "vm/faults.py": "only a host plants faults in the pools, and only poison mode finds them",
    "vm/chunks.py": "only poison mode finds that a kept function was written to",
    "vm/pools.py": "only poison mode finds wrong uses, and only of the VM's own",
}
"""Modules whose messages are not looked for: they speak of our own bytecode and our own mistakes."""

UNREACHED: dict[tuple[str, str], str] = {
    **{("opcode", opcode.name): "code of the VM's own, which no trace shows" for opcode in OPCODES if opcode.internal},
    ("message", "interrupted!"): "a host interrupts",
    ("message", "instruction limit exceeded"): "a host sets limits",
    ("message", "time limit exceeded"): "a host sets limits",
    ("message", "output limit exceeded"): "a host sets limits",
    ("message", "string size limit exceeded"): "a host sets limits",
    ("message", "too many coroutines"): "a host sets limits",
    ("message", "unable to generate a unique filename"): "the directory of temporary files would have to be gone",
    ("message", "string slice too long"): "needs a string of two gigabytes",
    ("message", "scratch"): "what only poison mode finds has this pool's name",
    ("message", "a returned buffer was written to"): "only poison mode finds it, and only where the VM or a host does it",
    ("message", "a buffer was returned twice"): "the same",
}
"""(kind, name) to the reason."""
