"""The network as a Plotly figure: edges, neurons, and the traces that the signal moves through.

The figure is a plain dict and always has the same traces in the same order (`Traces`), so that an
edit updates it in place. It shows the signal arrived; `timeline` makes the frames that lead there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from neuroviz.document import Document, Layer
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.numbers import brief, short, subscript
from neuroviz.viz.palette import Palette, mix, rim
from neuroviz.viz.studio.layout import (
    BOTTOM_PX,
    GRAPH_HEIGHT_PX,
    LONGEST_ONE_LINE,
    SIDE,
    TOP_PX,
    NodeLayout,
    arrange,
    pixels_per_unit,
)
from neuroviz.viz.studio.placing import weight_shares
from neuroviz.viz.style import CLEAR, HIDDEN_AXIS, on_page
from neuroviz.viz.text import escape_html

EDGE_WIDTHS = (0.7, 1.5, 2.7, 4.4)
"""Pixels of an edge, by how large its weight is beside the largest of the network."""

MOST_LABELLED_EDGES = 16
"""Between two layers, up to so many edges carry their weight in numbers."""

BLANK = "\u00a0"
"""A label that shows nothing. Plotly drops an empty one, and the next label would fly in from its place."""

_DIGIT_EM = 0.58
_MINUS_EM = 0.69
"""Widths of a digit and of a minus sign in the widest of the fonts that the page may come in."""

_FIVE_CHARACTERS_PX = 38
"""Diameter of the smallest neuron with room for a number of five characters; four fit into all that have any."""

Trace = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The figure's words, in the visitor's language.

    input, hidden ("Hidden {n}"), output: layers; activations: name -> word
    """

    input: str
    hidden: str
    output: str
    activations: Mapping[str, str]


class Traces:
    """Which trace is which: edges by sign and width, zero weights, and so on up to a trace a layer of neurons."""

    ZERO_EDGES = 2 * len(EDGE_WIDTHS)
    FOCUS = ZERO_EDGES + 1
    """The edges that the eye follows, once more and stronger, one trace for each of those above."""
    EDGE_LABELS = FOCUS + ZERO_EDGES + 1
    SELECTED = EDGE_LABELS + 1
    HALO = EDGE_LABELS + 2
    PULSES = EDGE_LABELS + 3
    NAMES = EDGE_LABELS + 4
    FIRST_LAYER = EDGE_LABELS + 5


@dataclass(frozen=True)
class Scene:
    """All that drawing a document needs to know: the document, where things stand, colours, words."""

    document: Document
    layout: NodeLayout
    palette: Palette
    words: Words

    @classmethod
    def of(cls, document: Document, palette: Palette, words: Words) -> Scene:
        """Lay `document` out for drawing."""
        return cls(document, arrange(document.sizes), palette, words)

    @cached_property
    def lit(self) -> tuple[Trace, ...]:
        """Every layer as `lit_layer` makes it; shared by all that show it, and changed by none."""
        return tuple(lit_layer(self, layer) for layer in range(len(self.document.sizes)))

    def layer_name(self, layer: int) -> str:
        """Return a layer's name as the graph writes it."""
        return layer_name(self.document, layer, self.words.input, self.words.hidden, self.words.output)


def neuron_name(document: Document, layer: int, neuron: int) -> str:
    """Return the visitor's own name, or x₁, h₁, y₁."""
    names = {0: document.input_names, len(document.layers): document.output_names}.get(layer)
    own = names[neuron] if names else ""
    letter = "x" if layer == 0 else "y" if layer == len(document.layers) else "h"
    return own or f"{letter}{subscript(neuron + 1)}"


def layer_name(document: Document, layer: int, first: str, hidden: str, last: str) -> str:
    """Return what a layer is called, given the words for input, hidden ("Hidden {n}") and output."""
    if layer == 0:
        return first
    return last if layer == len(document.layers) else hidden.format(n=layer)


def sign(value: float) -> int:
    """Return -1, 0 or 1; 0 for NaN."""
    return (value > 0) - (value < 0)


def figure(scene: Scene) -> dict[str, Any]:
    """Return the whole figure, the signal arrived: {"data": [...], "layout": {...}}."""
    edges = _edges(scene)
    data = [
        *edges, *map(_unfollowed, edges), _edge_labels(scene), _selected(scene), _halo(scene), _pulses(scene),
        _names(scene), *scene.lit,
    ]
    return {"data": data, "layout": _figure_layout(scene)}


