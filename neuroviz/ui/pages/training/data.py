"""The panel for the data: how much, how noisy, how it is split."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document.settings.training import OWN, Training, data_of, input_name, is_slice
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.pages.training.controls import TRAINING


def panel(t: Language) -> None:
    """Show the widgets of the data: how much, how noisy, how it is split."""
    training = session.document().training
    if training.dataset == OWN:
        st.caption(t("training.data.own", count=training.own_count))
        if training.own_units:
            st.caption(t("training.own.standardised"))
    else:
        TRAINING.slider("points", t, step=10, low=10, high=1000)
        TRAINING.slider("noise", t, step=0.01, high=1.0)
    TRAINING.slider("train_share", t, step=1.0, scale=100.0, unit="%")
    if training.classes:
        TRAINING.choice("split", lambda name: t(f"training.split.{name}"), t)
        _counts(training, t)
    TRAINING.whole("data_seed", t)
    _seen(training, t)
    st.caption(t("training.data.hint"))


def _counts(training: Training, t: Language) -> None:
    """Of the visitor's own classes, how many points of each are learnt from, where they are not alike."""
    if training.dataset != OWN:
        return
    data = data_of(training).train
    counts = [int((data.y == k).sum()) for k in range(training.classes)]
    if max(counts) > 2 * min(counts):
        said = ", ".join(f"{escape_markdown(name)} {count}" for name, count in zip(data.classes, counts, strict=True))
        st.caption(t("training.data.unequal", counts=said))


def _seen(training: Training, t: Language) -> None:
    """Ask what the map shows, which changes nothing in what is learnt."""
    if is_slice(training):
        _plane(training, t)
    left, right = st.columns(2)
    with left:
        _toggle("show_test", training.show_test, t)
    with right:
        if training.classes and training.dimension > 1:
            _toggle("discrete", training.discrete, t)


def _toggle(field: str, value: bool, t: Language) -> None:
    st.toggle(
        t(f"training.field.{field}"), value, **session.bound(f"training.{field}", value, TRAINING.change(field)),
    )


def _plane(training: Training, t: Language) -> None:
    axes, places = training.axes, range(training.dimension)
    for place, (column, name) in enumerate(zip(st.columns(2), ("across", "up"), strict=True)):
        free = [i for i in places if i != axes[1 - place]]
        column.selectbox(
            t(f"training.own.{name}"), index=free.index(axes[place]),
            **session.bound(
                f"training.own.{name}", axes[place], partial(_turn, axes, place), free,
                lambda i: escape_markdown(input_name(training, i)),
            ),
        )
    TRAINING.whole("plane_row", t)


def _turn(axes: tuple[int, int], place: int, chosen: int) -> None:
    TRAINING.change("plane")((chosen, axes[1]) if place == 0 else (axes[0], chosen))
