"""The panel for the visitor's own data: a table pasted or uploaded, or points put into the plot by clicks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.document.learning import OWN, Learning, from_dataset
from neuroviz.i18n import Language
from neuroviz.nn.csv_data import DataError, parse_csv
from neuroviz.nn.datasets import Dataset
from neuroviz.ui import session
from neuroviz.ui.text import escape

_CLASS = "training.class"
_ERROR = "training.data_error"
_TEXT = "training.paste"
_TABLE = "training.table"
_START = ((-1.0, -1.0, 0.0), (-1.5, 0.5, 0.0), (1.0, 1.0, 1.0), (1.5, -0.5, 1.0))
"""What one begins to click beside: too little to learn from, enough to see how."""


def panel(t: Language) -> None:
    learning = session.document().learning
    st.caption(t("training.own.hint", rows=limits.MAX_OWN_ROWS))
    uploaded = st.file_uploader(t("training.own.file"), type=["csv", "tsv", "txt"], key="training.file")
    st.text_area(t("training.own.paste"), key=_TEXT, height=120, placeholder="x1;x2;class\n0,5;1,2;a\n-1;0,3;b")
    st.button(
        t("training.own.read"), icon=":material/table:", key="training.read", type="primary",
        on_click=lambda: _read(uploaded.getvalue() if uploaded is not None else str(session.value(_TEXT, ""))),
    )
    wrong: DataError | None = session.value(_ERROR)
    if wrong is not None:
        st.error(say(wrong, t), icon=":material/error:")
    _inputs(t)
    st.divider()
    if learning.dataset == OWN and learning.own_classes and learning.dimension == 2:
        names = list(learning.own_classes)
        chosen = chosen_class(len(names))
        st.segmented_control(
            t("training.own.class"), default=chosen, required=True,
            **session.bound(
                _CLASS + ".widget", chosen, partial(session.keep, _CLASS), range(len(names)),
                lambda index: escape(names[index]),
            ),
        )
        st.caption(t("training.own.click"))
        st.button(
            t("training.own.last"), icon=":material/backspace:", key="training.remove_last",
            disabled=len(learning.own) <= limits.MIN_OWN_ROWS, on_click=_remove_last,
        )
    else:
        st.button(t("training.own.begin"), icon=":material/touch_app:", key="training.begin", on_click=_begin)


def say(error: DataError, t: Language) -> str:
    """Why a table cannot be read, as a sentence."""
    return t(f"data.{error.code}", **{name: escape(str(value)) for name, value in error.values.items()})


def chosen_class(count: int) -> int:
    """The class of the points that are put there."""
    chosen: int = session.value(_CLASS, 0)
    return chosen if chosen < count else 0


def _inputs(t: Language) -> None:
    """Of a table with many inputs: which two are learnt from."""
    table: Dataset | None = session.value(_TABLE)
    chosen = _columns_learnt(table, session.document().learning) if table is not None else None
    if table is None or chosen is None:
        return
    st.caption(t("training.own.inputs", count=len(table.inputs)))
    for place, (column, name) in enumerate(zip(st.columns(2), ("across", "up"), strict=True)):
        free = [i for i in range(len(table.inputs)) if i != chosen[1 - place]]
        column.selectbox(
            t(f"training.own.{name}"), index=free.index(chosen[place]),
            **session.bound(
                f"training.own.{name}", chosen[place], partial(_choose, table, chosen, place), free,
                table.inputs.__getitem__,
            ),
        )


def _columns_learnt(table: Dataset, learning: Learning) -> tuple[int, int] | None:
    """The two columns of the table that are the document's own data, or None: something else is learnt from now."""
    columns, own = ([*zip(*rows, strict=True)] for rows in (from_dataset(learning, table).own, learning.own))
    if len(own) != 3 or own[-1] != columns[-1]:
        return None
    pairs = ((i, j) for i, x in enumerate(columns[:-1]) if x == own[0]
             for j, y in enumerate(columns[:-1]) if y == own[1] and i != j)
    return next(pairs, None)


def _choose(table: Dataset, chosen: tuple[int, int], place: int, column: int) -> None:
    _learn_from(table.columns((column, chosen[1]) if place == 0 else (chosen[0], column)))


def _read(content: bytes | str) -> None:
    session.forget(_ERROR)
    try:
        data = parse_csv(content, max_rows=limits.MAX_OWN_ROWS)
    except DataError as error:
        session.keep(_ERROR, error)
        return
    wide = len(data.inputs) > 2
    session.keep(_TABLE, data if wide else None)
    _learn_from(data.columns((0, 1)) if wide else data)


def _learn_from(data: Dataset) -> None:
    session.attempt(lambda document: edits.put_learning(document, from_dataset(document.learning, data)))


def _begin() -> None:
    own = Learning(dataset=OWN, own=_START, own_classes=("A", "B"), hidden=(6,))
    session.attempt(edits.put_learning, own)


def _remove_last() -> None:
    session.attempt(lambda document: edits.put_learning(
        document, replace(document.learning, own=document.learning.own[:-1])))
