"""What a reader does while cells run: answers a question, interrupts, starts the kernel again."""

import pytest

pytestmark = pytest.mark.slow


def test_a_question_is_answered_in_the_page(front_end):
    front_end.open("local name = input('name? ')\nlocal key = input.password('key: ')\nreturn name .. #key .. '!'")
    front_end.start(0)
    page = front_end.page
    for prompt, answer, hidden in (("name? ", "Ada", False), ("key: ", "secret", True)):
        field = page.locator(".jp-Stdin", has=page.locator(".jp-Stdin-prompt", has_text=prompt)).locator("input")
        field.fill(answer)
        assert (field.get_attribute("type") == "password") == hidden
        field.press("Enter")
    front_end.output('"Ada6!"').wait_for()
    assert "secret" not in page.locator(".jp-OutputArea").first.inner_text()


def test_the_interrupt_button_ends_a_cell_and_keeps_the_session(front_end):
    front_end.open("kept = 'still here'\nprint('running') io.flush()\nwhile true do end", "kept")
    front_end.start(0)
    front_end.output("running").wait_for()
    front_end.button("interrupt").click()
    front_end.output("Interrupt").first.wait_for()
    front_end.run(1)
    front_end.output('"still here"').wait_for()


def test_the_restart_button_gives_a_new_session(front_end):
    front_end.open("kept = 1", "print('kept is ' .. tostring(kept))")
    front_end.run(0)
    front_end.run(1)
    front_end.output("kept is 1").wait_for()
    front_end.watch_restart()
    front_end.button("restart").click()
    front_end.page.locator(".jp-Dialog button.jp-mod-accept").click()
    front_end.wait_for_restart()
    front_end.run(1)
    front_end.output("kept is nil").wait_for()
