"""The first page's network is a toy: it is changed by one gesture, and what was changed goes along into the studio."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES
from tests.browser.studio_driver import Studio

Visit = Callable[..., Page]


def test_a_connection_is_dragged_on_the_first_page_and_is_so_in_the_studio(still_visit: Visit) -> None:
    page, t = still_visit(""), LANGUAGES["en"]
    prompt = page.get_by_test_id("prompt")
    expect(prompt).to_have_text(t("home.prompt"))
    studio = Studio(page, "en")
    studio.drag_edge(1, 0, 0, up=40, share=0.3)
    expect(prompt).to_be_hidden()
    before = PRESETS[FIRST].document.layers[0].weights[0][0]
    dragged = studio.document().layers[0].weights[0][0]
    assert dragged > before
    page.get_by_role("button", name=t("home.begin")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(t("page.studio.heading"))
    studio.settled()
    assert studio.document().layers[0].weights[0][0] == dragged


def test_who_teaches_comes_to_the_projector_view(still_visit: Visit) -> None:
    page, t = still_visit("", lang="zh"), LANGUAGES["zh"]
    page.get_by_role("button", name=t("home.teach")).click()
    expect(page.get_by_role("button", name=t("present.leave"))).to_be_visible()
    expect(page.get_by_test_id("network-graph")).to_be_visible()
    assert "lang=zh" in page.url
    assert "present=1" in page.url


@pytest.mark.thorough
def test_the_picture_begins_right_below_one_row(still_visit: Visit) -> None:
    """Navigation and head together take 150 px, on every page with a picture."""
    page = still_visit("studio", width=1440, height=900)
    for entry in PAGES:
        if entry.key in {"home", "article", "questions", "activations", "privacy", "teaching"} or not entry.listed:
            continue
        page.get_by_test_id("stTopNavLink").filter(has_text=LANGUAGES["en"](f"page.{entry.key}")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES["en"](f"page.{entry.key}.heading"))
        page.wait_for_function("() => window.settled()")
        top = page.locator(".nv-canvas").first.bounding_box()
        assert top is not None
        assert top["y"] <= 160, entry.key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_layers_are_explained_below_the_toy(still_visit: Visit, lang: str, width: int, height: int) -> None:
    """As wide as the picture at most, and upon nothing of the player."""
    page = still_visit("", lang=lang, width=width, height=height)
    said = page.get_by_text(LANGUAGES[lang]("home.layers").replace("**", "")).first
    box, player = said.bounding_box(), page.locator(".nv-player").bounding_box()
    canvas = page.locator(".nv-canvas").first.bounding_box()
    assert box is not None
    assert player is not None
    assert canvas is not None
    assert box["y"] >= player["y"] + player["height"]
    assert box["x"] >= canvas["x"] - 1
    assert box["x"] + box["width"] <= canvas["x"] + canvas["width"] + 1
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth") <= 1


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_window_shows_the_toy_whole(still_visit: Visit, width: int, height: int) -> None:
    """Words, picture and player, all in the window; where there is room, the picture takes most of it."""
    page = still_visit("", width=width, height=height)
    boxes = [page.get_by_role("heading", level=1), page.locator(".nv-stage"), page.get_by_test_id("player-play")]
    for part in boxes:
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    picture = page.locator(".nv-stage").bounding_box()
    assert picture is not None
    if width > 640:
        assert picture["width"] >= 0.62 * width
        assert picture["height"] >= 0.62 * height
