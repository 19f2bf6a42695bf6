"""The first page: what it says, and the ways on from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.shell import PAGES

each_language = pytest.mark.parametrize("lang", LANGUAGES)


@each_language
def test_home_says_what_this_is_and_what_each_page_holds(visit: Callable[..., AppTest], lang: str) -> None:
    home, t = visit("home", lang=lang), LANGUAGES[lang]
    assert [title.value for title in home.title] == [t("page.home.heading")]
    said = "\n".join(markdown.value for markdown in home.markdown)
    assert t("home.lead") in said
    assert all(t(f"home.{entry.key}") in said for entry in PAGES if entry.path)


@each_language
def test_home_links_to_every_other_page(visit: Callable[..., AppTest], lang: str) -> None:
    links = [link.proto.page for link in visit("home", lang=lang).get("page_link")]
    assert links == [entry.path for entry in PAGES if entry.path]
