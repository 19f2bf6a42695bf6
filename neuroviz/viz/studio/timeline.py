"""The signal's way as a list of meaningful steps: the one source of frames, captions and the scrubber.

For each layer: pulses leave its sources (emit), travel, are added one by one where the sum is short
(add) or all at once (sum), and the activation lights the layer (activate). A frame holds only what
changes, so the state at a step is the sum of all frames up to it. Plotly interpolates the rest.

A frame is made for a whole layer. Its pulses are ordered by target, `offsets` says where each
target's begin, and so the player can also go neuron by neuron.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from neuroviz.document import Document
from neuroviz.viz.numbers import compact
from neuroviz.viz.studio.equation import A, Z
from neuroviz.viz.studio.layout import arrange
from neuroviz.viz.studio.network_figure import BLANK, Scene, Traces, idle_layer, sign, summed_layer
from neuroviz.viz.studio.placing import departure, first_shares, pulse_shares

MOST_SINGLE_TERMS = 4
"""Sums of up to so many terms are added up one term at a time."""

MOST_PULSES = 512
"""Pulses between two layers; of more connections, those that carry most."""

MOST_LABELLED_PULSES = 24
"""Up to so many pulses at once show their values; where there are more, those of one neuron's step do."""

NEAR = 0.86
"""The share of their way after which pulses without numbers wait."""

_MS = {"start": 500, "emit": 450, "travel": 900, "add": 480, "sum": 700, "activate": 750}


Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class _Ways:
    """Of the connections between two layers, in target order: the y where each ends, its term's index in the sum, and
    the places where its pulse is first seen and where it waits to be added. offsets: where each target's begin."""

    to_ys: Row
    terms: Sequence[int]
    first_x: Row
    first_y: Row
    near_x: Row
    near_y: Row
    offsets: Sequence[int]

    def only(self, kept: Sequence[int], offsets: Sequence[int]) -> _Ways:
        """Return these of them."""
        def those(column: Row) -> Row:
            return [column[i] for i in kept]

        return _Ways(
            those(self.to_ys), [self.terms[i] for i in kept], those(self.first_x), those(self.first_y),
            those(self.near_x), those(self.near_y), offsets,
        )


@dataclass(frozen=True, slots=True)
class _Pulses:
    """Between two layers: the ways, and for each the value w·a carried and its label."""

    ways: _Ways
    values: list[float]
    labels: list[str]


def frames(scene: Scene, words: dict[str, str]) -> list[dict[str, Any]]:
    """Return the frames, first to last.

    Each: {"layer", "phase", "ms", "moment" (as in `equation`), "caption", "traces", "data"} and, where
    pulses are set, "offsets" and "crowded" (too many for labels, all at once). `words` holds a caption a
    phase, with {layer}, {source}, {k} and {g}.
    """
    sizes = scene.document.sizes
    idle = [idle_layer(scene, layer) for layer in range(1, len(sizes))]
    first = {
        "layer": 0, "phase": "start", "ms": _MS["start"], "moment": 0,
        "caption": words["start"].format(layer=scene.layer_name(0)),
        "traces": [Traces.PULSES, Traces.HALO, *range(Traces.FIRST_LAYER, Traces.FIRST_LAYER + len(sizes))],
        "data": [_NO_PULSES, _glow(scene, 1, 0.0), _changing(scene.lit[0]), *map(_changing, idle)],
    }
    return [first, *(frame for layer in range(1, len(sizes)) for frame in _layer_frames(scene, layer, words))]


# One unseen point rather than none: Plotly does not take away the last points of a trace that turns empty
# in a frame that is not redrawn.
_NO_PULSES: dict[str, Any] = {
    "x": [0], "y": [0], "text": [BLANK], "marker": {"size": [0], "symbol": [0], "color": [0], "opacity": 0},
}


