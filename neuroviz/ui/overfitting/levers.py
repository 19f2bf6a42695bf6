"""What helps against overfitting, or causes it: one slider each, and what the run is held against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from neuroviz.document import limits
from neuroviz.document.learning import CHOICES
from neuroviz.document.overfitting import MOST_POINTS, pulled
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.overfitting import chosen

_PENALTIES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def levers(t: Language) -> None:
    trial = chosen.trial()
    st.markdown(f"**{t('overfitting.levers')}**")
    _slider("points", 8, MOST_POINTS, 2, t)
    _slider("noise", 0.0, 1.0, 0.05, t)
    _slider("neurons", 1, 40, 1, t)
    for field in ("l1", "l2"):
        _steps(field, t(f"overfitting.lever.{field}"), _PENALTIES, t(f"learning.help.{field}"))
    shown = round(100.0 * trial.dropout)
    st.slider(
        t("overfitting.lever.dropout"), 0, 60, shown, step=5, format="%d %%", help=t("learning.help.dropout"),
        **session.bound("overfitting.dropout", shown, lambda value: chosen.change("dropout")(value / 100.0)),
    )
    _slider("patience", 0, 200, 5, t)
    st.button(
        t("overfitting.release"), icon=":material/restart_alt:", key="overfitting.release",
        disabled=not pulled(trial), on_click=chosen.release,
    )
    _against(t)
    with st.expander(t("overfitting.more")):
        st.number_input(
            t("overfitting.seed"), 0, limits.MAX_SEED, trial.seed,
            **session.bound("overfitting.seed", trial.seed, chosen.change("seed")),
        )
        _slider("epochs", 100, 1000, 100, t)
        names = list(CHOICES["optimizer"])
        st.selectbox(
            t("learning.field.optimizer"), names, index=names.index(trial.optimizer),
            format_func=lambda name: t(f"learning.optimizer.{name}"),
            **session.bound("overfitting.optimizer", trial.optimizer, chosen.change("optimizer")),
        )
        _steps("learning_rate", t("learning.field.learning_rate"), _RATES, t("learning.help.learning_rate"))


def _slider(field: str, low: float, high: float, step: float, t: Language) -> None:
    value = getattr(chosen.trial(), field)
    label, key = t("learning.field.epochs") if field == "epochs" else t(f"overfitting.lever.{field}"), f"{field}.help"
    st.slider(
        label, low, high, value, step=step, help=t(f"overfitting.lever.{key}") if field != "epochs" else None,
        **session.bound(f"overfitting.{field}", value, chosen.change(field)),
    )


def _steps(field: str, label: str, options: tuple[float, ...], hint: str) -> None:
    value = getattr(chosen.trial(), field)
    st.select_slider(
        label, options, value, format_func=lambda number: f"{number:g}", help=hint,
        **session.bound(f"overfitting.{field}", value, chosen.change(field)),
    )


def _against(t: Language) -> None:
    """What is drawn thin and dashed."""
    options, now = chosen.rivals(), chosen.against()
    if len(options) == 1:
        st.caption(t("overfitting.against.none"))
        return
    st.selectbox(
        t("overfitting.against"), options, index=options.index(now), format_func=name_of_rival(t),
        **session.bound("overfitting.against.widget", now, chosen.set_against),
    )


def name_of_rival(t: Language) -> Callable[[Any], str]:
    """Says what the run is held against."""
    kept = {f"{chosen.KEPT}{each.number}": each.name for each in chosen.kept()}

    def name(option: Any) -> str:
        if option in kept:
            return t("overfitting.against.kept", name=kept[option])
        if not option:
            return t("overfitting.against.nothing")
        if option == chosen.ALL:
            return t("overfitting.against.all")
        return t("overfitting.against.lever", lever=t(f"overfitting.lever.{option}"))

    return name
