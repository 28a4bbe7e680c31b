"""The command `lua-kernel`: install and uninstall the kernelspec; with -f, the kernel's process itself."""

import sys
from typing import Any

from . import install


def start_kernel(arguments: list[str]) -> None:
    """Serve a page until it sends shutdown."""
    # Imported here, since installing needs none of it.
    import zmq
    from ipykernel.kernelapp import IPKernelApp

    from .outlets import Publisher

    class LuaKernelApp(IPKernelApp):
        """ipykernel's process without what is IPython's own."""

        name = "lua-kernel"
        outstream_class = "lua_kernel.outlets.PythonStream"
        iopub_port: Any

        def init_control(self, context: object) -> None:
            """Leave out the thread that reads the shell for others; subshells.py does without."""
            super().init_control(context)
            self.shell_channel_thread = None

        def init_iopub(self, context: zmq.Context[zmq.Socket[bytes]]) -> None:
            """Make the socket as the base class does, and a thread for it that knows when somebody listens."""
            self.iopub_socket = context.socket(zmq.XPUB)
            self.iopub_socket.linger = 1000
            self._apply_curve_server_options(self.iopub_socket)
            self.iopub_port = self._bind_socket(self.iopub_socket, self.iopub_port)
            self.configure_tornado_logger()
            self.iopub_thread = Publisher(self.iopub_socket, pipe=True, session=self.session)
            self.iopub_thread.start()
            self.iopub_socket = self.iopub_thread.background_socket

        def init_kernel(self) -> None:
            """Import the kernel now: while that takes its time, clients connect to the sockets that are there."""
            from .kernel import LuaKernel

            self.kernel_class = LuaKernel
            super().init_kernel()

        def get_default_logging_config(self) -> dict[str, Any]:
            """Return the base class's, which makes records that no handler takes: a dozen for each cell."""
            config = super().get_default_logging_config()
            config["loggers"][type(self).__name__]["level"] = config["handlers"]["console"]["level"]
            return config

        def init_pdb(self) -> None:
            """Leave Python's debugger alone: no Python is typed here."""

    LuaKernelApp.launch_instance(argv=arguments)


def main() -> None:
    """Run the command."""
    arguments = sys.argv[1:]
    if arguments and arguments[0].startswith("-") and arguments[0] not in ("-h", "--help"):
        start_kernel(arguments)
    else:
        sys.exit(install.main(arguments))


if __name__ == "__main__":
    main()
