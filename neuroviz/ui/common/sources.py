"""How a published source is written down, and cited in the visitor's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from neuroviz.i18n import Language
from neuroviz.ui.common.text import escape_markdown


@dataclass(frozen=True, slots=True)
class Reference:
    """authors: family names, all of them or the first alone with others to follow; published: journal, volume, page;
    url: the DOI's address, or the work's own where it has none."""

    authors: tuple[str, ...]
    year: int
    published: str
    url: str


def cited_line(sources: Iterable[Reference], t: Language) -> str:
    """Return the sources in one line of Markdown, each a link: authors, year and place."""
    return " · ".join(_cited(source, t) for source in sources)


def _cited(source: Reference, t: Language) -> str:
    first, *others = source.authors
    authors = first
    if len(others) == 1:
        authors = t("neuron.correspondence.two_authors", first=first, second=others[0])
    elif others:
        authors = t("neuron.correspondence.many_authors", first=first)
    name = t("neuron.correspondence.cited", authors=authors, year=source.year)
    return f"[{escape_markdown(f'{name} {source.published}')}]({source.url})"
