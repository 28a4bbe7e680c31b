"""Say plainly that the compiled core is missing, before Python trips over its sources.

Without the built modules Python would import the `.py` files and die somewhere in `cython.cimports`. Never imports
what it looks for.
"""

import os
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES

HOW_TO_BUILD = (
    "build it with `make build`, or with `pip install .` in the project's directory; both need gcc and the Python "
    "headers, for example from `apt install gcc python3-dev`"
)


def require_core(directory: str) -> None:
    """Check that every compiled module below the package's directory has been built for this Python.

    Raises ImportError with what is missing and how to build it.
    """
    missing = list(unbuilt_modules(directory))
    if missing:
        others = f" and {len(missing) - 1} more modules" if len(missing) > 1 else ""
        version = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
        raise ImportError(
            f"the interpreter's compiled core is missing for {version} ({missing[0]}{others}): {HOW_TO_BUILD}"
        )


def unbuilt_modules(directory: str) -> Iterator[str]:
    """Yield the names of modules that have a header beside their source but no built module."""
    package = os.path.basename(directory)
    for folder, folders, files in os.walk(directory):
        folders.sort()
        names = [package, *os.path.relpath(folder, directory).split(os.sep)]
        present = set(files)
        for stem in sorted(file[:-4] for file in files if file.endswith(".pxd")):
            if f"{stem}.py" in present and stem != "__init__" and not _built(stem, present):
                yield ".".join([*(name for name in names if name != "."), stem])


def _built(stem: str, files: set[str]) -> bool:
    return any(stem + suffix in files for suffix in EXTENSION_SUFFIXES)
