import io
import json
import sys
from pathlib import Path

import pytest

from lua_kernel import install

ROOT = Path(__file__).parents[2]


def directory(tmp_path, name="lua"):
    return tmp_path / "share" / "jupyter" / "kernels" / name


def run(tmp_path, *arguments, answer=None):
    def ask(question):
        assert answer is not None, question
        return answer

    return install.main([*arguments, "--prefix", str(tmp_path)], ask)


def put_spec(tmp_path, **fields):
    directory(tmp_path).mkdir(parents=True)
    (directory(tmp_path) / "kernel.json").write_text(json.dumps({**install.kernel_spec(), **fields}))


def display_name(tmp_path):
    return json.loads((directory(tmp_path) / "kernel.json").read_text())["display_name"]


def test_installing_writes_the_spec_with_an_absolute_path_and_logos(tmp_path):
    assert run(tmp_path, "install") == 0
    assert json.loads((directory(tmp_path) / "kernel.json").read_text()) == install.kernel_spec(sys.executable)
    assert sorted(path.name for path in directory(tmp_path).iterdir()) == ["kernel.json", *install.LOGOS]


def test_the_packaged_spec_is_the_same_but_for_its_python():
    packaged = json.loads((ROOT / "kernelspec" / "kernel.json").read_text())
    assert packaged == install.kernel_spec("python")


def test_the_spec_promises_what_the_kernel_does():
    spec = install.kernel_spec()
    assert (spec["kernel_protocol_version"], spec["interrupt_mode"]) == ("5.5", "signal")
    assert spec["metadata"] == {"supported_encryption": ["curve"]}


def test_installing_again_asks_nothing(tmp_path):
    assert run(tmp_path, "install") == 0
    assert run(tmp_path, "install") == 0


def test_another_name_makes_another_kernel(tmp_path):
    assert run(tmp_path, "install", "--name", "lua-pooled") == 0
    assert (directory(tmp_path, "lua-pooled") / "kernel.json").exists()


ANOTHERS = [
    {"argv": ["python", "-m", "ilua.app", "-c", "{connection_file}"], "display_name": "Lua"},
    {"display_name": "My Lua"},
    {"argv": ["/bin/sh", "-m", "lua_kernel"]},
]


@pytest.mark.parametrize("fields", ANOTHERS)
def test_another_kernels_spec_stays_unless_the_answer_is_yes(tmp_path, capsys, fields):
    put_spec(tmp_path, **fields)
    before = display_name(tmp_path)
    assert run(tmp_path, "install", answer=False) == 1
    assert "nothing was changed; --replace answers yes" in capsys.readouterr().err
    assert display_name(tmp_path) == before
    assert run(tmp_path, "install", answer=True) == 0
    assert display_name(tmp_path) == install.DISPLAY_NAME


def test_replace_answers_yes(tmp_path):
    put_spec(tmp_path, **ANOTHERS[0])
    assert run(tmp_path, "install", "--replace") == 0
    assert display_name(tmp_path) == install.DISPLAY_NAME


@pytest.mark.parametrize("python", ["python", "/no/such/python"])
def test_our_own_spec_of_a_wheel_or_of_a_removed_python_is_replaced(tmp_path, python):
    put_spec(tmp_path, argv=[python, "-m", "lua_kernel", "-f", "{connection_file}"])
    assert run(tmp_path, "install") == 0


def test_an_unreadable_spec_counts_as_anothers(tmp_path):
    directory(tmp_path).mkdir(parents=True)
    (directory(tmp_path) / "kernel.json").write_text("{")
    assert run(tmp_path, "install", answer=False) == 1


def test_a_bad_name_is_refused(tmp_path, capsys):
    assert run(tmp_path, "install", "--name", "a b") == 1
    message = "lua-kernel: 'a b' is no kernel name; it may hold letters, digits, '.', '_' and '-'\n"
    assert capsys.readouterr().err == message


def test_uninstalling_removes_our_spec(tmp_path):
    run(tmp_path, "install")
    assert run(tmp_path, "uninstall") == 0
    assert not directory(tmp_path).exists()


def test_uninstalling_asks_before_it_removes_anothers(tmp_path):
    put_spec(tmp_path, **ANOTHERS[0])
    assert run(tmp_path, "uninstall", answer=False) == 1
    assert directory(tmp_path).exists()
    assert run(tmp_path, "uninstall", answer=True) == 0


def test_uninstalling_what_is_not_there_says_so(tmp_path, capsys):
    assert run(tmp_path, "uninstall") == 1
    assert "no kernel 'lua' in" in capsys.readouterr().err


def test_a_directory_that_cannot_be_made_is_reported(tmp_path, capsys):
    (tmp_path / "share").write_text("a file")
    assert run(tmp_path, "install") == 1
    assert capsys.readouterr().err.startswith("lua-kernel: ")


def test_without_a_terminal_the_answer_is_no(tmp_path, capsys, monkeypatch):
    put_spec(tmp_path, **ANOTHERS[0])
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert install.main(["install", "--prefix", str(tmp_path)]) == 1
    assert "Replace it? (nobody to ask: no)" in capsys.readouterr().err
