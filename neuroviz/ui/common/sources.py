"""How a published source is written down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """authors: family names, all of them or the first alone with others to follow; published: journal, volume, page;
    url: the DOI's address, or the work's own where it has none."""

    authors: tuple[str, ...]
    year: int
    published: str
    url: str
