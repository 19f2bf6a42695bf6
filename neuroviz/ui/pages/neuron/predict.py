"""What comes of an experiment, asked before it is seen: who wants to answers, and is told in the end."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.record import Record
from neuroviz.ui.common import session

ICON = ":material/online_prediction:"


def _choices(name: str, t: Language) -> list[str]:
    """Return what can be expected of an experiment, in order."""
    return t(f"neuron.experiment.{name}.choices").split("|")


def ask_first(now: Record, t: Language, act: Callable[[int], None]) -> None:
    """Show the question about the experiment that is open, folded away. `act` gets the choice.

    What was expected before the first run of one's own stays as it is from then on.
    """
    name, words = now.name, _choices(now.name, t)
    question = t(f"neuron.experiment.{name}.predict")
    with st.popover(t("neuron.predict"), icon=ICON, type="tertiary"):
        if now.predicted is not None and len(now.trials) > 1:
            st.markdown(f"{question}\n\n**{words[now.predicted]}**")
        else:
            st.radio(question, index=now.predicted, **session.bound(
                f"neuron.predict.{name}", now.predicted, act, list(range(len(words))), words.__getitem__,
            ))
        if now.predicted is not None:
            st.caption(t("neuron.predict.noted"))


def came_true(now: Record, t: Language) -> str:
    """Return whether what was expected has come true; "" where nothing was."""
    if now.predicted is None:
        return ""
    words, right = _choices(now.name, t), EXPERIMENTS[now.name].right
    if now.predicted == right:
        return t("neuron.predict.held", right=words[right])
    return t("neuron.predict.missed", chosen=words[now.predicted], right=words[right])
