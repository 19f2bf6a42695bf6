"""The visitor's training run. It lives in the session, and is begun anew where its settings have changed."""

from __future__ import annotations

from neuroviz.lab.training_run import TrainingRun
from neuroviz.ui.common import session

_RUN = "training.run"


def training_run() -> TrainingRun:
    """The run of the document's settings: the one under way, or a new one where they have changed."""
    training = session.document().training
    kept: TrainingRun | None = session.value(_RUN)
    if kept is None or kept.training != training:
        kept = TrainingRun(training)
        session.keep(_RUN, kept)
    return kept


def begin_again() -> None:
    """Start again from the same first weights."""
    session.forget(_RUN)
