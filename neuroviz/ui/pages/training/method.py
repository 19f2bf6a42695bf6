"""The panel for how it is learnt: optimiser, learning rate, batches, and what keeps weights small."""

from __future__ import annotations

import streamlit as st

from neuroviz.document.fields import ranges_of
from neuroviz.document.settings.training import WEIGHT, Training
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.pages.training.controls import TRAINING

_RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


_MORE = 200
_MOST_EPOCHS = int(ranges_of(Training)["epochs"][1])
_SAID = 6


def _more() -> None:
    TRAINING.change("epochs")(min(int(TRAINING.value("epochs")) + _MORE, _MOST_EPOCHS))


def panel(t: Language) -> None:
    """Show the widgets of the method: optimiser, learning rate, batches, penalties."""
    training = session.document().training
    TRAINING.choice("optimizer", lambda name: t(f"training.optimizer.{name}"), t)
    TRAINING.steps("learning_rate", _RATES, t)
    if training.optimizer in {"momentum", "nesterov"}:
        TRAINING.slider("momentum", t, step=0.01)
    left, right = st.columns(2)
    with left:
        TRAINING.whole("batch_size", t)
    with right:
        TRAINING.whole("epochs", t, step=50)
    if training.schedule == "constant" and training.epochs < _MOST_EPOCHS:
        st.button(
            t("training.on", n=_MORE), icon=":material/more_time:", key="training.on", help=t("training.on.help"),
            on_click=session.told(_more),
        )
    _turns(training, t)
    TRAINING.choice("schedule", lambda name: t(f"training.schedule.{name}"), t)
    if training.classes:
        st.toggle(
            t("training.field.squared"), training.squared, help=t("training.help.squared"),
            **session.bound("training.squared", training.squared, TRAINING.change("squared")),
        )
    with st.expander(t("training.against_overfitting")):
        TRAINING.slider("l1", t, step=0.0005, high=0.05)
        TRAINING.slider("l2", t, step=0.0005, high=0.05)
        TRAINING.slider("dropout", t, step=5.0, high=0.6, scale=100.0, unit="%")
        TRAINING.whole("patience", t, step=5)
    TRAINING.whole("seed", t)


def _turns(training: Training, t: Language) -> None:
    """Show what was changed in the middle of the run."""
    if not training.turns:
        return
    said = [t("training.turn", epoch=epoch, name=_named(name, t), value=f"{value:g}")
            for epoch, name, value in training.turns[-_SAID:]]
    st.caption(t("training.turns", turns="; ".join(said)))


def _named(name: str, t: Language) -> str:
    return t("training.turn_weight", n=int(name.removeprefix(WEIGHT)) + 1) if name.startswith(WEIGHT) else t(
        f"training.field.{name}")
