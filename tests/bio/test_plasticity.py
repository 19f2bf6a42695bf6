"""STDP, Hebb and Oja against the reference and Brian, against a sum over all pairs, and against linear algebra."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import SimulationError
from neuroviz.bio.plasticity import MAX_SPIKES, TimingRule, hebb, learn_from_spikes, oja, pairings
from tests.bio.reference import REFERENCE

EXPECTED = REFERENCE["passive"]["plasticity"]
BRIAN = REFERENCE["brian"]["other"]["stdp_60_pairings_10Hz"]
RULE = TimingRule()

trains = st.lists(st.integers(0, 2000), max_size=30, unique=True).map(lambda ts: np.array(sorted(ts), dtype=float) / 4)


# --- the reference -------------------------------------------------------------------------------

def test_the_reference_has_nothing_else() -> None:
    assert EXPECTED.keys() == {"params", "window", "integral", "60_pairings_10Hz", "oja"}


def test_parameters() -> None:
    ours = {
        "A_plus": RULE.a_plus, "A_minus": RULE.a_minus, "tau_plus": RULE.tau_plus_ms, "tau_minus": RULE.tau_minus_ms
    }
    assert ours == EXPECTED["params"]
    assert RULE.a_minus == pytest.approx(1.05 * RULE.a_plus)


def test_window_and_its_area() -> None:
    lags = [float(lag) for lag in EXPECTED["window"]]
    assert RULE.window(lags) == pytest.approx(list(EXPECTED["window"].values()), rel=1e-14)
    assert RULE.integral_ms == pytest.approx(EXPECTED["integral"], rel=1e-14)


@pytest.mark.parametrize("lag", ["+10", "-10"])
def test_sixty_pairings(lag: str) -> None:
    """The reference pairs every spike with every earlier one: with nearest neighbours +10 would give 0.67852."""
    history = learn_from_spikes(*pairings(60, 10.0, float(lag)), weight=0.5)
    assert history.final == pytest.approx(EXPECTED["60_pairings_10Hz"][lag], rel=1e-13)
    assert history.final == pytest.approx(BRIAN[lag], rel=1e-13)


def test_oja_and_hebb() -> None:
    """The mean of x x^T over these inputs is the reference's C: they are the columns of its Cholesky factor, scaled."""
    expected = EXPECTED["oja"]
    inputs = math.sqrt(2.0) * np.linalg.cholesky(np.array(expected["C"])).T
    w = np.array([1.0, 0.0])
    for _ in range(3000):
        w = oja(w, inputs, 0.01)
    assert w == pytest.approx(expected["w_final"], abs=1e-13)
    assert w == pytest.approx(expected["eigvec"], abs=1e-13)
    assert np.linalg.norm(w) == pytest.approx(expected["norm"], abs=1e-13)
    grown = np.array(expected["eigvec"]) * expected["hebb_plain_growth_factor_per_step"]
    assert hebb(expected["eigvec"], inputs, 0.01) == pytest.approx(grown, abs=1e-13)


# --- STDP ----------------------------------------------------------------------------------------

@given(pre=trains, post=trains)
def test_where_nothing_is_clipped_learning_is_the_sum_over_all_pairs(pre: np.ndarray, post: np.ndarray) -> None:
    lags = np.subtract.outer(post, pre)
    history = learn_from_spikes(pre, post, 50.0, TimingRule(w_max=100.0))
    assert history.final == pytest.approx(50.0 + RULE.window(lags).sum(), abs=1e-11)


@given(pre=trains, post=trains, weight=st.floats(0.0, 1.0), size=st.floats(0.0, 10.0))
def test_a_weight_stays_within_its_bounds(pre: np.ndarray, post: np.ndarray, weight: float, size: float) -> None:
    history = learn_from_spikes(pre, post, weight, TimingRule(a_plus=size, a_minus=size))
    assert history.weights.min() >= 0.0
    assert history.weights.max() <= 1.0
    assert history.weights[0] == weight
    assert history.weights.shape == history.times_ms.shape
    assert np.all(np.diff(history.times_ms) >= 0.0)


@given(lag=st.floats(0.01, 200.0), step=st.floats(1.0, 50.0))
def test_the_window_falls_off_on_both_sides(lag: float, step: float) -> None:
    near, far = RULE.window([lag, lag + step])
    assert near > far > 0.0
    near, far = RULE.window([-lag, -lag - step])
    assert near < far < 0.0


def test_a_lag_of_nothing_teaches_nothing() -> None:
    assert RULE.window(0.0) == 0.0
    assert learn_from_spikes([10.0], [10.0], 0.5).final == 0.5


def test_a_silent_neuron_teaches_nothing() -> None:
    assert list(learn_from_spikes([], [], 0.5).weights) == [0.5]
    history = learn_from_spikes([-3.0, 4.0], [], 0.5)
    assert list(history.times_ms) == [-3.0, -3.0, 4.0]
    assert list(history.weights) == [0.5, 0.5, 0.5]


