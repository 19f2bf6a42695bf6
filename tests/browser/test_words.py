"""What is to be read on the pages: cards that are links as a whole, how to read the picture, the terms at the foot."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES, PageEntry
from tests.browser.conftest import wait_until_idle
from tests.examples import EVERYTHING

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]


@pytest.mark.parametrize(("entry", "lang", "width"), [
    (PAGES[1], "en", 1440), (PAGES[-1], "zh", 390),
    *([(PAGES[-1], "en", 1440), (PAGES[1], "zh", 390)] if EVERYTHING else []),
], ids=lambda value: getattr(value, "key", value))
def test_a_click_on_a_cards_words_follows_it(still_visit: Visit, entry: PageEntry, lang: str, width: int) -> None:
    page, t = still_visit("", lang=lang, width=width), LANGUAGES[lang]
    words = page.get_by_text(t(f"home.{entry.key}"), exact=True)
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    assert box is not None
    # By the mouse alone: what lies under it takes the click, whatever that is.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", level=1)).to_have_text(t(f"page.{entry.key}.heading"))
    wait_until_idle(page)


def test_a_click_beside_the_cards_follows_none(standing_visit: Visit) -> None:
    page, t = standing_visit(""), LANGUAGES["en"]
    box = page.get_by_text(t("home.pages"), exact=True).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(t("page.home.heading"))


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("zh", 390)])
def test_the_picture_says_right_below_it_how_it_is_read(standing_visit: Visit, lang: str, width: int) -> None:
    page = standing_visit("studio", lang=lang, width=width)
    legend = page.get_by_test_id("legend")
    expect(legend).to_have_text(LANGUAGES[lang]("studio.legend"))
    # On a phone the player stays at the window's foot: where it belongs is seen when the page has been moved.
    legend.evaluate("(node) => node.scrollIntoView({block: 'center', behavior: 'instant'})")
    graph, line, player = (
        page.get_by_test_id(name).bounding_box() for name in ("network-graph", "legend", "player-play")
    )
    assert graph is not None
    assert line is not None
    assert player is not None
    assert graph["y"] + graph["height"] <= line["y"] + 1
    assert line["y"] + line["height"] <= player["y"]
    assert line["x"] + line["width"] <= width


def test_the_projector_has_no_room_for_a_legend(standing_visit: Visit) -> None:
    page = standing_visit("studio", present="1")
    expect(page.get_by_test_id("legend")).to_be_hidden()


def test_help_explains_the_page_its_keys_and_its_terms(standing_visit: Visit) -> None:
    page, t = standing_visit("training", lang="zh"), LANGUAGES["zh"]
    explained = page.get_by_text(t("glossary.epoch.text"))
    expect(explained).to_be_hidden()
    page.locator(".st-key-neuroviz_help summary").click()
    expect(explained).to_be_visible()
    expect(page.get_by_text(t("help.training.shows"))).to_be_visible()
    expect(page.get_by_text(t("key.play").partition("|")[2])).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()
    page.locator(".st-key-neuroviz_help summary").click()
    expect(explained).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(explained).to_be_hidden()


@pytest.mark.parametrize("path", ["", *(entry.path for entry in PAGES if entry.path)])
def test_a_heading_is_not_larger_than_the_one_above_it(standing_visit: Visit, path: str) -> None:
    page = standing_visit(path)
    sizes = page.evaluate("""() => Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [level,
        [...document.querySelectorAll(`.stMainBlockContainer h${level}`)].filter((each) => each.checkVisibility())
            .map((each) => parseFloat(getComputedStyle(each).fontSize))]).filter(([, found]) => found.length))""")
    assert "1" in sizes
    levels = sorted(sizes)
    assert all(min(sizes[one]) >= max(sizes[other]) for one, other in zip(levels, levels[1:], strict=False)), sizes
