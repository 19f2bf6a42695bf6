"""The error's way back as frames, to be played after the signal's way forward.

The loss is measured at the output. Layer by layer, from right to left: the error arrives (∂L/∂a), goes through the
slope (δ), and meets the signal at each weight (∂L/∂w = δ·a). At the end all weights step at once.

Pulses that run back are triangles pointing left in a colour of their own, gradients are squares at their weights; both
are hollow where the number is negative. Where there is room, δ stands in and under each neuron, ∂L/∂w at each edge.

Frames are as in `timeline`, with "book": "back" (their equations are those of `backward_equation`), "whole": True (they
are not played neuron by neuron), and "at_once" where nothing glides.
"""

from __future__ import annotations

import math
from typing import Any

from neuroviz.lab.gradient_step import GradientStep
from neuroviz.viz.descent import backward_equation as equation
from neuroviz.viz.descent.backward_equation import DELTA, ERROR, GRADIENT, LOSS, UPDATE
from neuroviz.viz.numbers import compact, fixed, short
from neuroviz.viz.palette import mix
from neuroviz.viz.studio.network_figure import (
    BLANK,
    MOST_LABELLED_EDGES,
    Scene,
    Trace,
    Traces,
    idle_layer,
    neuron_name,
    numbers_inside,
    sign,
)
from neuroviz.viz.studio.placing import departure, first_shares, pulse_shares
from neuroviz.viz.studio.timeline import MOST_LABELLED_PULSES, MOST_PULSES, NEAR
from neuroviz.viz.text import escape_html

Frame = dict[str, Any]

BACK, BACK_NEGATIVE = 7, 107
"""Plotly's symbols for a triangle to the left, full and hollow."""
SQUARE, SQUARE_NEGATIVE = 1, 101
CROSS = 4

_MS = {
    "loss": 1100, "back_emit": 450, "back_travel": 900, "error": 800, "delta": 1000, "gradient": 1100, "update": 1300,
}
_NO_PULSES: Trace = {
    "x": [0], "y": [0], "text": [BLANK], "marker": {"size": [0], "symbol": [0], "color": [0], "opacity": 0},
}


def with_backward(scene: Scene, spec: dict[str, Any], forward: list[Frame], now: GradientStep, words: dict[str, str],
                  ) -> list[Frame]:
    """Return the frames of both ways. spec: the figure; forward: `timeline.frames`; words: a caption a phase."""
    first = forward[0]
    # What only the way back changes is set back when play begins again.
    changed = (Traces.EDGE_LABELS, Traces.NAMES)
    start = {
        **first, "traces": [*first["traces"], *changed],
        "data": [*first["data"], *({"text": spec["data"][trace]["text"]} for trace in changed)],
    }
    start["data"][-2] = {
        "text": spec["data"][Traces.EDGE_LABELS]["text"],
        "textfont": {"color": spec["data"][Traces.EDGE_LABELS]["textfont"]["color"]},
    }
    return [start, *forward[1:], *_Way(scene, spec, now, words).frames()]


