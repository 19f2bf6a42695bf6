"""Where the neurons stand.

Layers are columns at x = 0, 1, 2, ...; a column is centred on y = 0, its first neuron on top. The
tallest column has gap 1; shorter ones are spread a little wider. Whole and half numbers keep the
figure's JSON small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

GRAPH_HEIGHT_PX = 440
"""Height of the network's canvas."""

CANVAS_PX = 860.0
"""Its width in a window of 1440 pixels."""

SIDE = 0.36
"""How far the axis runs beyond the first and the last layer, in gaps between layers."""

TOP_PX, BOTTOM_PX = 8, 4
"""The figure's margins above and below."""

LONGEST_ONE_LINE = 4
"""Columns that may stand side by side with a heading on one line."""

_TWO_LINES_PX = 46.0
"""What a heading of two lines takes of the picture's height, with a little air below it."""

_LARGEST_NODE_PX = 60.0
_LARGEST_SHARE_OF_GAP = 0.45
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
    return _arranged(tuple(sizes))


@lru_cache(maxsize=256)
def _arranged(sizes: tuple[int, ...]) -> NodeLayout:
    tallest = max(sizes)
    ys = []
    for size in sizes:
        gap = 1.0 if size in (1, tallest) else min(_WIDEST_GAP, round((tallest - 1) / (size - 1), 2))
        ys.append(tuple(round(((size - 1) / 2 - i) * gap, 3) for i in range(size)))
    half_height = max((tallest - 1) / 2, 0.5) + _MARGIN
    top = half_height * (1 + 2 * _HEADING_SHARE)
    pixels_a_gap = GRAPH_HEIGHT_PX / (half_height + top)
    # Of many layers, the neurons are smaller too: between them something must be left of the connections.
    widest = min(_LARGEST_NODE_PX, _LARGEST_SHARE_OF_GAP * CANVAS_PX / (len(sizes) - 1 + 2 * SIDE))
    node_px = min(widest, max(_SMALLEST_NODE_PX, 0.62 * pixels_a_gap))
    if len(sizes) > LONGEST_ONE_LINE:
        # So high that `wanted` pixels are left between the top and the uppermost neuron's middle.
        first, wanted, drawn = (tallest - 1) / 2, _TWO_LINES_PX + node_px / 2, GRAPH_HEIGHT_PX - TOP_PX - BOTTOM_PX
        top = max(top, (drawn * first + wanted * half_height) / (drawn - wanted))
    return NodeLayout(tuple(ys), round(half_height, 3), round(top, 3), round(node_px, 1))


def pixels_per_unit(layout: NodeLayout) -> float:
    """Return pixels of one unit of the y axis."""
    return (GRAPH_HEIGHT_PX - TOP_PX - BOTTOM_PX) / (layout.top + layout.half_height)
