"""All that is relied on in Plotly's own elements and layout, asked of the real Plotly; and that without it the pages
show the same: a newer Plotly may cost speed, not truth."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from neuroviz.viz.studio.network_figure import Traces
from tests.browser.conftest import PATIENCE_MS, wait_until_idle
from tests.browser.drawn import differences, drawn
from tests.browser.studio_driver import Studio
from tests.browser.tabs import before_scripts
from tests.browser.test_neuron_page import SLOW_AXON, open_page
from tests.browser.test_training_page import TRAINING, TrainingDesk, link

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

PAGES = ("studio", "neuron", "descent", "training", "overfitting", "digits")

# Of each figure on the page, what is not there.
LACKING = """() => {
  const {RELIED_ON, missing} = neuroviz.plotly
  const graphs = [...document.querySelectorAll(".nv-canvas .js-plotly-plot")]
  return {
    names: Object.keys(RELIED_ON),
    figures: graphs.map((graph) => [graph.dataset.testid ?? graph.className, missing(graph)]),
  }
}"""

# Of each axis, how far the place of some values is from where the layout alone says.
ASTRAY = """() => {
  const {internals, axisOf} = neuroviz.plotly, {axis} = internals
  const found = []
  for (const graph of document.querySelectorAll(".nv-canvas .js-plotly-plot"))
    for (const name of ["x", "y", "x2", "y2"]) {
      const real = axis.call(internals, graph, name)
      if (!real || graph._fullLayout[name.replace(/(\\\\d?)$/, "axis$1")]?.type === "log") continue
      internals.axis = () => null
      const told = axisOf(graph, name)
      internals.axis = axis
      if (!told) { found.push([graph.dataset.testid ?? graph.className, name, null]); continue }
      const values = [0, 0.3, 1].map((share) => real.range[0] + share * (real.range[1] - real.range[0]))
      const off = Math.max(...values.map((v) => Math.abs(real.px(v) - told.px(v))),
        ...values.map((v) => Math.abs(told.px(told.value(told.px(v))) - told.px(v))),
        ...values.map((v) => Math.abs(real.value(real.px(v)) - v) / Math.abs(real.range[1] - real.range[0])),
        Math.abs(real.start - told.start), Math.abs(real.length - told.length))
      found.push([graph.dataset.testid ?? graph.className, name, off])
    }
  return found
}"""

HIDDEN = {
    "axis": "() => null", "index": "() => undefined", "piles": "() => []", "groups": "() => []", "points": "() => []",
    "letters": "() => []", "lines": "() => []", "plots": "() => []",
}
"""What can be taken away of `internals`, and what is there instead."""


@contextmanager
def without(page: Page, names: tuple[str, ...], graph: str) -> Iterator[None]:
    """The page while Plotly has this no more: every figure has been drawn anew since."""
    page.evaluate("""hidden => {
      const {internals} = neuroviz.plotly
      window.nvKept = {...internals}
      for (const [name, instead] of hidden) internals[name] = (0, eval)(instead)
    }""", [[name, HIDDEN[name]] for name in names])
    _draw_anew(page, graph)
    missing = page.evaluate("graph => neuroviz.plotly.missing(document.querySelector(graph))", graph)
    assert missing, names
    yield
    page.evaluate("() => Object.assign(neuroviz.plotly.internals, window.nvKept)")
    _draw_anew(page, graph)


def _draw_anew(page: Page, graph: str) -> None:
    """By way of another width."""
    size = page.viewport_size
    assert size is not None
    for width in (size["width"] - 60, size["width"]):
        before = page.evaluate("graph => document.querySelector(graph).layout.datarevision", graph)
        page.set_viewport_size({"width": width, "height": size["height"]})
        page.wait_for_function(
            "([graph, before]) => document.querySelector(graph).layout.datarevision !== before", arg=[graph, before])
        wait_until_idle(page)


def assert_drawn(page: Page, wanted: object) -> None:
    """Until it is: without what is relied on, drawing takes its time."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while said := differences(drawn(page), wanted):  # type: ignore[arg-type]
        assert time.monotonic() < end, said
        page.wait_for_timeout(100)