@pytest.mark.parametrize(("lag", "first", "second"), [(10.0, "pre", "post"), (-10.0, "post", "pre")])
def test_pairings_begin_at_zero_with_the_neuron_that_leads(lag: float, first: str, second: str) -> None:
    trains = dict(zip(("pre", "post"), pairings(3, 10.0, lag), strict=True))
    assert list(trains[first]) == [0.0, 100.0, 200.0]
    assert list(trains[second]) == [10.0, 110.0, 210.0]


# --- Hebb and Oja --------------------------------------------------------------------------------

@given(seed=st.integers(0, 10_000), n=st.integers(2, 5))
def test_oja_finds_the_first_principal_component_and_unit_length(seed: int, n: int) -> None:
    generator = np.random.default_rng(seed)
    axes = np.linalg.qr(generator.normal(size=(n, n)))[0]
    # Half the variance in each direction: the first one leads clearly.
    inputs = math.sqrt(n) * (axes * np.sqrt(0.5 ** np.arange(n))).T
    w = axes[:, 0] + generator.uniform(-0.4, 0.4, size=n) / math.sqrt(n)
    for _ in range(400):
        w = oja(w, inputs, 0.1)
    assert np.linalg.norm(w) == pytest.approx(1.0, abs=1e-6)
    assert abs(w @ axes[:, 0]) == pytest.approx(1.0, abs=1e-6)


@given(seed=st.integers(0, 10_000), n=st.integers(1, 5))
def test_hebb_never_shortens_the_weights_and_oja_takes_exactly_the_decay_off(seed: int, n: int) -> None:
    generator = np.random.default_rng(seed)
    w, x = generator.normal(size=n), generator.normal(size=(7, n))
    grown = hebb(w, x, 0.01)
    assert np.linalg.norm(grown) >= np.linalg.norm(w)
    decay = 0.01 * np.mean((x @ w) ** 2) * w
    assert oja(w, x, 0.01) == pytest.approx(grown - decay)


def test_one_input_is_a_batch_of_one() -> None:
    assert list(hebb([1.0, 2.0], [3.0, 4.0], 0.1)) == pytest.approx([1.0 + 0.1 * 11 * 3, 2.0 + 0.1 * 11 * 4])
    assert list(oja([1.0, 2.0], [3.0, 4.0], 0.1)) == list(oja([1.0, 2.0], [[3.0, 4.0], [3.0, 4.0]], 0.1))


def test_hebb_left_alone_grows_beyond_all_numbers_and_says_nothing() -> None:
    w = np.array([1e308])
    assert np.isinf(hebb(hebb(w, [1e10], 1.0), [1.0], 1.0)).all()


# --- refusals ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("fields", "name"), [
    ({"a_plus": -1.0}, "a_plus"), ({"a_minus": math.nan}, "a_minus"), ({"a_plus": math.inf}, "a_plus"),
    ({"tau_plus_ms": 0.0}, "tau_plus_ms"), ({"tau_minus_ms": -5.0}, "tau_minus_ms"), ({"w_max": 0.0}, "w_max"),
])
def test_a_rule_that_cannot_be_is_refused(fields: dict[str, float], name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        TimingRule(**fields)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


@pytest.mark.parametrize("train", [
    [2.0, 1.0], [1.0, 1.0], [math.nan], [math.inf], [[1.0]], np.arange(MAX_SPIKES + 1.0),
])
def test_a_train_that_is_none_is_refused(train: list[float]) -> None:
    for pre, post, name in ((train, [], "pre_ms"), ([], train, "post_ms")):
        with pytest.raises(SimulationError) as refused:
            learn_from_spikes(pre, post, 0.5)
        assert (refused.value.code, refused.value.values) == ("spikes", {"name": name})


@pytest.mark.parametrize("weight", [-0.1, 1.1, math.nan])
def test_a_weight_out_of_bounds_is_refused(weight: float) -> None:
    with pytest.raises(SimulationError, match="weight"):
        learn_from_spikes([], [], weight)


@pytest.mark.parametrize(("count", "rate", "lag", "name"), [
    (0, 10.0, 10.0, "count"), (MAX_SPIKES + 1, 10.0, 10.0, "count"),
    (5, 0.0, 10.0, "rate_hz"), (5, 1.0, math.nan, "lag_ms"),
])
def test_pairings_that_cannot_be_are_refused(count: int, rate: float, lag: float, name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        pairings(count, rate, lag)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


@pytest.mark.parametrize("step", [hebb, oja])
def test_weights_and_inputs_that_do_not_fit_are_refused(step: object) -> None:
    for weights, inputs in (([1.0], [1.0, 2.0]), ([[1.0]], [1.0]), ([], []), ([1.0], [[[1.0]]])):
        with pytest.raises(SimulationError, match="shape"):
            step(weights, inputs, 0.1)  # type: ignore[operator]
    with pytest.raises(SimulationError, match="rate"):
        step([1.0], [1.0], 0.0)  # type: ignore[operator]
