"""What travels between a canvas in the browser and Python, field by field."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Event(TypedDict):
    """One thing that the visitor did on a canvas. The other fields depend on `kind`:

    every picture of the document   undo, redo, reset; restore: document
    a network                       select, value, typed: layer, neuron, source
    the two neurons                 value, typed: part, index
    a value that changes            value: value, gesture; typed: text
    a value that is dragged         probe: x, gesture; y too where two are dragged
    a training                      more: run, have, steps, and frame; seen: run, frame; point: x, y; restart
    three trainings                 need
    a table                         cell, paste: row, column, text; clear: row, column; use, remove: row

    number    counts the events of one canvas, so that none is carried out twice
    gesture   a name that all events of one drag share: together they are one step of undo
    layer, neuron, source   a part of the network, as in `document.Selection`; layer is None where nothing is selected
    part, index             a part of the two neurons: "input", "weight" or "bias", and which one
    have, frame             how many frames of the run the browser has, and which of them it shows
    steps     how far to train: so many epochs, one batch, or what fits into a moment
    """

    kind: str
    number: int
    gesture: NotRequired[str]
    document: NotRequired[str]
    layer: NotRequired[int | None]
    neuron: NotRequired[int]
    source: NotRequired[int | None]
    part: NotRequired[str]
    index: NotRequired[int]
    value: NotRequired[float]
    text: NotRequired[str]
    x: NotRequired[float]
    y: NotRequired[float]
    run: NotRequired[int]
    have: NotRequired[int]
    frame: NotRequired[int]
    steps: NotRequired[int | Literal["batch", "many"]]
    row: NotRequired[int]
    column: NotRequired[int]


class Message(TypedDict):
    """What the browser sends: all events that it has no answer to yet, oldest first, and to which session."""

    session: NotRequired[str]
    events: list[Event]


class History(TypedDict):
    """What can be undone, redone and reset; opened: how many documents have been opened during the visit."""

    undo: bool
    redo: bool
    opened: int
    reset: bool


class Keep(TypedDict):
    """What the browser keeps through a reload: the document as JSON, and which session and link it belongs to.

    fresh  whether the session has only begun, so that what was kept before is to be restored
    """

    session: str
    fresh: bool
    link: str
    document: str


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


class Probe(TypedDict):
    """A value that is dragged along an axis: x, from min to max, in steps of an arrow key; name: for screen readers."""

    x: float
    min: float
    max: float
    step: float
    name: str


class NumberTable(TypedDict):
    """A table of numbers.

    cells    each number as it is shown, and with all its digits
    errors   "row,column" -> what was typed there, and why it is no number
    refused  why the last paste was refused, or ""
    current  the row that is in use
    actions  "use" and "remove" -> the words of each row's button, and its label for screen readers
    """

    label: str
    rows: list[str]
    columns: list[str]
    cells: list[list[list[str]]]
    errors: dict[str, list[str]]
    refused: str
    current: int | None
    actions: dict[str, list[str]] | None
