"""One contract for optimisers and schedules; what each is known for; PyTorch's numbers are in `test_training`."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES, learning_rate


def walk(name: str, gradient: object, start: list[float], rate: float, steps: int, momentum: float = 0.9) -> np.ndarray:
    """The positions of a descent, (steps + 1, size); gradient is a function of the position."""
    theta, record = np.array(start), OPTIMIZERS[name]
    slots, scratch = record.fresh(theta.size), np.full(theta.size, np.nan)
    way = [theta.copy()]
    for t in range(1, steps + 1):
        record.step(theta, gradient(theta), slots, scratch, rate, momentum, t)
        way.append(theta.copy())
    return np.array(way)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_contract(name: str) -> None:
    record = OPTIMIZERS[name]
    assert record.name == name
    assert record.latex
    slots = record.fresh(3)
    assert len(slots) == record.slots
    assert all(slot.shape == (3,) and not slot.any() for slot in slots)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_gradient_is_left_alone_and_the_memory_is_written_in_place(name: str) -> None:
    record = OPTIMIZERS[name]
    theta, gradient, slots = np.ones(2), np.array([1.0, -2.0]), record.fresh(2)
    record.step(theta, gradient, slots, np.empty(2), 0.1, 0.9, 1)
    assert gradient.tolist() == [1.0, -2.0]
    assert theta[0] < 1.0 < theta[1]
    assert all(slot.all() for slot in slots)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_bowl_has_its_bottom_at_0(name: str) -> None:
    """½ (x² + 10 y²), from (1, 1)."""
    way = walk(name, lambda p: p * (1.0, 10.0), [1.0, 1.0], 0.05, 400)
    assert np.abs(way[-1]).max() < 1e-3


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(rate=st.floats(1e-6, 10.0), start=st.floats(-100.0, 100.0))
def test_no_slope_no_step(name: str, rate: float, start: float) -> None:
    assert walk(name, np.zeros_like, [start], rate, 3).ravel().tolist() == [start] * 4


@given(rate=st.floats(1e-4, 2.0), g=st.floats(0.01, 100.0), sign=st.sampled_from([-1.0, 1.0]))
def test_adams_first_step_is_the_rate_whatever_the_slope(rate: float, g: float, sign: float) -> None:
    way = walk("adam", lambda p: np.array([sign * g]), [0.0], rate, 1)
    assert way[1, 0] == pytest.approx(-sign * rate, rel=1e-5)


@given(rate=st.floats(1e-4, 1.0), g=st.floats(-10.0, 10.0), start=st.floats(-10.0, 10.0))
def test_plain_descent_by_the_formula(rate: float, g: float, start: float) -> None:
    assert walk("sgd", lambda p: np.array([g]), [start], rate, 1)[1, 0] == start - rate * g


@given(mu=st.floats(0.0, 0.95), rate=st.floats(1e-3, 1.0))
def test_momentum_gathers_speed_on_a_slope(mu: float, rate: float) -> None:
    """On an even slope the steps grow to η / (1 − μ)."""
    steps = -np.diff(walk("momentum", lambda p: np.ones(1), [0.0], rate, 400, mu)[:, 0])
    assert steps[0] == pytest.approx(rate)
    assert np.all(np.diff(steps) >= -1e-12)
    assert steps[-1] == pytest.approx(rate / (1.0 - mu), rel=1e-6)


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_without_momentum_it_is_plain_descent(name: str) -> None:
    assert np.allclose(
        walk(name, lambda p: 3.0 * p, [1.0], 0.1, 20, 0.0), walk("sgd", lambda p: 3.0 * p, [1.0], 0.1, 20), rtol=1e-14
    )


def test_nesterov_swings_less() -> None:
    swings = {
        name: np.abs(walk(name, lambda p: p, [1.0], 0.3, 60)[20:]).max() for name in ("momentum", "nesterov")
    }
    assert swings["nesterov"] < 0.5 * swings["momentum"]


@pytest.mark.parametrize(("rate", "happens"), [(0.5, "falls"), (1.5, "swings"), (2.0, "stays"), (2.1, "explodes")])
def test_the_rate_decides(rate: float, happens: str) -> None:
    """On ½ x² each step multiplies x by 1 − η: the edge is at η = 2."""
    way = walk("sgd", lambda p: p, [1.0], rate, 30)[:, 0]
    size = np.abs(way)
    assert {
        "falls": bool(np.all(way > 0) and size[-1] < 1e-6),
        "swings": bool(np.all(way[1:] * way[:-1] < 0) and size[-1] < 1e-6),
        "stays": bool(np.all(size == 1.0)),
        "explodes": size[-1] > 10.0,
    }[happens]


# --- schedules -------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_starts_at_the_full_rate_and_never_rises(name: str) -> None:
    record = SCHEDULES[name]
    assert record.name == name
    assert record.latex
    factors = [record.factor(p) for p in np.linspace(0.0, 1.0, 101)]
    assert factors[0] == 1.0
    assert all(later <= earlier for earlier, later in pairwise(factors))
    assert factors[-1] >= 0.0


@pytest.mark.parametrize(("name", "half", "end"), [
    ("constant", 1.0, 1.0), ("step", 0.25, 0.125), ("exponential", 0.1, 0.01), ("cosine", 0.5, 0.0),
])
def test_schedules_by_their_values(name: str, half: float, end: float) -> None:
    assert learning_rate(2.0, name, 50, 100) == pytest.approx(2.0 * half)
    assert learning_rate(2.0, name, 100, 100) == learning_rate(2.0, name, 700, 100) == pytest.approx(2.0 * end)
    assert learning_rate(2.0, name, 1, 1) == pytest.approx(2.0 * end), "one epoch is a whole way"
    assert learning_rate(2.0, name, 0, 0) == 2.0
