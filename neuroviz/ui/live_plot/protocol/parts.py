"""What the views of several kinds of canvas have in common, and the bar of the projector view."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

Plain = dict[str, Any]
Spec = dict[str, Any]
"""A Plotly figure, as Plotly's documentation describes it: data and layout."""
Numbers = list[float] | list[float | None]
Span = tuple[float, float] | list[float]
Rgb = list[int] | tuple[int, int, int]


class MapColors(TypedDict):
    """Red, green and blue of the two ends and the middle of a scale."""

    negative: Rgb
    middle: Rgb
    positive: Rgb


class Undoable(TypedDict):
    """What can be undone, redone and reset; opened: how many documents have been opened during the visit."""

    undo: bool
    redo: bool
    opened: int
    reset: bool


class Keep(TypedDict):
    """What the browser keeps through a reload: the document as JSON, and which session and link it belongs to.

    fresh   whether the session has only begun, so that what was kept before is to be restored
    beside  what a page keeps beside the document; "" where this session knows of nothing
    sheet, model  the numbers of the document and of the wide model, where they are a room's
    """

    session: str
    fresh: bool
    link: str
    document: str
    beside: str
    sheet: int
    model: int


class DocumentView(TypedDict):
    """What a canvas of the visitor's document brings, whatever it shows (`document_canvas`).

    history, keep   what can be taken back, and what a reload must not lose
    colors          for the style sheet's --nv-<name>
    stale           whether what stands beside the canvas shows something older
    """

    history: NotRequired[Undoable]
    keep: NotRequired[Keep]
    colors: NotRequired[dict[str, str]]
    stale: NotRequired[bool]


class Presenter(TypedDict):
    """The bar of the projector view.

    title           of the page
    chosen          what the page shows of what it can begin with, or ""
    previous, next  what comes before and after that, None where nothing does
    keys            (the keys, what they do), line by line
    """

    title: str
    chosen: str
    previous: str | None
    next: str | None
    keys: list[tuple[str, str]]
    words: dict[str, str]
