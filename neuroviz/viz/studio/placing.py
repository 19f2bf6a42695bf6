"""Where numbers stand along the connections, so that each can be read and told whose it is.

What is placed depends on the layers' sizes alone, so that no number jumps while a weight is dragged. The canvas is as
wide as its window lets it be; a place is good on the canvas of a laptop, and on a narrower one where that can be had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from neuroviz.viz.studio.layout import CANVAS_PX, SIDE, NodeLayout, arrange, pixels_per_unit

Shares = tuple[tuple[float | None, ...], ...]
"""A share of the way for each connection, a row a target and a column a source; None where no place is free."""
Places = tuple[tuple[float, ...], ...]
"""The same where each connection has its place."""

_PHONE_PX, _TABLET_PX = 358.0, 585.0
"""Widths of the canvas on narrower windows."""

_WIDTH, _HEIGHT = 36.0, 13.0
"""Pixels of a label: −0.44 in the size of a weight's."""

_PULSE_HEIGHT, _PULSE_LIFTED = 28.0, 7.0
"""Of a pulse and its value above it, taken together, and how far above the pulse the middle of both lies."""

_NAME_WIDTH, _NAME_HEIGHT = 64.0, 15.0
_CLEAR_PX = 16.0
"""So far from the line of another connection, a number is nobody else's."""

_STEPS = 29


@dataclass(frozen=True, slots=True)
class _Gap:
    """Between two layers on a canvas of some width: the neurons' heights on either side, all in pixels."""

    width: float
    sources: tuple[float, ...]
    targets: tuple[float, ...]
    radius: float
    named: bool

    def at(self, source: int, target: int, share: float) -> tuple[float, float]:
        low, high = self.sources[source], self.targets[target]
        return share * self.width, low + share * (high - low)

    def hidden(self, x: float, y: float) -> bool:
        """Whether a label at this place would touch a neuron or its name."""
        for left, heights in ((0.0, self.sources), (self.width, self.targets)):
            dx = max(0.0, abs(x - left) - _WIDTH / 2)
            for height in heights:
                dy = max(0.0, abs(y - height) - _HEIGHT / 2)
                if dx * dx + dy * dy < (self.radius + 2) ** 2:
                    return True
                below = height + self.radius + 3 + _NAME_HEIGHT / 2
                if self.named and dx < _NAME_WIDTH / 2 and abs(y - below) < (_HEIGHT + _NAME_HEIGHT) / 2:
                    return True
        return False

    def clearance(self, x: float, y: float, source: int, target: int) -> float:
        """Pixels, up or down, from a label to the nearest line of another connection, `_CLEAR_PX` at most."""
        nearest = _CLEAR_PX
        left, right = max(0.0, x - _WIDTH / 2), min(self.width, x + _WIDTH / 2)
        for j, high in enumerate(self.targets):
            for i, low in enumerate(self.sources):
                if (i, j) != (source, target):
                    slope = (high - low) / self.width
                    ends = y - low - slope * left, y - low - slope * right
                    nearest = min(nearest, 0.0 if ends[0] * ends[1] <= 0 else min(map(abs, ends)))
        return nearest


@lru_cache(maxsize=64)
def weight_shares(sizes: tuple[int, ...], index: int) -> Shares:
    """Return places for the weights between layer `index` and the next."""
    return _shares(sizes, index, preferred=0.42, low=0.1, high=0.9)


@lru_cache(maxsize=64)
def pulse_shares(sizes: tuple[int, ...], index: int) -> Places:
    """Return where the pulses from layer `index` to the next wait to be added, their values above them."""
    shares = _shares(sizes, index, preferred=0.72, low=0.5, high=0.88, pulses=True)
    return tuple(tuple(0.72 if share is None else share for share in row) for row in shares)


