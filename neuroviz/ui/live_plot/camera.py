"""The camera: pictures and films of a network, made in the browser. Its code comes only where it is shown."""

from __future__ import annotations

from pathlib import Path

import orjson
import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.live_plot.protocol import FigureView

_HERE = Path(__file__).parent

_camera = st.components.v2.component(
    "neuroviz_camera", js=(_HERE / "camera.js").read_text("utf-8"), css=(_HERE / "camera.css").read_text("utf-8"),
    isolate_styles=False,
)


def camera(
    view: FigureView, t: Language, *, key: str, size: tuple[int, int], paper: str, ink: str, name: str, link: str,
) -> None:
    """Offer pictures and films of the network that the page's canvas shows, at the step where its player stands.

    view        of the same network, in the colours of `paper` and `ink`
    size        of the picture, in pixels
    name, link  of the file, without its ending; where the network can be opened, or ""
    """
    asked = {
        "words": t.under("camera"), "view": view, "size": size, "paper": paper, "ink": ink, "name": name, "link": link,
    }
    _camera(key=key, data=orjson.dumps(asked))
