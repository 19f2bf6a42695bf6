"""Pages that have hardly begun are left for others: those come, whole."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from playwright.sync_api import expect

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Visit
from tests.examples import EVERYTHING

KEYS = [entry.key for entry in PAGES if entry.listed]
CLICK = """title => {
    const links = [...document.querySelectorAll("[data-testid=stTopNavLink]")]
    links.find((link) => link.textContent.includes(title)).click()
}"""


@pytest.mark.thorough
def test_from_page_to_page_without_waiting(visit: Visit) -> None:
    """A page that has hardly begun is left for another: that one comes, whole. Pairs by chance; all, where all is
    tried."""
    pairs = list(permutations(KEYS, 2))
    chosen = pairs if EVERYTHING else Random(0).sample(pairs, 16)
    page, t = visit(""), LANGUAGES["en"]
    for k, (first, second) in enumerate(chosen):
        page.evaluate(CLICK, t(f"page.{first}"))
        # In the same moment, or when the first page has begun to come.
        if k % 2:
            expect(page.get_by_role("heading", level=1)).to_have_text(t(f"page.{first}.heading"))
        page.evaluate(CLICK, t(f"page.{second}"))
        expect(page.get_by_role("heading", level=1)).to_have_text(t(f"page.{second}.heading"))
        wait_until_idle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(t(f"page.{second}.heading"))
        assert page.get_by_test_id("stMain").get_by_test_id("stElementContainer").count() > 3, (first, second)
        expect(page.get_by_test_id("stException")).to_have_count(0)
