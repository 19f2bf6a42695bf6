"""The hand never waits: while a number is moved, all that follows from it is seen before the server has heard of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Document, edits
from neuroviz.viz.numbers import brief, short
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.equation import equation, matrix_form
from neuroviz.viz.studio.network_figure import Traces, lit_layer
from tests.browser.studio_driver import FRUIT, Studio
from tests.viz.studio.scenes import scene


@contextmanager
def nothing_is_sent(page: Page) -> Iterator[None]:
    """What the page says to the server waits until the end."""
    page.evaluate("""() => {
        const {send} = WebSocket.prototype
        const held = []
        WebSocket.prototype.send = function (message) { held.push([this, message]) }
        window.release = () => {
            WebSocket.prototype.send = send
            for (const [socket, message] of held) socket.send(message)
        }
    }""")
    try:
        yield
    finally:
        page.evaluate("() => window.release()")


def painted(page: Page) -> None:
    """Two frames later."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def expect_all_of(studio: Studio, document: Document, neuron: tuple[int, int]) -> None:
    """Everything that is seen is this document's: figure, equation of `neuron`, and its layer's matrix."""
    layer, index = neuron
    picture = scene(document)
    for each in range(len(document.sizes)):
        wanted, shown = lit_layer(picture, each), studio.layer(each)
        assert shown["text"] == wanted["text"]
        assert shown["marker"]["color"] == wanted["marker"]["color"]
        assert shown["marker"]["line"]["color"] == wanted["marker"]["line"]["color"]
    expect(studio.equation.locator(".nv-line")).to_contain_text(equation(document, layer, index).text)
    form = matrix_form(document, layer)
    cells = [text.strip() for text in studio.page.get_by_test_id("matrix").locator("td").all_inner_texts()]
    assert isinstance(form["z"], list)
    assert isinstance(form["W"], list)
    assert isinstance(form["x"], list)
    assert isinstance(form["b"], list)
    assert cells == [*form["z"], *(w for row in form["W"] for w in row), *form["x"], *form["b"]]
    # On the screen, not only in Plotly's data.
    drawn = studio.page.locator('[data-testid="network-graph"] .scatterlayer > .trace').last.locator("text")
    assert drawn.all_text_contents() == [brief(value) for value in document.trace.output.tolist()]


def test_a_dragged_weight_is_felt_everywhere_before_the_server_knows(studio: Studio) -> None:
    page = studio.page
    with nothing_is_sent(page):
        x, y = studio.edge(1, 0, 0, 0.3)
        page.mouse.move(x, y)
        page.mouse.down()
        for up, value in ((60, 2.1), (-90, 0.6), (-240, -0.9)):
            page.mouse.move(x + 5, y - up, steps=3)
            painted(page)
            # A negative weight is another line: its edge has changed trace.
            expect_all_of(studio, edits.set_weight(FRUIT, 1, 0, 0, value), (1, 0))
            labels = studio.trace(Traces.EDGE_LABELS)
            assert labels["text"][0] == brief(value)
            stroke = PALETTES["light"].negative if value < 0 else PALETTES["light"].positive
            label = page.locator('[data-testid="network-graph"] .scatterlayer text', has_text=brief(value)).first
            assert label.evaluate("(node) => getComputedStyle(node).fill") == rgb(stroke)
        page.mouse.up()
        painted(page)
        expect_all_of(studio, edits.set_weight(FRUIT, 1, 0, 0, -0.9), (1, 0))
    studio.settled()
    assert studio.document().layers == edits.set_weight(FRUIT, 1, 0, 0, -0.9).layers
    expect_all_of(studio, edits.set_weight(FRUIT, 1, 0, 0, -0.9), (1, 0))


@pytest.mark.thorough
def test_keys_and_the_slider_do_not_wait_either(studio: Studio) -> None:
    page = studio.page
    studio.click_neuron(1, 2)
    with nothing_is_sent(page):
        for _ in range(3):
            page.keyboard.press("ArrowUp")
        painted(page)
        expect_all_of(studio, edits.set_bias(FRUIT, 1, 2, 0.5), (1, 2))
        names = studio.trace(Traces.NAMES)["text"]
        assert f"h₃ · b {short(0.5)}" in names
        studio.slider.focus()
        studio.slider.press("End")
        painted(page)
        expect_all_of(studio, edits.set_bias(FRUIT, 1, 2, 2.0), (1, 2))
    studio.settled()
    assert studio.document().layers == edits.set_bias(FRUIT, 1, 2, 2.0).layers


@pytest.mark.thorough
def test_an_input_that_is_dragged_too(studio: Studio) -> None:
    page = studio.page
    with nothing_is_sent(page):
        x, y = studio.neuron(0, 2)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + 50, steps=4)
        painted(page)
        # Nothing is selected but the input: the last neuron that was computed is explained.
        expect_all_of(studio, edits.set_input(FRUIT, 2, 0.4), (2, 2))
        page.mouse.up()
    studio.settled()
    assert studio.document().input[2] == 0.4


def test_who_goes_elsewhere_at_once_finds_there_what_was_done_here(studio: Studio) -> None:
    page = studio.page
    studio.click_neuron(1, 2)
    page.keyboard.press("ArrowUp")
    # Before the hand has rested: the undo is of this step.
    studio.player("undo").click()
    studio.settled()
    assert studio.document().layers == FRUIT.layers
    assert studio.history_open("redo")
    page.locator(".nv-stage").focus()
    page.keyboard.press("ArrowUp")
    studio.panel("file")
    assert studio.document().layers[0].biases[2] == pytest.approx(0.3)


@pytest.mark.thorough
def test_a_long_drag_is_told_before_it_ends(studio: Studio) -> None:
    page = studio.page
    x, y = studio.edge(1, 0, 0, 0.3)
    before = studio.graph.get_attribute("data-rev")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 60):
        page.mouse.move(x, y - step)
        page.wait_for_timeout(40)
        if studio.graph.get_attribute("data-rev") != before:
            break
    expect(studio.graph).not_to_have_attribute("data-rev", str(before))
    page.mouse.up()
    studio.settled()
    assert not studio.playing
    studio.undo()
    assert studio.document().layers == FRUIT.layers


def rgb(color: str) -> str:
    return f"rgb({', '.join(str(int(color[i:i + 2], 16)) for i in (1, 3, 5))})"
