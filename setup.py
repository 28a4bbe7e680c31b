"""List the compiled modules and their flags; everything else is in pyproject.toml.

Every `.py` of `interpreter/` with a `.pxd` beside it is compiled by Cython, so a new module needs no entry here.
The generated C lives in build/cython, objects in build/: the source tree gains only the built modules. cythonize
regenerates a module when it or a `.pxd` it cimports has changed, the C compiler runs when the C is new, and both
start over when the flags change.

`PLUA_BUILD=trampoline` builds a portable dispatch for compilers that do not turn tail calls into jumps (on Windows the
only one), `PLUA_BUILD=asan` the same with AddressSanitizer and UBSan: see `make asan`.
"""

import os
import shlex
import shutil
import subprocess
import sysconfig
from contextlib import contextmanager
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import SetupError

try:
    import fcntl
except ImportError:  # Windows: who builds twice at once is not kept apart
    fcntl = None

ROOT = Path(__file__).resolve().parent
C_FILES = Path("build", "cython")
FLAG_RECORD = Path("build", "flags.txt")
MODULE_SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
ABI = MODULE_SUFFIX.split(".")[1]
ON_WINDOWS = os.name == "nt"

# -O2: without sibling calls the handlers' tail calls eat the C stack. -fno-strict-aliasing: heap slots change type.
# -fwrapv: Lua's integers wrap around. -g0: debug information would triple the size; symbols stay for profilers.
# -w: the C is generated; its warnings (const lost, unused) say nothing to whoever builds.
FLAGS = ["-O2", "-fno-strict-aliasing", "-fwrapv", "-g0", "-w"]
# Python's headers before 3.13 know only Microsoft's compiler; printf is to be C's, not that of an old Windows.
WINDOWS_FLAGS = ["-DMS_WIN64", "-D__USE_MINGW_ANSI_STDIO=1"] if ON_WINDOWS else []
# Handlers that share the end of their fast paths jump there: 2 % of the time. Not all compilers know the flag.
WANTED_FLAGS = ["-fno-crossjumping"]
DIRECTIVES = {"language_level": 3, "cdivision": True, "infer_types": True}
# Named, or the loader would bind log, pow and the like to their oldest versions, with other NaNs and wrappers around.
LIBRARIES = [] if ON_WINDOWS else ["m"]
SANITIZERS = ["-fsanitize=address,undefined"]
# A sanitizer keeps a handler's locals until it returns, so that no tail call is left: the trampoline form.
# Windows hands over four arguments in registers, and handlers have five: there too, many tail calls would be calls.
TRAMPOLINE = ["-DPLUA_TRAMPOLINE=1"]
BUILD_KINDS = {
    "": TRAMPOLINE if ON_WINDOWS else [],
    "trampoline": TRAMPOLINE,
    "asan": [*TRAMPOLINE, *SANITIZERS, "-fno-omit-frame-pointer", "-O1", "-g1"],
}

INSTALL_HINT = "install gcc and the Python headers, for example with `apt install gcc python3-dev`"


def compiled_sources(root: Path = ROOT) -> list[Path]:
    """Return the compiled `.py` files below interpreter/, relative to the root, sorted."""
    pairs = (header.with_suffix(".py") for header in (root / "interpreter").rglob("*.pxd"))
    return sorted(source.relative_to(root) for source in pairs if source.stem != "__init__" and source.exists())


def build_kind() -> str:
    """Return the kind of build that PLUA_BUILD names."""
    kind = os.environ.get("PLUA_BUILD", "")
    if kind not in BUILD_KINDS:
        raise SystemExit(f"PLUA_BUILD is {kind!r}; it may be unset or one of: {', '.join(filter(None, BUILD_KINDS))}")
    return kind


def flags(compiler: str) -> list[str]:
    """Return the C flags of this kind of build, those that a compiler knows."""
    wanted = [flag for flag in WANTED_FLAGS if is_known(flag, compiler)]
    return [*FLAGS, *WINDOWS_FLAGS, *wanted, *BUILD_KINDS[build_kind()]]


