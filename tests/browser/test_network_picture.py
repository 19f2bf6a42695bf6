"""The picture that Python writes, in a browser: nothing lies on anything else, and all is where the page draws it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from neuroviz.document.presets import PRESETS, worded
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import saved_picture
from neuroviz.viz.studio.network_figure import figure
from neuroviz.viz.svg import svg_page
from tests.browser.boxes import Box, outside, overlap, overlaps, texts
from tests.browser.server import ROOT
from tests.viz.studio.scenes import drawn, scene

SCRIPTS = ROOT / "neuroviz" / "ui" / "live_plot" / "js"
FIGURE = """([spec, width]) => import("http://scripts/network/first_picture.js").then(({firstPicture}) => {
    document.body.replaceChildren(firstPicture(spec.data, spec.layout, width, "sans-serif"))
})"""
SHAPES = """() => {
    const lengths = (way) => way.match(/[\\d.]+/g).map(Number)
    const points = [...document.querySelectorAll("circle")].map((node) =>
        [Number(node.getAttribute("cx")), Number(node.getAttribute("cy")), Number(node.getAttribute("r")),
         node.getAttribute("fill"), node.getAttribute("stroke")])
    const letters = [...document.querySelectorAll("text")].map((node) =>
        [node.textContent, Number(node.getAttribute("y")), Number(node.querySelector("tspan").getAttribute("x")),
         node.getAttribute("fill"), node.getAttribute("text-anchor"), node.getAttribute("font-size")])
    const lines = [...document.querySelectorAll("path")].map((node) => [
        (node.getAttribute("d").match(/M[^M]*L[^M]*/g) ?? []).flatMap(lengths), node.getAttribute("stroke"),
        Number(node.getAttribute("stroke-width"))]).filter(([way]) => way.length)
    return {points, letters, lines}
}"""
CIRCLES = """() => [...document.querySelectorAll("circle")].map((node) => {
    const {left, top, width} = node.getBoundingClientRect()
    return [left + width / 2, top + width / 2, width / 2]
})"""


def script(route: Route) -> None:
    path = Path(route.request.url.removeprefix("http://scripts/"))
    route.fulfill(
        body=(SCRIPTS / path).read_text("utf-8"), content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that can load the modules of the app's page."""
    opened = browser.new_page(viewport={"width": 1440, "height": 600})
    opened.route("http://scripts/**", script)
    yield opened
    opened.close()


def near(ours: Any, theirs: Any) -> bool:
    """The same; of lengths, the second decimal may be rounded another way."""
    if isinstance(ours, dict):
        return all(near(ours[name], theirs[name]) for name in ours)
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(near, ours, theirs))
    return bool(ours == (pytest.approx(theirs, abs=0.011) if isinstance(theirs, int | float) else theirs))


@pytest.mark.parametrize("name", PRESETS)
def test_it_is_where_the_page_draws_it_first(page: Page, name: str) -> None:
    spec = figure(scene(PRESETS[name].document))
    page.set_content(svg_page(spec, 860, paper="#ffffff", title="t", about="d"))
    ours = page.evaluate(SHAPES)
    page.evaluate(FIGURE, [json.loads(json.dumps(spec)), 860])
    theirs = page.evaluate(SHAPES)
    assert near(ours, theirs)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*PRESETS, "named"])
def test_nothing_lies_on_anything_else(page: Page, name: str, lang: str) -> None:
    t = LANGUAGES[lang]
    document = drawn(3, 4, 2) if name == "named" else worded(name, t)
    page.set_content(saved_picture(document, t, "light").decode())
    found = texts(page, "body")
    assert not overlaps(found)
    box = page.locator("svg").bounding_box()
    assert box is not None
    assert not outside(found, Box(text="", x=box["x"], y=box["y"], w=box["width"], h=box["height"]))
    for x, y, r in page.evaluate(CIRCLES):
        # The square within the neuron; the number in it has its place there.
        square = Box(text="", x=x - 0.7 * r, y=y - 0.7 * r, w=1.4 * r, h=1.4 * r)
        lying = [b["text"] for b in found if overlap(b, square) and abs(b["x"] + b["w"] / 2 - x) > 1]
        assert not lying