# --- neurons -------------------------------------------------------------------------------------

def lit_layer(scene: Scene, layer: int) -> Trace:
    """Return a layer whose activations are known: fill by value, the number inside where there is room."""
    values = scene.document.trace.activations[layer].tolist()
    scale = _lit_scale(scene, layer, values)
    return {
        **_layer_base(scene, layer),
        "marker": _marker(
            scene,
            [_fill(scene.palette, v, scale) for v in values],
            [_stroke(scene.palette, v) for v in values],
        ),
        "text": numbers_inside(scene, values),
    }


def idle_layer(scene: Scene, layer: int, text: Sequence[str] = ()) -> Trace:
    """Return a layer that the signal has not reached, or whose sum (`text`, one a neuron) is being built."""
    size = scene.document.sizes[layer]
    return {
        **_layer_base(scene, layer),
        "marker": _marker(scene, [scene.palette.zero] * size, [scene.palette.muted] * size),
        "text": list(text) if text and scene.layout.roomy else [BLANK] * size,
    }


def summed_layer(scene: Scene, layer: int, sums: Sequence[float]) -> Trace:
    """Return a layer whose sums stand at `sums`; the ring takes the sum's sign."""
    trace = idle_layer(scene, layer, [f"<i>{text}</i>" for text in numbers_inside(scene, sums)])
    trace["marker"]["line"]["color"] = [_stroke(scene.palette, z) for z in sums]
    return trace


def numbers_inside(scene: Scene, values: Sequence[float]) -> list[str]:
    """Return numbers that stand within neurons; blank where these are too small for any."""
    if not scene.layout.roomy:
        return [BLANK] * len(values)
    return [brief(v, room(scene.layout)) for v in values]


def room(layout: NodeLayout) -> int:
    """Return how many characters there is room for in a neuron, in letters that can be read."""
    return 5 if layout.node_px >= _FIVE_CHARACTERS_PX else 4


def _inside_px(layout: NodeLayout) -> int:
    """Return the size of the letters in a neuron: the widest number there is not wider than the neuron."""
    widest = _MINUS_EM + _DIGIT_EM * (room(layout) - 1)
    return max(8, min(18, int(0.94 * layout.node_px / widest)))


def _layer_base(scene: Scene, layer: int) -> Trace:
    ys = scene.layout.ys[layer]
    return {
        "type": "scatter", "mode": "markers+text", "x": [layer] * len(ys), "y": list(ys),
        "textposition": "middle center", "hoverinfo": "none", "cliponaxis": False,
        "textfont": {"size": _inside_px(scene.layout), "color": scene.palette.ink, "weight": 600},
    }


def _marker(scene: Scene, fills: list[str], strokes: list[str]) -> dict[str, Any]:
    return {
        "size": scene.layout.node_px, "color": fills, "opacity": 1,
        "line": {"width": 2 if scene.layout.node_px > 14 else 1, "color": strokes},
    }


def _lit_scale(scene: Scene, layer: int, values: Sequence[float]) -> float:
    """Return the value that is coloured fully: 1 for bounded activations, else the largest of the layer."""
    if layer > 0 and has_bounds(scene.document.layers[layer - 1].activation):
        return 1.0
    return max((abs(v) for v in values if math.isfinite(v)), default=1.0) or 1.0


def has_bounds(activation: str) -> bool:
    """Return whether an activation's values have a lowest and a highest."""
    return math.isfinite(ACTIVATIONS[activation].low) and math.isfinite(ACTIVATIONS[activation].high)


def _fill(palette: Palette, value: float, scale: float) -> str:
    if math.isnan(value):
        return palette.alarm
    soft = palette.positive_soft if value > 0 else palette.negative_soft
    return mix(palette.zero, soft, min(1.0, abs(value) / scale))


def _stroke(palette: Palette, value: float) -> str:
    if not math.isfinite(value):
        return palette.alarm
    return {1: palette.positive, -1: palette.negative, 0: palette.muted}[sign(value)]


