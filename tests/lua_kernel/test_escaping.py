"""Markup in a key, a value, a name, a chunk's name or an error stays text in all that the kernel makes."""

import json
import re
from html.parser import HTMLParser

import pytest

from lua_kernel.magics import MAGICS
from notebook_session import Notebook

BAD = """</title><script>alert(1)</script>"><img src=x onerror=alert(1)> '><b>"""
MARKUP = ("text/html", "image/svg+xml", "text/markdown", "text/latex")
PROGRAM = f"""
bad = [=[{BAD}]=]
package.loaded[bad] = {{[bad] = function() end}}
meta = {{__name = bad, [bad] = bad, __tostring = function() return bad end}}
named = setmetatable({{}}, {{__name = bad}})
tree = {{[bad] = bad, {{[bad] = {{[bad] = 1}}}}, named, setmetatable({{}}, meta), [named] = named}}
records = {{{{name = bad, [bad] = 1}}, {{name = "x", [bad] = bad}}}}
column = {{{{bad, 1}}, {{bad, 2}}}}
strange = assert(load("local function f(...) return {{...}} end return f(...), function() return f end", "=" .. bad))
_G[bad] = strange
co = coroutine.create(strange)
"""
CELL = (
    "local text = [=[" + BAD + "]=] -- " + BAD + "\nlocal made = {{[text] = text}, named}\nstrange(text, made)\n#text"
)


PLAYER = re.compile(
    r'<script>\(\(\) => \{\n"use strict";\n[^\r]*\nplay\("lua-trace-\w+", [^<>&]*\);\n\}\)\(\);</script>'
)
"""The trace player's own script: what it shows stands in its last line, without a sign that means markup."""


class Tags(HTMLParser):
    """Collect the elements and the attributes of some markup."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.text = [], [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.attributes += [name for name, _ in attributes]

    def handle_data(self, data):
        self.text.append(data)


def harmless(shown):
    """Check a bundle; return whether its markup shows the bad text."""
    shows = False
    for kind in MARKUP:
        markup = PLAYER.sub("", shown.get(kind, ""))
        tags = Tags(markup)
        assert not {"script", "img", "iframe", "object"} & set(tags.elements), markup
        assert [] == [name for name in tags.attributes if name.startswith("on") or name == "src"], markup
        shows = shows or "<script>alert(1)" in "".join(tags.text)
    return shows


@pytest.fixture(scope="module")
def spoilt():
    """Start a session full of bad names."""
    notebook = Notebook(view="on")
    assert notebook.run(PROGRAM).failure is None
    yield notebook
    notebook.session.close()


def bundles(notebook, code):
    """Run a cell and return all that it shows."""
    del notebook.shown[:]
    outcome = notebook.run(code)
    result = [outcome.result] if outcome.result else []
    return [*result, *notebook.shown, *outcome.views]


VALUES = ["tree", "records", "column", "named", "setmetatable({}, meta)", "strange", "bad", "{bad}", "_G", "package.loaded", "co",
          "{{1, bad}, {2, 3}}", "tree, records, bad", "display(tree)", "display(records, bad)"]  # fmt: skip


@pytest.mark.parametrize("code", VALUES)
def test_values_stay_text(spoilt, code):
    shown = bundles(spoilt, code)
    assert shown
    assert all("text/plain" in one for one in shown)
    [harmless(one) for one in shown]


@pytest.mark.parametrize("code", ["tree", "records"])
def test_a_tree_and_a_table_of_records_show_the_text_itself(spoilt, code):
    assert any(harmless(one) for one in bundles(spoilt, code))


FIGURES = {"gc", "time", "timeit", "compare", "pools"}
"""Magics that show figures and no word of the cell."""
CELL_MAGICS = [
    magic.name for magic in MAGICS if magic.example.startswith(f"%%{magic.name}") and magic.name != "writefile"
]


@pytest.mark.parametrize("name", CELL_MAGICS)
def test_cell_magics_keep_it_text(spoilt, name):
    options = {"timeit": " runs=1 loops=2", "compare": f" runs=1 setup={spoilt.number}"}.get(name, "")
    found = [harmless(one) for one in bundles(spoilt, f"%%{name}{options}\n{CELL}")]
    assert (name not in FIGURES) == any(found)
    [harmless(one) for one in bundles(spoilt, f"%%{name}{options}\n{CELL}\nerror(text)")]


LINE_MAGICS = ["%pools", "%pools board", "%pools history", "%heap", "%heap tree", "%heap _G", "%who", "%whos", "%locals", f"%env X={BAD}", "%env",
               "%luarocks", "%lsmagic", "%limits", "%pools?"]  # fmt: skip


@pytest.mark.parametrize("code", LINE_MAGICS)
def test_line_magics_keep_it_text(spoilt, code):
    shown = bundles(spoilt, code)
    assert shown
    [harmless(one) for one in shown]


def test_a_planted_leak_names_its_lines_as_text(spoilt):
    bundles(spoilt, "%pools fault locals=no_return")
    shown = bundles(spoilt, "strange(1)\nbad = bad")
    bundles(spoilt, "%pools fault locals=off")
    found = [harmless(one) for one in shown]
    assert any(found)


CHARTS = [
    "plot.line({1, 2, 3}, {title = bad, xlabel = bad, ylabel = bad})",
    "plot.bar({[bad] = 2, x = 3})",
    "plot.scatter({{a = 1, b = 2, c = bad}, {a = 3, b = 4, c = 'x'}}, {x = 'a', y = 'b', by = 'c'})",
]


@pytest.mark.parametrize("code", CHARTS)
def test_a_chart_keeps_titles_and_names_text(spoilt, code):
    pytest.importorskip("vl_convert")
    chart = bundles(spoilt, code)[0]
    assert harmless(chart)
    assert BAD in json.dumps(chart["application/vnd.vegalite.v5+json"], ensure_ascii=False).replace('\\"', '"')


def test_a_bar_of_progress_keeps_its_label_text(spoilt):
    shown = bundles(spoilt, "for i in progress(3, bad) do end")
    assert any(harmless(one) for one in shown)


@pytest.mark.parametrize("name", ["bad", "tree", "named", "strange", "records"])
def test_an_inspection_is_text(spoilt, name):
    shown = spoilt.session.inspect(name, len(name), 1)
    harmless(shown)


def test_an_error_is_no_markup(spoilt):
    failure = spoilt.run("error(bad)").failure
    assert BAD in failure.evalue
    json.dumps(failure.traceback)
