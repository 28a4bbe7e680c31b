"""What a real kernel keeps between cells, and how much of a flood it shows."""

import pytest

from lua_kernel.streams import MOST_BYTES


def test_locals_results_and_hints_over_the_wire(quiet):
    quiet.run("local total = 40")
    assert quiet.run("total = total + 2\ntotal").result == "42"
    assert quiet.run("_").result == "42"
    assert quiet.run("totla()").error["traceback"][-1] == "did you mean 'total'?"
    assert quiet.complete("tota")["matches"] == ["total"]
    replied = quiet.run("", user_expressions={"t": "total"}).reply
    assert replied["user_expressions"]["t"]["data"] == {"text/plain": "42"}


def test_an_interrupted_cell_keeps_its_locals(quiet):
    request = quiet.send("local rounds = 0 print('on') while true do rounds = rounds + 1 end")
    while quiet.client.get_iopub_msg(timeout=10)["header"]["msg_type"] != "stream":
        pass
    quiet.manager.interrupt_kernel()
    quiet.collect(request)
    assert quiet.run("rounds > 0").result == "true"


@pytest.mark.slow
def test_a_flood_of_output_is_cut_and_the_kernel_lives(quiet):
    cell = quiet.run("local line = ('x'):rep(2^20 - 1) for i = 1, 40 do print(line) end return 'done'")
    assert len(cell.stdout) == MOST_BYTES
    assert "8,388,608 bytes more were printed" in cell.stream("stderr")
    assert cell.result == '"done"'
    assert quiet.run("1 + 1").result == "2"
