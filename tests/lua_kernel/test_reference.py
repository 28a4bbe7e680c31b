"""Everything a notebook's Lua finds by itself is documented, and the examples do what they say."""

import pytest

from lua_kernel.reference import LIBRARY, WORDS
from lua_kernel.tokens import KEYWORDS
from notebook_session import Notebook

WALK = """
local names, seen = {}, {[_G] = true, [package.loaded] = true, [package.preload] = true}
local function walk(t, prefix)
  seen[t] = true
  for key, value in next, t do
    if type(key) == "string" then
      names[#names + 1] = prefix .. key
      if type(value) == "table" and not seen[value] then walk(value, prefix .. key .. ".") end
    end
  end
end
walk(_G, "")
walk(getmetatable(io.stdout).__index, "file:")
for _, name in ipairs(names) do print(name) end
"""


@pytest.fixture(scope="module")
def session():
    notebook = Notebook()
    yield notebook
    notebook.session.close()


def documented(session, name):
    return session.inspect(name, len(name), 0)["text/plain"].split("\n")[:2]


def test_every_name_that_lua_finds_has_an_entry(session):
    assert session.run(WALK).failure is None
    names = session.printed.decode().split()
    assert len(names) > 150
    assert [name for name in names if name not in LIBRARY] == []


def test_every_entry_is_found_by_its_name(session):
    for name, entry in LIBRARY.items():
        assert [entry.signature, entry.text] == documented(session.session, name)


def test_every_widget_has_an_entry():
    import ipywidgets

    from lua_kernel.widget_bridge import _is_control

    controls = {f"widgets.{kind.__name__}" for kind in vars(ipywidgets).values() if _is_control(ipywidgets, kind)}
    assert controls - set(LIBRARY) == set()


def test_every_keyword_has_an_entry(session):
    assert set(WORDS) == KEYWORDS | {"<const>", "<close>"}
    for word in KEYWORDS:
        assert documented(session.session, word) == [WORDS[word].signature, WORDS[word].text]


ENTRIES = (*LIBRARY.values(), *WORDS.values())


def test_examples_give_what_they_say():
    for entry in ENTRIES:
        if not entry.result:
            continue
        notebook = Notebook()
        outcome = notebook.run(entry.example)
        shown = [notebook.printed.decode().rstrip("\n"), outcome.result and outcome.result["text/plain"]]
        assert (entry.name, "\n".join(filter(None, shown))) == (entry.name, entry.result)
        notebook.session.close()


def test_examples_are_lua():
    from interpreter import LuaSyntaxError, parse

    for entry in ENTRIES:
        try:
            parse(entry.example)
        except LuaSyntaxError:
            parse(f"return {entry.example}")


def test_texts_are_short():
    assert [entry.name for entry in ENTRIES if not 10 < len(entry.text) < 420] == []
