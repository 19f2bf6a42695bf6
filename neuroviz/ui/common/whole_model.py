"""The model of any width that a session has: one at a time, beside the document, with a history of its own.

It does not travel in links, files or rooms, and is gone with the session: the page says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neuroviz.document import Refusal, limits
from neuroviz.document.models.whole import Whole, pack_name, packed
from neuroviz.lab.whole import FIRST, example
from neuroviz.nn import Network
from neuroviz.ui import live_plot
from neuroviz.ui.common import session

_HISTORY = "whole.history"
_NUMBERS = "whole.numbers.of"


@dataclass(frozen=True, eq=False)
class _History:
    """The model as it is, as it was opened, and the steps to both sides. All share the numbers that were read."""

    present: Whole
    start: Whole
    past: tuple[Whole, ...] = ()
    future: tuple[Whole, ...] = ()
    gesture: str | None = None


def _history() -> _History:
    found: _History | None = session.value(_HISTORY)
    return found or _History(example(FIRST), example(FIRST))


def whole_now() -> Whole:
    """Return the session's model; without one of its own, the first example."""
    return _history().present


def open_whole(new: Whole) -> None:
    """Let `new` take the place of the session's model, whose history ends."""
    session.keep(_HISTORY, _History(new, new))
    session.forget_notice()


def edit_whole(edit: Callable[..., Whole], *args: Any, gesture: str | None = None) -> None:
    """Let `edit(model, *args)` take the model's place, as a step that can be undone; one gesture is one step. If it
    raises Refusal, change nothing and keep the refusal as the notice."""
    now = _history()
    try:
        new = edit(now.present, *args)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    session.forget_notice()
    if gesture is not None and gesture == now.gesture:
        session.keep(_HISTORY, _History(new, now.start, now.past, (), gesture))
        return
    session.keep(_HISTORY, _History(new, now.start, (*now.past, now.present)[-limits.MAX_UNDO:], (), gesture))


def _undo() -> None:
    now = _history()
    if now.past:
        session.keep(_HISTORY, _History(now.past[-1], now.start, now.past[:-1], (now.present, *now.future)))


def _redo() -> None:
    now = _history()
    if now.future:
        session.keep(_HISTORY, _History(now.future[0], now.start, (*now.past, now.present), now.future[1:]))


def undoing() -> live_plot.Undoing:
    """Return what the canvas's buttons offer and do."""
    now = _history()
    return live_plot.Undoing(
        {"undo": bool(now.past), "redo": bool(now.future), "opened": 0, "reset": now.present is not now.start},
        _undo, _redo, lambda: edit_whole(lambda _: _history().start),
    )


def numbers() -> tuple[str, str, bytes]:
    """Return the numbers of the model as it was read: their name, their kind, and the bytes."""
    network = whole_now().network
    kind, data = packed(network)
    name = pack_name(kind, network.sizes, data)
    session.keep(_NUMBERS, (network, name))
    return name, kind, data


def numbers_name() -> str:
    """Return the name of the numbers; made once for each model."""
    kept: tuple[Network, str] | None = session.value(_NUMBERS)
    return kept[1] if kept is not None and kept[0] is whole_now().network else numbers()[0]
