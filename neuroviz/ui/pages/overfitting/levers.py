"""What helps against overfitting, or causes it: one slider each, and what the run is held against."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.settings.overfitting import ALL, KEPT, moved_levers
from neuroviz.document.settings.training_rules import OWN
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.pages.overfitting import chosen
from neuroviz.ui.pages.overfitting.chosen import TRIAL

_PENALTIES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03)
_RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


def levers(t: Language) -> None:
    """Show the widgets of the levers, and what the run is compared with."""
    st.markdown(f"**{t('overfitting.levers')}**")
    trial = chosen.trial()
    if trial.dataset == OWN:
        TRIAL.slider("points", t, step=1, high=trial.most_points)
        st.caption(t(
            "overfitting.own.split", data=chosen.data_said(trial, t), rows=trial.own.count, most=trial.most_points,
            tested=trial.tested,
        ))
    else:
        TRIAL.slider("points", t, step=2)
        TRIAL.slider("noise", t, step=0.05)
    TRIAL.slider("neurons", t, step=1)
    TRIAL.steps("l1", _PENALTIES, t)
    TRIAL.steps("l2", _PENALTIES, t)
    TRIAL.slider("dropout", t, step=5.0, scale=100.0, unit="%")
    TRIAL.slider("patience", t, step=5)
    st.button(
        t("overfitting.release"), icon=":material/restart_alt:", key="overfitting.release",
        disabled=not moved_levers(chosen.trial()),
        on_click=session.told(partial(session.attempt, edits.release_levers)),
    )
    _against(t)
    with st.expander(t("overfitting.more")):
        TRIAL.whole("seed", t)
        TRIAL.slider("epochs", t, step=100)
        TRIAL.choice("optimizer", lambda name: t(f"training.optimizer.{name}"), t)
        TRIAL.steps("learning_rate", _RATES, t)


def _against(t: Language) -> None:
    """Show the choice of the run that is drawn thin and dashed."""
    now = session.document().overfitting
    options = now.rivals
    if len(options) == 1:
        st.caption(t("overfitting.against.none"))
        return
    st.selectbox(
        t("overfitting.against"), index=options.index(now.rival),
        **session.bound(
            "overfitting.against", now.rival, partial(session.attempt, edits.compare_trial_with), options,
            name_of_rival(t),
        ),
    )


def name_of_rival(t: Language) -> Callable[[Any], str]:
    """Return a function that words what the run is compared with."""
    kept = {f"{KEPT}{each.number}": chosen.name_of(each, t) for each in session.document().overfitting.kept}

    def name(option: Any) -> str:
        if option in kept:
            return t("overfitting.against.kept", name=kept[option])
        if not option:
            return t("overfitting.against.nothing")
        if option == ALL:
            return t("overfitting.against.all")
        return t("overfitting.against.lever", lever=t(f"overfitting.lever.{option}"))

    return name
