"""The model of any width that a session has: one at a time, beside the document, with a history of its own.

It does not travel in links or files, and is gone with the session: the page says so. Who follows a presenter has the
room's in its place. Only what `neuroviz.show` has handed over has an address, as long as that app runs.
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
from neuroviz.ui.common import session

_STEPS, _OPENED, _HANDED = "whole.steps", "whole.opened", "whole.handed"
_NUMBERS, _SENT = "whole.numbers.of", "whole.numbers.sent"


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


def follow_whole(new: Whole, gesture: str) -> None:
    """Show a room's model, as a step that can be undone; all of one gesture is one step."""
    session.keep(_STEPS, _steps().commit(new, gesture))


def undoable() -> tuple[bool, bool, bool]:
    """Return whether there is anything to undo, to redo, and to reset."""
    now = _steps()
    return bool(now.past), bool(now.future), now.present is not _start()


def undo_whole() -> None:
    """Go back one step."""
    session.keep(_STEPS, _steps().undo())


def redo_whole() -> None:
    """Repeat the step that was undone last."""
    session.keep(_STEPS, _steps().redo())


def reset_whole() -> None:
    """Go back to the model as it was opened, as a step that can be undone."""
    edit_whole(lambda _: _start())


def numbers() -> tuple[str, str, bytes]:
    """Return the numbers of the model as it was read: their name, their kind, and the bytes. Called once a page."""
    session.keep(_SENT, whole_now().network)
    return _packed()


def numbers_name() -> str:
    """Return the name of the numbers; made once for each model."""
    kept: tuple[Network, str] | None = session.value(_NUMBERS)
    return kept[1] if kept is not None and kept[0] is whole_now().network else _packed()[0]


def has_other_numbers() -> bool:
    """Return whether the page was sent the numbers of another model: a presenter shows another one, or it is undone."""
    return session.value(_SENT) is not whole_now().network


def _packed() -> tuple[str, str, bytes]:
    network = whole_now().network
    kind, data = packed(network)
    name = pack_name(kind, network.sizes, data)
    session.keep(_NUMBERS, (network, name))
    return name, kind, data
