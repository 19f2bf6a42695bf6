"""The first page: what it says, and the ways on from it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.i18n import LANGUAGES
from neuroviz.lab.article import TITLE
from neuroviz.ui.common import shell
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


GENTLE_FIRST = (
    "home", "studio", "activations", "article",  # what one sees at once: a sum, a curve, one layer in code
    "neuron",  # the same with a membrane
    "descent", "training", "overfitting",  # a step, then many of them, then too many
    "digits", "inside", "whole", "privacy",  # what all of it does together, and what one can tell of it
    "questions", "teaching",  # what is open, and for teachers
)


@each_language
def test_pages_go_from_the_gentle_ones_to_those_that_ask_for_more(
    monkeypatch: pytest.MonkeyPatch, lang: str,
) -> None:
    """In the list at the top; home's cards and each page's foot follow the same list (below, and test_foot.py)."""
    listed: list[tuple[str, str]] = []
    monkeypatch.setattr(shell.st, "Page", lambda script, **page: (script, page["title"]))
    monkeypatch.setattr(shell.st, "navigation", lambda pages, **_: listed.extend(pages))
    shell._navigation(LANGUAGES[lang])
    assert listed == [(f"pages/{key}.py", LANGUAGES[lang](f"page.{key}")) for key in GENTLE_FIRST]


@each_language
def test_home_links_to_every_other_page(visit: Callable[..., AppTest], lang: str) -> None:
    links = [link.proto.page for link in visit("home", lang=lang).get("page_link")]
    assert links == [*(entry.path for entry in PAGES if entry.path), "neuron"]


@each_language
def test_a_card_says_its_name_once(lang: str) -> None:
    t = LANGUAGES[lang]
    assert not [entry.key for entry in PAGES if entry.path and t(f"home.{entry.key}").startswith("**")]
