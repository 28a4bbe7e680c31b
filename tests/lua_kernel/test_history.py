import sqlite3

import pytest

from lua_kernel.history import MOST_KEPT, History


@pytest.fixture
def history(tmp_path):
    earlier = History(str(tmp_path / "sub" / "history.sqlite"))
    for line, source in enumerate(["x = 1", "print(x)", "x = 1"], 1):
        earlier.store(line, source)
    earlier.close()
    later = History(str(tmp_path / "sub" / "history.sqlite"))
    later.store(1, "y = 2", "2")
    yield later
    later.close()


def test_the_tail_is_the_last_cells_oldest_first(history):
    assert history.tail(2) == [(1, 3, "x = 1", None), (2, 1, "y = 2", "2")]


def test_a_range_is_of_one_session(history):
    assert history.range(0, 1, None) == [(2, 1, "y = 2", "2")]
    assert history.range(-1, 1, 3) == [(1, 1, "x = 1", None), (1, 2, "print(x)", None)]
    assert history.range(1, 3, None) == [(1, 3, "x = 1", None)]


def test_numbers_of_any_size_are_asked_for(history):
    assert history.range(0, -(10**30), 10**30) == history.tail(1) == [(2, 1, "y = 2", "2")]
    assert history.range(10**30, 1, None) == history.range(-(10**30), 1, None) == []
    assert 4 == len(history.tail(10**30)) == len(history.search("*", 10**30))


def test_a_search_matches_globs(history):
    assert history.search("*x*", None) == [(1, 1, "x = 1", None), (1, 2, "print(x)", None), (1, 3, "x = 1", None)]
    assert history.search("*x*", 1) == [(1, 3, "x = 1", None)]
    assert history.search("*=*", None, unique=True) == [(1, 3, "x = 1", None), (2, 1, "y = 2", "2")]


def test_a_search_takes_classes_of_characters_and_single_ones(history):
    assert [source for *_, source, _ in history.search("[py]*", None)] == ["print(x)", "y = 2"]
    assert [source for *_, source, _ in history.search("? = 2", None)] == ["y = 2"]
    assert history.search("x", None) == []


def test_only_the_beginning_of_a_result_is_kept(history):
    history.store(2, "z", "7" * (MOST_KEPT + 1))
    assert history.range(0, 2, None)[0][3] == "7" * MOST_KEPT


def test_a_file_without_results_goes_on(tmp_path):
    database = sqlite3.connect(tmp_path / "old.sqlite")
    database.execute("CREATE TABLE inputs (session INTEGER, line INTEGER, source TEXT, PRIMARY KEY (session, line))")
    database.execute("INSERT INTO inputs VALUES (0, 1, 'old')")
    database.commit()
    database.close()
    history = History(str(tmp_path / "old.sqlite"))
    history.store(1, "new", "7")
    assert history.tail(5) == [(0, 1, "old", None), (1, 1, "new", "7")]
    history.close()


def test_two_kernels_share_a_file(tmp_path):
    first, second = (History(str(tmp_path / "shared.sqlite")) for _ in range(2))
    first.store(1, "a")
    second.store(1, "b")
    assert first.tail(9) == second.tail(9) == [(1, 1, "a", None), (2, 1, "b", None)]
    first.close()
    second.close()
