"""After every kind of edit the studio's graph is what it would be on a page that was opened with the same document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from neuroviz.document import Document, Selection, codec, edits
from neuroviz.document.presets import PRESETS
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.anew import drawn_as_if_anew
from tests.browser.drawn import differences, drawn
from tests.browser.studio_driver import Studio
from tests.viz.studio.scenes import LARGEST

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]
Act = Callable[[Studio], object]


class Pair:
    """A studio that is worked in, and one beside it that is only ever opened."""

    def __init__(self, visit: Visit, **options: object) -> None:
        self.visit, self.options = visit, options
        self.studio = Studio(visit("studio", **options), str(options.get("lang", "en")))
        self.beside: Page | None = None

    def differs(self, **options: object) -> list[str]:
        """What the worked studio draws otherwise than a fresh one with its document."""
        document = self.studio.document()
        options = {**self.options, **options, "doc": codec.to_link(document)}
        if self.beside is None:
            self.beside = self.visit("studio", **options)
        else:
            asked = {name: str(value) for name, value in options.items() if name in {"lang", "present", "doc"}}
            query = {"lang": "en", **asked}
            # By way of another address: what the tab keeps for a reload is not to be brought back.
            self.beside.goto(self.beside.url.split("/studio")[0] + "/_stcore/health")
            self.beside.evaluate("() => sessionStorage.clear()")
            self.beside.goto(self.beside.url.split("/_stcore")[0] + "/studio?" + urlencode(query))
        fresh = Studio(self.beside, str(options.get("lang", "en")))
        # What lies under the pointer is in the light, and the rest recedes.
        self.studio.page.mouse.move(0, 0)
        self.studio.settled()
        assert fresh.document() == document
        return differences(drawn(self.studio.page), drawn(self.beside))


def in_panel(panel: str, act: Act) -> Act:
    def do(studio: Studio) -> None:
        studio.panel(panel)
        act(studio)
    return do


def layer(name: str) -> Act:
    def do(studio: Studio) -> None:
        studio.keyed("studio.layers").get_by_role("radio", name=name).click()
        studio.settled()
    return do


def slide(key: str, presses: int) -> Act:
    """By the keyboard: a slider's thumb takes arrow keys."""
    def do(studio: Studio) -> None:
        thumb = studio.keyed(key).get_by_role("slider").first
        for _ in range(abs(presses)):
            thumb.press("ArrowRight" if presses > 0 else "ArrowLeft")
        studio.settled()
    return do


def several(*acts: Act) -> Act:
    def do(studio: Studio) -> None:
        for act in acts:
            act(studio)
    return do


def by_slider(studio: Studio) -> None:
    studio.click_edge(2, 0, 1, 0.2)
    studio.slider.press("ArrowLeft")
    studio.settled()


def zoomed_and_back(studio: Studio) -> None:
    studio.stage.hover()
    buttons = studio.page.locator(".modebar-btn")
    for which in (0, 0, 1, 2):
        buttons.nth(which).click()
    studio.settled()


