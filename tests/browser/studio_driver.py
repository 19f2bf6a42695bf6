"""A visitor's hands and eyes in the studio: where things stand in pixels, what the page says, what the document is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from neuroviz.document import Document, codec
from neuroviz.document.presets import PRESETS
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Desk, Visit

GRAPH = "[data-testid=network-graph]"
STAGE = ".nv-stage"
PANELS = ("network", "weights", "input", "file")
Point = tuple[float, float]

FRUIT = PRESETS["fruit"].document
"""The example with which the studio opens."""

RECORD = """() => {
    window.neurovizSteps = []
    new MutationObserver(() => {
        const stage = document.querySelector('.nv-stage'), last = window.neurovizSteps.at(-1)
        if (stage?.dataset.step && stage.dataset.step !== last?.[0])
            window.neurovizSteps.push([stage.dataset.step, stage.dataset.phase])
    }).observe(document, {subtree: true, childList: true, attributeFilter: ['data-step']})
}"""


class Studio(Desk):
    """One open studio."""

    section, panels = "studio", PANELS

    def __init__(self, page: Page, lang: str = "en") -> None:
        super().__init__(page, lang, GRAPH)
        self.stage = page.locator(STAGE)
        self.equation = page.get_by_test_id("equation")
        self.caption = page.get_by_test_id("caption")
        self.field = page.get_by_test_id("inspector-field")
        self.slider = page.get_by_test_id("inspector-slider")
        self.ready()

    def ready(self) -> None:
        """Until the network has been painted."""
        page = self.page
        page.wait_for_selector(f"{GRAPH}[data-rev]")
        page.wait_for_selector(f"{STAGE}[data-step]")
        wait_until_idle(page)

    # --- the player ------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        return int(self.stage.get_attribute("data-step") or -1)

    @property
    def last_step(self) -> int:
        return int(self.player("scrub").get_attribute("max") or -1)

    @property
    def phase(self) -> str:
        return self.stage.get_attribute("data-phase") or ""

    def expect_step(self, step: int) -> None:
        expect(self.stage).to_have_attribute("data-step", str(step))

    def by_layer(self) -> None:
        """Play whole layers, also of a network so small that each neuron would be computed by itself."""
        self.player("unit").select_option("layer")

    def quiet(self) -> None:
        """Nothing plays by itself any more, and the signal has arrived."""
        self.player("auto").uncheck()
        self.player("last").click()
        self.expect_playing(False)
        self.expect_step(self.last_step)

    def record(self) -> None:
        """Begin to write down each step that is shown."""
        self.page.evaluate(RECORD)

    def recorded(self) -> list[tuple[int, str]]:
        """(step, phase) of what has been shown since."""
        return [(int(step), phase) for step, phase in self.page.evaluate("() => window.neurovizSteps")]

    def trace(self, index: int) -> dict[str, Any]:
        """A trace as it is drawn now."""
        return self.page.evaluate(
            "([graph, i]) => { const t = document.querySelector(graph).data[i];"
            " return {x: [...t.x], y: [...t.y], text: t.text && [...t.text], marker: t.marker} }", [GRAPH, index],
        )

    def pulses(self) -> dict[str, Any]:
        return self.trace(Traces.PULSES)

    def layer(self, layer: int) -> dict[str, Any]:
        return self.trace(Traces.FIRST_LAYER + layer)

    # --- places ----------------------------------------------------------------------------------

    def place(self, x: float, y: float) -> Point:
        """Where a point of the axes stands in the window, in pixels."""
        self.graph.scroll_into_view_if_needed()
        at = self.page.evaluate(
            """([graph, x, y]) => {
                const node = document.querySelector(graph), {xaxis, yaxis} = node._fullLayout
                const box = node.getBoundingClientRect()
                return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]
            }""", [GRAPH, x, y],
        )
        return at[0], at[1]

    def heights(self, layer: int) -> list[float]:
        return self.layer(layer)["y"]

    def neuron(self, layer: int, neuron: int) -> Point:
        return self.place(layer, self.heights(layer)[neuron])

    def edge(self, layer: int, neuron: int, source: int, share: float = 0.5) -> Point:
        """A point on the edge into `neuron` of `layer`, `share` of the way along."""
        low, high = self.heights(layer - 1)[source], self.heights(layer)[neuron]
        return self.place(layer - 1 + share, low + share * (high - low))

    def click_neuron(self, layer: int, neuron: int) -> None:
        self.page.mouse.click(*self.neuron(layer, neuron))
        self.settled()

    def click_edge(self, layer: int, neuron: int, source: int, share: float = 0.5) -> None:
        self.page.mouse.click(*self.edge(layer, neuron, source, share))
        self.settled()

    def selected(self) -> list[Point]:
        """The ends of what is marked as selected: a neuron's place, two for an edge, none for nothing."""
        trace = self.trace(Traces.SELECTED)
        if len(trace["x"]) == 1 and not any(trace["marker"]["size"]):
            return []
        return list(zip(trace["x"], trace["y"], strict=True))

    def drag_edge(self, layer: int, neuron: int, source: int, up: float, share: float = 0.5, steps: int = 6) -> None:
        x, y = self.edge(layer, neuron, source, share)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x, y - up, steps=steps)
        self.page.mouse.up()
        self.settled()

    # --- edits -----------------------------------------------------------------------------------

    def json(self) -> str:
        """The document, as it is saved."""
        was = self.panel_shown()
        if was != "file":
            self.panel("file")
        with self.page.expect_download() as waiting:
            self.keyed("studio.save").get_by_role("button").click()
        text = Path(waiting.value.path()).read_text("utf-8")
        if was != "file":
            self.panel(was)
        return text

    def share_link(self) -> str:
        self.panel("file")
        return self.page.get_by_test_id("stCode").first.inner_text().strip()

    def preset(self, name: str) -> None:
        self.choose("studio.preset", self.t(f"preset.{name}.title"))
        expect(self.page.get_by_text(self.t(f"preset.{name}.why"))).to_be_visible()
        self.settled()

    def type_value(self, text: str) -> None:
        """Into the field of what is selected, and leave it."""
        self.field.fill(text)
        self.field.press("Enter")
        self.settled()

    def open_json(self, content: bytes | str, name: str = "network.json") -> None:
        """Upload a file in the Share panel."""
        buffer = content if isinstance(content, bytes) else content.encode()
        self.page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/json", "buffer": buffer}
        )
        self.settled()

    def open_document(self, document: Document) -> None:
        self.panel("file")
        self.changes(lambda: self.open_json(codec.to_json(document)))

    # --- tables ----------------------------------------------------------------------------------

    def table(self) -> Locator:
        return self.page.locator(".nv-table").first

    def cell(self, row: int, column: int) -> Locator:
        return self.table().locator("tr").nth(row + 1).locator("input").nth(column)

    def type_cell(self, row: int, column: int, text: str) -> None:
        cell = self.cell(row, column)
        cell.click()
        cell.fill(text)
        cell.blur()
        self.settled()

    def paste(self, row: int, column: int, text: str) -> None:
        """From the clipboard, by the keyboard."""
        page = self.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.cell(row, column).click()
        page.keyboard.press("Control+V")
        self.settled()

    # --- what must hold ----------------------------------------------------------------------------

    def mark(self) -> None:
        """Put a mark on the graph's DOM node that a new node would not have."""
        self.graph.evaluate("node => { node.neurovizMark = 'still here' }")

    def expect_marked(self) -> None:
        expect(self.graph).to_have_count(1)
        assert self.graph.evaluate("node => node.neurovizMark") == "still here", "the graph was mounted anew"

    def expect_words(self) -> None:
        """The player speaks the page's language."""
        t = self.t
        expect(self.page.locator("html")).to_have_attribute("lang", t("player.html_lang"))
        for name in ("first", "back", "play", "forward", "last", "loop", "scrub", "speed", "unit"):
            expect(self.player(name)).to_have_attribute("aria-label", t(f"player.{name}"))
        self.player("first").click()
        expect(self.caption).to_have_text(f"1/16 · {t('caption.start', layer=t('graph.input'))}")
        expect(self.caption).to_have_attribute("aria-live", "polite")

    def painted_order(self) -> list[int]:
        """The traces that draw anything, from the back to the front."""
        return self.page.evaluate(
            """graph => [...document.querySelectorAll(`${graph} .scatterlayer .trace`)]
                .map(node => node.__data__?.[0]?.trace?.index).filter(index => index !== undefined)""", GRAPH,
        )

    def range(self) -> list[float]:
        """What the axes show: x from, x to, y from, y to."""
        return self.graph.evaluate("node => [...node._fullLayout.xaxis.range, ...node._fullLayout.yaxis.range]")

    def overlay(self) -> dict[str, Any]:
        """What is drawn over the graph during a drag."""
        return self.page.evaluate(
            """() => {
                const svg = document.querySelector('.nv-overlay'), path = svg.querySelector('path')
                return {on: svg.classList.contains('nv-on'), sign: svg.dataset.sign, d: path.getAttribute('d'),
                    text: svg.querySelector('text').textContent}
            }"""
        )

    def overlay_passes(self, point: Point) -> float:
        """How far, in pixels, the overlay's path stays away from a point of the window."""
        return self.page.evaluate(
            """([x, y]) => {
                const svg = document.querySelector('.nv-overlay'), path = svg.querySelector('path')
                const box = svg.getBoundingClientRect(), length = path.getTotalLength()
                let nearest = Infinity
                for (let i = 0; i <= 400; i++) {
                    const p = path.getPointAtLength(length * i / 400)
                    nearest = Math.min(nearest, Math.hypot(box.left + p.x - x, box.top + p.y - y))
                }
                return nearest
            }""", list(point),
        )


def quiet_studio(visit: Visit, lang: str = "en", **options: object) -> Studio:
    """A studio in which nothing plays any more."""
    studio = Studio(visit("studio", lang=lang, **options), lang)
    studio.quiet()
    return studio


def studio_by_layer(visit: Visit, lang: str = "en") -> Studio:
    """A quiet studio whose signal goes layer by layer."""
    studio = quiet_studio(visit, lang)
    studio.by_layer()
    studio.quiet()
    return studio


class SavedPage(Studio):
    """The page that the studio saves, open without the app: the same canvas, with nothing that needs a server."""

    def ready(self) -> None:
        self.page.wait_for_selector(f"{GRAPH}[data-rev]")
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_selector(".nv-canvas:not([data-working])")
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def quiet(self) -> None:
        self.player("last").click()
        self.expect_playing(False)
        self.expect_step(self.last_step)


def caption_step(text: str) -> tuple[int, int]:
    """(which, of how many) of a caption such as "3/11 · ..."."""
    found = re.match(r"(\d+)/(\d+) · \S", text)
    assert found, text
    return int(found[1]), int(found[2])
