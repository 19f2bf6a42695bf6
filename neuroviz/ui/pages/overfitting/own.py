"""The visitor's own table in place of made-up data: which of its columns the pictures show."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.document.settings.own_points import CLASSES, inputs_wanted, points_from, telling_inputs
from neuroviz.document.tables.data import Sheet
from neuroviz.i18n import Language
from neuroviz.nn.datasets import Dataset
from neuroviz.ui.common import own_table, session
from neuroviz.ui.common.text import escape_markdown

_INPUTS = "overfitting.own.inputs"


def own_panel(t: Language) -> None:
    """Show where a table is given, and what its columns are taken for."""
    with st.expander(t("own.title")):
        st.caption(t("overfitting.own.hint", most=limits.MAX_TRIAL_ROWS))
        own_table.giving(t, "overfitting")
        own_table.preview(t, "overfitting", _learn, partial(_chosen, t))


def _chosen(t: Language, sheet: Sheet) -> bool:
    """Let the inputs be chosen; say what cannot be drawn."""
    data = sheet.data
    assert data is not None
    if len(data.classes) > CLASSES:
        st.error(t("overfitting.own.classes", count=len(data.classes)), icon=":material/error:")
        return False
    if len(data) < limits.MIN_TRIAL_ROWS:
        st.error(t("refusal.training_few", least=limits.MIN_TRIAL_ROWS), icon=":material/error:")
        return False
    now = _inputs(data)
    places = range(data.x.shape[1])
    for index, place in enumerate(now):
        free = [i for i in places if i == place or i not in now]
        st.selectbox(
            t("overfitting.own.x" if index == 0 else "overfitting.own.x2"), index=free.index(place),
            **session.bound(
                f"{_INPUTS}.{index}", place, partial(_take_input, data.inputs, now, index), free,
                lambda i: escape_markdown(data.inputs[i]),
            ),
        )
    names = " × ".join(escape_markdown(data.inputs[i]) for i in now)
    st.caption(t("overfitting.own.shown", inputs=names, target=escape_markdown(data.target), all=len(places)))
    if len(data) > limits.MAX_TRIAL_ROWS:
        st.caption(t("overfitting.own.drawn", rows=len(data), most=limits.MAX_TRIAL_ROWS))
    return True


def _inputs(data: Dataset) -> tuple[int, ...]:
    """Return the inputs that are chosen, if they were chosen for columns as these; else those that tell most."""
    names, chosen = session.value(_INPUTS, ((), ()))
    if names == data.inputs and len(chosen) == inputs_wanted(data):
        return tuple(chosen)
    return telling_inputs(data)


def _take_input(names: tuple[str, ...], now: tuple[int, ...], index: int, place: int) -> None:
    session.keep(_INPUTS, (names, (*now[:index], place, *now[index + 1:])))


def _learn(sheet: Sheet) -> None:
    data = sheet.data
    if data is not None:
        session.attempt(edits.open_own_trial, points_from(data, _inputs(data), named=sheet.named))
