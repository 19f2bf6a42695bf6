"""Small digits on the page, as one picture with a text for those who cannot see it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from neuroviz.ui.common import session
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.privacy.privacy_figure import digits_svg


def digit_row(images: Sequence[NDArray[np.float64]], names: Sequence[str], *, alt: str, height: int) -> None:
    """Show images side by side, each with its name below.

    height  in pixels; on a wall twice as much
    """
    svg = base64.b64encode(digits_svg(images, names, PALETTES[session.theme()]).encode()).decode()
    px = round(height * (2 if session.presenting() else 1))
    st.html(
        f'<div role="img" aria-label="{escape(alt)}" style="height: {px}px; background: '
        f'url(data:image/svg+xml;base64,{svg}) left center / contain no-repeat"></div>'
    )
