"""The first page: what it says, and the ways on from it."""

from __future__ import annotations

import re
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
def test_the_three_kinds_of_layer_are_explained_where_they_are_first_seen(
    visit: Callable[..., AppTest], lang: str,
) -> None:
    """Below the toy, in the words that stand over its columns."""
    t = LANGUAGES[lang]
    (said,) = [each.value for each in visit("home", lang=lang).caption if each.value == t("home.layers")]
    bold = [name.lower() for name in re.findall(r"\*\*(.+?)\*\*", said)]
    over = [t(f"graph.{kind}").replace("{n}", "").strip().lower() for kind in ("input", "hidden", "output")]
    assert len(bold) == 3
    assert all(name in explained for name, explained in zip(over, bold, strict=True))


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
