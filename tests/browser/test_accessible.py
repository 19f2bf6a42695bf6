"""Every panel of every page, for people who do not see it, hear it, or point at it.

How the pages open in the dark is in test_navigation.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES, PageEntry
from tests.browser.axe import expect_accessible
from tests.browser.conftest import wait_until_idle

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

ROWS = "[data-testid=stMain] [data-testid=stButtonGroup]"
CHOICES = f"{ROWS} button"
LONG_ROW = 8


def choice(page: Page, name: str) -> Locator:
    return page.locator(CHOICES).filter(has_text=name).first


HELP = ".st-key-neuroviz_help summary"


def unfold(page: Page) -> None:
    """Open everything that is folded away, but the help, which lies over all else."""
    for head in page.locator("[data-testid=stExpander] summary").all():
        ours = head.is_visible() and not head.evaluate("(node, help) => node.matches(help)", HELP)
        if ours and not head.evaluate("node => node.parentElement.open"):
            head.click()
    wait_until_idle(page)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_a_panel_is_there_for_everybody(still_visit: Visit, entry: PageEntry) -> None:
    """Whatever is folded away is opened, and of each row of buttons each is pressed: the panels are behind them. Of
    a long row, whose buttons do the same to one thing or another, three are."""
    page = still_visit(entry.path)
    languages = [language.name for language in LANGUAGES.values()]
    rows = [row.locator("button").all_inner_texts() for row in page.locator(ROWS).all()]
    some = [name for row in rows for name in (row if len(row) < LONG_ROW else row[:: len(row) // 2])]
    choices = [name for name in dict.fromkeys(some) if name not in languages]
    for name in [None, *choices]:
        if name is not None:
            button = choice(page, name)
            if not button.is_visible() or not button.is_enabled():
                continue
            button.click()
            wait_until_idle(page)
        unfold(page)
        expect_accessible(page)
    page.locator(HELP).click()
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(f"{HELP} + *")).to_be_hidden()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_uploader_speaks_the_visitors_language(still_visit: Visit, lang: str) -> None:
    page, t = still_visit("studio", lang=lang), LANGUAGES[lang]
    page.get_by_role("radio", name=t("studio.panel.file"), exact=True).click()
    expect(page.get_by_test_id("stFileUploaderDropzone").get_by_role("button", name=t("shell.upload"))).to_be_visible()
    # What is too large for Streamlit never reaches us, and is refused in words all the same.
    page.locator("input[type=file]").set_input_files(
        {"name": "large.npz", "mimeType": "application/octet-stream", "buffer": bytes(32_000_000)})
    said = page.locator("[data-testid=stFileChip] [role=alert]")
    expect(said).to_have_count(1)
    words, room = said.evaluate("""node => {
        const {content, visibility} = getComputedStyle(node, "::after")
        return [visibility === "visible" && content, node.getBoundingClientRect().height]
    }""")
    assert words.strip('"') == t("shell.upload_failed", limit=30)
    assert room > 10