@lru_cache(maxsize=64)
def first_shares(sizes: tuple[int, ...], index: int) -> Places:
    """Return where the pulses from layer `index` to the next are first seen, their values above them."""
    start = departure(sizes)
    shares = _shares(sizes, index, preferred=start, low=start, high=0.44, pulses=True)
    return tuple(tuple(start if share is None else share for share in row) for row in shares)


def departure(sizes: Sequence[int]) -> float:
    """Return the share of its way that a pulse has made when it is first seen: out from under its neuron."""
    return round(min(0.3, (arrange(sizes).node_px / 2 + 12) / (_PHONE_PX / (len(sizes) - 1 + 2 * SIDE))), 2)


def _shares(
    sizes: tuple[int, ...], index: int, *, preferred: float, low: float, high: float, pulses: bool = False,
) -> Shares:
    """Return a place for each number between `low` and `high`: a pulse's over the pulse, a weight's on its line.

    Where there is room, no pulse stands on a weight.
    """
    height, lifted = (_PULSE_HEIGHT, _PULSE_LIFTED) if pulses else (_HEIGHT, 0.0)
    layout = arrange(sizes)
    gaps = [_gap(layout, index, width) for width in (CANVAS_PX, _TABLET_PX, _PHONE_PX)]
    taken: list[list[tuple[float, float]]] = [[] for _ in gaps]
    weights = [_weight_spots(sizes, index, gap) if pulses else [] for gap in gaps]
    steps = [low + (high - low) * step / (_STEPS - 1) for step in range(_STEPS)]
    found: dict[tuple[int, int], float | None] = {}
    # Level connections first: along them there is the least to choose from.
    pairs = sorted(
        ((j, i) for j in range(sizes[index + 1]) for i in range(sizes[index])),
        key=lambda pair: abs(gaps[0].sources[pair[1]] - gaps[0].targets[pair[0]]),
    )
    for target, source in pairs:
        best: tuple[float, float] | None = None
        for share in steps:
            spots = [(x, y - lifted) for x, y in (gap.at(source, target, share) for gap in gaps)]
            bad = [
                gap.hidden(*spot) or _meets(spot, others, height)
                for gap, spot, others in zip(gaps, spots, taken, strict=True)
            ]
            if bad[0]:
                continue
            clear = 0.0 if pulses else gaps[0].clearance(*spots[0], source, target)
            worth = clear - 8.0 * bad[1] - 4.0 * bad[2] - 12.0 * abs(share - preferred)
            for spot, others, much in zip(spots, weights, (20.0, 6.0, 3.0), strict=True):
                value = (spot[0], spot[1] - _PULSE_LIFTED)
                worth -= much * (_meets(value, others, _HEIGHT) + 0.3 * _meets(spot, others, (height + _HEIGHT) / 2))
            if best is None or worth > best[0]:
                best = worth, share
        found[target, source] = None if best is None else round(best[1], 2)
        if best is not None:
            for gap, others in zip(gaps, taken, strict=True):
                x, y = gap.at(source, target, best[1])
                others.append((x, y - lifted))
    return tuple(tuple(found[j, i] for i in range(sizes[index])) for j in range(sizes[index + 1]))


def _weight_spots(sizes: tuple[int, ...], index: int, gap: _Gap) -> list[tuple[float, float]]:
    """Where the weights of these connections stand."""
    return [
        gap.at(source, target, share) for target, row in enumerate(weight_shares(sizes, index))
        for source, share in enumerate(row) if share is not None
    ]


def _gap(layout: NodeLayout, index: int, canvas_px: float) -> _Gap:
    scale = pixels_per_unit(layout)
    return _Gap(
        canvas_px / (len(layout.ys) - 1 + 2 * SIDE),
        tuple(-scale * y for y in layout.ys[index]), tuple(-scale * y for y in layout.ys[index + 1]),
        layout.node_px / 2, layout.roomy,
    )


def _meets(spot: tuple[float, float], others: Sequence[tuple[float, float]], height: float) -> bool:
    x, y = spot
    return any(abs(x - u) < _WIDTH and abs(y - v) < height for u, v in others)
