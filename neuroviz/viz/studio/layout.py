"""Where the neurons stand.

Layers are columns at x = 0, 1, 2, ...; a column is centred on y = 0, its first neuron on top. The
tallest column has gap 1; shorter ones are spread a little wider. Whole and half numbers keep the
figure's JSON small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GRAPH_HEIGHT_PX = 440
"""Height of the network's canvas."""

_LARGEST_NODE_PX = 52.0
_SMALLEST_NODE_PX = 7.0
_WIDEST_GAP = 1.5
_MARGIN = 0.7
_HEADING_SHARE = 0.07


@dataclass(frozen=True, slots=True)
class NodeLayout:
    """ys: y of each neuron, a tuple a layer; half_height: how far down the axis runs; top: how far up, the layers'
    headings included; node_px: a neuron's diameter."""

    ys: tuple[tuple[float, ...], ...]
    half_height: float
    top: float
    node_px: float

    @property
    def roomy(self) -> bool:
        """Whether a number fits into a neuron."""
        return self.node_px >= 30.0


def arrange(sizes: Sequence[int]) -> NodeLayout:
    """Positions for layers of these sizes, the input first."""
    tallest = max(sizes)
    ys = []
    for size in sizes:
        gap = 1.0 if size in (1, tallest) else min(_WIDEST_GAP, round((tallest - 1) / (size - 1), 2))
        ys.append(tuple(round(((size - 1) / 2 - i) * gap, 3) for i in range(size)))
    half_height = max((tallest - 1) / 2, 0.5) + _MARGIN
    top = half_height * (1 + 2 * _HEADING_SHARE)
    pixels_a_gap = GRAPH_HEIGHT_PX / (half_height + top)
    node_px = min(_LARGEST_NODE_PX, max(_SMALLEST_NODE_PX, 0.62 * pixels_a_gap))
    return NodeLayout(tuple(ys), round(half_height, 3), round(top, 3), round(node_px, 1))
