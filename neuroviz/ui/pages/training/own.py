"""The panel for the visitor's own data: a table pasted or uploaded, or points put into the plot by clicks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.document.settings.training import OWN, Training, from_dataset
from neuroviz.document.tables.data import MAX_BYTES, Sheet
from neuroviz.i18n import Language
from neuroviz.nn.datasets import Dataset
from neuroviz.ui.common import session
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.pages.training import table

_CLASS = "training.class"
_FILE = "training.file"
_TEXT = "training.paste"
_PASTED = "training.pasted"
_TABLE = "training.table"
_NAMED = "training.table_named"
_UPLOAD_MB = 10
"""Streamlit refuses what is larger in words of its own; ours begin well below."""
_START = ((-1.0, -1.0, 0.0), (-1.5, 0.5, 0.0), (1.0, 1.0, 1.0), (1.5, -0.5, 1.0))
"""What one begins to click beside: too little to learn from, enough to see how."""


def panel(t: Language) -> None:
    """Show the widgets of the visitor's own data: a file, a paste, or points by clicks."""
    training = session.document().training
    st.caption(t("training.own.hint", rows=limits.MAX_OWN_ROWS, classes=limits.MAX_OWN_CLASSES))
    # Files of all kinds: of those that are no text, a sentence says what to do instead.
    st.file_uploader(
        t("training.own.file", limit=MAX_BYTES // 1_000_000), key=_FILE, max_upload_size=_UPLOAD_MB,
        on_change=_take_file,
    )
    st.text_area(
        t("training.own.paste"), session.value(_PASTED, ""), key=_TEXT, height=120, on_change=_take_paste,
        placeholder="x1;x2;class\n0,5;1,2;a\n-1;0,3;b",
    )
    st.button(t("training.own.read"), icon=":material/table:", key="training.read", on_click=_look)
    table.preview(t, _learn)
    _inputs(t)
    if training.dataset == OWN and training.own_units:
        st.caption(t("training.own.standardised"))
    st.divider()
    if training.dataset == OWN and training.own_classes and training.dimension == 2:
        names = list(training.own_classes)
        chosen = chosen_class(len(names))
        st.segmented_control(
            t("training.own.class"), default=chosen, required=True,
            **session.bound(
                _CLASS + ".widget", chosen, partial(session.keep, _CLASS), range(len(names)),
                # A name may be empty; two may look alike once they are cut.
                lambda index: escape_markdown(names[index]) or t("training.own.class_number", n=index + 1),
            ),
        )
        st.caption(t("training.own.click"))
        st.button(
            t("training.own.last"), icon=":material/backspace:", key="training.remove_last",
            disabled=len(training.own) <= limits.MIN_OWN_ROWS, on_click=_remove_last,
        )
    else:
        st.button(t("training.own.begin"), icon=":material/touch_app:", key="training.begin", on_click=_begin)


def chosen_class(count: int) -> int:
    """Return the class of the points that the visitor adds by clicks; `count` is the number of classes."""
    chosen: int = session.value(_CLASS, 0)
    return chosen if chosen < count else 0


# --- giving a table: what was given last is what is read ---------------------------------------------

def _take_file() -> None:
    file = session.value(_FILE)
    if file is not None:
        table.read_table(file.getvalue(), file.name)
    elif (now := table.given()) is not None and now.name:
        table.drop()


def _take_paste() -> None:
    text = str(session.value(_TEXT, ""))
    session.keep(_PASTED, text)
    if text.strip():
        table.read_table(text)
    elif (now := table.given()) is not None and not now.name:
        table.drop()


def _look() -> None:
    """Without anything given, that is said; a table that was given is on show already."""
    if table.given() is None:
        table.read_table(str(session.value(_TEXT, "")))


# --- learning from it ------------------------------------------------------------------------------

def _learn(sheet: Sheet) -> None:
    data = sheet.data
    if data is None:
        return
    wide = len(data.inputs) > 2
    session.keep(_TABLE, data if wide else None)
    session.keep(_NAMED, sheet.header)
    _learn_from(data.columns((0, 1)) if wide else data)


def _inputs(t: Language) -> None:
    """Of a table with many inputs: which two are learnt from."""
    data: Dataset | None = session.value(_TABLE)
    training = session.document().training
    chosen = _columns_learnt(data, training) if data is not None else None
    if data is None or chosen is None:
        if training.dataset == OWN and training.own_inputs > 2:
            st.caption(t("training.own.only_two", count=training.own_inputs))
        return
    st.caption(t("training.own.inputs", count=len(data.inputs)))
    for place, (column, name) in enumerate(zip(st.columns(2), ("across", "up"), strict=True)):
        free = [i for i in range(len(data.inputs)) if i != chosen[1 - place]]
        column.selectbox(
            t(f"training.own.{name}"), index=free.index(chosen[place]),
            **session.bound(
                f"training.own.{name}", chosen[place], partial(_choose, data, chosen, place), free,
                data.inputs.__getitem__,
            ),
        )


def _columns_learnt(data: Dataset, training: Training) -> tuple[int, int] | None:
    """The two columns of the table that are the document's own data, or None: something else is learnt from now."""
    columns, own = ([*zip(*rows, strict=True)] for rows in (from_dataset(training, data).own, training.own))
    if len(own) != 3 or own[-1] != columns[-1]:
        return None
    pairs = ((i, j) for i, x in enumerate(columns[:-1]) if x == own[0]
             for j, y in enumerate(columns[:-1]) if y == own[1] and i != j)
    return next(pairs, None)


def _choose(data: Dataset, chosen: tuple[int, int], place: int, column: int) -> None:
    _learn_from(data.columns((column, chosen[1]) if place == 0 else (chosen[0], column)))


def _learn_from(data: Dataset) -> None:
    wide: Dataset | None = session.value(_TABLE)
    session.attempt(lambda document: edits.put_training(document, from_dataset(
        document.training, data, named=bool(session.value(_NAMED)), inputs=len(wide.inputs) if wide is not None else 0,
    )))


def _begin() -> None:
    own = Training(dataset=OWN, own=_START, own_classes=("A", "B"), hidden=(6,))
    session.attempt(edits.put_training, own)


def _remove_last() -> None:
    session.attempt(lambda document: edits.put_training(
        document, replace(document.training, own=document.training.own[:-1])))
