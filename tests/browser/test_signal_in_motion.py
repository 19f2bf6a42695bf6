"""The signal on its way: pulses that can be told apart, sums that rise in their neurons, marks along the way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from neuroviz.document import Document, codec
from neuroviz.document.presets import PRESETS
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.boxes import Box, outside, overlap, overlaps, texts
from tests.browser.studio_driver import FRUIT, GRAPH, Studio
from tests.examples import EVERYTHING
from tests.viz.studio.scenes import drawn

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

BOXES = """selector => [...document.querySelectorAll(selector)].map(node => {
    const b = node.getBoundingClientRect()
    return {text: node.textContent, x: b.left, y: b.top, w: b.width, h: b.height} })"""

# Each frame of the screen is 25 ms to what plays, however long it took, and frames come when they are asked for.
BY_HAND = """() => {
    let now = performance.now(), waiting = []
    window.requestAnimationFrame = act => waiting.push(act)
    window.nvFrames = count => { for (let i = 0; i < count; i++) {
        now += 25
        const due = waiting
        waiting = []
        for (const act of due) act(now)
    } }
}"""


def open_studio(visit: Visit, screen: dict[str, Any], document: Document = FRUIT, lang: str = "en") -> Studio:
    studio = Studio(visit("studio", lang=lang, doc=codec.to_link(document), **screen), lang)
    studio.page.evaluate(
        "() => { const auto = document.querySelector('[data-testid=player-auto]'); if (auto.checked) auto.click() }"
    )
    return studio


def go(studio: Studio, step: int) -> None:
    studio.player("scrub").fill(str(step))
    studio.expect_step(step)


def boxes(page: Page, selector: str) -> list[Box]:
    found: list[Box] = page.evaluate(BOXES, selector)
    return found


def middle(box: Box) -> Box:
    return {**box, "x": box["x"] + box["w"] / 2 - 1, "y": box["y"] + box["h"] / 2 - 1, "w": 2, "h": 2}


def pulses(studio: Studio) -> list[tuple[float, float]]:
    """Where the pulses are on the screen."""
    found = studio.page.evaluate(
        """([graph, index]) => {
            const trace = [...document.querySelectorAll(graph + ' .scatterlayer .trace')]
                .find(node => node.__data__?.[0]?.trace?.index === index)
            return [...trace.querySelectorAll('.point')].map(node => {
                const {e, f} = node.transform.baseVal.consolidate().matrix
                return [e, f] })
        }""", [GRAPH, Traces.PULSES],
    )
    return [(x, y) for x, y in found]


@pytest.mark.parametrize(("screen", "lang", "unit"), [
    (DESK, "en", "neuron"), (DESK, "zh", "layer"), (PHONE, "en", "neuron"),
])
def test_on_their_way_values_can_be_read(visit: Visit, screen: dict[str, Any], lang: str, unit: str) -> None:
    """At every moment of their flight: no text on another, none outside, each value on its own pill."""
    studio = open_studio(visit, screen, lang=lang)
    studio.player("unit").select_option(unit)
    for step in (2, 9 if unit == "layer" else 30):
        if step > 2:
            # The screen's own frames come back.
            studio.page.reload()
            studio.ready()
            studio.player("unit").select_option(unit)
        go(studio, step - 1)
        studio.page.wait_for_timeout(300)
        studio.page.evaluate(BY_HAND)
        studio.player("forward").evaluate("node => node.click()")
        studio.expect_step(step)
        assert studio.phase == "travel"
        ways, seen = [], 0
        for _ in range(7):
            studio.page.evaluate("() => window.nvFrames(5)")
            shown = texts(studio.page, ".nv-stage")
            frame = boxes(studio.page, ".nv-stage")[0]
            assert overlaps(shown) == []
            assert outside(shown, frame, slack=3) == []
            pills = boxes(studio.page, ".nv-pill")
            values = [text for text in shown if any(overlap(middle(text), pill, 0) for pill in pills)]
            seen += len(pills)
            assert len(values) == len(pills)
            assert not [pair for i, one in enumerate(pills) for pair in pills[i + 1:] if overlap(one, pair, 0)]
            ways.append(pulses(studio))
        assert seen, "and values are shown"
        first, last = ways[0], ways[-1]
        assert not [way for way in zip(first, last, strict=True) if way[0] == way[1]], "each of them moves"
        assert len({round(x) for x, _ in ways[2]}) >= min(3, len(first)), "they are not in one line"


HEADINGS = """() => { window.nvPlaces = new Set(); const look = () => {
    const stage = document.querySelector('.nv-stage').getBoundingClientRect()
    for (const node of document.querySelectorAll('.nv-stage .textpoint text')) {
        const {left, top} = node.getBoundingClientRect()
        window.nvPlaces.add([node.textContent, Math.round(left - stage.left), Math.round(top - stage.top)].join())
    }
    requestAnimationFrame(look)
}; look() }"""


def test_headings_stay_where_they_are_while_a_wide_layer_plays(visit: Visit) -> None:
    """Also where neurons are too small for names of their own, and beside what the pointer brings out."""
    studio = open_studio(visit, DESK, drawn(3, 12, 2))
    studio.player("unit").select_option("layer")
    go(studio, 0)
    studio.page.evaluate(HEADINGS)
    for step in range(1, studio.last_step + 1):
        studio.player("forward").evaluate("node => node.click()")
        studio.expect_step(step)
        studio.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    studio.page.mouse.move(*studio.neuron(1, 5))
    go(studio, 4)
    seen = studio.page.evaluate("() => [...window.nvPlaces].map(place => place.split(',')[0])")
    headings = [name for name in seen if name.startswith(("Input", "Hidden", "Output"))]
    assert sorted(headings) == ["Hidden 1 tanh", "Input", "Output tanh"], "each in one place"


def test_who_asks_for_stillness_sees_each_step_as_it_ends(still_visit: Visit) -> None:
    studio = open_studio(still_visit, DESK)
    go(studio, 1)
    studio.player("forward").click()
    studio.expect_step(2)
    studio.page.wait_for_timeout(200)
    arrived = pulses(studio)
    assert boxes(studio.page, ".nv-tail-light") == []
    go(studio, 1)
    go(studio, 2)
    studio.page.wait_for_timeout(200)
    assert pulses(studio) == arrived


def level(studio: Studio) -> float:
    """How far what fills a neuron reaches above the middle of its disc, in pixels; negative below."""
    above, below = (
        boxes(studio.page, f".nv-sum-{name}")[0]["h"] for name in ("positive", "negative")
    )
    return above or -below


def test_the_sum_rises_in_its_neuron(still_visit: Visit) -> None:
    """What fills it is in proportion to the sum so far, and then to the activation, above its zero line or below."""
    studio = open_studio(still_visit, DESK)
    studio.player("unit").select_option("neuron")
    trace = FRUIT.trace
    for neuron in (0, 1):
        terms = [w * x for w, x in zip(FRUIT.layers[0].weights[neuron], FRUIT.input, strict=True)]
        sums = [sum(terms[: k + 1]) for k in range(len(terms))]
        amounts = [*sums, float(trace.pre_activations[0][neuron]), float(trace.activations[1][neuron])]
        seen = []
        for k in range(len(amounts)):
            go(studio, 7 * neuron + 3 + k)
            seen.append(level(studio))
        largest = max(range(len(amounts)), key=lambda k: abs(amounts[k]))
        scale = seen[largest] / amounts[largest]
        assert scale > 5
        for amount, height in zip(amounts, seen, strict=True):
            assert height == pytest.approx(scale * amount, abs=1.5)
    go(studio, studio.last_step)
    go(studio, 0)
    assert [box for box in boxes(studio.page, ".nv-sum") if box["w"]] == [], "and goes when its step is over"


@pytest.mark.parametrize(("name", "screen"), [
    ("fruit", PHONE), ("deep", DESK), *([("fruit", DESK), ("deep", PHONE)] if EVERYTHING else []),
])
def test_each_layer_has_its_mark_on_the_scrubber(still_visit: Visit, name: str, screen: dict[str, Any]) -> None:
    document = PRESETS[name].document
    studio = open_studio(still_visit, screen, document)
    studio.player("unit").select_option("layer")
    marks = [box["x"] + box["w"] / 2 for box in boxes(studio.page, ".nv-tick")]
    begins = []
    for step in range(studio.last_step + 1):
        go(studio, step)
        layer = studio.caption.inner_text().split("·")[1]
        if studio.phase in ("start", "emit"):
            begins.append((step, layer))
    assert len(marks) == len(begins) == len(document.sizes)
    line = boxes(studio.page, ".nv-scrub-box .nv-scrub")[0]
    for mark, (step, _) in zip(marks, begins, strict=True):
        thumb = line["x"] + 10 + step / studio.last_step * (line["w"] - 20)
        assert mark == pytest.approx(thumb, abs=1.5)
    names = boxes(studio.page, ".nv-tick-name")
    assert overlaps(names) == []
    assert outside(names, {**line, "h": 60}) == []
    assert studio.t("graph.output") in [box["text"] for box in names]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_picture_player_caption_equation_and_curve_are_in_one_window(still_visit: Visit, lang: str) -> None:
    studio = open_studio(still_visit, DESK, lang=lang)
    parts = [".nv-stage", ".nv-player", ".nv-caption", ".nv-equation", ".nv-curve", ".nv-legend"]
    for step in (0, 6, studio.last_step):
        go(studio, step)
        for part in parts:
            (box,) = boxes(studio.page, part)
            assert box["h"] > 0
            assert box["y"] >= 0
            assert box["y"] + box["h"] <= 900, part
    placed = [boxes(studio.page, part)[0] for part in (".nv-stage", ".nv-player", ".nv-caption", ".nv-equation")]
    for one, other in pairwise(placed):
        assert one["y"] + one["h"] <= other["y"] + 1
