"""Numbers along the connections: none under a neuron, none on another, on the canvas of a laptop."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.presets import PRESETS
from neuroviz.viz.studio.layout import CANVAS_PX, GRAPH_HEIGHT_PX, arrange
from neuroviz.viz.studio.network_figure import MOST_LABELLED_EDGES
from neuroviz.viz.studio.placing import Shares, first_shares, pulse_shares, weight_shares
from neuroviz.viz.studio.timeline import MOST_LABELLED_PULSES

SMALL = [(name, PRESETS[name].document) for name in ("fruit", "and", "xor", "article")]
small = st.lists(st.integers(1, 8), min_size=2, max_size=10).map(tuple)
LETTERS = 30.0, 10.0
"""Width and height of -0.44 as it is drawn, in pixels: a little less than what is kept free for it."""


def spots(sizes: tuple[int, ...], index: int, shares: Shares) -> list[tuple[float, float]]:
    """Pixels from the first layer and from the middle of the canvas, of each number that is shown."""
    layout = arrange(sizes)
    gap, unit = CANVAS_PX / (len(sizes) - 0.28), GRAPH_HEIGHT_PX / (layout.top + layout.half_height)
    found = []
    for target, row in enumerate(shares):
        for source, share in enumerate(row):
            if share is not None:
                low, high = layout.ys[index][source], layout.ys[index + 1][target]
                found.append(((index + share) * gap, -unit * (low + share * (high - low))))
    return found


def gaps(sizes: tuple[int, ...], most: int) -> list[int]:
    return [i for i, (a, b) in enumerate(itertools.pairwise(sizes)) if a * b <= most]


@given(small)
def test_no_weight_stands_under_a_neuron_or_on_another(sizes: tuple[int, ...]) -> None:
    layout = arrange(sizes)
    gap, unit = CANVAS_PX / (len(sizes) - 0.28), GRAPH_HEIGHT_PX / (layout.top + layout.half_height)
    neurons = [(layer * gap, -unit * y) for layer, column in enumerate(layout.ys) for y in column]
    for index in gaps(sizes, MOST_LABELLED_EDGES):
        shown = spots(sizes, index, weight_shares(sizes, index))
        for (x, y), (u, v) in itertools.combinations(shown, 2):
            assert abs(x - u) >= LETTERS[0] or abs(y - v) >= LETTERS[1], "two numbers overlap"
        for (x, y), (u, v) in itertools.product(shown, neurons):
            dx, dy = max(0.0, abs(x - u) - LETTERS[0] / 2), max(0.0, abs(y - v) - LETTERS[1] / 2)
            assert dx * dx + dy * dy >= (layout.node_px / 2) ** 2, "a neuron covers a number"


@given(small)
def test_pulses_go_forward_and_are_seen_beside_their_neuron(sizes: tuple[int, ...]) -> None:
    gap = CANVAS_PX / (len(sizes) - 0.28)
    for index in gaps(sizes, MOST_LABELLED_PULSES):
        first, last = first_shares(sizes, index), pulse_shares(sizes, index)
        for start, stop in zip(itertools.chain(*first), itertools.chain(*last), strict=True):
            assert start is not None
            assert stop is not None
            assert arrange(sizes).node_px / 2 / gap < start < stop < 1


@pytest.mark.parametrize("sizes", [(3, 4, 3), (2, 3, 3, 3, 3, 3, 3, 1), (2, 2, 1), (4, 4)])
def test_a_small_network_shows_every_weight(sizes: tuple[int, ...]) -> None:
    for index in gaps(sizes, MOST_LABELLED_EDGES):
        assert None not in itertools.chain(*weight_shares(sizes, index))


@pytest.mark.parametrize("sizes", [document.sizes for name, document in SMALL], ids=[name for name, _ in SMALL])
def test_no_value_of_a_pulse_stands_on_a_weight_where_it_waits(sizes: tuple[int, ...]) -> None:
    """The value is written above its pulse: 14 px above the line."""
    for index in gaps(sizes, min(MOST_LABELLED_PULSES, MOST_LABELLED_EDGES)):
        weights = spots(sizes, index, weight_shares(sizes, index))
        waiting = spots(sizes, index, pulse_shares(sizes, index))
        for (x, y), (u, v) in itertools.product(waiting, weights):
            assert abs(x - u) >= LETTERS[0] or abs(y - 14.0 - v) >= LETTERS[1]
