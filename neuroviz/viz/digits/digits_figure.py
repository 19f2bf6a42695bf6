"""The network of the page "Digits" as a Plotly figure: columns of neurons, their connections, bars for the answers.

All that follows from what is drawn on the pad is filled in by the browser, frame by frame: this is the frame that it
fills. The image itself, which is the first layer, lies over the figure as a grid of pixels at `COLUMNS[0]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neuroviz.viz.palette import Palette, rim
from neuroviz.viz.studio.network_figure import EDGE_WIDTHS
from neuroviz.viz.style import HIDDEN_AXIS, still

Trace = dict[str, Any]

ACROSS: Mapping[int, tuple[float, ...]] = {3: (0.17, 0.57, 0.84), 4: (0.15, 0.46, 0.66, 0.85)}
"""By the number of layers, where each column stands: from 0 to 1 across the picture."""

BARS = (0.9, 1.0)
"""From where to where a bar reaches whose share is 1."""

BLANK = "\u00a0"
_HALF, _HEAD = 8.1, 1.25
_PIXEL_WIDTH = 0.9
_BAR_PX = 14


class DigitTraces:
    """Which trace is which. Edges: from pixels by sign, then between neurons by sign and width."""

    EDGES = 0
    SLOTS = 2 + 2 * len(EDGE_WIDTHS)
    FOCUS = SLOTS
    """The edges that the eye follows, once more and stronger."""
    BARS = 2 * SLOTS
    BEST = BARS + 1
    SELECTED = BARS + 2
    NAMES = BARS + 3
    SHARES = BARS + 4
    FIRST_LAYER = BARS + 5


def columns(sizes: Sequence[int]) -> list[float]:
    """Return where each layer stands across the picture."""
    return list(ACROSS[len(sizes)])


def neuron_heights(sizes: Sequence[int]) -> list[list[float]]:
    """Return where each neuron of the layers after the image stands; the first is on top."""
    return [[round((size - 1) / 2 * (gap := min(1.6, 15 / (size - 1))) - i * gap, 3) for i in range(size)]
            for size in sizes[1:]]


def digits_figure(sizes: Sequence[int], names: Sequence[str], palette: Palette) -> dict[str, Any]:
    """Return the figure, with nothing in it yet.

    names  of the layers, the image first
    """
    data = [*_edges(palette, 0.5), *_edges(palette, 1.0), _bar(palette.grid), _bar(palette.positive),
            _ring(palette), _headings(sizes, names, palette), _shares(sizes, palette),
            *(_layer(sizes, layer, palette) for layer in range(1, len(sizes)))]
    return {"data": data, "layout": {
        **still(palette.ink, 14), "height": 480, "margin": {"l": 4, "r": 56, "t": 4, "b": 4},
        "xaxis": {**HIDDEN_AXIS, "range": [0, 1], "fixedrange": True},
        "yaxis": {**HIDDEN_AXIS, "range": [-_HALF, _HALF + _HEAD], "fixedrange": True},
        "shapes": [_track(y, palette) for y in neuron_heights(sizes)[-1]],
    }}


def _track(y: float, palette: Palette) -> dict[str, Any]:
    """Where an answer's bar will be, before there is one."""
    return {"type": "line", "x0": BARS[0], "x1": BARS[1], "y0": y, "y1": y, "layer": "below", "opacity": 0.4,
            "line": {"color": palette.grid, "width": _BAR_PX}}


def _edges(palette: Palette, opacity: float) -> list[Trace]:
    """One trace a sign and width. Each begins with an unseen point: a trace that was empty could not be moved."""
    made = []
    for width in (_PIXEL_WIDTH, *EDGE_WIDTHS):
        for color, dash in ((palette.positive, "solid"), (palette.negative, "5px,4px")):
            made.append({
                "type": "scatter", "mode": "lines", "x": [0, None], "y": [0, None], "hoverinfo": "none",
                "opacity": opacity, "line": {"color": color, "width": width, "dash": dash, "simplify": False},
            })
    return made


def _bar(color: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": [0, None], "y": [0, None], "hoverinfo": "none", "opacity": 1,
        "line": {"color": color, "width": _BAR_PX, "simplify": False},
    }


def _ring(palette: Palette) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "x": [0], "y": [0], "hoverinfo": "none", "opacity": 0.45,
        "marker": {"size": [0], "color": palette.select, "line": {"width": 0}}, "cliponaxis": False,
    }


def _headings(sizes: Sequence[int], names: Sequence[str], palette: Palette) -> Trace:
    return {
        "type": "scatter", "mode": "text", "x": columns(sizes), "y": [_HALF + _HEAD / 2] * len(sizes),
        "text": list(names), "textposition": "middle center", "hoverinfo": "none", "cliponaxis": False,
        "textfont": {"size": 16, "color": palette.ink, "weight": 600, "shadow": rim(palette)},
    }


def _shares(sizes: Sequence[int], palette: Palette) -> Trace:
    ys = neuron_heights(sizes)[-1]
    return {
        "type": "scatter", "mode": "text", "x": [BARS[1]] * len(ys), "y": ys, "text": [BLANK] * len(ys),
        "textposition": "middle right", "hoverinfo": "none", "cliponaxis": False,
        "textfont": {"size": 16, "color": [palette.muted] * len(ys)},
    }


def _layer(sizes: Sequence[int], layer: int, palette: Palette) -> Trace:
    ys = neuron_heights(sizes)[layer - 1]
    last = layer == len(sizes) - 1
    return {
        "type": "scatter", "mode": "markers+text", "x": [columns(sizes)[layer]] * len(ys), "y": ys,
        "text": [str(i) if last else BLANK for i in range(len(ys))], "textposition": "middle center",
        "hoverinfo": "none", "cliponaxis": False, "textfont": {"size": 16, "color": palette.ink, "weight": 600},
        "marker": {
            "size": 30 if last else 20, "color": [palette.zero] * len(ys), "opacity": 1,
            "line": {"width": 2, "color": [palette.muted] * len(ys)},
        },
    }
