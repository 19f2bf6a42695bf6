"""Gradient descent in a browser: the walk moves, the start is dragged, the error runs back and the step is taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Document, codec
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Desk

PLOT = ".nv-graph[data-rev]"
T = LANGUAGES["en"]


def test_walk_drag_and_the_way_back(visit: Callable[..., Page]) -> None:
    page = visit("descent", reduced_motion="reduce")
    page.wait_for_selector(PLOT)
    stage = page.locator(".nv-stage")

    # Step by step: the head moves, the ground stays, the numbers follow.
    page.get_by_test_id("player-first").click()
    expect(page.get_by_test_id("caption")).to_contain_text("after step 0 of 40")
    start = page.evaluate("document.querySelector('.nv-graph').data[2].x[0]")
    page.get_by_test_id("player-forward").click()
    expect(page.get_by_test_id("caption")).to_contain_text("after step 1 of 40")
    expect(page.get_by_test_id("equation")).to_contain_text("w₁ ← w₁ − η ∂L/∂w₁")
    page.wait_for_function("x => document.querySelector('.nv-graph').data[2].x[0] !== x", arg=start)
    expect(page.locator(".nv-graph .contourlayer path").first).to_be_attached()

    # A click sets off from elsewhere, and the sliders follow.
    box = stage.bounding_box()
    assert box
    # How it went is said when the walk is over, not before.
    verdict = page.locator(".nv-verdict").first
    expect(verdict).to_have_count(0)
    page.get_by_test_id("player-last").click()
    expect(verdict).to_have_text(re.compile("SGD.*L from"))
    before = verdict.inner_text()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"])
    expect(verdict).not_to_have_text(before)
    wait_until_idle(page)

    # The whole network: the last phases come after the signal, and a step can be taken.
    page.get_by_text(T("descent.part.network"), exact=True).click()
    page.wait_for_selector("[data-testid=network-graph][data-rev]")
    wait_until_idle(page)
    page.get_by_test_id("player-last").click()
    expect(stage).to_have_attribute("data-phase", "update")
    labels = f"document.querySelector('.nv-graph').data[{Traces.EDGE_LABELS}].text[0]"
    page.wait_for_function(f"{labels}.startsWith('→')")
    page.get_by_test_id("player-back").click()
    expect(stage).to_have_attribute("data-phase", "gradient")
    expect(page.get_by_test_id("equation")).to_contain_text("∂L/∂w₁ = δ·x₁")
    page.get_by_test_id("player-first").click()
    page.wait_for_function(f"{labels} === '1.5'")
    loss = page.get_by_text(re.compile("^L = "))
    first = loss.inner_text()
    page.get_by_role("button", name=T("descent.network.apply")).click()
    expect(loss).not_to_have_text(first)
    assert loss.inner_text().split(";")[0] == f"L = {first.rsplit('= ', 1)[1]}"
    expect(page.get_by_test_id("player-undo")).to_be_enabled()


class DescentDesk(Desk):
    """The gradient descent page."""

    def __init__(self, page: Page, lang: str = "en") -> None:
        super().__init__(page, lang, ".nv-graph")
        page.wait_for_selector(PLOT)

    def start(self) -> list[float]:
        """Where the first walk sets off in the picture: its tail is the trace before its head."""
        found: list[float] = self.page.evaluate(
            "(() => { const {x, y} = document.querySelector('.nv-graph').data[1]; return [x[0], y[0]] })()"
        )
        return found

    def document(self) -> Document:
        return codec.from_json(self.page.evaluate("JSON.parse(sessionStorage.getItem('neuroviz.document')).document"))

    def link(self) -> str:
        """The document in the share panel's link."""
        self.page.get_by_text(self.t("studio.panel.file"), exact=True).click()
        shown = self.page.get_by_test_id("stCode").inner_text()
        return parse_qs(urlsplit(shown).query)["doc"][0]


@pytest.mark.thorough
def test_what_was_chosen_outlives_a_reload_and_travels_by_link(still_visit: Callable[..., Page]) -> None:
    desk = DescentDesk(still_visit("descent"))
    desk.settled()
    begun = desk.start()
    box = desk.page.locator(".nv-stage").bounding_box()
    assert box
    desk.changes(lambda: desk.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"]))
    desk.changes(lambda: desk.page.get_by_role("button", name=T("descent.wish.oscillating"), exact=True).click())
    moved, chosen = desk.start(), desk.document().descent
    assert moved != begun
    assert list(chosen.start) == moved
    assert [name for name, _ in chosen.rates] == ["sgd"]
    link = desk.link()
    assert codec.from_link(link).descent == chosen

    desk.page.reload()
    again = DescentDesk(desk.page)
    again.settled()
    assert again.start() == moved
    assert again.document().descent == chosen

    # Another visitor, with the link: the same walk. And each can take back his own steps.
    other = DescentDesk(still_visit("descent", doc=link))
    assert other.start() == moved
    assert other.document().descent == chosen
    expect(other.player("undo")).to_be_disabled()
    other.changes(lambda: other.page.get_by_role("button", name=T("descent.wish.small"), exact=True).click())
    other.changes(lambda: other.player("undo").click())
    assert other.document().descent == chosen


@pytest.mark.thorough
def test_undo_of_a_change_of_part_turns_the_page_back(still_visit: Callable[..., Page]) -> None:
    desk = DescentDesk(still_visit("descent"))
    desk.page.get_by_text(T("descent.part.network"), exact=True).click()
    desk.page.wait_for_selector("[data-testid=network-graph][data-rev]")
    wait_until_idle(desk.page)
    desk.player("undo").click()
    desk.page.wait_for_selector("[data-testid=plot][data-rev]")
    expect(desk.page.get_by_role("radio", name=T("descent.part.surface"), exact=True)).to_have_attribute(
        "aria-checked", "true",
    )
    desk.player("redo").click()
    desk.page.wait_for_selector("[data-testid=network-graph][data-rev]")
