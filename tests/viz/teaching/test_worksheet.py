"""A worksheet has each question once to answer and once with its answer, whatever its words are."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from neuroviz.i18n import LANGUAGES
from neuroviz.viz.teaching.worksheet import Asked, worksheet

TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


class Page(HTMLParser):
    """The tags and texts of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(st.lists(st.builds(Asked, TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=4), TEXTS, TEXTS)
def test_every_text_is_there_and_none_is_markup(asked: list[Asked], title: str, goal: str) -> None:
    words = LANGUAGES["en"].under("teaching")
    page = Page()
    page.feed(worksheet(title, goal, asked, words, "en"))
    page.close()
    assert page.tags.count("li") == 2 * len(asked)
    assert set(page.tags) <= {"html", "meta", "title", "style", "h1", "h2", "p", "div", "ol", "li", "section"}
    read = "".join(page.texts)
    for each in asked:
        for text in each:
            assert text in read
    assert page.texts.count(words["sheet.guess"]) >= len(asked)