def resized_and_back(studio: Studio) -> None:
    page = studio.page
    for width in (700, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        studio.settled()


def themed_and_back(studio: Studio) -> None:
    for theme in ("dark", "light"):
        studio.page.emulate_media(color_scheme=theme)
        studio.settled()


def on_the_projector_and_back(studio: Studio) -> None:
    studio.keyed("studio.present").get_by_role("button").click()
    studio.settled()
    studio.page.keyboard.press("Escape")
    studio.settled()
    studio.ready()


CHAINS: dict[str, dict[str, Act]] = {
    "numbers": {
        "a weight by drag": lambda studio: studio.drag_edge(1, 0, 0, up=60, share=0.3),
        "undo": lambda studio: studio.undo(),
        "redo": lambda studio: studio.redo(),
        "a weight by drag through zero": lambda studio: studio.drag_edge(1, 0, 1, up=-80, share=0.3),
        "a weight by slider": by_slider,
        "a weight by field": lambda studio: (studio.click_edge(2, 0, 1, 0.2), studio.type_value("1/3")),
        "a weight of zero": lambda studio: studio.type_value("0"),
        "what is no number": lambda studio: studio.type_value("abc"),
        "a bias by key": lambda studio: (studio.click_neuron(1, 2), studio.page.keyboard.press("ArrowUp"),
                                         studio.settled()),
        "nothing selected": lambda studio: (studio.page.keyboard.press("Escape"), studio.settled()),
    },
    "panels": {
        "a weight in the table": in_panel("weights", lambda studio: studio.type_cell(1, 1, "-3")),
        "weights by paste": in_panel("weights", lambda studio: studio.paste(0, 0, "0\t0\n5\t-5\n")),
        "weights by fill": in_panel("weights", lambda studio: studio.click("studio.fill.all")),
        "an input by field": in_panel("input", lambda studio: studio.type_into("studio.input.1.text", "-7")),
        "a row of inputs": in_panel("input", lambda studio: (
            studio.page.get_by_test_id("table-use-1").click(), studio.settled())),
        "another example": lambda studio: studio.preset("xor"),
        "an example with many more": lambda studio: studio.preset("playground"),
        "undo of an example": lambda studio: studio.undo(),
    },
    "layers": {
        "a layer added": lambda studio: studio.click("studio.add"),
        "a layer moved": lambda studio: studio.click("studio.left"),
        "a layer grown": slide("studio.size", 3),
        "an activation": lambda studio: studio.choose("studio.activation", "ReLU"),
        "a neuron selected": lambda studio: studio.click_neuron(1, 6),
        "a layer shrunk": slide("studio.size", -5),
        "a layer removed": lambda studio: studio.click("studio.remove"),
        "inputs even in number": several(layer("Input · 3"), slide("studio.size", 1)),
        "names": several(layer("Output · 3"), lambda studio: studio.type_into(
            "studio.name.output.0", "<b>𝛼🍋</b> 糖 &")),
        "reset": lambda studio: studio.changes(studio.player("reset").click),
        "undo of a reset": lambda studio: studio.undo(),
    },
    "views": {
        "a part selected": lambda studio: studio.click_neuron(1, 0),
        "nearer, farther, whole": zoomed_and_back,
        "narrower and back": resized_and_back,
        "dark and back": themed_and_back,
        "the projector and back": on_the_projector_and_back,
        "the player to and fro": lambda studio: (
            studio.player("first").click(), studio.player("last").click(), studio.settled()),
        "by layer and back": lambda studio: (
            studio.player("unit").select_option("layer"), studio.player("first").click(),
            studio.player("last").click(), studio.player("unit").select_option("neuron"), studio.settled()),
        "another edge": lambda studio: studio.drag_edge(1, 0, 0, up=60, share=0.3),
    },
}


@pytest.mark.parametrize("chain", CHAINS)
def test_after_every_kind_of_edit_all_is_drawn_as_on_a_fresh_page(still_visit: Visit, chain: str) -> None:
    """One after the other: what an edit leaves behind may only be seen after the next.

    Each edit is held to its own data drawn anew, and every fifth, the last among them, to a page that was just opened.
    """
    pair = Pair(still_visit)
    for left, (hand, act) in zip(range(len(CHAINS[chain]))[::-1], CHAINS[chain].items(), strict=True):
        act(pair.studio)
        drawn_as_if_anew(pair.studio.page, hand)
        if left % 5 == 0:
            assert pair.differs() == [], hand


@pytest.mark.parametrize("options", [
    {"lang": "zh", "theme": "dark"}, {"width": 390, "height": 844}, {"present": "1", "width": 1920, "height": 1080},
], ids=["chinese in the dark", "telephone", "projector"])
def test_what_was_changed_in_another_view_is_drawn_as_on_a_fresh_page(
    still_visit: Visit, options: dict[str, object],
) -> None:
    pair = Pair(still_visit, **options)
    pair.studio.changes(lambda: pair.studio.drag_edge(1, 0, 0, up=40, share=0.3))
    pair.studio.undo()
    pair.studio.redo()
    assert pair.differs() == []


def test_another_language_is_drawn_as_on_a_fresh_page(still_visit: Visit) -> None:
    pair = Pair(still_visit)
    page = pair.studio.page
    page.get_by_role("radio", name="中文", exact=True).click()
    pair.studio.settled()
    assert pair.differs(lang="zh") == []


@pytest.mark.parametrize("document", [
    PRESETS["xor"].document, replace(PRESETS["deep"].document, selection=Selection(3, 1)),
    edits.resize_layer(PRESETS["fruit"].document, 0, 4), LARGEST,
], ids=["xor", "deep", "four inputs", "largest"])
def test_nothing_is_drawn_that_python_does_not_know_of(still_visit: Visit, document: Document) -> None:
    """Points, words and lines are as many as the document has: a fresh page, too, may draw what is not there."""
    studio = Studio(still_visit("studio"))
    studio.quiet()
    studio.open_document(document)
    studio.quiet()
    (graph, *_) = drawn(studio.page)
    neurons = [mark for mark in graph["points"] if mark[0] >= Traces.FIRST_LAYER]
    assert len(neurons) == sum(document.sizes)
    marked = [mark for mark in graph["points"] if mark[0] == Traces.SELECTED]
    chosen = document.selection is not None and document.selection.source is None
    assert len(marked) == int(chosen), "the mark of what is selected"
    lines = [mark for mark in graph["lines"] if mark[0] <= Traces.ZERO_EDGES]
    assert len(lines) == sum(a * b for a, b in zip(document.sizes, document.sizes[1:], strict=False))
