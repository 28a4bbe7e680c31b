import re

from interpreter import CallNode, CallTree
from lua_kernel.frames_view import tree_table

NBSP = "\N{NO-BREAK SPACE}"


def rows(text, caption):
    """Return the rows of the table of that caption, cut at wide gaps."""
    table = next(part for part in text.split("\n\n") if part.startswith(caption))
    return [re.split(r" {2,}", line.strip(" ")) for line in table.split("\n")[2:]]


def test_frames_are_shown_by_kind_by_function_and_as_a_tree(notebook):
    notebook.run("function fib(n) local f = function() return {} end return n < 2 and n or fib(n - 1) + fib(n - 2) end")
    shown = notebook.view("%%frames\nfib(5)\npcall(fib, 1)")
    text = shown["text/plain"]
    assert rows(text, "frames entered, by kind")[0][1] == "19"
    ((name, place, *fib), main) = rows(text, "frames by function")
    assert (name, place) == ("fib", "cell[1]:1")
    assert (fib[0], fib[5:]) == ("16", ["16", "0"])  # entries; closures, tables made
    assert main[0] == "main chunk"
    tree = rows(text, "call tree")
    assert [(row[0], row[2]) for row in tree] == [("main chunk", "1"), (NBSP * 3 + "fib", "16")]
    assert shown["text/html"].count("<table") == 3
    assert shown["text/html"].count("<caption") == 3


def test_fresh_and_reused_frames_are_told_apart(notebook):
    notebook.run("%pools mode off")
    row = rows(notebook.view("%%frames\nlocal function f() end f() f()")["text/plain"], "call tree")[1]
    assert row[2:5] == ["2", "2", "0"]
    notebook.run("%pools mode on")
    notebook.run("local function f() end f()")
    row = rows(notebook.view("%%frames\nlocal function f() end f() f()")["text/plain"], "call tree")[1]
    assert row[2:5] == ["2", "0", "2"]


def node(name, depth, entries):
    return CallNode(name, "c", 1, depth, entries, 0, 0, 3)


def test_a_large_tree_keeps_what_leads_to_the_rows_entered_most():
    nodes = (node("main", 0, 1), node("a", 1, 1), node("b", 2, 9), node("c", 1, 2), node("d", 2, 1), node("e", 3, 7))
    table = tree_table(CallTree(nodes, 4), 2)
    names = [row[0].replace(NBSP * 3, "..") for row in table.rows]
    assert names == ["main", "..a", "....b", "..c", "....d", "......e"]
    assert table.note == "4 entries in places that the tree had no room for"
    small = tree_table(CallTree(nodes, 0), 1)
    assert [row[0].strip(NBSP) for row in small.rows] == ["main", "a", "b"]
    assert small.note == "3 more places in the tree: top=N shows them"


def test_a_cell_that_fails_still_has_its_tree(notebook):
    outcome = notebook.run("%%frames\nlocal function f(n) if n == 0 then error('stop') end f(n - 1) end\nf(3)")
    assert outcome.failure.evalue == "cell[1]:2: stop"
    assert [row[2] for row in rows(outcome.views[0]["text/plain"], "call tree")] == ["1", "4"]