def _names(scene: Scene) -> Trace:
    """Names and biases under the neurons where there is room; the layers' headings on top.

    On a wide canvas the browser moves those of inputs and outputs to the picture's sides: `js/network/beside.js`.
    """
    shown: list[tuple[float, float, str, str, int]] = []
    last = len(scene.document.layers)
    reach = (scene.layout.node_px / 2 + 3) / pixels_per_unit(scene.layout)
    for layer, ys in enumerate(scene.layout.ys):
        shown.append((layer, scene.layout.top, _heading(scene, layer), scene.palette.ink, 16))
        if not scene.layout.roomy and 0 < layer < last:
            continue
        for neuron, height in enumerate(ys):
            below = round(height - reach, 3)
            # Where neurons are small, the place is kept and nothing stands in it.
            label = neuron_label(scene.document, layer, neuron) if scene.layout.roomy else BLANK
            shown.append((layer, below, label, scene.palette.muted, 14))
    x, y, text, colors, sizes = (list(column) for column in zip(*shown, strict=True))
    return {
        "type": "scatter", "mode": "text", "x": x, "y": y, "text": text, "textposition": ["bottom center"] * len(x),
        "textfont": {"size": sizes, "color": colors, "shadow": rim(scene.palette)},
        "hoverinfo": "none", "cliponaxis": False,
    }


def _heading(scene: Scene, layer: int) -> str:
    """Return a layer's name and, muted, its activation: on one line where columns stand far apart."""
    name = f"<b>{escape_html(scene.layer_name(layer))}</b>"
    if layer == 0:
        return name
    activation = escape_html(scene.words.activations[scene.document.layers[layer - 1].activation])
    between = " " if len(scene.document.sizes) <= LONGEST_ONE_LINE else "<br>"
    return f"{name}{between}<span style='color:{scene.palette.muted}'>{activation}</span>"


def neuron_label(document: Document, layer: int, neuron: int) -> str:
    """Return what stands at a neuron, as HTML: its name and, where it adds up, its bias."""
    name = escape_html(neuron_name(document, layer, neuron))
    return f"{name} · b {short(document.layers[layer - 1].biases[neuron])}" if layer else name


# --- edges ---------------------------------------------------------------------------------------

def _edges(scene: Scene) -> list[Trace]:
    """One trace a sign and width, its segments parted by None, and one for zero weights.

    Each begins with an unseen point: a trace that was empty could not be moved, only drawn anew.
    """
    largest = max((abs(w) for layer in scene.document.layers for row in layer.weights for w in row), default=0.0)
    classes = len(EDGE_WIDTHS)
    first = scene.layout.ys[0][0]
    xs: list[list[float | None]] = [[0, None] for _ in range(2 * classes + 1)]
    ys: list[list[float | None]] = [[first, None] for _ in range(2 * classes + 1)]
    for index, layer in enumerate(scene.document.layers):
        from_ys, to_ys = scene.layout.ys[index], scene.layout.ys[index + 1]
        for row, to_y in zip(layer.weights, to_ys, strict=True):
            for w, from_y in zip(row, from_ys, strict=True):
                slot = Traces.ZERO_EDGES if w == 0.0 else (
                    min(classes - 1, int(classes * (abs(w) / largest))) + (classes if w < 0 else 0)
                )
                xs[slot] += (index, index + 1, None)
                ys[slot] += (from_y, to_y, None)
    traces = []
    for slot, (x, y) in enumerate(zip(xs, ys, strict=True)):
        zero, negative = slot == Traces.ZERO_EDGES, slot >= classes
        color = scene.palette.grid if zero else scene.palette.negative if negative else scene.palette.positive
        traces.append({
            "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "none",
            "opacity": 0.55,
            "line": {
                "color": color, "width": EDGE_WIDTHS[0] if zero else EDGE_WIDTHS[slot % classes],
                "dash": "dot" if zero else "5px,4px" if negative else "solid", "simplify": False,
            },
        })
    return traces


def _unfollowed(edges: Trace) -> Trace:
    """Return the stronger edges of one sign and width, while the eye follows none: the unseen point alone."""
    return {**edges, "x": edges["x"][:2], "y": edges["y"][:2], "opacity": 1}


def labelled(layer: Layer) -> bool:
    """Return whether the edges into a layer carry their weights in numbers."""
    return layer.size * len(layer.weights[0]) <= MOST_LABELLED_EDGES


