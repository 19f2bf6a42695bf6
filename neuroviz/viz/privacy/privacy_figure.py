"""Losses of members and others, and the ROC curve of the attack, as Plotly figures; and small pictures of digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.lab.privacy_runs import LEAST_LOSS, Leak
from neuroviz.viz.palette import Palette, mix
from neuroviz.viz.style import apart, axis, decimals, significant, still

HEIGHT_PX = 320
BINS = 26
_LOW, _HIGH = np.log10(LEAST_LOSS), 1.5
_LEAST_SHOWN = -6.0

Words = Mapping[str, str]


def losses_figure(leak: Leak, *, label_only: bool, words: Words, palette: Palette) -> dict[str, Any]:
    """Return how often which score comes, of members and of others: shares of each group.

    words  "members", "others", "loss", "share", "right", "wrong", "threshold"
    """
    groups = ((leak.members, words["members"], palette.series[0], "solid"),
              (leak.others, words["others"], palette.series[1], "dash"))
    layout = {
        **still(palette.ink, 14), "height": HEIGHT_PX, "margin": {"l": 72, "r": 12, "t": 28, "b": 60}, "bargap": 0.4,
        "showlegend": True, "legend": {"orientation": "h", "x": 0, "y": 1.14, "font": {"size": 14}},
        "yaxis": axis(palette, 14, title={"text": words["share"], "standoff": 8}, tickformat=".0%", rangemode="tozero",
                      **apart(8)),
    }
    if label_only:
        data: list[dict[str, Any]] = [{
            "type": "bar", "name": name, "x": [words["right"], words["wrong"]], "hoverinfo": "none",
            "y": [float((scores == 0).mean()), float((scores == 1).mean())],
            "marker": {"color": color, "pattern": {"shape": "" if dash == "solid" else "/"}},
        } for scores, name, color, dash in groups]
        return {"data": data, "layout": {**layout, "xaxis": axis(palette, 14)}}
    edges = np.linspace(_LEAST_SHOWN, _HIGH, BINS + 1)
    data = [{
        "type": "scatter", "mode": "lines", "name": name, "hoverinfo": "none",
        "line": {"color": color, "width": 2.5, "dash": dash, "shape": "hvh"},
        "x": significant(10 ** ((edges[1:] + edges[:-1]) / 2), 5), "y": decimals(_shares(scores, edges), 5),
    } for scores, name, color, dash in groups]
    at = max(float(np.log10(max(leak.attack.threshold, LEAST_LOSS))), _LEAST_SHOWN)
    top = max(max(trace["y"]) for trace in data)
    data.append({
        "type": "scatter", "mode": "lines", "x": significant([10**at] * 2, 5), "y": [0, top], "hoverinfo": "none",
        "showlegend": False, "line": {"color": palette.muted, "width": 2, "dash": "dot"},
    })
    note = {"x": at, "y": 1, "yref": "paper", "text": words["threshold"], "showarrow": False, "xanchor": "left",
            "yanchor": "top", "xshift": 6, "bgcolor": palette.paper, "font": {"size": 14, "color": palette.muted}}
    return {"data": data, "layout": {
        **layout, "annotations": [note],
        "xaxis": axis(palette, 14, title={"text": words["loss"], "standoff": 4}, type="log", dtick=2,
                      range=[_LEAST_SHOWN, _HIGH], exponentformat="power", **apart(8)),
    }}


def _shares(scores: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of scores in each bin; what is smaller than the first edge is in the first."""
    logs = np.clip(np.log10(scores), edges[0], edges[-1])
    return np.asarray(np.histogram(logs, edges)[0] / len(scores))


def roc_figure(leak: Leak, words: Words, palette: Palette) -> dict[str, Any]:
    """Return how many members are found for how many others accused.

    words  "found", "accused", "chance", "advantage"
    """
    found, accused, best = leak.attack.found, leak.attack.accused, leak.attack.best
    x, y = float(accused[best]), float(found[best])
    data: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "hoverinfo": "none", "showlegend": False,
         "line": {"color": palette.muted, "width": 1.5, "dash": "dot"}},
        {"type": "scatter", "mode": "lines", "x": decimals(accused, 5), "y": decimals(found, 5), "hoverinfo": "none",
         "showlegend": False, "line": {"color": palette.series[0], "width": 3}},
        {"type": "scatter", "mode": "lines+markers", "x": [x, x], "y": [x, y], "hoverinfo": "none", "showlegend": False,
         "line": {"color": palette.series[1], "width": 2.5, "dash": "dash"},
         "marker": {"size": [1, 11], "color": palette.series[1]}},
    ]
    note = {"x": x, "y": (x + y) / 2, "text": words["advantage"], "showarrow": False, "xanchor": "left", "xshift": 8,
            "bgcolor": palette.paper,
            "font": {"size": 14, "color": palette.series[1]}}
    span = {"range": [-0.02, 1.02], "tickformat": ".0%", "dtick": 0.5, **apart(6)}
    return {"data": data, "layout": {
        **still(palette.ink, 14), "height": HEIGHT_PX, "margin": {"l": 72, "r": 12, "t": 28, "b": 60},
        "annotations": [note],
        "xaxis": axis(palette, 14, title={"text": words["accused"], "standoff": 4}, **span),
        "yaxis": axis(palette, 14, title={"text": words["found"], "standoff": 8}, **span),
    }}


def digit_svg(image: NDArray[np.float64], palette: Palette) -> str:
    """Return an image (64,) as SVG, a square a pixel."""
    pixels = "".join(
        # A little wider than they are: no line of light is left between two of them.
        f'<rect x="{i % 8}" y="{i // 8}" width="1.02" height="1.02" '
        f'fill="{mix(palette.zero, palette.ink, float(min(1.0, share)))}"/>'
        for i, share in enumerate(image)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{pixels}</svg>'
