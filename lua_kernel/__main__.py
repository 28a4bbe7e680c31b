"""The command `lua-kernel`: install and uninstall the kernelspec; with -f, the kernel's process itself."""

import sys
from typing import Any

from . import install


def start_kernel(arguments: list[str]) -> None:
    """Serve a page until it sends shutdown."""
    # Imported here, since installing needs none of it.
    from ipykernel.kernelapp import IPKernelApp

    from .kernel import LuaKernel

    class LuaKernelApp(IPKernelApp):
        """ipykernel's process without what is IPython's own."""

        name = "lua-kernel"
        outstream_class = "lua_kernel.outlets.PythonStream"

        def init_control(self, context: object) -> None:
            """Leave out the thread that reads the shell for others; subshells.py does without."""
            super().init_control(context)
            self.shell_channel_thread = None

        def get_default_logging_config(self) -> dict[str, Any]:
            """Return the base class's, which makes records that no handler takes: a dozen for each cell."""
            config = super().get_default_logging_config()
            config["loggers"][type(self).__name__]["level"] = config["handlers"]["console"]["level"]
            return config

        def init_pdb(self) -> None:
            """Leave Python's debugger alone: no Python is typed here."""

    LuaKernelApp.launch_instance(argv=arguments, kernel_class=LuaKernel)


def main() -> None:
    """Run the command."""
    arguments = sys.argv[1:]
    if arguments and arguments[0].startswith("-") and arguments[0] not in ("-h", "--help"):
        start_kernel(arguments)
    else:
        sys.exit(install.main(arguments))


if __name__ == "__main__":
    main()
