"""A fatal signal leaves a report, and the kernel that comes next says so once."""

import os
import signal

import pytest

from lua_kernel.crash_report import MOST_FILES, CrashReport

SEGFAULT = "local text = 'planted'\nlocal ctypes = python.import('ctypes')\nreturn ctypes.string_at(0)"
LOOP = "local function spin()\n  while true do\n    print('on')\n  end\nend\nspin()"


def await_death(page):
    """Wait until the kernel's process has ended."""
    page.manager.provisioner.process.wait(timeout=60)


def restart(page):
    page.manager.restart_kernel(now=True)
    page.client.wait_for_ready(timeout=60)


def in_the_middle(page, code):
    """Begin a cell that prints and does not end; return when it has printed."""
    page.send(code)
    while page.client.get_iopub_msg(timeout=60)["header"]["msg_type"] != "stream":
        pass


def reports(tmp_path):
    return [file.read_text() for file in sorted((tmp_path / "crashes").glob("crash-*.txt"))]


@pytest.mark.plain
def test_a_fault_leaves_a_report_and_is_told_once(fresh, tmp_path):
    fresh.run("kept = 1")
    fresh.send(SEGFAULT)
    await_death(fresh)
    assert -signal.SIGSEGV == fresh.manager.provisioner.process.returncode
    restart(fresh)
    (report,) = reports(tmp_path)
    (path,) = (tmp_path / "crashes").glob("crash-*.txt")
    told = f"the last session was ended during cell 2 by a fatal error (Segmentation fault); a report is in {path}\n"
    assert told == fresh.run("1").stream("stderr")
    assert "" == fresh.run("1").stream("stderr")
    assert "nil" == fresh.run("return kept").result
    head, _, rest = report.partition("\n\n")
    assert head.startswith("cell 2 of process ")
    assert head.endswith(", pools on")
    assert rest.startswith(SEGFAULT)
    assert "in string_at" in rest
    assert "\n  cell[2]:3\n" in rest.partition("Lua, the function called last first:")[2]


SIGNALS = [signal.SIGABRT, *(pytest.param(one, marks=pytest.mark.slow) for one in (signal.SIGBUS, signal.SIGFPE, signal.SIGILL))]


@pytest.mark.parametrize("number", SIGNALS)
def test_every_fatal_signal_is_reported_with_the_functions_of_lua(fresh, tmp_path, number):
    in_the_middle(fresh, LOOP)
    os.kill(fresh.manager.provisioner.pid, number)
    await_death(fresh)
    assert -number == fresh.manager.provisioner.process.returncode
    restart(fresh)
    assert "during cell 1 by a fatal error" in fresh.run("1").stream("stderr")
    (report,) = reports(tmp_path)
    lua = report.partition("Lua, the function called last first:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split(":")[0].strip() for line in lua] == ["cell[1]", "cell[1]", "(built in)", "the host"]
    assert lua[0] in ("  cell[1]:2", "  cell[1]:3", "  cell[1]:4")
    assert "  cell[1]:6" == lua[1]


def test_a_kill_is_told_without_a_report(fresh, tmp_path):
    in_the_middle(fresh, LOOP)
    os.kill(fresh.manager.provisioner.pid, signal.SIGKILL)
    await_death(fresh)
    restart(fresh)
    assert "the last session ended during cell 1; its variables are lost\n" == fresh.run("1").stream("stderr")
    assert [] == reports(tmp_path)


def test_a_kill_between_cells_and_a_restart_are_not_told(fresh):
    for now in (True, False):
        for code in ("1", "error('x')", "os.exit()", "%reset", "x = = 1"):
            fresh.run(code)
        fresh.manager.restart_kernel(now=now)
        fresh.client.wait_for_ready(timeout=60)
        assert "" == fresh.run("1").stream("stderr")


def test_a_restart_in_the_middle_of_a_cell_is_not_told(fresh):
    in_the_middle(fresh, LOOP)
    fresh.manager.restart_kernel(now=False)
    fresh.client.wait_for_ready(timeout=60)
    fresh.client.wait_for_ready(timeout=60)  # the first takes what the old kernel printed for the new one's connection
    assert "" == fresh.run("1").stream("stderr")


def test_a_kernel_that_ends_well_leaves_no_file(fresh, tmp_path):
    fresh.run("1")
    assert 1 == len(list((tmp_path / "crashes").iterdir()))
    fresh.manager.shutdown_kernel()
    assert [] == list((tmp_path / "crashes").iterdir())


def test_a_reset_interpreter_is_reported_too(fresh, tmp_path):
    fresh.run("%reset")
    fresh.send(SEGFAULT)
    await_death(fresh)
    restart(fresh)
    fresh.run("1")
    assert "\n  cell[2]:3\n" in reports(tmp_path)[0]


def test_a_folder_that_cannot_be_written_stops_nothing(open_page, tmp_path):
    (tmp_path / "file").touch()
    page = open_page(LUA_KERNEL_CRASHES=str(tmp_path / "file"))
    assert "1" == page.run("1").result


def test_only_so_many_files_are_kept(tmp_path):
    for number in range(MOST_FILES + 5):
        (tmp_path / f"{number:02}.txt").touch()
        os.utime(tmp_path / f"{number:02}.txt", (number, number))
    report = CrashReport(tmp_path / "mine.txt")
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert [f"{number:02}.txt" for number in range(5, MOST_FILES + 5)] + ["mine.txt"] == kept
    report.close()
