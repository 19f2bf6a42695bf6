"""Who leaves a page in the moment of an edit takes the edit along: it is there on the way back, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import PATIENCE_MS, wait_until_idle
from tests.browser.conftest import Visit as Visited
from tests.browser.neuron_driver import NeuronDesk
from tests.browser.server import start_server, wait_until_up
from tests.browser.studio_driver import Studio

Visit = Callable[..., Page]
FRUIT = PRESETS["fruit"].document


def link(page: Page, key: str) -> Locator:
    return page.get_by_test_id("stTopNavLink").filter(has_text=LANGUAGES["en"](f"page.{key}"))


def by_link(page: Page) -> None:
    link(page, "activations").click()


def by_key(page: Page) -> None:
    link(page, "activations").focus()
    page.keyboard.press("Enter")


def without_a_sign(page: Page) -> None:
    """Neither pointer nor key says that one leaves."""
    link(page, "activations").evaluate("node => node.click()")


def by_the_browsers_button(page: Page) -> None:
    page.go_back()


def come_back(page: Page, key: str) -> None:
    wait_until_idle(page)
    link(page, key).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"](f"page.{key}.heading"))
    wait_until_idle(page)


def test_a_weight_that_a_key_has_changed_just_before(still_visit: Visit) -> None:
    page = still_visit("activations")
    link(page, "studio").click()
    studio = Studio(page)
    studio.quiet()
    studio.click_edge(1, 0, 0, 0.3)
    for leave in (by_link, by_key, without_a_sign, by_the_browsers_button):
        studio.stage.focus()
        page.keyboard.press("ArrowUp")
        leave(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"]("page.activations.heading"))
        come_back(page, "studio")
        studio.ready()
        weight = studio.document().layers[0].weights[0][0]
        assert weight == pytest.approx(FRUIT.layers[0].weights[0][0] + 0.1), leave
        studio.undo()
        assert studio.document().layers == FRUIT.layers, leave


@pytest.mark.parametrize("what", ["canvas", "beside", "page"])
def test_what_a_page_says_by_itself_just_before(still_visit: Visit, what: str) -> None:
    """Streamlit sends it a moment later, after it has asked for the other page: the old one would come back, empty."""
    page = still_visit("overfitting")
    wait_until_idle(page)
    for there in ("activations", "overfitting", "studio", "descent"):
        link(page, there).evaluate("""(node, what) => {
            const [canvas] = [...neuroviz.live].filter(({outbox}) => outbox.component)
            if (what === "canvas") canvas?.outbox.put({kind: "need"})
            if (what === "beside") {
                Object.assign(canvas?.view ?? {}, {stale: true})
                canvas?.follow()
            }
            if (what === "page") neuroviz.askForPlotly()
            node.click()
        }""", what)
        expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"](f"page.{there}.heading"))
        wait_until_idle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"](f"page.{there}.heading"))


@pytest.mark.parametrize(("way", "after_ms"), [("link", 0), ("link", 5), ("link", 20), ("back", 5)])
def test_a_widget_that_is_pressed_on_the_way(still_visit: Visit, way: str, after_ms: int) -> None:
    """The page that is left does not come back for it, and the other one comes whole."""
    page = still_visit("activations")
    come_back(page, "overfitting")
    link(page, "activations").evaluate("""(node, [way, ms]) => {
        const [widget] = document.querySelectorAll('[data-testid=stMain] [data-testid=stButton] button:not(:disabled)')
        const press = () => setTimeout(() => widget.click(), ms)
        if (way === "link") {
            node.click()
            press()
        } else {
            addEventListener("popstate", press, {once: true})
            history.back()
        }
    }""", [way, after_ms])
    expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"]("page.activations.heading"))
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"]("page.activations.heading"))


def test_a_reload_does_not_lose_it_either(still_visit: Visit) -> None:
    studio = Studio(still_visit("studio"))
    studio.quiet()
    studio.click_edge(1, 0, 0, 0.3)
    studio.stage.focus()
    studio.page.keyboard.press("ArrowUp")
    studio.page.reload()
    studio.ready()
    assert studio.document().layers[0].weights[0][0] == pytest.approx(FRUIT.layers[0].weights[0][0] + 0.1)


def test_a_number_of_the_two_neurons(still_visit: Visit) -> None:
    page = still_visit("neuron")
    desk = NeuronDesk(page)
    desk.quiet()
    desk.chip("weight0").click()
    before = desk.neuron().weights[0]
    desk.root.focus()
    # So many in a row that the last ones wait for an answer to the first.
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    without_a_sign(page)
    come_back(page, "neuron")
    desk.ready()
    assert desk.neuron().weights[0] == pytest.approx(before + 0.2)


def test_a_cell_that_is_being_typed_into(still_visit: Visit) -> None:
    page = still_visit("studio")
    studio = Studio(page)
    studio.panel("weights")
    studio.cell(0, 0).click()
    page.keyboard.type("0.625")
    without_a_sign(page)
    come_back(page, "studio")
    studio.ready()
    assert studio.document().layers[0].weights[0][0] == 0.625


HOLD = """() => {
    window.heldViews = []
    window.release = () => {
        delete neuroviz.draw
        neuroviz.draw = draw
        draw(heldViews.at(-1))
    }
    const {draw} = neuroviz
    Object.defineProperty(neuroviz, "draw", {
        configurable: true,
        get: () => (component) => { heldViews.push(component) },
        set: () => {},
    })
}"""
"""No canvas is shown its view any more, until the last of all that came meanwhile is released."""


@pytest.mark.thorough
def test_a_restarted_server_hears_of_an_edit_before_its_first_view_has_arrived(
    still_visit: Visit, visits: list[Visited], tmp_path: Path,
) -> None:
    server = wait_until_up(start_server(tmp_path))
    studio = Studio(still_visit("studio", url=server.url))
    studio.quiet()
    studio.click_edge(1, 0, 0, 0.3)
    studio.stage.focus()
    studio.page.keyboard.press("ArrowUp")
    studio.settled()
    server.stop()
    app = studio.page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    studio.page.mouse.click(*studio.edge(1, 0, 1, 0.3))
    studio.stage.focus()
    studio.page.keyboard.press("ArrowUp")
    studio.page.evaluate(HOLD)
    with studio.page.expect_websocket(timeout=PATIENCE_MS) as socket:
        again = wait_until_up(start_server(tmp_path, int(server.url.rpartition(":")[2])))
    try:
        studio.page.wait_for_function("() => heldViews.length")
        # Again and again, since it gets no answer that it can see.
        for _ in range(2):
            socket.value.wait_for_event("framesent", lambda frame: "gesture" in str(frame))
        studio.page.evaluate("() => release()")
        expect(studio.page.locator(".nv-canvas")).to_have_attribute("data-pending", "0")
        studio.settled()
        first, second, _ = studio.document().layers[0].weights[0]
        assert (first, second) == pytest.approx([weight + 0.1 for weight in FRUIT.layers[0].weights[0][:2]])
    finally:
        # What the browser says of a server that is down is meant here.
        visits[-1].errors.clear()
        again.stop()