@pytest.mark.parametrize("path", PAGES)
def test_plotly_has_all_that_is_relied_on(standing_visit: Visit, path: str) -> None:
    page = standing_visit(path)
    page.wait_for_selector(".nv-canvas .js-plotly-plot")
    wait_until_idle(page)
    found = page.evaluate(LACKING)
    assert len(found["names"]) == 8
    assert found["figures"]
    assert {name: lacking for name, lacking in found["figures"] if lacking} == {}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", PAGES)
def test_the_layout_alone_says_where_everything_is(standing_visit: Visit, path: str, width: int) -> None:
    page = standing_visit(path, width=width)
    page.wait_for_selector(".nv-canvas .js-plotly-plot")
    wait_until_idle(page)
    axes = page.evaluate(ASTRAY)
    assert len(axes) >= 2
    assert [axis for axis in axes if axis[2] is not None and axis[2] > 1] == []
    # Where a legend or a colour bar may have pushed the axes aside, nothing is said rather than something wrong.
    assert {name for name, _, off in axes if off is None} <= {"plot"}


def test_the_studio_shows_the_same_without_any_of_it(still_visit: Visit) -> None:
    graph = "[data-testid=network-graph]"
    studio = Studio(still_visit("studio"))
    studio.quiet()
    page = studio.page
    wanted = {}
    for step in (6, studio.last_step):
        studio.player("scrub").fill(str(step))
        studio.settled()
        wanted[step] = drawn(page)
    for name in HIDDEN:
        with without(page, (name,), graph):
            for step, picture in wanted.items():
                studio.player("scrub").fill(str(step))
                studio.expect_step(step)
                assert_drawn(page, picture)
    # An edit, and a hand that finds what it takes hold of.
    with without(page, tuple(HIDDEN), graph):
        studio.click_neuron(1, 0)
        assert len(studio.selected()) == 1
        studio.changes(lambda: page.keyboard.press("ArrowUp"))
        studio.player("last").click()
        before = studio.trace(Traces.FIRST_LAYER + 1)["text"]
    assert studio.trace(Traces.FIRST_LAYER + 1)["text"] == before


# Before any figure is drawn.
FROM_THE_START = """hidden => {
  let plotly
  globalThis.neuroviz = {
    waiting: [],
    get plotly() { return plotly },
    set plotly(found) {
      plotly = found
      for (const [name, instead] of hidden) found.internals[name] = (0, eval)(instead)
    },
  }
}"""


def test_the_two_neurons_show_the_same_without_any_of_it(still_visit: Visit) -> None:
    pair = open_page(still_visit, SLOW_AXON)
    spike = pair.view()["clock"]["spikes"][0]
    wanted = {}
    for ms in (0.0, spike - 1.0, spike + 2.5, 60.0):
        pair.go(ms)
        pair.settled()
        wanted[ms] = pair.cursor(), drawn(pair.page)
    for names in (("points",), ("index",), ("axis",), tuple(HIDDEN)):
        hidden = json.dumps([[name, HIDDEN[name]] for name in names])
        before_scripts(pair.page, f"({FROM_THE_START})({hidden})")
        pair.page.reload()
        pair.ready()
        pair.quiet()
        assert pair.page.evaluate("() => neuroviz.plotly.missing(document.querySelector('[data-testid=biological]'))")
        for ms, (cursor, picture) in wanted.items():
            pair.go(ms)
            assert pair.cursor() == pytest.approx(cursor, abs=0.3), names
            assert_drawn(pair.page, picture)


def test_training_shows_the_same_without_any_of_it(still_visit: Visit) -> None:
    desk = TrainingDesk(still_visit("training", doc=link(TRAINING)))
    desk.learn_to_the_end()
    epochs = (0, 23)
    wanted = {}
    for epoch in epochs:
        desk.scrub_to(epoch)
        desk.settled()
        wanted[epoch] = drawn(desk.page)
    with without(desk.page, tuple(HIDDEN), "[data-testid=train-network]"):
        for epoch in epochs:
            desk.scrub_to(epoch)
            expect(desk.page.locator(".nv-trainer")).to_have_attribute("data-epoch", str(epoch))
            assert_drawn(desk.page, wanted[epoch])
