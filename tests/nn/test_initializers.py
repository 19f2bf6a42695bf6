"""One contract for every entry of `INITIALIZERS`, and the spread each formula promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import INITIALIZERS

SHAPE = (300, 200)
"""(n_out, n_in), unequal so that a swap of the two shows."""


def draw(name: str, scale: float = 0.7, seed: int = 0, shape: tuple[int, int] = SHAPE) -> np.ndarray:
    return INITIALIZERS[name].draw(np.random.default_rng(seed), shape, scale)


@pytest.mark.parametrize("name", INITIALIZERS)
@given(shape=st.tuples(st.integers(1, 32), st.integers(1, 32)), scale=st.floats(-1e6, 1e6))
def test_shape_type_and_finiteness(name: str, shape: tuple[int, int], scale: float) -> None:
    weights = draw(name, scale, shape=shape)
    assert weights.shape == shape
    assert weights.dtype == np.float64
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_record_tells_what_matters(name: str) -> None:
    record = INITIALIZERS[name]
    assert record.name == name
    assert draw(name, seed=3).tolist() == draw(name, seed=3).tolist()
    assert (draw(name, seed=3).tolist() != draw(name, seed=4).tolist()) == record.random
    assert (draw(name, scale=0.5).tolist() != draw(name, scale=2.0).tolist()) == record.scaled


def test_fixed_kinds() -> None:
    assert np.unique(draw("zeros")).tolist() == [0.0]
    assert np.unique(draw("constant", -0.7)).tolist() == [-0.7]


N_OUT, N_IN = SHAPE


@pytest.mark.parametrize(("name", "deviation", "bound"), [
    ("uniform", 0.7 / np.sqrt(3), 0.7),
    ("normal", 0.7, None),
    # Glorot and Bengio 2010: variance 2 / (n_in + n_out). He et al. 2015: 2 / n_in.
    ("xavier", np.sqrt(2 / (N_IN + N_OUT)), np.sqrt(6 / (N_IN + N_OUT))),
    ("he", np.sqrt(2 / N_IN), None),
])
def test_spread(name: str, deviation: float, bound: float | None) -> None:
    weights = draw(name)
    # Six standard errors of 60,000 draws.
    assert abs(weights.mean()) < 6 * deviation / np.sqrt(weights.size)
    assert weights.std() == pytest.approx(deviation, rel=6 / np.sqrt(2 * weights.size))
    fourth = np.mean(weights**4) / np.mean(weights**2) ** 2
    assert fourth == pytest.approx(3.0 if bound is None else 1.8, abs=0.15), "normal has kurtosis 3, uniform 1.8"
    if bound is not None:
        assert bound * 0.999 < np.abs(weights).max() <= bound


@pytest.mark.parametrize("name", ["uniform", "normal"])
def test_the_sign_of_the_scale_does_not_matter(name: str) -> None:
    assert draw(name, -0.7).tolist() == draw(name, 0.7).tolist()
