"""What every page explains of itself, with its technical terms, and the way to the next page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.glossary import TERMS
from neuroviz.ui.common.help import KEYS
from neuroviz.ui.common.shell import PAGES, PageEntry


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_a_page_explains_itself_and_its_terms_and_leads_to_the_next(
    visit: Callable[..., AppTest], entry: PageEntry,
) -> None:
    page, t = visit(entry.key, lang="zh"), LANGUAGES["zh"]
    (unfolded,) = (each for each in page.expander if each.label == t("help.open"))
    said = "\n".join(each.value for each in unfolded.markdown)
    assert t(f"help.{entry.key}.shows") in said
    assert t(f"help.{entry.key}.hand") in said
    assert all(t(f"key.{name}").partition("|")[2] in said for name in KEYS.get(entry.key, ()))
    assert (t("help.keys") in said) == (entry.key in KEYS)
    assert all(t(f"glossary.{term}.text") in said for term in TERMS.get(entry.key, ()))
    assert (t("glossary.on_page") in said) == (entry.key in TERMS)
    after = PAGES[PAGES.index(entry) + 1:]
    if entry.path and after:
        last = page.get("page_link")[-1].proto
        assert (last.page, last.label) == (after[0].path, t("glossary.next", page=t(f"page.{after[0].key}")))


def test_the_projector_shows_neither(visit: Callable[..., AppTest]) -> None:
    page = visit("studio", present="1")
    assert not page.expander
    assert not page.get("page_link")


def test_all_terms_are_explained_on_the_last_page(visit: Callable[..., AppTest]) -> None:
    page, t = visit("questions"), LANGUAGES["en"]
    (every,) = (each for each in page.expander if each.label == t("glossary.all"))
    assert all(t(f"glossary.{term}.text") in every.markdown[0].value for terms in TERMS.values() for term in terms)