def _edge_labels(scene: Scene) -> Trace:
    x: list[float] = []
    y: list[float] = []
    text: list[str] = []
    colors: list[str] = []
    for index, layer in enumerate(scene.document.layers):
        if not labelled(layer):
            continue
        shares = weight_shares(scene.document.sizes, index)
        for neuron, row in enumerate(layer.weights):
            for source, w in enumerate(row):
                place = shares[neuron][source]
                # Where no place is free, the number is blank: the selected connection says its own below the picture.
                share = 0.5 if place is None else place
                from_y, to_y = scene.layout.ys[index][source], scene.layout.ys[index + 1][neuron]
                x.append(round(index + share, 3))
                y.append(round(from_y + share * (to_y - from_y), 3))
                text.append(BLANK if place is None else brief(w))
                colors.append(_stroke(scene.palette, w))
    return {
        "type": "scatter", "mode": "text", "x": x, "y": y, "text": text, "hoverinfo": "none",
        "textposition": "middle center", "textfont": {"size": 14, "color": colors, "shadow": rim(scene.palette)},
    }


def _selected(scene: Scene) -> Trace:
    """Return a ring around the selected neuron, or a band under the selected edge."""
    chosen = scene.document.selection
    # One unseen point rather than none: a trace that begins empty would be drawn over the neurons.
    x: list[float] = [0]
    y: list[float] = [0]
    ring = 0.0 if chosen is None else scene.layout.node_px + 12
    if chosen is not None:
        x, y = [chosen.layer], [scene.layout.ys[chosen.layer][chosen.neuron]]
        if chosen.source is not None:
            x, y = [chosen.layer - 1, *x], [scene.layout.ys[chosen.layer - 1][chosen.source], *y]
            ring = 0.0
    return {
        "type": "scatter", "mode": "lines+markers", "x": x, "y": y, "hoverinfo": "none",
        "line": {"color": scene.palette.select, "width": 9}, "opacity": 0.45, "cliponaxis": False,
        # A size a point: of a trace that is all of size 0, Plotly draws points of size 6.
        "marker": {"size": [ring] * len(x), "color": scene.palette.select, "line": {"width": 0}},
    }


# --- what the signal moves -----------------------------------------------------------------------

def _halo(scene: Scene) -> Trace:
    """Return the glow of neurons that have just lit up; empty at rest."""
    return {
        "type": "scatter", "mode": "markers", "x": [], "y": [], "hoverinfo": "none", "cliponaxis": False,
        "marker": {"size": [], "color": [], "opacity": 0.35, "line": {"width": 0}},
    }


def _pulses(scene: Scene) -> Trace:
    """Return the pulses on their way; empty at rest. Colour and symbol both say the sign."""
    positive, negative, none = scene.palette.positive, scene.palette.negative, scene.palette.muted
    return {
        "type": "scatter", "mode": "markers+text", "x": [], "y": [], "text": [], "hoverinfo": "none",
        "textposition": "top center",
        "textfont": {"size": 14, "color": scene.palette.ink, "weight": 600, "shadow": rim(scene.palette)},
        "marker": {
            "size": [], "symbol": [], "color": [], "opacity": 1, "cmin": -1, "cmax": 1,
            "colorscale": [[0, negative], [0.5, none], [1, positive]], "showscale": False,
            "line": {"width": 1, "color": scene.palette.paper},
        },
    }


def _figure_layout(scene: Scene) -> dict[str, Any]:
    last = len(scene.document.layers)
    axis = {**HIDDEN_AXIS, "fixedrange": False}
    return {
        "height": GRAPH_HEIGHT_PX, "margin": {"l": 4, "r": 4, "t": TOP_PX, "b": BOTTOM_PX}, "showlegend": False,
        "xaxis": {**axis, "range": [-SIDE, last + SIDE]},
        "yaxis": {**axis, "range": [-scene.layout.half_height, scene.layout.top]},
        **on_page(),
        "font": {"color": scene.palette.ink}, "hovermode": False, "dragmode": "pan",
        "modebar": {
            "orientation": "v", "bgcolor": CLEAR, "color": scene.palette.muted, "activecolor": scene.palette.ink,
        },
        # Zoom survives an edit, and starts afresh with another architecture.
        "uirevision": "-".join(map(str, scene.document.sizes)),
    }
