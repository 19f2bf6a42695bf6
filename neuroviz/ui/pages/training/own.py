"""The panel for the visitor's own data: a table pasted or uploaded, or points put into the plot by clicks."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.document.settings.training import OWN, Training, from_dataset, without_last_point
from neuroviz.document.tables.data import Sheet
from neuroviz.i18n import Language
from neuroviz.ui.common import own_table, session
from neuroviz.ui.common.text import escape_markdown

_CLASS = "training.class"
_ARRIVALS = "training.arrivals"
_START = ((-1.0, -1.0, 0.0), (-1.5, 0.5, 0.0), (1.0, 1.0, 1.0), (1.5, -0.5, 1.0))
"""What one begins to click beside: too little to learn from, enough to see how."""


def panel(t: Language) -> None:
    """Show the widgets of the visitor's own data: a file, a paste, or points by clicks."""
    training = session.document().training
    st.caption(t("training.own.hint", rows=limits.MAX_OWN_ROWS, inputs=limits.MAX_OWN_INPUTS,
                 classes=limits.MAX_OWN_CLASSES))
    own_table.giving(t, "training")
    own_table.preview(t, "training", _learn)
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
            disabled=training.own_count <= limits.MIN_OWN_ROWS, on_click=session.told(_remove_last),
        )
    else:
        st.button(
            t("training.own.begin"), icon=":material/touch_app:", key="training.begin", on_click=session.told(_begin),
        )


def chosen_class(count: int) -> int:
    """Return the class of the points that the visitor adds by clicks; `count` is the number of classes."""
    chosen: int = session.value(_CLASS, 0)
    return chosen if chosen < count else 0


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
        document, from_dataset(document.training, data, named=sheet.named)))


def _begin() -> None:
    own = Training(dataset=OWN, own=_START, own_classes=("A", "B"), hidden=(6,))
    session.attempt(edits.put_training, own)


def _remove_last() -> None:
    session.attempt(lambda document: edits.put_training(document, without_last_point(document.training)))
