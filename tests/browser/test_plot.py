"""What the canvas draws by hand is what Plotly would have drawn: see live_plot/js/lib/patch.js."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Set
from functools import partial
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.document.settings.neuron import Neuron
from tests.browser import neuron_driver
from tests.browser.studio_driver import FRUIT, Studio
from tests.browser.test_neuron_page import open_page
from tests.browser.test_training_page import TRAINING, TrainingDesk, link

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

# All that can be seen of a figure's traces; a line in pieces is one line, wherever Plotly parts it.
DRAWN = """name => {
  const graph = document.querySelector(`[data-testid=${name}]`)
  const numbers = (text) => (text ?? "").match(/-?[\\d.]+(e-?\\d+)?/g)?.map(Number) ?? []
  return [...graph.querySelectorAll(".scatterlayer > .trace")].map((group) => {
    const lines = [...group.querySelectorAll("path.js-line")], points = [...group.querySelectorAll("path.point")]
    return {
      trace: group.__data__[0].trace.index,
      line: lines.flatMap((path) => numbers(path.getAttribute("d").replace("M0,0Z", ""))),
      strokes: [...new Set(lines.map(({style}) => [style.stroke, style.strokeWidth, style.strokeDasharray].join()))],
      points: points.map((point) => numbers(point.getAttribute("transform"))),
      sizes: points.flatMap((point) => numbers(point.getAttribute("d"))),
      colors: points.map(({style}) => [style.fill, style.stroke, style.opacity].join()),
      leaning: [...group.querySelectorAll(".text text")].map((text) => text.querySelector("[style*=italic]") !== null),
      texts: [...group.querySelectorAll(".text text")].map((text) => text.textContent),
      places: [...group.querySelectorAll(".text text")].map((text) => [text.getAttribute("x"), text.getAttribute("y"),
        ...numbers(text.parentNode.getAttribute("transform"))].map(Number)),
    }
  })
}"""
BY_PLOTLY = """async name => {
  const graph = document.querySelector(`[data-testid=${name}]`)
  const {data, layout} = JSON.parse(JSON.stringify({data: graph.data, layout: graph.layout}))
  await Plotly.react(graph, data, layout, {responsive: false, staticPlot: true, displayModeBar: false})
}"""
NEAR_PX = 0.02
# Until nothing in a figure has changed for ten frames.
AT_REST = """async name => {
  const frame = () => new Promise(done => requestAnimationFrame(done))
  let before = "", same = 0
  while (same < 10) {
    await frame()
    const now = document.querySelector(`[data-testid=${name}]`).innerHTML
    same = now === before ? same + 1 : 0
    before = now
  }
}"""


def assert_as_plotly_draws(page: Page, name: str, moving: Set[int] = frozenset()) -> None:
    """`moving`: traces whose points are not where Plotly put them, because the clock moves them."""
    by_hand = page.evaluate(DRAWN, name)
    page.evaluate(BY_PLOTLY, name)
    by_plotly = page.evaluate(DRAWN, name)
    assert len(by_hand) == len(by_plotly) > 0
    for ours, theirs in zip(by_hand, by_plotly, strict=True):
        where = f"{name}, trace {theirs['trace']}"
        assert ours["trace"] == theirs["trace"], f"{where}: the order of the pile"
        for what in ("strokes", "texts", "colors", "leaning"):
            assert ours[what] == theirs[what], f"{where}: {what}"
        for what in ("line", "sizes"):
            assert_near(ours[what], theirs[what], f"{where}: {what}")
        for what in ("places", "points"):
            if what == "places" or theirs["trace"] not in moving:
                assert_near([*chain(*ours[what])], [*chain(*theirs[what])], f"{where}: {what}")


def assert_near(ours: list[float], theirs: list[float], where: str) -> None:
    assert len(ours) == len(theirs), where
    assert all(abs(a - b) <= NEAR_PX for a, b in zip(ours, theirs, strict=True)), where


def asked_of_plotly(page: Page, names: Collection[str], act: Callable[[], Any]) -> list[str]:
    """The figures that Plotly draws whole, or moves traces of, while `act` is done."""
    page.evaluate("""names => {
      window.nvAsked = []
      for (const name of ["react", "animate"]) {
        const draws = Plotly[name]
        Plotly[name] = (graph, ...rest) => {
          if (names.includes(graph.dataset.testid)) window.nvAsked.push(`${name} ${graph.dataset.testid}`)
          return draws(graph, ...rest)
        }
      }
    }""", list(names))
    act()
    return list(page.evaluate("() => window.nvAsked"))


def test_an_edit_of_the_two_neurons_is_drawn_by_hand_as_plotly_would(still_visit: Visit) -> None:
    neuron = Neuron(inputs=(1.0, 0.5, 0.8), weights=(1.5, -0.8, 0.4), bias=0.3, duration_ms=100.0)
    pair = open_page(still_visit, neuron)
    view = pair.view()
    moving = {side: {mover["trace"] for mover in view[side]["glows"] + view[side]["pulses"]}
              for side in ("left", "right")}

    def edits() -> None:
        for part, key in (("bias0", "ArrowUp"), ("weight0", "ArrowDown"), ("input0", "ArrowUp")):
            pair.chip(part).click()
            pair.root.focus()
            pair.changes(partial(pair.page.keyboard.press, key))

    # The f–I curve's figure follows with its two points; its legend says their numbers, which Plotly draws as a whole.
    figures = [*neuron_driver.GRAPHS.values(), "plot"]
    assert set(asked_of_plotly(pair.page, figures, edits)) == {"react plot"}, "three edits"
    assert pair.neuron().bias == 0.35
    for side, name in neuron_driver.GRAPHS.items():
        assert_as_plotly_draws(pair.page, name, moving.get(side, set()))
    assert_as_plotly_draws(pair.page, "plot")


def test_every_epoch_is_drawn_by_hand_as_plotly_would(still_visit: Visit) -> None:
    desk = TrainingDesk(still_visit("training", doc=link(TRAINING)))
    desk.learn_to_the_end()
    scrub = desk.page.get_by_test_id("player-scrub")

    def travel() -> None:
        for epoch in (0, 7, 40, 23):
            scrub.fill(str(epoch))
            expect(desk.page.get_by_test_id("epoch")).to_have_text(re.compile(rf"\b{epoch}/"))

    figures = ("train-network", "train-losses", "train-weights")
    assert asked_of_plotly(desk.page, figures, travel) == [], "through time"
    for name in figures:
        assert_as_plotly_draws(desk.page, name)


@pytest.mark.parametrize("unit", ["layer", "neuron"])
def test_every_step_of_the_signal_is_drawn_by_hand_as_plotly_would(visit: Visit, unit: str) -> None:
    """Each step is played to its end; only where pulses appear, Plotly draws them."""
    studio = Studio(visit("studio", doc=codec.to_link(FRUIT)), "en")
    studio.quiet()
    studio.player("unit").select_option(unit)
    studio.player("speed").select_option("4")
    studio.player("first").click()
    studio.expect_step(0)
    for step in range(1, studio.last_step + 1 if unit == "layer" else 16):
        def forward(step: int = step) -> None:
            studio.player("forward").click()
            studio.expect_step(step)
            studio.page.evaluate(AT_REST, "network-graph")

        asked = asked_of_plotly(studio.page, ["network-graph"], forward)
        assert asked == [] or studio.phase == "emit", f"step {step}, {studio.phase}"
        assert_as_plotly_draws(studio.page, "network-graph")
