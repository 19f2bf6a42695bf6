"""The first page: what it says, and the ways on from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.i18n import LANGUAGES
from neuroviz.lab.article import TITLE
from neuroviz.ui.common.shell import PAGES

each_language = pytest.mark.parametrize("lang", LANGUAGES)


@each_language
def test_home_says_what_this_is_and_what_each_page_holds(visit: Callable[..., AppTest], lang: str) -> None:
    home, t = visit("home", lang=lang), LANGUAGES[lang]
    assert [title.value for title in home.title] == [t("page.home.heading")]
    said = "\n".join(markdown.value for markdown in home.markdown)
    assert t("home.lead") in said
    assert all(t(f"home.{entry.key}") in said for entry in PAGES if entry.path)


@each_language
def test_home_says_what_network_and_brain_share_and_where_they_differ(
    visit: Callable[..., AppTest], lang: str,
) -> None:
    home, t = visit("home", lang=lang), LANGUAGES[lang]
    said = "\n".join(markdown.value for markdown in home.markdown)
    places = [said.index(t(key)) for key in ("home.studio", "home.share.text", "home.differ.text")]
    assert places == sorted(places), "what can be done comes first"


@each_language
def test_home_names_the_article_it_comes_from(visit: Callable[..., AppTest], lang: str) -> None:
    assert any(TITLE in caption.value for caption in visit("home", lang=lang).caption)


@each_language
def test_home_links_to_every_other_page(visit: Callable[..., AppTest], lang: str) -> None:
    links = [link.proto.page for link in visit("home", lang=lang).get("page_link")]
    assert links == [*(entry.path for entry in PAGES if entry.path), "neuron"]


@each_language
def test_a_card_says_its_name_once(lang: str) -> None:
    t = LANGUAGES[lang]
    assert not [entry.key for entry in PAGES if entry.path and t(f"home.{entry.key}").startswith("**")]
