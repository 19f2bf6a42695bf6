"""Charts that stay as they are: Streamlit's own element, without proving the same figure valid in every run."""

from __future__ import annotations

from typing import Any

import orjson
import plotly.graph_objects as go
import streamlit as st

from neuroviz.caching import computed_once
from neuroviz.ui.common import session

LEAST_ON_WALL_PX = 20
POWER_ON_WALL_PX = 29
"""A power's exponent is written in letters of 7/10."""
ON_WALL = 1.45
"""How much larger a chart is on a wall."""

FAMILY = '"Source Sans", "Source Sans 3", sans-serif'
"""The page's own letters, in which the live canvases draw theirs too."""


def static_chart(spec: dict[str, Any], *, alt: str | None = None, key: str | None = None, still: bool = False) -> None:
    """Show `spec` {"data", "layout"} as it stands. For figures that change while one works there is `live_plot`.

    alt    text for screen readers
    still  neither zoom nor hover
    """
    if session.presenting():
        spec = _on_wall(spec)
    layout = spec["layout"]
    spec = {**spec, "layout": {**layout, "font": {**layout.get("font", {}), "family": FAMILY}}}
    figure = _validated(orjson.dumps(spec, option=orjson.OPT_SERIALIZE_NUMPY))
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False, "staticPlot": still}, key=key, alt=alt)


def _on_wall(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the same, larger: no letter is smaller than can be read from the last row."""
    grown: dict[str, Any] = _grown(spec)
    layout = grown["layout"]
    layout["font"] = {"size": LEAST_ON_WALL_PX, **layout.get("font", {})}
    for part in ("height", "margin"):
        if part in layout:
            layout[part] = _times(layout[part])
    return grown


def _grown(part: Any) -> Any:
    """Return the same with all its fonts grown, wherever they are."""
    if isinstance(part, list):
        return [_grown(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: {**each, "size": max(LEAST_ON_WALL_PX, _times(each["size"]))}
        if name.endswith("font") and isinstance(each, dict) and "size" in each else _grown(each)
        for name, each in part.items()
    } | ({"tickfont": {**part.get("tickfont", {}), "size": POWER_ON_WALL_PX}} if "exponentformat" in part else {})


def _times(px: Any) -> Any:
    return {side: _times(each) for side, each in px.items()} if isinstance(px, dict) else round(ON_WALL * px)


@computed_once(maxsize=64)
def _validated(spec: bytes) -> go.Figure:
    """Return the figure of a spec, proved valid. Nobody changes it: Streamlit reads a copy."""
    return go.Figure(orjson.loads(spec))
