"""The network's picture as an SVG file: the studio's figure with the signal arrived, as wide as its words need it.

The studio fits the figure into a window. Here nothing else wants room: the layers stand so far apart that no heading
and no name meets another, and names and biases of inputs and outputs stand beside their neurons.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Any

from neuroviz.document import Document
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.layout import CANVAS_PX, SIDE, pixels_per_unit
from neuroviz.viz.studio.network_figure import Scene, Traces, Words, figure, neuron_label
from neuroviz.viz.svg import runs_of, svg_page

_LETTER_EM = 0.62
"""More than the mean width of a letter in the widest of the fonts that the picture may come in."""

_AWAY_PX = 10.0
_BETWEEN_PX = 14.0
_LEAST_ROW_PX = 15.0
"""Rows of names closer than this could not be read."""


def network_svg(document: Document, palette: Palette, words: Words, title: str, about: str) -> str:
    """Return the picture of a network as an SVG file.

    words  of the figure
    title  what it is, and `about` what its colours mean, as plain text
    """
    scene = Scene.of(document, palette, words)
    spec = figure(scene)
    names = _beside(scene, spec["data"][Traces.NAMES])
    column = _column_px(scene, names)
    left, right = _sides_px(names, len(document.layers), column, scene.layout.node_px)
    width = left + column * len(document.layers) + right
    margin = spec["layout"]["margin"]
    # The stretch of the axis that the picture shows, so that the layers stand `column` apart.
    low = (margin["l"] - left) / column
    high = len(document.layers) + (right - margin["r"]) / column
    spec["layout"]["xaxis"]["range"] = [low, high]
    spec["data"][Traces.NAMES] = _moved(names, column, scene.layout.node_px)
    return svg_page(spec, round(width), paper=palette.paper, title=title, about=about)


def _beside(scene: Scene, names: dict[str, Any]) -> dict[str, Any]:
    """Return the names, of inputs and outputs beside their neurons, as `js/network/beside.js` does in the studio."""
    last = len(scene.document.layers)
    # Headings, and what stands within the network.
    kept = [i for i, x in enumerate(names["x"]) if names["y"][i] == scene.layout.top or 0 < x < last]
    columns: dict[str, list[Any]] = {
        name: [names[name][i] for i in kept] for name in ("x", "y", "text", "textposition")
    }
    fonts: dict[str, list[Any]] = {name: [names["textfont"][name][i] for i in kept] for name in ("size", "color")}
    for layer, side in ((0, "middle left"), (last, "middle right")):
        ys = scene.layout.ys[layer]
        rows = [(a - b) * pixels_per_unit(scene.layout) for a, b in pairwise(ys)]
        if min(rows, default=_LEAST_ROW_PX) < _LEAST_ROW_PX:
            continue
        for neuron, y in enumerate(ys):
            for name, value in zip(columns, (layer, y, neuron_label(scene.document, layer, neuron), side), strict=True):
                columns[name].append(value)
            fonts["size"].append(14)
            fonts["color"].append(scene.palette.muted)
    return {**names, **columns, "textfont": {**names["textfont"], **fonts}}


def _column_px(scene: Scene, names: dict[str, Any]) -> float:
    """How far the layers stand apart: as in the studio, or so far that what stands over and under them has room."""
    last = len(scene.document.layers)
    widest = [0.0] * (last + 1)
    for i, x in enumerate(names["x"]):
        if names["textposition"][i] == "bottom center":
            widest[x] = max(widest[x], _wide(names["text"][i], names["textfont"]["size"][i]))
    crowded = max((a / 2 + b / 2 + _BETWEEN_PX for a, b in pairwise(widest)), default=0.0)
    return max(CANVAS_PX / (last + 2 * SIDE), crowded)


def _sides_px(names: dict[str, Any], last: int, column: float, node_px: float) -> tuple[float, float]:
    """Return the room left of the first layer and right of the last one."""
    room = [SIDE * column] * 2
    for i, x in enumerate(names["x"]):
        if x not in (0, last):
            continue
        wide, side = _wide(names["text"][i], names["textfont"]["size"][i]), names["textposition"][i]
        needed = wide / 2 if side == "bottom center" else node_px / 2 + _AWAY_PX + wide
        room[x > 0] = max(room[x > 0], needed + _AWAY_PX)
    return room[0], room[1]


def _moved(names: dict[str, Any], column: float, node_px: float) -> dict[str, Any]:
    """Return the names in their places on the axis, now that it is known how far the layers stand apart."""
    away = (node_px / 2 + _AWAY_PX) / column
    off = {"middle left": -away, "middle right": away, "bottom center": 0.0}
    return {**names, "x": [x + off[side] for x, side in zip(names["x"], names["textposition"], strict=True)]}


def _wide(text: str, size: float) -> float:
    """Pixels that a text takes at most: the widest of its lines."""
    lines = ("".join(words for words, _ in runs) for runs in runs_of(text))
    return max(size * sum(_em(letter) for letter in line) for line in lines)


def _em(letter: str) -> float:
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else _LETTER_EM
