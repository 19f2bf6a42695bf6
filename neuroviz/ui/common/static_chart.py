"""Charts that stay as they are: Streamlit's own element, without proving the same figure valid in every run."""

from __future__ import annotations

from typing import Any

import orjson
import plotly.graph_objects as go
import streamlit as st

from neuroviz.caching import computed_once

FAMILY = '"Source Sans", "Source Sans 3", sans-serif'
"""The page's own letters, in which the live canvases draw theirs too."""


def static_chart(spec: dict[str, Any], *, alt: str | None = None, key: str | None = None, still: bool = False) -> None:
    """Show `spec` {"data", "layout"} as it stands. For figures that change while one works there is `live_plot`.

    alt    text for screen readers
    still  neither zoom nor hover
    """
    layout = spec["layout"]
    spec = {**spec, "layout": {**layout, "font": {**layout.get("font", {}), "family": FAMILY}}}
    figure = _validated(orjson.dumps(spec, option=orjson.OPT_SERIALIZE_NUMPY))
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False, "staticPlot": still}, key=key, alt=alt)


@computed_once(maxsize=64)
def _validated(spec: bytes) -> go.Figure:
    """The figure of a spec, proved valid. Nobody changes it: Streamlit reads a copy."""
    return go.Figure(orjson.loads(spec))
