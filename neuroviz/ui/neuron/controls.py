"""Widgets for the fields of the document's neuron: seeded from it, committing to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.neuron import CHOICES, RANGES
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.studio.value_editor import value_editor


def change(field: str) -> Callable[[Any], None]:
    """Commits a new value of a field."""
    def act(value: Any) -> None:
        session.attempt(lambda document: edits.set_neuron(document, **{field: value}))
    return act


def slider(
    field: str, t: Language, *, step: float, low: float | None = None, high: float | None = None, scale: float = 1.0,
    unit: str = "",
) -> None:
    """A number on a slider. `scale` turns the field into what is shown (100 for percent); low and high narrow it."""
    value = getattr(session.document().neuron, field)
    bottom, top = RANGES[field]
    shown = type(step)(value * scale)
    first = type(step)((bottom if low is None else min(low, value)) * scale)
    last = type(step)((top if high is None else max(high, value)) * scale)
    st.slider(
        label(field, t, unit), first, last, shown, step=step, format="%.4g", help=_help(field, t),
        **session.bound(f"pair.{field}", shown, lambda chosen: change(field)(chosen / scale)),
    )


def number(field: str, t: Language, *, unit: str = "") -> None:
    """A number of any size: slider and field."""
    value_editor(
        label(field, t, unit), getattr(session.document().neuron, field), key=f"pair.{field}", t=t,
        on_change=change(field),
    )


def choice(field: str, words: Callable[[str], str], t: Language, options: Sequence[str] = ()) -> None:
    """One of a few names, with their words."""
    names = list(options or CHOICES[field])
    value = getattr(session.document().neuron, field)
    st.selectbox(
        t(f"pair.field.{field}"), names, index=names.index(value), help=_help(field, t), format_func=words,
        **session.bound(f"pair.{field}", value, change(field)),
    )


def label(field: str, t: Language, unit: str = "") -> str:
    name = t(f"pair.field.{field}")
    return f"{name} ({unit})" if unit else name


def _help(field: str, t: Language) -> str | None:
    key = f"pair.help.{field}"
    return t(key) if t.has(key) else None
