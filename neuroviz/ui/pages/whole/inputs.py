"""The input: an image of a digit where the model takes one, and a row of numbers to paste."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from neuroviz.document.models.whole import Whole, with_input
from neuroviz.i18n import Language
from neuroviz.lab.whole import images_for, pasted
from neuroviz.ui.common import session
from neuroviz.ui.common.value_editor import number_field
from neuroviz.ui.common.whole_model import edit_whole, whole_now

_IMAGE, _PASTED = "whole.image", "whole.pasted"


def inputs_panel(t: Language) -> None:
    """Show where the input can be taken from."""
    now = whole_now()
    count = now.sizes[0]
    st.subheader(t("whole.input"), anchor=False)
    images = images_for(count)
    if images is not None:
        number_field(
            t("whole.image", count=len(images)), _image, 1, len(images), step=1, key="whole.image.number",
            on_change=_show,
        )
        shown = _image() - 1
        same = np.array_equal(now.input, images.inputs[shown])
        st.caption(t("whole.image.shown", digit=int(images.labels[shown])) if same else t("whole.image.other"))
    st.text_area(
        t("whole.paste", count=count), session.value(_PASTED, ""), height=80, placeholder="0.5  0.25  0  1",
        **session.bound("whole.paste", session.value(_PASTED, ""), _paste),
    )
    st.caption(t("whole.paste.hint"))
    with st.container(horizontal=True):
        for name, value in (("zeros", 0.0), ("ones", 1.0)):
            st.button(t(f"whole.{name}"), key=f"whole.{name}", on_click=session.told(partial(_fill, value)))


def _image() -> int:
    """Which image was chosen last, counted from 1."""
    images = images_for(whole_now().sizes[0])
    kept: int = session.value(_IMAGE, 1)
    return kept if images is not None and kept <= len(images) else 1


def _show(number: int) -> None:
    images = images_for(whole_now().sizes[0])
    if images is not None and 1 <= number <= len(images):
        session.keep(_IMAGE, number)
        edit_whole(with_input, (images.pixels[number - 1] / images.format.most).tolist())


def _paste(text: str) -> None:
    session.keep(_PASTED, text)
    if text.strip():
        edit_whole(lambda now: with_input(now, pasted(text, now.sizes[0])))


def _fill(value: float) -> None:
    edit_whole(_all_alike, value)


def _all_alike(now: Whole, value: float) -> Whole:
    return with_input(now, [value] * now.sizes[0])
