"""Small digits on the page, each with its name, as one picture with a text for those who cannot see it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from neuroviz.ui.common import session
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.privacy.privacy_figure import digit_svg


def digits(images: Sequence[NDArray[np.float64]], names: Sequence[str], *, alt: str) -> None:
    """Show images side by side, each with its name below, as wide as their column has room."""
    palette = PALETTES[session.theme()]
    drawn = "".join(
        f'<span><span class="nv-digit" style="background-image: url(data:image/svg+xml;base64,'
        f'{base64.b64encode(digit_svg(image, palette).encode()).decode()})"></span>{escape(name)}</span>'
        for image, name in zip(images, names, strict=True)
    )
    kind = "nv-digits-all" if len(images) > 1 else "nv-digits-one"
    st.html(f'<div role="img" aria-label="{escape(alt)}" class="{kind}">{drawn}</div>')
