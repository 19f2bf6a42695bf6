"""One number: a slider for the hand, a field for exactness."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import streamlit as st

from neuroviz.document import Refusal
from neuroviz.document.numbers import parse_number
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.names import number_text

_NARROWEST = 2.0
_WIDEST = 1e12


def value_editor(
    label: str, value: float, *, key: str, t: Language, on_change: Callable[[float], None], plain: str = "",
) -> None:
    """Edit `value`; the field takes 0.5, 0,5 and 1/3. `on_change` gets what was chosen, a finite float.

    label   as Markdown; plain: the same where nothing reads it as that, if it differs
    """
    reach = _reach(value)
    slider, field = st.columns([2, 1], vertical_alignment="bottom", wrap=False)
    if abs(value) <= _WIDEST:
        slider.slider(
            label, -reach, reach, value, step=reach / 200, format="%.4g",
            **session.bound(f"{key}.slider", value, on_change),
        )
    else:
        slider.caption(label)
    field.text_input(
        t("studio.exact", name=plain or label), number_text(value), label_visibility="collapsed",
        **session.bound(f"{key}.text", number_text(value), partial(_typed, on_change)),
    )


def _reach(value: float) -> float:
    """The slider runs from minus to plus this: 2, or the power of ten above the value."""
    size = abs(value)
    return _NARROWEST if size <= _NARROWEST else 10.0 ** math.ceil(math.log10(min(size, _WIDEST)))


def _typed(on_change: Callable[[float], None], text: str) -> None:
    try:
        number = parse_number(text)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    on_change(number)
