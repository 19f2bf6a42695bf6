"""Runs that were kept, in a table beside the one on the page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document.overfitting import LEVERS, NETWORKS, STARTS, Trial, run_of
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.overfitting import chosen
from neuroviz.ui.overfitting.chosen import Result
from neuroviz.ui.text import escape
from neuroviz.viz.numbers import fixed
from neuroviz.viz.overfitting_view import say_metric

_NETWORK, _NAME = "overfitting.kept_network", "overfitting.name"
_LONGEST_NAME = 30


def kept_runs(t: Language) -> None:
    st.subheader(t("overfitting.kept"), anchor=False)
    kept = chosen.kept()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            t("overfitting.kept.name"), key=_NAME, max_chars=_LONGEST_NAME, width=260,
            placeholder=t("overfitting.kept.numbered", number=session.value("overfitting.count", 0) + 1),
        )
        st.button(
            t("overfitting.kept.keep"), icon=":material/bookmark_add:", key="overfitting.keep", type="primary",
            disabled=len(kept) >= chosen.MOST_KEPT, on_click=partial(_keep, t),
        )
    if not kept:
        st.caption(t("overfitting.kept.none", most=chosen.MOST_KEPT))
        return
    network: str = session.value(_NETWORK, "large")
    st.segmented_control(
        t("overfitting.kept.network"), list(NETWORKS), default=network, required=True,
        **session.bound(f"{_NETWORK}.widget", network, partial(session.keep, _NETWORK)),
        format_func=lambda name: t(f"overfitting.network.{name}"), label_visibility="collapsed",
    )
    _table(network, t)
    with st.container(horizontal=True, gap="small"):
        for each in kept:
            st.button(
                escape(each.name), icon=":material/close:", key=f"overfitting.remove.{each.number}",
                help=t("overfitting.kept.remove"), on_click=partial(chosen.remove, each.number),
            )


def _keep(t: Language) -> None:
    chosen.keep(str(session.value(_NAME, "")), lambda number: t("overfitting.kept.numbered", number=number))
    session.keep(_NAME, "")


def _table(network: str, t: Language) -> None:
    heads = [t(f"overfitting.kept.{name}") for name in ("run", "settings", "metric")]
    lines = [
        f"| {heads[0]} | {heads[1]} | {t('overfitting.kept.train_loss')} | {t('overfitting.kept.test_loss')} | "
        f"{t('overfitting.gap')} | {heads[2]} | {t('overfitting.kept.best')} |",
        "|:--|:--|--:|--:|--:|--:|--:|",
        _row(t("overfitting.kept.now"), chosen.trial(), chosen.result_of(run_of(chosen.trial(), network)), t),
    ]
    at = NETWORKS.index(network)
    lines += [_row(escape(each.name), each.trial, each.results[at], t) for each in chosen.kept()]
    st.markdown("\n".join(lines))


def _row(name: str, trial: Trial, result: Result, t: Language) -> str:
    classes = STARTS[trial.dataset].classes
    if result.broke is not None:
        numbers = [t("overfitting.kept.broke", epoch=result.broke), "–", "–", "–", "–"]
    else:
        numbers = [
            fixed(result.train_loss), fixed(result.test_loss), f"**{fixed(result.gap)}**",
            say_metric(classes, result.test_metric), str(result.best),
        ]
    return f"| {' | '.join((name, differences(trial, t), *numbers))} |"


def differences(trial: Trial, t: Language) -> str:
    """The data set, and what is not as it starts."""
    start = STARTS[trial.dataset].trial
    said = [t(f"learning.dataset.{trial.dataset}")]
    for field in LEVERS:
        value = getattr(trial, field)
        if value != getattr(start, field):
            shown = f"{100 * value:.0f} %" if field == "dropout" else f"{value:g}"
            said.append(f"{t(f'overfitting.lever.{field}')} {shown}")
    if trial.seed != start.seed:
        said.append(f"{t('overfitting.seed')} {trial.seed}")
    if trial.epochs != start.epochs:
        said.append(f"{t('learning.field.epochs')} {trial.epochs}")
    if (trial.optimizer, trial.learning_rate) != (start.optimizer, start.learning_rate):
        said.append(f"{t(f'learning.optimizer.{trial.optimizer}')}, η {trial.learning_rate:g}")
    return " · ".join(said)
