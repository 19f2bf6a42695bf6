"""What the visitor has done in the experiments, kept by the session and, through a reload, by the browser."""

from __future__ import annotations

from neuroviz.lab.comparison.record import Record, from_text, to_text
from neuroviz.ui.common import reload, session

_RECORD = "neuron.record"


def done_so_far() -> Record:
    """Return what has been done, together with what the browser has given back since it was asked last."""
    text = reload.beside()
    known: tuple[str, Record] = session.value(_RECORD, ("", Record()))
    if text == known[0]:
        return known[1]
    found = known[1].joined(from_text(text))
    keep_record(found)
    return found


def keep_record(new: Record) -> None:
    """Keep `new`, and let the browser keep it."""
    text = to_text(new)
    reload.keep_beside(text)
    session.keep(_RECORD, (text, new))


def predict(choice: int | None) -> None:
    """Note what the visitor expects of the experiment that is open."""
    keep_record(done_so_far().expecting(choice))
