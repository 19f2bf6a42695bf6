"""The article page's figures: what is drawn is what NumPy gives."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.lab import article as example
from neuroviz.viz import numbers
from neuroviz.viz.article import article_figure as figure
from neuroviz.viz.palette import PALETTES

DRAWN = ("as_printed", "product", "column", "row_batch", "column_plus_flat_bias", "row_without_transpose")
WORDS = {"subtraction": "1 - tanh", "rewritten": "2 / (exp 2z + 1)", "ends": "from {z} on"}


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("name", DRAWN)
def test_every_way_is_a_valid_figure(name: str, theme: str) -> None:
    spec = figure.form_figure(name, PALETTES[theme])
    go.Figure(spec)
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("name", [name for name in DRAWN if name in example.FORMS and name != "as_printed"])
def test_the_result_drawn_is_the_result_computed(name: str) -> None:
    z = figure.form_equation(name).blocks[-1]
    assert z.name == "z"
    assert np.array_equal(z.rows, np.atleast_2d(example.run_form(name).z))


@pytest.mark.parametrize(("name", "fits"), [("as_printed", False), ("product", True), ("column", True),
                                            ("row_batch", True), ("row_without_transpose", True)])
def test_the_inner_numbers_agree_or_not(name: str, fits: bool) -> None:
    equation = figure.form_equation(name)
    (product,) = equation.products
    left, right = equation.inner(product)
    assert (left == right) is fits


def test_an_unknown_way_is_an_error() -> None:
    with pytest.raises(KeyError):
        figure.form_equation("no_such_way")


@pytest.mark.parametrize("theme", list(PALETTES))
def test_the_tail_of_tanh(theme: str) -> None:
    spec = figure.gap_figure(WORDS, PALETTES[theme])
    go.Figure(spec)
    json.dumps(spec, allow_nan=False)
    rewritten, subtracted, marked = spec["data"]
    np.testing.assert_allclose(rewritten["y"], 2 / (np.exp(2 * np.array(rewritten["x"])) + 1), rtol=1e-4)
    assert min(subtracted["y"]) > 0  # on a logarithmic axis
    assert 18 < max(subtracted["x"]) < 19.1
    assert marked["x"] == [28.0, 59.0]
    assert marked["y"] == [at.gap for at in example.saturations()]
    (note,) = spec["layout"]["annotations"]
    assert note["text"] == f"from {numbers.short(example.first_z_rounded_to_one())} on"
    low, high = spec["layout"]["yaxis"]["range"]
    assert low < np.log10(min(rewritten["y"]))
    assert high > 0
