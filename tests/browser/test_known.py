"""What the browser has computed of an edit, Python finds right in a word: all that is shown and played is what it would
have sent. A canvas that was mounted anew asks for the picture."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import wait_until_idle
from tests.browser.studio_driver import Studio
from tests.js.test_live import near
from tests.viz.studio.scenes import drawn

CANVAS = "[...neuroviz.live].find((each) => each.view?.network)"
LISTEN = f"""() => {{
    window.answers = []
    const canvas = {CANVAS}, update = canvas.update
    canvas.update = (component, message) => {{
        window.answers.push(message.view.kind)
        return update.call(canvas, component, message)
    }}
}}"""
PARTS = "({network, spec, frames, signal, history}) => ({network, spec, frames, signal, history})"


def shown(studio: Studio) -> dict[str, Any]:
    view: dict[str, Any] = studio.page.evaluate(f"() => ({PARTS})({CANVAS}.shown)")
    return view


def told_anew(studio: Studio) -> dict[str, Any]:
    """The picture as Python sends it."""
    rev = studio.graph.get_attribute("data-rev")
    studio.page.evaluate(f"() => {{ {CANVAS}.say('whole') }}")
    studio.page.wait_for_function(
        "(rev) => document.querySelector('[data-testid=network-graph]').dataset.rev !== rev", arg=rev)
    wait_until_idle(studio.page)
    return shown(studio)


def answers(studio: Studio) -> list[str]:
    kinds: list[str] = studio.page.evaluate("() => window.answers.splice(0)")
    return kinds


def edit(studio: Studio, key: str = "ArrowUp") -> None:
    studio.page.keyboard.press(key)
    studio.page.wait_for_function(f"() => !{CANVAS}.gestures.unsent && !{CANVAS}.outbox.pending.length")
    wait_until_idle(studio.page)


@pytest.mark.parametrize("sizes", [(3, 4, 2), (4, 8, 8, 2), pytest.param((16, 16, 16), marks=pytest.mark.thorough)])
def test_what_is_found_right_is_all_that_python_would_send(studio: Studio, sizes: tuple[int, ...]) -> None:
    studio.open_document(drawn(*sizes))
    studio.quiet()
    studio.click_neuron(1, 0)
    studio.stage.press("}")
    edit(studio)
    studio.page.evaluate(LISTEN)
    for key in ("ArrowUp", "ArrowDown", "Shift+ArrowUp", "Shift+ArrowDown"):
        edit(studio, key)
        # The panel beside it shows the numbers too: its run draws the canvas once more.
        assert answers(studio) == ["known", "known"], key
        ours = shown(studio)
        theirs = told_anew(studio)
        assert answers(studio) == ["figure"]
        for part in ours:
            assert near(ours[part], theirs[part]), (key, part)


def test_it_is_played_with_the_new_numbers(studio: Studio) -> None:
    studio.click_neuron(1, 0)
    studio.stage.press("}")
    edit(studio)
    studio.page.evaluate(LISTEN)
    before = shown(studio)
    edit(studio, "Shift+ArrowUp")
    assert answers(studio) == ["known"]
    assert studio.step == studio.last_step
    carried = [frame["data"][0]["text"] for frame in shown(studio)["frames"] if frame["phase"] == "emit"]
    assert carried[0] != next(frame["data"][0]["text"] for frame in before["frames"] if frame["phase"] == "emit")
    studio.page.get_by_test_id("player-first").click()
    studio.page.get_by_test_id("player-forward").click()
    assert next(text for text in studio.pulses()["text"] if text.strip()) in carried[0]


def test_after_it_an_edit_can_be_taken_back(studio: Studio) -> None:
    studio.click_neuron(1, 0)
    edit(studio)
    before = shown(studio)
    studio.page.evaluate(LISTEN)
    # Keys that follow at once are the same movement: this one is over.
    studio.page.evaluate(f"() => {{ {CANVAS}.gestures.heldAt = -1e9 }}")
    edit(studio)
    assert answers(studio) == ["known"]
    studio.page.keyboard.press("Control+z")
    studio.page.wait_for_function("() => window.answers.length")
    wait_until_idle(studio.page)
    assert answers(studio) == ["figure"]
    now = shown(studio)
    assert now["network"]["biases"] == before["network"]["biases"]
    assert now["history"]["redo"]


def test_a_canvas_that_has_shown_nothing_asks_for_the_picture(studio: Studio) -> None:
    studio.click_neuron(1, 0)
    edit(studio)
    edit(studio)
    before = shown(studio)
    studio.page.evaluate(f"""() => {{
        const canvas = {CANVAS}
        canvas.view.network.shape++
        canvas.update(canvas.outbox.component, {{
            rev: -1, done: 0, key: canvas.outbox.key,
            view: {{kind: "known", shape: canvas.view.network.shape - 1, numbers: 0, signal: 0}},
        }})
    }}""")
    studio.page.wait_for_function(f"(shape) => {CANVAS}.view.network.shape === shape", arg=before["network"]["shape"])
    wait_until_idle(studio.page)
    assert near(shown(studio), before)
