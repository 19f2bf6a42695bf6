"""One number: a slider or two buttons for the hand, a field for exactness.

The fields are text, read by our own parser. A browser's own field for numbers (`st.number_input`) writes and reads them
by the custom of the browser's language: in a German one a typed 1.000 silently becomes 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from neuroviz.document import Refusal
from neuroviz.document.numbers import parse_number, parse_whole
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.names import number_text
from neuroviz.viz.numbers import MINUS

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


def number_field(
    label: str, read: Callable[[], float], low: float, high: float, *, step: float, key: str,
    on_change: Callable[[Any], None], disabled: bool = False, tip: str | None = None,
) -> None:
    """Edit a number between `low` and `high` in a field, with buttons that take it one `step` down and up.

    label      as Markdown
    read       returns the number as it is now; a whole one stays whole
    on_change  gets what was chosen, within the bounds; what is not is refused
    """
    value = read()

    def put(chosen: float) -> None:
        session.forget_notice()
        if low <= chosen <= high:
            on_change(chosen)
        else:
            session.refuse(Refusal("field_range", where=label, value=number_text(chosen), low=number_text(low),
                                   high=number_text(high)))

    def go(way: int) -> None:
        # Not from the value that was shown: what has just been typed comes in the same run.
        session.forget_notice()
        chosen = read() + way * step
        on_change(min(max(chosen if isinstance(value, int) else round(chosen, 9), low), high))

    with st.container(horizontal=True, vertical_alignment="bottom", gap=None, key=f"number.{key}"):
        st.text_input(
            label, number_text(value), disabled=disabled, help=tip,
            **session.bound(key, number_text(value), partial(_typed, put, whole=isinstance(value, int))),
        )
        for name, sign, way in (("less", MINUS, -1), ("more", "+", 1)):
            st.button(
                sign, key=f"{key}.{name}", on_click=session.told(go), args=(way,), width="content",
                disabled=disabled or (value <= low if way < 0 else value >= high),
            )


def _reach(value: float) -> float:
    """Return the slider runs from minus to plus this: 2, or the power of ten above the value."""
    size = abs(value)
    return _NARROWEST if size <= _NARROWEST else 10.0 ** math.ceil(math.log10(min(size, _WIDEST)))


def _typed(on_change: Callable[[Any], None], text: str, *, whole: bool = False) -> None:
    try:
        number = parse_whole(text) if whole else parse_number(text)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    on_change(number)
