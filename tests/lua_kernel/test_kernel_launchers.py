"""The kernel class in an application that is not our own, as gateways start it (docs/deploying.md)."""

import json
import sys

import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

LAUNCHER = """
import sys
from ipykernel.kernelapp import IPKernelApp
from lua_kernel.kernel import LuaKernel
app = IPKernelApp.instance(kernel_class=LuaKernel, user_ns={}, connection_file=sys.argv[1])
app.initialize([])
app.start()
"""


@pytest.fixture
def launched(tmp_path, serve):
    """Start a kernel by a launcher that makes ipykernel's application itself."""
    folder = tmp_path / "kernels" / "lua"
    folder.mkdir(parents=True)
    spec = {"argv": [sys.executable, "-c", LAUNCHER, "{connection_file}"], "display_name": "Lua", "language": "lua"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    specs = KernelSpecManager(kernel_dirs=[str(folder.parent)], ensure_native_kernel=False)
    return serve(KernelManager(kernel_name="lua", kernel_spec_manager=specs))


def test_a_gateways_launcher_runs_cells_and_stops(launched):
    cell = launched.run("print(io.read()) return 6 * 7", answer="typed")
    assert (cell.stdout, cell.result) == ("typed\n", "42")
    request = launched.send("io.write('running') io.flush() while true do end")
    while launched.client.get_iopub_msg(timeout=60)["header"]["msg_type"] != "stream":
        pass
    launched.manager.interrupt_kernel()
    assert launched.collect(request).reply["ename"] == "Interrupt"
    assert launched.ask("create_subshell_request", {}, "control")["status"] == "ok"
    assert launched.run("1 + 1").result == "2"
