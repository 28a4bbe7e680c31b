"""Jupyter's own conformance suite, run against the installed kernel."""

import os

import jupyter_kernel_test
import pytest

from lua_kernel import install


@pytest.fixture(scope="module", autouse=True)
def installed(tmp_path_factory):
    """Install the kernel where only these tests find it."""
    prefix = tmp_path_factory.mktemp("conformance")
    assert install.main(["install", "--prefix", str(prefix)]) == 0
    changed = {
        "JUPYTER_PATH": str(prefix / "share/jupyter"),
        "LUA_KERNEL_POOLS": "off",
        "LUA_KERNEL_HISTORY": ":memory:",
    }
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


class TestLuaKernel(jupyter_kernel_test.KernelTests):
    """What any kernel has to answer, in Lua."""

    kernel_name = "lua"
    language_name = "lua"
    file_extension = ".lua"
    code_hello_world = "print('hello, world')"
    code_stderr = "io.stderr:write('oops')"
    code_page_something = ""  # payloads are not used
    code_generate_error = "error('boom')"
    code_clear_output = "display.clear()"
    completion_samples = ({"text": "string.form", "matches": {"string.format"}},)
    complete_code_samples = ("1 + 1", "print('x')", "for i = 1, 2 do print(i) end")
    incomplete_code_samples = ("for i = 1, 2 do", "f(", "x = {")
    invalid_code_samples = ("for for", "x = = 1")
    code_inspect_sample = "string.format"
    code_history_pattern = "6*"
    supported_history_operations = ("tail", "search", "range")
    code_execute_result = ({"code": "6 * 7", "result": "42"}, {"code": "'a'", "result": '"a"'})
    code_display_data = ({"code": "display.html('<b>x</b>')", "mime": "text/html"},)
