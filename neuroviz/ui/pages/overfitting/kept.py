"""Runs that were kept, in a table beside the one on the page."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from neuroviz.document import edits, limits
from neuroviz.document.settings.overfitting import LEVERS, NETWORKS, Trial, start_of
from neuroviz.i18n import Language
from neuroviz.lab.overfitting_runs import TrialResult, result_of
from neuroviz.ui.common import session
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.pages.overfitting import chosen
from neuroviz.viz.numbers import fixed
from neuroviz.viz.overfitting.overfitting_view import say_metric

_NETWORK, _NAME, _SEEN = "overfitting.kept_network", "overfitting.name", "overfitting.kept_seen"


def kept_runs(t: Language) -> None:
    """Show the kept runs in a table, and the field to keep another."""
    st.subheader(t("overfitting.kept"), anchor=False)
    now = session.document().overfitting
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            t("overfitting.kept.name"), key=_NAME, max_chars=limits.MAX_NAME_CHARS, width=260,
            placeholder=t("overfitting.kept.numbered", number=now.next_number),
        )
        st.button(
            t("overfitting.kept.keep"), icon=":material/bookmark_add:", key="overfitting.keep", type="primary",
            disabled=len(now.kept) >= limits.MAX_KEPT_RUNS, on_click=session.told(_keep),
        )
    if not now.kept:
        st.caption(t("overfitting.kept.none", most=limits.MAX_KEPT_RUNS))
        return
    network: str = session.value(_NETWORK, "large")
    st.segmented_control(
        t("overfitting.kept.network"), default=network, required=True, label_visibility="collapsed",
        **session.bound(
            f"{_NETWORK}.widget", network, partial(session.keep, _NETWORK), list(NETWORKS),
            lambda name: chosen.network_name(name, now.trial, t),
        ),
    )
    with st.container(key="overfitting_kept"):
        table = st.empty()
    with st.container(horizontal=True, gap="small"):
        for each in now.kept:
            st.button(
                escape_markdown(chosen.name_of(each, t)), icon=":material/close:",
                key=f"overfitting.remove.{each.number}",
                help=t("overfitting.kept.remove"),
                on_click=session.told(partial(session.attempt, edits.remove_run, each.number)),
            )
    _fill(table, network, t)


def _keep() -> None:
    session.attempt(edits.keep_run, str(session.widget_value(_NAME, "")))
    session.keep(_NAME, "")


def _fill(table: DeltaGenerator, network: str, t: Language) -> None:
    """Row by row, last of all: runs that came by link have to be trained first, and meanwhile the page is there."""
    now = session.document().overfitting
    rows = [(t("overfitting.kept.now"), now.trial)]
    rows += [(escape_markdown(chosen.name_of(each, t)), each.trial) for each in now.kept]
    seen: frozenset[tuple[Trial, str]] = session.value(_SEEN, frozenset())
    results: list[TrialResult] = []
    for _, trial in rows:
        if results and (trial, network) not in seen:
            table.markdown(_table(rows, results, t))
        results.append(result_of(trial, network))
        seen |= {(trial, network)}
    table.markdown(_table(rows, results, t))
    session.keep(_SEEN, seen)


def _table(rows: list[tuple[str, Trial]], results: list[TrialResult], t: Language) -> str:
    """One row a trial; those of whose results nothing is known yet have dots for numbers."""
    heads = [t(f"overfitting.kept.{name}") for name in ("run", "settings", "metric")]
    lines = [
        f"| {heads[0]} | {heads[1]} | {t('overfitting.kept.train_loss')} | {t('overfitting.kept.test_loss')} | "
        f"{t('overfitting.gap')} | {heads[2]} | {t('overfitting.kept.best')} |",
        "|:--|:--|--:|--:|--:|--:|--:|",
    ]
    for (name, trial), result in zip_longest(rows, results):
        lines.append(_row(name, trial, result, t))
    return "\n".join(lines)


def _row(name: str, trial: Trial, result: TrialResult | None, t: Language) -> str:
    classes = trial.classes
    if result is None:
        numbers = ["…"] * 5
    elif result.broke is not None:
        numbers = [t("overfitting.kept.broke", epoch=result.broke), "–", "–", "–", "–"]
    else:
        numbers = [
            fixed(result.train_loss), fixed(result.test_loss), f"**{fixed(result.gap)}**",
            say_metric(classes, result.test_metric), str(result.best),
        ]
    return f"| {' | '.join((name, differences(trial, t), *numbers))} |"


def differences(trial: Trial, t: Language) -> str:
    """Return, as one line, the data set and every setting that differs from the data set's first trial."""
    start = start_of(trial).trial
    said = [chosen.data_said(trial, t)]
    for field in LEVERS:
        value = getattr(trial, field)
        if value != getattr(start, field):
            shown = f"{100 * value:.0f}%" if field == "dropout" else f"{value:g}"
            said.append(f"{t(f'overfitting.lever.{field}')} {shown}")
    if trial.seed != start.seed:
        said.append(f"{t('overfitting.lever.seed')} {trial.seed}")
    if trial.epochs != start.epochs:
        said.append(f"{t('training.field.epochs')} {trial.epochs}")
    if (trial.optimizer, trial.learning_rate) != (start.optimizer, start.learning_rate):
        said.append(f"{t(f'training.optimizer.{trial.optimizer}')}, η {trial.learning_rate:g}")
    return " · ".join(said)
