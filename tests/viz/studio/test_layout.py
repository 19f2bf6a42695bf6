"""Neurons stand apart, within the axes, in the order in which they are counted."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import limits
from neuroviz.viz.studio.layout import GRAPH_HEIGHT_PX, LONGEST_ONE_LINE, NodeLayout, arrange
from tests import strategies

any_sizes = st.lists(strategies.sizes, min_size=2, max_size=limits.MAX_LAYERS).map(tuple)


def pixels_per_unit(layout: NodeLayout) -> float:
    return GRAPH_HEIGHT_PX / (layout.half_height + layout.top)


def assert_fits(sizes: tuple[int, ...]) -> None:
    layout = arrange(sizes)
    scale = pixels_per_unit(layout)
    assert tuple(map(len, layout.ys)) == sizes
    for column in layout.ys:
        assert list(column) == sorted(column, reverse=True), "the first neuron is on top"
        assert sum(column) == pytest.approx(0.0, abs=0.05), "a column is centred"
        for upper, lower in itertools.pairwise(column):
            assert (upper - lower) * scale > layout.node_px + 1, "two neurons overlap"
        radius = layout.node_px / 2 / scale
        assert column[0] + radius < layout.top
        assert column[-1] - radius > -layout.half_height


@given(any_sizes)
def test_neurons_do_not_overlap_and_lie_within_the_axes(sizes: tuple[int, ...]) -> None:
    assert_fits(sizes)


@pytest.mark.parametrize("size", range(1, limits.MAX_NEURONS + 1))
def test_each_size_fits_beside_one_neuron_and_beside_the_largest(size: int) -> None:
    for other in (1, limits.MAX_NEURONS):
        assert_fits((size, other))


def test_the_largest_network_fits() -> None:
    assert_fits((limits.MAX_NEURONS,) * limits.MAX_LAYERS)


@given(any_sizes)
def test_a_heading_has_room_above_the_uppermost_neuron(sizes: tuple[int, ...]) -> None:
    """One line of 16 px, or two of them where columns are many; Plotly puts 1.3 em between lines."""
    layout = arrange(sizes)
    room = (layout.top - max(column[0] for column in layout.ys)) * pixels_per_unit(layout) - layout.node_px / 2
    assert room >= 16 * 1.3 * (1 if len(sizes) <= LONGEST_ONE_LINE else 2)


def test_a_layer_of_many_neurons_has_smaller_ones_and_no_number_in_them() -> None:
    diameters = [arrange((n, n)).node_px for n in range(1, limits.MAX_NEURONS + 1)]
    assert diameters == sorted(diameters, reverse=True)
    assert arrange((3, 4, 3)).roomy
    assert not arrange((3, limits.MAX_NEURONS)).roomy
