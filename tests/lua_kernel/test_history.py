import pytest

from lua_kernel.history import History


@pytest.fixture
def history(tmp_path):
    earlier = History(str(tmp_path / "sub" / "history.sqlite"))
    for line, source in enumerate(["x = 1", "print(x)", "x = 1"], 1):
        earlier.store(line, source)
    earlier.close()
    later = History(str(tmp_path / "sub" / "history.sqlite"))
    later.store(1, "y = 2")
    yield later
    later.close()


def test_the_tail_is_the_last_cells_oldest_first(history):
    assert history.tail(2) == [(1, 3, "x = 1"), (2, 1, "y = 2")]


def test_a_range_is_of_one_session(history):
    assert history.range(0, 1, None) == [(2, 1, "y = 2")]
    assert history.range(-1, 1, 3) == [(1, 1, "x = 1"), (1, 2, "print(x)")]
    assert history.range(1, 3, None) == [(1, 3, "x = 1")]


def test_a_search_matches_globs(history):
    assert history.search("*x*", None) == [(1, 1, "x = 1"), (1, 2, "print(x)"), (1, 3, "x = 1")]
    assert history.search("*x*", 1) == [(1, 3, "x = 1")]
    assert history.search("*=*", None, unique=True) == [(1, 3, "x = 1"), (2, 1, "y = 2")]
