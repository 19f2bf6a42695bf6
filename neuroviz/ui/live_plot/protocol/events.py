"""What the visitor does on a canvas, on its way to Python."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Event(TypedDict):
    """One thing that the visitor did on a canvas. The other fields depend on `kind`:

    every picture of the document   undo, redo, reset; restore: document; follow: take what the room shows; whole:
                                    send it
    a network                       select, value, typed: layer, neuron, source
    the two neurons                 value, typed: part, index
    a value that changes            value: value, gesture; typed: text
    a value that is dragged         probe: x, gesture; y too where two are dragged
    a training                      more: run, have, steps, frame, until; seen: run, frame; point: x, y; restart;
                                    build: part, with layer and count, count, or field and value
    three trainings                 need
    a room                          see `neuroviz.ui.rooms.visit`; ask, answer: question; place: place; copy: sheet
    digits                          draw: strokes; pen: width; example: index; epochs: count; need: pack, have_packs
    looking inside                  set: field, and value or text; dreamer: layer, neuron; lesion: layer,
                                    neuron, source; mend; example: index
    a whole model                   put: layer, neuron, value, gesture; write: layer, neuron, source, text
    a table                         cell, paste: row, column, text; clear: row, column; use, remove: row

    number    counts the events of one canvas, so that none is carried out twice
    gesture   a name that all events of one drag share: together they are one step of undo
    layer, neuron, source   a part of the network, as in `document.Selection`; layer is None where nothing is selected
    part, index             a part of the two neurons: "input", "weight" or "bias", and which one; what is built of a
                            network that learns: "neurons" or "layers", so many (`count`) more, or "input"
    have, frame             how many frames of the run the browser has, and which of them it shows
    steps     how far to train: so many epochs, one batch, or what fits into a moment; until: to which epoch at most
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
    until: NotRequired[int]
    row: NotRequired[int]
    column: NotRequired[int]
    strokes: NotRequired[list[list[int]]]
    width: NotRequired[int]
    count: NotRequired[int]
    pack: NotRequired[str]
    have_packs: NotRequired[list[str]]
    field: NotRequired[str]


class Message(TypedDict):
    """What the browser sends: all events that it has no answer to yet, oldest first.

    met  the session of which the page has seen a view of the document; "" for none. Without it: this one
    has  of a network that the browser computes by itself: the sums of its shape and of its numbers, as it shows them
    """

    events: list[Event]
    met: NotRequired[str]
    has: NotRequired[list[int]]