def is_known(flag: str, compiler: str) -> bool:
    """Tell whether a C compiler takes a flag without a warning."""
    command = [compiler, flag, "-Werror", "-x", "c", "-c", os.devnull, "-o", os.devnull]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def extensions() -> list[Extension]:
    """Return one extension for each compiled source."""
    return [
        Extension(
            ".".join(source.with_suffix("").parts),
            [source.as_posix()],
            libraries=LIBRARIES,
            extra_link_args=SANITIZERS if build_kind() == "asan" else [],
        )
        for source in compiled_sources()
    ]


def missing_tool(compiler: str, include_directories: list[str]) -> str | None:
    """Return one sentence on what the machine lacks to build the core, or None."""
    if shutil.which(compiler) is None:
        return f"The interpreter's core needs a C compiler, and {compiler!r} was not found: {INSTALL_HINT}."
    if not any(Path(directory, "Python.h").exists() for directory in include_directories):
        return f"The interpreter's core needs Python's C headers, and Python.h was not found: {INSTALL_HINT}."
    return None


class BuildCore(build_ext):
    """Build the core in parallel, keeping C and objects in build/ also for editable installs."""

    def finalize_options(self):
        """Use every processor; give in-place and editable builds one directory, so that neither repeats the other."""
        super().finalize_options()
        if ON_WINDOWS:  # Microsoft's compiler lacks what the core uses of GNU C
            self.compiler = self.compiler or "mingw32"
        self.parallel = self.parallel or os.cpu_count()
        if self.inplace:
            self.build_temp = str(Path("build", "objects", ABI))
            self.build_lib = str(Path("build", "modules", ABI))

    def build_extensions(self):
        """Check the tools, generate the C, compile it."""
        problem = missing_tool(self._compiler_name(), self.include_dirs)
        if problem:
            raise SetupError(problem)
        wanted = flags(self._compiler_name())
        for extension in self.extensions:
            extension.extra_compile_args = wanted
        with self._one_build_at_a_time():
            self._start_over_with_new(wanted)
            self._generate_c()
            super().build_extensions()

    def copy_extensions_to_source(self):
        """Copy the built modules beside their sources, and remove those that no longer have one."""
        super().copy_extensions_to_source()
        wanted = {Path(*extension.name.split(".")) for extension in self.extensions}
        for built in Path("interpreter").rglob(f"*{MODULE_SUFFIX}"):
            if Path(str(built).removesuffix(MODULE_SUFFIX)) not in wanted:
                built.unlink()

    def _compiler_name(self) -> str:
        command = getattr(self.compiler, "compiler_so", None) or os.environ.get("CC", "cc")
        return (shlex.split(command) if isinstance(command, str) else command)[0]

    def _start_over_with_new(self, wanted: list[str]):
        record = f"{DIRECTIVES} {wanted} {LIBRARIES}\n"
        if FLAG_RECORD.exists() and FLAG_RECORD.read_text() == record:
            return
        shutil.rmtree(C_FILES, ignore_errors=True)  # new C is newer than every module built from the old
        FLAG_RECORD.write_text(record)

    def _generate_c(self):
        from Cython.Build import cythonize

        generated = cythonize(
            self.extensions,
            build_dir=str(C_FILES),
            include_path=[str(ROOT)],
            compiler_directives=DIRECTIVES,
            nthreads=self.parallel,
            quiet=not self.verbose,
        )
        sources = {extension.name: extension.sources for extension in generated}
        for extension in self.extensions:
            extension.sources = sources[extension.name]

    @staticmethod
    @contextmanager
    def _one_build_at_a_time():
        FLAG_RECORD.parent.mkdir(exist_ok=True)
        with open(FLAG_RECORD.parent / "lock", "w") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


if __name__ == "__main__":  # a process that cythonize starts may import this file again
    os.chdir(ROOT)
    setup(ext_modules=extensions(), cmdclass={"build_ext": BuildCore})
