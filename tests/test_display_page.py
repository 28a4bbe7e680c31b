"""The examples of docs/display.md do what the page says."""

import re
from pathlib import Path

import pytest

from notebook_session import Notebook

PAGE = (Path(__file__).parent.parent / "docs" / "display.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```lua\n(.*?)\n```(?:\n\n```text\n(.*?)\n```)?", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def notebook():
    made = Notebook()
    yield made
    made.session.close()


@pytest.mark.parametrize(("code", "expected"), EXAMPLES)
def test_each_example_gives_what_the_page_says(notebook, code, expected):
    notebook.printed = b""
    outcome = notebook.run(code)
    assert outcome.failure is None, outcome.failure
    result = [outcome.result["text/plain"]] if outcome.result else []
    given = "\n".join(filter(None, [notebook.printed.decode().rstrip("\n"), *result]))
    assert expected in ("", given)
