"""Generated programs by `plua` and by `lua5.4`: the same output."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import known, programs

OURS = os.environ.get("FUZZ_OURS") or str(Path(sys.executable).with_name("plua"))
REFERENCE = os.environ.get("FUZZ_REFERENCE") or shutil.which("lua5.4") or OURS
"""FUZZ_REFERENCE=/path/to/lua is another build of PUC Lua. Without any, ours as it comes: the modes are compared."""
MODES = ({}, {"PLUA_POOLS": "poison"}, {"PLUA_GC_STRESS": "10"}, {"PLUA_POOLS": "off"})
DEPTH = "C stack overflow"
"""At which depth of calls through C this comes is an implementation's own: such a program is not compared."""
NOTES = """
local protected, caught = pcall, {}
function pcall(...)
  local got = table.pack(protected(...))
  if not got[1] then caught[#caught + 1] = got[2] end
  return table.unpack(got, 1, got.n)
end
"""
"""Before a program: it notes the errors that the program catches."""
TELLS = f"""
for i = 1, #caught do
  if tostring(caught[i]):find("{DEPTH}") then print("{DEPTH}") end
end
"""
LONGEST_S = 120
"""A batch may take so long; collecting at one safepoint in ten is slow."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A program that does something else than the reference."""

    seed: str
    mode: dict[str, str]
    ours: str
    reference: str

    def __str__(self) -> str:
        mode = " ".join(f"{name}={value}" for name, value in self.mode.items()) or "plain"
        here, there = self.ours.splitlines(), self.reference.splitlines()
        pairs = ((here[i] if i < len(here) else "(none)", there[i] if i < len(there) else "(none)") for i in range(len(there) + 1))
        first = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
        return f"seed {self.seed} ({mode}):\n  ours:      {first[0][:300]}\n  reference: {first[1][:300]}"


def run_batch(seeds: list[str], mode: dict[str, str]) -> list[Difference]:
    """Run the programs of some seeds by both, and return what differs."""
    script = programs.batch(seeds, REFERENCE)
    ours, reference = output_of(OURS, script, mode), output_of(REFERENCE, script, {})
    if ours == reference or (len(seeds) == 1 and reaches_depth(script)):
        return []
    if len(seeds) == 1:
        return [Difference(seeds[0], mode, ours, reference)]
    return [found for seed in seeds for found in run_batch([seed], mode)]


def reaches_depth(script: str) -> bool:
    """Tell whether calls through C end for their number somewhere in a program."""
    return DEPTH in output_of(REFERENCE, NOTES + script + TELLS, {})


def output_of(command: str, script: str, mode: dict[str, str]) -> str:
    """Return what a script prints, and how it ended if not well."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "p.lua")
        path.write_text(script)
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **mode}
        try:
            done = subprocess.run(
                [command, "p.lua"], capture_output=True, env=environment, cwd=folder, timeout=LONGEST_S, check=False
            )
        except subprocess.TimeoutExpired:
            return "stopped after a long time"
    end = "" if done.returncode == 0 else f"\nstatus {done.returncode}: {done.stderr.decode('utf-8', 'replace')[:2000]}"
    return known.output(done.stdout, REFERENCE).decode("utf-8", "backslashreplace") + end
