"""The panel for how it is learnt: optimiser, learning rate, batches, and what keeps weights small."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.pages.training.controls import LEARNING

_RATES = (0.00001, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)


def panel(t: Language) -> None:
    """Show the widgets of the method: optimiser, learning rate, batches, penalties."""
    learning = session.document().learning
    LEARNING.choice("optimizer", lambda name: t(f"learning.optimizer.{name}"), t)
    LEARNING.steps("learning_rate", _RATES, t)
    if learning.optimizer in {"momentum", "nesterov"}:
        LEARNING.slider("momentum", t, step=0.01)
    left, right = st.columns(2)
    with left:
        LEARNING.whole("batch_size", t)
    with right:
        LEARNING.whole("epochs", t, step=50)
    LEARNING.choice("schedule", lambda name: t(f"learning.schedule.{name}"), t)
    if learning.classes:
        st.toggle(
            t("learning.field.squared"), learning.squared, help=t("learning.help.squared"),
            **session.bound("learning.squared", learning.squared, LEARNING.change("squared")),
        )
    with st.expander(t("training.against_overfitting")):
        LEARNING.slider("l1", t, step=0.0005, high=0.05)
        LEARNING.slider("l2", t, step=0.0005, high=0.05)
        LEARNING.slider("dropout", t, step=5.0, high=0.6, scale=100.0, unit="%")
        LEARNING.whole("patience", t, step=5)
    LEARNING.whole("seed", t)
