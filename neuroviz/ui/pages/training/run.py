"""The visitor's training run. It lives in the session, and is begun anew where its settings have changed."""

from __future__ import annotations

from typing import Any

from neuroviz.document import Document, edits
from neuroviz.document.settings.training import STEERED, WEIGHT, without_turns
from neuroviz.lab.training_run import TrainingRun
from neuroviz.ui.common import session

_RUN = "training.run"


def training_run() -> TrainingRun:
    """Return the run of the document's settings: the one under way, or a new one where they have changed."""
    training = session.document().training
    kept: TrainingRun | None = session.value(_RUN)
    if kept is None or not (kept.training == training or kept.follow(training)):
        kept = TrainingRun(training)
        session.keep(_RUN, kept)
    return kept


def begin_again() -> None:
    """Start again from the same first weights, with the settings that hold now."""
    if session.document().training.turns:
        session.attempt(lambda document: edits.put_training(document, without_turns(document.training)))
    session.forget(_RUN)


def steer(document: Document, **changes: Any) -> Document:
    """Change settings: in the middle of a run from here on, where they allow it, else for a new run.

    Raises Refusal for what is out of bounds.
    """
    now: TrainingRun | None = session.value(_RUN)
    known = all(name in STEERED or name.startswith(WEIGHT) for name in changes)
    under_way = now is not None and now.training == document.training and len(now.frames) > 1
    if now is None or not known or not under_way or now.state != "running":
        return edits.set_learning(document, **changes)
    now.whole_epoch()
    return edits.steer_learning(document, now.epoch, changes)