class _Way:
    """What the way back has written at edges and under neurons so far."""

    def __init__(self, scene: Scene, spec: dict[str, Any], now: GradientStep, words: dict[str, str]) -> None:
        self.scene, self.now, self.words = scene, now, words
        self.labels: list[str] = list(spec["data"][Traces.EDGE_LABELS]["text"])
        self.label_colors: list[str] = list(spec["data"][Traces.EDGE_LABELS]["textfont"]["color"])
        self.names: list[str] = list(spec["data"][Traces.NAMES]["text"])
        self.places = spec["data"][Traces.EDGE_LABELS]

    def frames(self) -> list[Frame]:
        last = len(self.scene.document.layers)
        made = [self.loss()]
        for layer in range(last, 0, -1):
            if layer < last:
                made += self.travel(layer)
            elif not self.now.fused:
                made.append(self.frame("error", layer, ERROR, [Traces.FIRST_LAYER + layer], [
                    self.numbers(layer, equation.upstream(self.now, layer), soft=True)]))
            made += [self.delta(layer), self.gradient(layer)]
        return [*made, self.update()]

    def frame(self, phase: str, layer: int, moment: int, traces: list[int], data: list[Trace], **more: Any) -> Frame:
        values = more.pop("values", {})
        scene = self.scene
        after = scene.layer_name(min(layer + 1, len(scene.document.layers)))
        key = phase if self.now.single or f"{phase}_batch" not in self.words else f"{phase}_batch"
        return {
            "layer": layer, "phase": phase, "ms": _MS[phase], "moment": moment, "book": "back", "whole": True,
            "caption": self.words[key].format(
                layer=scene.layer_name(layer), source=after, n=len(self.now.inputs), **values,
            ),
            "traces": traces, "data": data, **more,
        }

    def loss(self) -> Frame:
        """Return the outputs that are wrong glow, the more the more wrong they are."""
        scene, last = self.scene, len(self.scene.document.layers)
        a = self.now.trace.output
        off = [
            max((abs(float(row[k]) - y[k]) for row, y in zip(a, self.now.targets, strict=True)), default=0.0)
            for k in range(len(self.now.targets[0]))
        ]
        strengths = [min(1.0, v) if math.isfinite(v) else 1.0 for v in off]
        ys = scene.layout.ys[last]
        return self.frame("loss", last, LOSS, [Traces.PULSES, Traces.HALO], [_NO_PULSES, {
            "x": [last] * len(ys), "y": list(ys),
            "marker": {
                "size": [round(scene.layout.node_px * (1 + 0.6 * s), 1) if s else 0 for s in strengths],
                "color": [scene.palette.select] * len(ys),
            },
        }], values={"loss": fixed(self.now.gradients.loss)}, at_once=True)

    def travel(self, layer: int) -> list[Frame]:
        """From each neuron of the layer behind, w·δ runs back along each connection."""
        scene = self.scene
        following = scene.document.layers[layer]
        ds = equation.deltas(self.now, layer + 1)
        ways = [
            (scene.layout.ys[layer + 1][j], scene.layout.ys[layer][i], w * d)
            for j, (row, d) in enumerate(zip(following.weights, ds, strict=True)) for i, w in enumerate(row)
        ]
        if len(ways) > MOST_PULSES:
            ways = sorted(ways, key=lambda way: (not math.isnan(way[2]), -abs(way[2])))[:MOST_PULSES]
        labelled = len(ways) <= MOST_LABELLED_PULSES
        values = [v for _, _, v in ways]
        sizes = scene.document.sizes
        starts, stops = [departure(sizes)] * len(ways), [NEAR] * len(ways)
        if labelled:
            # The way back is the way forth of the network turned round.
            turned = sizes[::-1], len(sizes) - 2 - layer
            starts, stops = (
                [places[i][j] for j in range(sizes[layer + 1]) for i in range(sizes[layer])]
                for places in (first_shares(*turned), pulse_shares(*turned))
            )
        emitted = {
            "x": [round(layer + 1 - start, 2) for start in starts],
            "y": [round(a + start * (b - a), 2) for (a, b, _), start in zip(ways, starts, strict=True)],
            "text": [_carried(v) if labelled else BLANK for v in values],
            "marker": self.marker(values, BACK, BACK_NEGATIVE),
        }
        target = Traces.FIRST_LAYER + layer
        return [
            self.frame("back_emit", layer, 0, [Traces.PULSES, Traces.HALO], [emitted, _no_glow(scene, layer)],
                       at_once=True),
            self.frame("back_travel", layer, 0, [Traces.PULSES], [{
                "x": [round(layer + 1 - stop, 2) for stop in stops],
                "y": [round(a + stop * (b - a), 2) for (a, b, _), stop in zip(ways, stops, strict=True)],
            }]),
            self.frame("error", layer, ERROR, [Traces.PULSES, target], [
                {"x": [layer] * len(ways), "y": [b for _, b, _ in ways], "text": [BLANK] * len(ways),
                 "marker": {"opacity": 0}},
                self.numbers(layer, equation.upstream(self.now, layer), soft=True),
            ]),
        ]

    def delta(self, layer: int) -> Frame:
        ds = equation.deltas(self.now, layer)
        for at, neuron in self.named(layer):
            name = escape_html(neuron_name(self.scene.document, layer, neuron))
            self.names[at] = f"{name} · δ {short_text(ds[neuron])}"
        activation = self.scene.words.activations[self.scene.document.layers[layer - 1].activation]
        fused = layer == len(self.scene.document.layers) and self.now.fused
        target = Traces.FIRST_LAYER + layer
        made = self.frame("delta", layer, DELTA, [target, Traces.NAMES], [
            self.numbers(layer, ds), {"text": list(self.names)},
        ], values={"g": activation})
        if fused and self.now.single:
            made["caption"] = self.words["delta_fused"].format(layer=self.scene.layer_name(layer))
        return made

    def gradient(self, layer: int) -> Frame:
        """At each weight a square, as large as its gradient, and the number where there is room."""
        part = self.scene.document.layers[layer - 1]
        ys = self.scene.layout.ys
        values, x, y = [], [], []
        for j, row in enumerate(part.weights):
            share = 0.3 + 0.3 * j / max(1, part.size - 1)
            for i in range(len(row)):
                values.append(equation.gradient(self.now, layer, j, i))
                x.append(round(layer - 1 + share, 3))
                y.append(round(ys[layer - 1][i] + share * (ys[layer][j] - ys[layer - 1][i]), 3))
        for at, value in zip(self.edges(layer), values, strict=False):
            self.labels[at] = f"∂{short_text(value)}"
            self.label_colors[at] = self.scene.palette.select
        if len(values) > MOST_PULSES:
            kept = sorted(range(len(values)), key=lambda k: (not math.isnan(values[k]), -abs(values[k])))[:MOST_PULSES]
            values, x, y = [values[k] for k in kept], [x[k] for k in kept], [y[k] for k in kept]
        squares: Trace = {
            "x": x, "y": y, "text": [BLANK] * len(x), "marker": self.marker(values, SQUARE, SQUARE_NEGATIVE),
        }
        if self.edges(layer):
            # Beside a number, a square would hide it.
            squares = {**squares, "marker": {**squares["marker"], "opacity": 0}}
        return self.frame("gradient", layer, GRADIENT, [Traces.PULSES, Traces.EDGE_LABELS], [
            squares, self.edge_labels(),
        ], at_once=True)

    def update(self) -> Frame:
        """Every weight steps at once; what the edges carry now is what they will be."""
        document = self.scene.document
        for layer, part in enumerate(document.layers, start=1):
            pairs = [(j, i) for j, row in enumerate(part.weights) for i in range(len(row))]
            for at, (j, i) in zip(self.edges(layer), pairs, strict=False):
                self.labels[at] = f"→ {short_text(equation.updated(self.now, layer, j, i))}"
                self.label_colors[at] = self.scene.palette.ink
            for at, neuron in self.named(layer):
                new = short_text(equation.updated(self.now, layer, neuron, None))
                self.names[at] = f"{escape_html(neuron_name(document, layer, neuron))} · b → {new}"
        return self.frame("update", 0, UPDATE, [Traces.PULSES, Traces.EDGE_LABELS, Traces.NAMES], [
            _NO_PULSES, self.edge_labels(), {"text": list(self.names)},
        ], values={
            "rate": short(self.now.rate), "before": fixed(self.now.gradients.loss),
            "after": fixed(self.now.loss_after),
        }, at_once=True)

    # --- parts -----------------------------------------------------------------------------------

    def numbers(self, layer: int, values: list[float], *, soft: bool = False) -> Trace:
        """Return a layer whose neurons show these numbers; soft: only in their rings."""
        palette = self.scene.palette
        largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0) or 1.0
        shown = [(palette.select if math.isfinite(v) else palette.alarm) if v else palette.muted for v in values]
        trace = idle_layer(self.scene, layer, [f"<b>{text}</b>" for text in numbers_inside(self.scene, values)])
        fills = trace["marker"]["color"] if soft else [
            mix(palette.zero, palette.select, 0.35 * abs(v) / largest) if math.isfinite(v) else palette.alarm
            for v in values
        ]
        return {"text": trace["text"], "marker": {"color": fills, "line": {"color": shown}}}

    def marker(self, values: list[float], positive: int, negative: int) -> Trace:
        palette = self.scene.palette
        largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0) or 1.0
        return {
            "size": [round(5 + 13 * math.sqrt(abs(v) / largest)) if math.isfinite(v) else 18 for v in values],
            "symbol": [CROSS if not math.isfinite(v) else negative if v < 0 else positive for v in values],
            "color": [palette.select if math.isfinite(v) else palette.alarm for v in values],
            "opacity": 1,
        }

    def edge_labels(self) -> Trace:
        return {"text": list(self.labels), "textfont": {"color": list(self.label_colors)}}

    def edges(self, layer: int) -> range:
        """Return the places of a layer's numbers among the edges' labels; none where there are too many edges."""
        counts = [part.size * len(part.weights[0]) for part in self.scene.document.layers]
        shown = [n if n <= MOST_LABELLED_EDGES else 0 for n in counts]
        begin = sum(shown[: layer - 1])
        return range(begin, begin + shown[layer - 1])

    def named(self, layer: int) -> list[tuple[int, int]]:
        """(place among the names, neuron) of a layer's neurons, where there is room for more than the name."""
        if not self.scene.layout.roomy:
            return []
        sizes = self.scene.document.sizes
        begin = sum(sizes[:layer]) + layer + 1
        return [(begin + neuron, neuron) for neuron in range(sizes[layer])]


def short_text(value: float) -> str:
    """Return a number beside a neuron or an edge: at most three digits after the point."""
    return short(round(value, 3)) if 1e-2 <= abs(value) < 1.0 else compact(value)


def _no_glow(scene: Scene, layer: int) -> Trace:
    ys = scene.layout.ys[layer]
    return {
        "x": [layer] * len(ys), "y": list(ys),
        "marker": {"size": [0] * len(ys), "color": [scene.palette.select] * len(ys)},
    }


def _carried(value: float) -> str:
    return f"{'+' if value > 0 else ''}{compact(value)}" if sign(value) or math.isnan(value) else "0"
