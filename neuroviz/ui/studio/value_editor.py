"""One number: a slider for the hand, a field for exactness."""

from __future__ import annotations

import math
from collections.abc import Callable

import streamlit as st

from neuroviz.document import Refusal
from neuroviz.document.numbers import parse_number
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.studio.names import number_text

_NARROWEST = 2.0
_WIDEST = 1e12


def value_editor(label: str, value: float, *, key: str, t: Language, on_change: Callable[[float], None]) -> None:
    """Edit `value`; the field takes 0.5, 0,5 and 1/3. `on_change` gets what was chosen, a finite float."""
    reach = _reach(value)
    slider, field = st.columns([2, 1], vertical_alignment="bottom", wrap=False)
    if abs(value) <= _WIDEST:
        slider.slider(
            label, -reach, reach, step=reach / 200, key=session.seed(f"{key}.slider", value), format="%.4g",
            on_change=lambda: on_change(float(session.value(f"{key}.slider"))),
        )
    else:
        slider.caption(label)
    field.text_input(
        t("studio.exact", name=label), key=session.seed(f"{key}.text", number_text(value)),
        label_visibility="collapsed", on_change=lambda: _typed(f"{key}.text", on_change),
    )


def _reach(value: float) -> float:
    """The slider runs from minus to plus this: 2, or the power of ten above the value."""
    size = abs(value)
    return _NARROWEST if size <= _NARROWEST else 10.0 ** math.ceil(math.log10(min(size, _WIDEST)))


def _typed(key: str, on_change: Callable[[float], None]) -> None:
    try:
        number = parse_number(session.value(key))
    except Refusal as refusal:
        session.refuse(refusal)
        return
    on_change(number)
