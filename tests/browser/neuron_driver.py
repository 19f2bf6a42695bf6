"""A visitor's hands and eyes on the page of the two neurons: what is drawn at which time, against what was computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np
from playwright.sync_api import Locator, Page, expect

from neuroviz.document import codec
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.run import run
from neuroviz.ui.pages.neuron.stage import view_of
from neuroviz.viz.neuron import comparison_figure
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Desk, Visit

PANELS = ("drive", "electrode", "cell", "axon", "share")
FOLDED = ("slow", "span", "auto")
"""What of the player is behind one button."""

GRAPHS = {"left": "artificial", "right": "biological", "below": "time-graph"}
Side = Literal["left", "right"]
Point = tuple[float, float]

SLOW_AXON = Neuron(
    inputs=(1.0, 1.0), weights=(0.9, -0.5), bias=0.5, trains="regular", fibres=1, rate_hz=50.0, diameter_um=2.0,
    length_mm=60.0, duration_ms=100.0,
)
"""Spikes come one at a time, and an axon along which they take 5 ms."""


class NeuronDesk(Desk):
    """One open page."""

    section, panels = "neuron", PANELS

    def __init__(self, page: Page, lang: str = "en") -> None:
        super().__init__(page, lang, "[data-testid=time-graph]")
        self.root = page.locator(".nv-duet")
        self.clock = page.get_by_test_id("clock")
        self.caption = page.get_by_test_id("caption")
        self.field = page.get_by_test_id("knob-field")
        self.slider = page.get_by_test_id("knob-slider")
        self.box = page.locator(".st-key-neuron_experiment")
        self.ready()

    def ready(self) -> None:
        """Until both neurons and the rows have been painted."""
        self.page.wait_for_selector("[data-testid=time-graph][data-rev]")
        self.page.wait_for_selector(".nv-duet[data-t]")
        wait_until_idle(self.page)

    def neuron(self) -> Neuron:
        return self.document().neuron

    def view(self) -> dict[str, Any]:
        """What the canvas was told, computed once more."""
        return view_of(run(self.neuron()), self.t)

    def player(self, name: str) -> Locator:
        """A part of the player; what is behind a button is brought out first."""
        part = super().player(name)
        if name in FOLDED and not part.is_visible():
            super().player("more").click()
        return part

    # --- the clock -------------------------------------------------------------------------------

    @property
    def ms(self) -> float:
        return float(self.player("scrub").input_value())

    def quiet(self) -> None:
        """Nothing plays by itself any more."""
        self.player("auto").uncheck()
        self.player("more").click()
        self.player("first").click()
        self.expect_playing(False)

    def go(self, ms: float) -> None:
        self.player("scrub").fill(repr(float(ms)))
        self.expect_ms(ms)

    def expect_ms(self, ms: float) -> None:
        expect(self.clock).to_have_text(f"{ms:.1f} ms")

    def advanced(self, seconds: float) -> float:
        """ms of the neuron in each second, while it plays for so long."""
        return self.page.evaluate(
            """async (seconds) => {
                const now = () => Number(document.querySelector('[data-testid=player-scrub]').value)
                document.querySelector('[data-testid=player-play]').click()
                const from = now(), start = performance.now()
                let took = 0
                while (took < seconds) {
                    await new Promise(requestAnimationFrame)
                    took = (performance.now() - start) / 1000
                }
                const to = now()
                document.querySelector('[data-testid=player-play]').click()
                return (to - from) / took
            }""", seconds,
        )

    def cursor(self) -> tuple[float, float, float]:
        """(ms of the line across the rows, ms and mV of the dot on V)."""
        return tuple(self.page.evaluate(
            """() => {
                const graph = document.querySelector('[data-testid=time-graph]'), {xaxis, yaxis} = graph._fullLayout
                const box = graph.getBoundingClientRect()
                const veil = document.querySelector('.nv-veil').getBoundingClientRect()
                const dot = document.querySelector('.nv-dot').getBoundingClientRect()
                const ms = (x) => xaxis.p2d(x - box.left - xaxis._offset)
                return [ms(veil.left), ms(dot.left + dot.width / 2),
                    yaxis.p2d(dot.top + dot.height / 2 - box.top - yaxis._offset)]
            }"""
        ))

    def drawn_lines(self) -> int:
        """Of the run, in the rows below."""
        return self.page.evaluate(
            """lines => [...document.querySelectorAll('[data-testid=time-graph] .scatterlayer .trace')]
                .filter(group => lines.includes(group.__data__?.[0]?.trace?.index))
                .filter(group => group.querySelector('.js-line')?.getAttribute('d')).length""",
            list(self.view()["clock"]["lines"].values()),
        )

    # --- what lights up and what runs ------------------------------------------------------------

    def lit(self, side: Side) -> list[float]:
        """How bright each part is, from 0 to 1, in the order of the first of the picture's `glows`."""
        glow = self.view()[side]["glows"][0]
        return [point["light"] for point in self._points(side, glow["trace"])]

    def pulses(self, side: Side, kind: int) -> list[Point]:
        """Where pulses are to be seen: kind 0 excitatory, 1 inhibitory, 2 the neuron's own spikes."""
        points = self._points(side, self.view()[side]["pulses"][kind]["trace"])
        return [(point["x"], point["y"]) for point in points if point["light"]]

    def _points(self, side: Side, trace: int) -> list[dict[str, Any]]:
        return self.page.evaluate(
            """([name, trace]) => {
                const graph = document.querySelector(`[data-testid=${name}]`), {xaxis, yaxis} = graph._fullLayout
                const group = [...graph.querySelectorAll('.scatterlayer .trace')]
                    .find(group => group.__data__?.[0]?.trace?.index === trace)
                return [...group.querySelectorAll('.points > path')].map(point => {
                    const [x, y] = (point.getAttribute('transform') ?? 'translate(0,0)').match(/-?[\\d.]+/g).map(Number)
                    const {visibility, fillOpacity} = point.style
                    return {light: visibility === "hidden" ? 0 : Number(fillOpacity), x: xaxis.p2d(x), y: yaxis.p2d(y)}
                })
            }""", [GRAPHS[side], trace],
        )

    # --- parts -----------------------------------------------------------------------------------

    def chip(self, part: str) -> Locator:
        """What corresponds, in words under the rows: input0, weight0, bias0, sum0, curve0, output0."""
        return self.page.locator(f".nv-chip[data-part={part}]")

    def words(self, part: str) -> list[str]:
        return next(each["words"] for each in self.view()["parts"] if each["name"] == part)

    def place(self, side: Side, part: str) -> Point:
        """Where a part stands in the window, in pixels."""
        name = GRAPHS[side]
        self.page.get_by_test_id(name).scroll_into_view_if_needed()
        found = next(each for each in comparison_figure.parts(self.neuron()) if f"{each.name}{each.index}" == part)
        at = self.page.evaluate(
            """([name, x, y]) => {
                const graph = document.querySelector(`[data-testid=${name}]`), {xaxis, yaxis} = graph._fullLayout
                const box = graph.getBoundingClientRect()
                return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]
            }""", [name, *getattr(found, side)],
        )
        return at[0], at[1]

    def expect_named(self, part: str) -> None:
        """A ring around the part and its words, on both sides."""
        expect(self.root).to_have_attribute("data-part", part)
        expect(self.chip(part)).to_have_class("nv-chip nv-on")
        for side, words in zip(("left", "right"), self.words(part), strict=True):
            over = self.page.locator(f".nv-{side} .nv-over")
            expect(over.locator(".nv-label")).to_have_text(words)
            x, y = self.place(side, part)
            ring = over.locator(".nv-ring").bounding_box()
            assert ring is not None
            middle = (ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
            assert np.hypot(middle[0] - x, middle[1] - y) < 2, (side, middle, (x, y))

    def drag(self, part: str, up: float) -> None:
        """Drag a part of the artificial neuron, in steps; the button stays down."""
        x, y = self.place("left", part)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x, y - up, steps=8)

    def experiment(self, name: str) -> None:
        self.changes(lambda: self.choose("neuron.experiment", self.t(f"neuron.experiment.{name}.title")))

    # --- one and the same ------------------------------------------------------------------------

    def mark(self) -> None:
        """Put a mark on the three graphs that new DOM nodes would not have."""
        for name in GRAPHS.values():
            self.page.get_by_test_id(name).evaluate("node => { node.neurovizMark = 'still here' }")

    def expect_marked(self) -> None:
        for name in GRAPHS.values():
            mark = self.page.get_by_test_id(name).evaluate("node => node.neurovizMark")
            assert mark == "still here", f"{name} was mounted anew"


def open_page(visit: Visit, neuron: Neuron | None = None, lang: str = "en", **options: object) -> NeuronDesk:
    """The page with `neuron`, at rest."""
    if neuron is not None:
        options["doc"] = codec.to_link(replace(PRESETS[FIRST].document, neuron=neuron))
    desk = NeuronDesk(visit("neuron", lang=lang, **options), lang)
    desk.quiet()
    return desk
