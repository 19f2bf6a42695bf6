"""The model of any width that a session has: one at a time, beside the document, with a history of its own.

It does not travel in links, files or rooms, and is gone with the session: the page says so. Only what
`neuroviz.show` has handed over has an address, as long as that app runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neuroviz.document import Refusal
from neuroviz.document.history import Steps
from neuroviz.document.models.handed import handed
from neuroviz.document.models.whole import Whole, pack_name, packed
from neuroviz.lab.whole import FIRST, example
from neuroviz.nn import Network
from neuroviz.ui import live_plot
from neuroviz.ui.common import session

_STEPS, _OPENED, _HANDED = "whole.steps", "whole.opened", "whole.handed"
_NUMBERS = "whole.numbers.of"


def _steps() -> Steps[Whole]:
    found: Steps[Whole] | None = session.value(_STEPS)
    return found or Steps(_start())


def _start() -> Whole:
    """Return the model as it was opened; all steps share the numbers that were read."""
    opened: Whole | None = session.value(_OPENED)
    return opened or example(FIRST)


def whole_now() -> Whole:
    """Return the session's model; without one of its own, the first example."""
    return _steps().present


def open_whole(new: Whole) -> None:
    """Let `new` take the place of the session's model, whose history ends."""
    session.keep(_OPENED, new)
    session.keep(_STEPS, Steps(new))
    session.forget_notice()


def open_handed() -> None:
    """Open the model that the address names (?model=), once for each; where it is gone, keep that as the notice."""
    name = session.in_address("model")
    if not name or name == session.value(_HANDED):
        return
    session.keep(_HANDED, name)
    try:
        open_whole(handed(name))
    except Refusal as refusal:
        session.refuse(refusal)


def edit_whole(edit: Callable[..., Whole], *args: Any, gesture: str | None = None) -> None:
    """Let `edit(model, *args)` take the model's place, as a step that can be undone; one gesture is one step. If it
    raises Refusal, change nothing and keep the refusal as the notice."""
    now = _steps()
    try:
        new = edit(now.present, *args)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    session.forget_notice()
    session.keep(_STEPS, now.commit(new, gesture))


def undoing() -> live_plot.Undoing:
    """Return what the canvas's buttons offer and do."""
    now = _steps()
    return live_plot.Undoing(
        {"undo": bool(now.past), "redo": bool(now.future), "opened": 0, "reset": now.present is not _start()},
        lambda: session.keep(_STEPS, _steps().undo()), lambda: session.keep(_STEPS, _steps().redo()),
        lambda: edit_whole(lambda _: _start()),
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
