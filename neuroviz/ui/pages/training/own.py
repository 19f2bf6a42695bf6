"""The panel for the visitor's own data: a table pasted or uploaded, or points put into the plot by clicks."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neuroviz.document import edits, limits
from neuroviz.document.settings.training import OWN, Training, from_dataset, without_last_point
from neuroviz.document.tables.data import MAX_BYTES, Sheet
from neuroviz.document.tables.samples import SAMPLES, sample_table
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.pages.training import table

_CLASS = "training.class"
_FILE = "training.file"
_TEXT = "training.paste"
_PASTED = "training.pasted"
_ARRIVALS = "training.arrivals"
_UPLOAD_MB = 10
"""Streamlit refuses what is larger in words of its own; ours begin well below."""
_START = ((-1.0, -1.0, 0.0), (-1.5, 0.5, 0.0), (1.0, 1.0, 1.0), (1.5, -0.5, 1.0))
"""What one begins to click beside: too little to learn from, enough to see how."""


def panel(t: Language) -> None:
    """Show the widgets of the visitor's own data: a file, a paste, or points by clicks."""
    training = session.document().training
    st.caption(t("training.own.hint", rows=limits.MAX_OWN_ROWS, inputs=limits.MAX_OWN_INPUTS,
                 classes=limits.MAX_OWN_CLASSES))
    # Files of all kinds: of those that are no table, a sentence says what to do instead.
    st.file_uploader(
        t("training.own.file", limit=MAX_BYTES // 1_000_000), max_upload_size=_UPLOAD_MB,
        **session.changes(_FILE, session.value(_FILE), _take_file),
    )
    st.text_area(
        t("training.own.paste"), session.value(_PASTED, ""), height=120,
        placeholder="x1;x2;class\n0,5;1,2;a\n-1;0,3;b",
        **session.changes(_TEXT, session.value(_TEXT, session.value(_PASTED, "")), _take_paste),
    )
    st.button(t("training.own.read"), icon=":material/table:", key="training.read", on_click=_look)
    samples(t)
    table.preview(t, _learn)
    if training.dataset == OWN and training.own_inputs > 2:
        st.caption(t("training.own.only_two", count=training.own_inputs))
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
            disabled=training.own_count <= limits.MIN_OWN_ROWS, on_click=_remove_last,
        )
    else:
        st.button(t("training.own.begin"), icon=":material/touch_app:", key="training.begin", on_click=_begin)


def chosen_class(count: int) -> int:
    """Return the class of the points that the visitor adds by clicks; `count` is the number of classes."""
    chosen: int = session.value(_CLASS, 0)
    return chosen if chosen < count else 0


# --- giving a table: what was given last is what is read ---------------------------------------------

def _take_file(file: UploadedFile | None) -> None:
    if file is not None:
        table.read_table(file.getvalue(), file.name)
    elif (now := table.given()) is not None and now.name:
        table.drop()


def _take_paste(text: str) -> None:
    session.keep(_PASTED, text)
    if text.strip():
        table.read_table(text)
    elif (now := table.given()) is not None and not now.name:
        table.drop()


def _look() -> None:
    """Without anything given, that is said; a table that was given is on show already."""
    if table.given() is None:
        table.read_table(str(session.value(_TEXT, "")))


def samples(t: Language) -> None:
    """Show the real tables that come with the app, and where the one that was taken comes from."""
    now = table.given()
    taken = now.name.removesuffix(".csv") if now is not None and now.name.removesuffix(".csv") in SAMPLES else None
    st.selectbox(
        t("training.own.sample"), index=list(SAMPLES).index(taken) if taken else None,
        placeholder=t("training.own.sample_choose"),
        **session.bound(
            "training.own.sample", taken, _take_sample, list(SAMPLES), lambda name: t(f"training.sample.{name}"),
        ),
    )
    if taken:
        sample = SAMPLES[taken]
        st.caption(f"{escape_markdown(sample.source)} [{escape_markdown(sample.licence)}]({sample.address})")


def _take_sample(name: str | None) -> None:
    if name is not None:
        table.read_table(sample_table(name), f"{name}.csv")


# --- learning from it ------------------------------------------------------------------------------

def arrivals() -> int:
    """Return how many tables have been learnt from: with each, the picture comes into view."""
    return int(session.value(_ARRIVALS, 0))


def _learn(sheet: Sheet) -> None:
    data = sheet.data
    if data is None:
        return
    session.keep(_ARRIVALS, arrivals() + 1)
    session.attempt(lambda document: edits.put_training(
        document, from_dataset(document.training, data, named=sheet.header)))


def _begin() -> None:
    own = Training(dataset=OWN, own=_START, own_classes=("A", "B"), hidden=(6,))
    session.attempt(edits.put_training, own)


def _remove_last() -> None:
    session.attempt(lambda document: edits.put_training(document, without_last_point(document.training)))
