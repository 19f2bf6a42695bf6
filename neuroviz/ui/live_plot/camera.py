"""The camera: pictures and films of what a page shows, made in the browser. Its code comes only where it is shown."""

from __future__ import annotations

from pathlib import Path

import orjson
import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.live_plot.protocol import View
from neuroviz.viz.palette import Palette

_HERE = Path(__file__).parent

_camera = st.components.v2.component(
    "neuroviz_camera", js=(_HERE / "camera.js").read_text("utf-8"), css=(_HERE / "camera.css").read_text("utf-8"),
    isolate_styles=False,
)


def camera(
    t: Language, *, key: str, of: str, view: View | None, moves: bool, size: tuple[int, int], palette: Palette,
    around: bool, name: str, link: str,
) -> None:
    """Offer pictures of a canvas as it stands on the page, and films of it where it `moves`.

    of          key of the canvas
    view        what is drawn there, in the colours of `palette`; None: as it is seen
    size        of the picture, in pixels
    around      whether the colours of the page around it are others too
    name, link  of the file, without its ending; where it can be opened, or ""
    """
    colors = {
        "--st-text-color": palette.ink, "--st-background-color": palette.paper, "--st-border-color": palette.grid,
        "--st-secondary-background-color": palette.zero,
    } if around else {}
    asked = {
        "words": t.under("camera"), "of": of, "view": view, "moves": moves, "size": size, "paper": palette.paper,
        "ink": palette.ink, "colors": colors, "name": name, "link": link,
    }
    _camera(key=key, data=orjson.dumps(asked))
