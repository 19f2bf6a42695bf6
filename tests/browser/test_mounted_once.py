"""A canvas is mounted once, also where views come faster than the browser takes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import wait_until_idle
from tests.browser.neuron_driver import NeuronDesk
from tests.browser.studio_driver import Studio
from tests.browser.tabs import before_scripts

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

OVERTAKEN = """
    let draw
    globalThis.neuroviz = {waiting: [], overtaken: 0}
    Object.defineProperty(neuroviz, "draw", {
        get: () => draw && ((component) => {
            draw(component)()
            neuroviz.overtaken++
            return draw(component)
        }),
        set: (given) => { draw = given },
    })
"""
"""As Streamlit does where a newer view comes before a component's call is over, which a busy machine brings about now
and then: it takes what that call returned for its own, and runs it, while the component stays."""

MARK = "() => { for (const node of document.querySelectorAll('.nv-canvas, .nv-table')) node.neurovizMark = true }"
UNMARKED = """() => [...document.querySelectorAll('.nv-canvas, .nv-table')]
    .filter((node) => !node.neurovizMark).map((node) => node.className)"""


@pytest.fixture
def overtaken(visit: Visit) -> Visit:
    """`visit` where each view is overtaken."""
    def open_page(path: str, **options: object) -> Page:
        # Some page, so that there is a window to say it to.
        page = visit(path, reduced_motion="reduce", **options)
        before_scripts(page, OVERTAKEN)
        page.reload()
        wait_until_idle(page)
        page.evaluate(MARK)
        return page
    return open_page


def test_of_the_studio(overtaken: Visit) -> None:
    studio = Studio(overtaken("studio"))
    studio.quiet()
    studio.panel("weights")
    studio.page.evaluate(MARK)
    before = studio.document().layers[0].weights
    studio.changes(lambda: studio.drag_edge(1, 0, 0, up=60, share=0.3))
    assert studio.document().layers[0].weights != before
    studio.changes(lambda: studio.type_cell(0, 1, "0.5"))
    assert studio.document().layers[0].weights[0][1] == 0.5
    assert studio.page.evaluate(UNMARKED) == []
    assert studio.page.evaluate("() => neuroviz.overtaken") > 3


def test_of_the_two_neurons(overtaken: Visit) -> None:
    pair = NeuronDesk(overtaken("neuron"))
    pair.chip("bias0").click()
    pair.changes(lambda: pair.slider.fill("-0.5"))
    assert pair.neuron().bias == -0.5
    assert pair.page.evaluate(UNMARKED) == []


@pytest.mark.parametrize("path", ["training", "overfitting", "digits"])
def test_of_what_is_played(overtaken: Visit, path: str) -> None:
    page = overtaken(path)
    page.get_by_test_id("player-last").click()
    wait_until_idle(page)
    assert page.evaluate(UNMARKED) == []