def _layer_frames(scene: Scene, layer: int, words: dict[str, str]) -> list[dict[str, Any]]:
    pulses = _between(scene, layer)
    target = Traces.FIRST_LAYER + layer
    part = scene.document.layers[layer - 1]
    fan_in = len(part.weights[0])
    zs = scene.document.trace.pre_activations[layer - 1].tolist()

    def frame(phase: str, moment: int, traces: list[int], data: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        caption = words[phase].format(
            layer=scene.layer_name(layer), source=scene.layer_name(layer - 1), **more.pop("values", {}),
        )
        return {
            "layer": layer, "phase": phase, "ms": _MS[phase], "moment": moment, "caption": caption,
            "traces": traces, "data": data, **more,
        }

    made = [
        # The glow takes its next place unseen: it grows where it is.
        frame("emit", 0, [Traces.PULSES, Traces.HALO],
              [_emitted(pulses, layer), _glow(scene, layer, 0.0)],
              offsets=pulses.ways.offsets,
              crowded=len(pulses.values) > MOST_LABELLED_PULSES),
        frame("travel", 0, [Traces.PULSES], [{"x": pulses.ways.near_x, "y": pulses.ways.near_y}]),
    ]
    if fan_in <= MOST_SINGLE_TERMS:
        sources = scene.document.trace.activations[layer - 1].tolist()
        totals = [0.0] * part.size
        for term in range(fan_in):
            totals = [t + row[term] * sources[term] for t, row in zip(totals, part.weights, strict=True)]
            gone = [0 if k <= term else 1 for k in pulses.ways.terms]
            made.append(frame(
                "add", term + 1, [Traces.PULSES, target],
                [_absorbed(pulses, layer, gone), _changing(summed_layer(scene, layer, totals))],
                values={"k": term + 1},
            ))
    gone = [0] * len(pulses.values)
    made += [
        frame("sum", Z, [Traces.PULSES, target], [
            _absorbed(pulses, layer, gone), _changing(summed_layer(scene, layer, zs)),
        ]),
        frame("activate", A, [Traces.HALO, target], [
            _glow(scene, layer, 1.0), _changing(scene.lit[layer]),
        ], values={"g": scene.words.activations[part.activation]}),
    ]
    return made


def are_all_shown(document: Document) -> bool:
    """Return whether every connection has its pulse, between every two layers."""
    return all(layer.size * len(layer.weights[0]) <= MOST_PULSES for layer in document.layers)


@lru_cache(maxsize=64)
def _ways(sizes: tuple[int, ...], layer: int) -> _Ways:
    """All ways into `layer`. They depend on the layers' sizes alone: an edit of a number leaves them as they are."""
    from_ys, to_ys = arrange(sizes).ys[layer - 1:layer + 1]
    pairs = [(source, target) for target in range(len(to_ys)) for source in range(len(from_ys))]
    # Where each pulse has a number, each waits where its own can be read.
    if len(pairs) <= MOST_LABELLED_PULSES:
        first, stop = first_shares(sizes, layer - 1), pulse_shares(sizes, layer - 1)
        shares = [(first[target][source], stop[target][source]) for source, target in pairs]
    else:
        shares = [(departure(sizes), NEAR)] * len(pairs)
    firsts, stops = zip(*shares, strict=True)

    def heights(along: Row) -> Row:
        return tuple(
            round(from_ys[i] + share * (to_ys[j] - from_ys[i]), 2) for (i, j), share in zip(pairs, along, strict=True)
        )

    return _Ways(
        tuple(to_ys[target] for _, target in pairs), tuple(source for source, _ in pairs),
        tuple(round(layer - 1 + share, 2) for share in firsts), heights(firsts),
        tuple(round(layer - 1 + share, 2) for share in stops), heights(stops),
        tuple(range(0, len(pairs) + 1, len(from_ys))),
    )


def _between(scene: Scene, layer: int) -> _Pulses:
    """Return the pulses into `layer`; where there are too many, each target keeps NaN and those that carry most."""
    part = scene.document.layers[layer - 1]
    sources = scene.document.trace.activations[layer - 1].tolist()
    ways = _ways(scene.document.sizes, layer)
    values = [w * a for row in part.weights for w, a in zip(row, sources, strict=True)]
    per_target = max(1, min(len(sources), MOST_PULSES // part.size))
    if per_target < len(sources):
        kept = [i for begin in ways.offsets[:-1] for i in sorted(sorted(
            range(begin, begin + len(sources)), key=lambda i: (not math.isnan(values[i]), -abs(values[i])),
        )[:per_target])]
        ways = ways.only(kept, tuple(range(0, len(kept) + 1, per_target)))
        values = [values[i] for i in kept]
    return _Pulses(ways, values, [_carried(v) for v in values])


def _emitted(pulses: _Pulses, layer: int) -> dict[str, Any]:
    """Pulses that have just left their sources: area by |w·a|, colour and symbol by sign, a number where it fits."""
    largest = max((abs(v) for v in pulses.values if math.isfinite(v)), default=0.0) or 1.0
    return {
        "x": pulses.ways.first_x,
        "y": pulses.ways.first_y,
        "text": pulses.labels,
        "marker": {
            "size": [round(4 + 14 * math.sqrt(abs(v) / largest)) if math.isfinite(v) else 18 for v in pulses.values],
            # 0 a circle, 2 a diamond, 4 a cross for what is no number.
            "symbol": [4 if not math.isfinite(v) else 2 if v < 0 else 0 for v in pulses.values],
            "color": [sign(v) for v in pulses.values],
            "opacity": 1,
        },
    }


def _carried(value: float) -> str:
    """Return a pulse's label: the value with its sign, + included."""
    return f"{'+' if value > 0 else ''}{compact(value)}"


def _absorbed(pulses: _Pulses, layer: int, staying: Sequence[int]) -> dict[str, Any]:
    """Pulses that have been added move into their neuron and fade; the others wait where they are."""
    ways = pulses.ways
    if not any(staying):
        return {
            "x": [layer] * len(staying), "y": ways.to_ys, "text": [BLANK] * len(staying), "marker": {"opacity": 0},
        }
    return {
        "x": [x if stays else layer for x, stays in zip(ways.near_x, staying, strict=True)],
        "y": [y if stays else t for y, t, stays in zip(ways.near_y, ways.to_ys, staying, strict=True)],
        "marker": {"opacity": staying},
        "text": [label if stays else BLANK for label, stays in zip(pulses.labels, staying, strict=True)],
    }


def _glow(scene: Scene, layer: int, share: float) -> dict[str, Any]:
    lit = scene.lit[layer]
    values = scene.document.trace.activations[layer].tolist()
    strengths = [min(1.0, abs(v)) if math.isfinite(v) else 1.0 for v in values]
    return {
        "x": lit["x"], "y": lit["y"],
        "marker": {
            "size": [round(share * scene.layout.node_px * (1 + 0.55 * s), 1) if s else 0 for s in strengths],
            "color": lit["marker"]["line"]["color"],
        },
    }


def _changing(trace: dict[str, Any]) -> dict[str, Any]:
    """Of a layer's trace, what a frame changes."""
    marker = trace["marker"]
    return {"text": trace["text"], "marker": {"color": marker["color"], "line": {"color": marker["line"]["color"]}}}
