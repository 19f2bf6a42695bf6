"""The article's example against independent numbers.

Provenance: shared oracle neurons.json, entry "ann" (NumPy 2.4.6 for the shapes; mpmath, 30 digits,
for what tanh really is).
"""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document.presets import PRESETS
from neuroviz.lab import article as example

ERROR = "ValueError: shapes (2,2) and (1,2) not aligned: 2 (dim 1) != 1 (dim 0)"
Z = {
    "plain_vector": [28, 59],
    "column": [[28], [59]],
    "row_batch": [[28, 59]],
    "column_plus_flat_bias": [[28, 29], [58, 59]],
    "row_without_transpose": [[36, 52]],
}
# 1 - tanh(z) and 1 / cosh(z)^2
GAPS = {28.0: 9.56178576777093816255434951325e-25, 59.0: 1.13313363527178786725848148692e-51}
SLOPES = {28.0: 1.9123571535541876325e-24, 59.0: 2.2662672705435757345e-51}


def test_as_printed_numpy_refuses() -> None:
    outcome = example.run_form("as_printed")
    assert outcome.error == ERROR
    assert outcome.z.size == outcome.a.size == 0


@pytest.mark.parametrize("name", Z)
def test_the_other_ways_give_what_the_oracle_says(name: str) -> None:
    outcome = example.run_form(name)
    assert outcome.error == ""
    assert outcome.z.tolist() == Z[name]
    assert outcome.z.shape == np.shape(Z[name])
    # Right and wrong look alike after tanh: that is the trap.
    assert np.all(outcome.a == 1.0)


def test_every_form_is_accounted_for() -> None:
    assert set(example.FORMS) == {"as_printed", *Z}


@pytest.mark.parametrize("name", Z)
def test_the_code_shown_is_the_code_that_runs(name: str) -> None:
    names = {"np": np}
    exec(example.script(example.numbers_of_the_article), names)
    exec(example.script(example.FORMS[name], "z"), names)
    assert names["z"].tolist() == example.run_form(name).z.tolist()


def test_the_code_shown_as_the_articles_raises_the_error_shown() -> None:
    names = {"np": np}
    exec(example.script(example.numbers_of_the_article), names)
    with pytest.raises(ValueError, match=r"shapes \(2,2\) and \(1,2\) not aligned"):
        exec(example.script(example.as_printed, "z"), names)
    assert example.script(example.as_printed, "z") == "z = np.dot(W, x) + b"


def test_the_numbers_are_those_of_the_preset_that_the_button_opens() -> None:
    w, b, x = example.numbers_of_the_article()
    document = PRESETS["article"].document
    assert w.tolist() == [list(row) for row in document.layers[0].weights]
    assert tuple(b) == document.layers[0].biases
    assert tuple(x[0]) == document.input
    assert document.trace.pre_activations[0].tolist() == Z["plain_vector"]


def test_arrays_are_shown_with_their_rows_below_each_other() -> None:
    assert example.printed("z", example.run_form("column").z) == "z = [[28]\n     [59]]"


@pytest.mark.parametrize("at", example.saturations(), ids=lambda at: f"z={at.z}")
def test_how_far_from_one(at: example.Saturation) -> None:
    assert at.gap == pytest.approx(GAPS[at.z], rel=1e-15)
    assert at.slope == pytest.approx(SLOPES[at.z], rel=1e-14)
    assert (at.tanh, at.naive_gap, at.naive_slope) == (1.0, 0.0, 0.0)


def test_a_saturated_neuron_does_not_learn() -> None:
    first, second = example.saturations()
    assert (first.z, first.w, second.z, second.w) == (28.0, 1.0, 59.0, 3.0)
    # 0.1 * slope * x, with x = 7
    assert first.step == pytest.approx(0.7 * SLOPES[28.0], rel=1e-14)
    assert not first.moves
    assert not second.moves
    assert example.saturation(1.0, 1.0, 7.0).moves


def test_where_tanh_becomes_one_in_floating_point() -> None:
    end = example.first_z_rounded_to_one()
    # 18.990342 with NumPy's own tanh, 19.061548 with a correctly rounded one (oracle "ann").
    assert 18.9 < end < 19.1
    assert np.tanh(end) == 1.0
    assert np.tanh(end - 2e-6) < 1.0
