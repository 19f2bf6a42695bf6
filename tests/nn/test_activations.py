"""One contract for every entry of `ACTIVATIONS`, against mpmath, which shares nothing with NumPy."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neuroviz.nn import ACTIVATIONS
from neuroviz.nn.activations import LEAKY_SLOPE

# 60 digits: differences such as 1 - tanh(59) must keep their first 17.
MP = mpmath.mp.clone()
MP.dps = 60

SMALLEST_NORMAL = float(np.finfo(np.float64).tiny)
ELEMENTWISE = [name for name, record in ACTIVATIONS.items() if record.elementwise]


def _mp_gelu_u(z: mpmath.mpf) -> mpmath.mpf:
    # The constants as the paper gives them, not as the module rounds them.
    return MP.sqrt(2 / MP.pi) * (z + MP.mpf("0.044715") * z**3)


def _mp_gelu(z: mpmath.mpf) -> mpmath.mpf:
    # tanh written out: 1 + tanh(-380) is 0 even in 60 digits.
    rise, fall = MP.exp(_mp_gelu_u(z)), MP.exp(-_mp_gelu_u(z))
    return z / 2 * (2 * rise / (rise + fall))


def _mp_sigmoid(z: mpmath.mpf) -> mpmath.mpf:
    return 1 / (1 + MP.exp(-z))


EXACT: dict[str, Callable[[mpmath.mpf], mpmath.mpf]] = {
    "sigmoid": _mp_sigmoid,
    "tanh": MP.tanh,
    "relu": lambda z: max(z, MP.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else z / 100,
    "elu": lambda z: z if z > 0 else MP.expm1(z),
    "softplus": lambda z: MP.log1p(MP.exp(z)),
    "gelu": _mp_gelu,
    "linear": lambda z: z,
    "step": lambda z: MP.mpf(1 if z >= 0 else 0),
}

EXACT_DF: dict[str, Callable[[mpmath.mpf], mpmath.mpf]] = {
    "sigmoid": lambda z: _mp_sigmoid(z) * _mp_sigmoid(-z),
    "tanh": lambda z: MP.sech(z) ** 2,
    "relu": lambda z: MP.mpf(1 if z > 0 else 0),
    "leaky_relu": lambda z: MP.mpf(1) if z > 0 else MP.mpf(1) / 100,
    "elu": lambda z: MP.mpf(1) if z > 0 else MP.exp(z),
    "softplus": _mp_sigmoid,
    "gelu": lambda z: MP.diff(_mp_gelu, z, h=MP.mpf(10) ** -25),
    "linear": lambda z: MP.mpf(1),
    "step": lambda z: MP.mpf(0),
}

GRID = np.unique(np.concatenate([
    np.linspace(-40.0, 40.0, 161),
    np.geomspace(1e-300, 700.0, 120),
    -np.geomspace(1e-300, 700.0, 120),
    [0.0, 18.990342, 19.061548, 28.0, 59.0, -0.7524614, 1 / 3],
]))


def condition(name: str, z: float) -> float:
    """How much a rounding of the exponent's argument grows in g: no float64 formula can do better."""
    return 1.0 + 2 * abs(float(_mp_gelu_u(MP.mpf(z)))) if name == "gelu" else 1.0


def assert_close(got: float, exact: mpmath.mpf, relative: float, absolute: float = 0.0) -> None:
    # Below the smallest normal number float64 itself has fewer digits, down to none; GELU then
    # multiplies such a number by z.
    allowed = relative * abs(exact) + SMALLEST_NORMAL * 100 + absolute
    assert abs(MP.mpf(float(got)) - exact) <= allowed, f"got {got!r}, exactly {MP.nstr(exact, 20)}"


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_value_matches_60_digit_arithmetic(name: str) -> None:
    for z, a in zip(GRID, ACTIVATIONS[name].f(GRID), strict=True):
        assert_close(a, EXACT[name](MP.mpf(float(z))), 4e-15 * condition(name, z))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_derivative_matches_60_digit_arithmetic(name: str) -> None:
    record = ACTIVATIONS[name]
    for z, slope in zip(GRID, record.df(GRID), strict=True):
        if z in record.kinks:
            continue
        # GELU's slope passes through zero at its lowest point, where only an absolute bound holds.
        absolute = 1e-15 if name == "gelu" and -1.5 < z < 0 else 0.0
        assert_close(slope, EXACT_DF[name](MP.mpf(float(z))), 6e-15 * condition(name, z), absolute)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(z=st.floats(-30.0, 30.0, allow_subnormal=False))
def test_derivative_is_the_slope_of_the_function(name: str, z: float) -> None:
    """Central differences of the function under test itself: ties df to f without any formula."""
    record = ACTIVATIONS[name]
    step = 1e-5 * max(1.0, abs(z))
    if any(abs(z - kink) <= 2 * step for kink in record.kinks):
        return
    around = record.f(np.array([z - step, z + step]))
    slope = (around[1] - around[0]) / (2 * step)
    # The quotient's own error: rounding of f over the step, and curvature times the step squared.
    error = 4e-16 * max(1.0, float(np.max(np.abs(around)))) / step + 2 * step**2
    # ELU's second derivative jumps at 0.
    error += step if name == "elu" and abs(z) <= step else 0.0
    assert slope == pytest.approx(float(record.df(np.array([z]))[0]), rel=1e-9, abs=error)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(z=st.floats(allow_nan=False, allow_infinity=False))
def test_range_is_what_the_record_says(name: str, z: float) -> None:
    record = ACTIVATIONS[name]
    assert record.low <= float(record.f(np.array([z]))[0]) <= record.high


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_bounds_are_reached_or_approached(name: str) -> None:
    """Bounds that are merely wide enough would draw a wrong picture."""
    record = ACTIVATIONS[name]
    a = record.f(np.linspace(-60.0, 60.0, 240_001))
    for bound, extreme in ((record.low, a.min()), (record.high, a.max())):
        if math.isfinite(bound):
            assert extreme == pytest.approx(bound, abs=1e-6)
        else:
            assert abs(extreme) >= 60.0 * LEAKY_SLOPE


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_saturates_where_the_record_says(name: str) -> None:
    record = ACTIVATIONS[name]
    low, high = record.df(np.array([-700.0, 700.0]))
    assert (abs(low) < 1e-100) == record.saturates_low
    assert (abs(high) < 1e-100) == record.saturates_high


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_kinks_are_where_the_slope_jumps(name: str) -> None:
    record = ACTIVATIONS[name]
    near = 1e-9
    for kink in record.kinks:
        left, right = record.f(np.array([kink - near, kink + near]))
        slope_left, slope_right = record.df(np.array([kink - near, kink + near]))
        assert abs(right - left) > 0.5 or abs(slope_right - slope_left) > 0.5
    if not record.kinks:
        slopes = record.df(np.linspace(-5.0, 5.0, 100_001))
        assert np.max(np.abs(np.diff(slopes))) < 1e-3


@pytest.mark.parametrize("way", ["f", "df"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_number_is_too_large(name: str, way: str) -> None:
    """Every magnitude a float64 has, both signs: finite where the input is, and no warning."""
    function = getattr(ACTIVATIONS[name], way)
    ladder = np.geomspace(1e-308, 1e308, 20_001)
    z = np.concatenate([ladder, -ladder, [0.0, -0.0, 5e-324, -5e-324, 800.0, -800.0, np.finfo(float).max]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # As a batch of rows, so that softmax compares the very large with the very small.
        a = function(np.stack([z, z[::-1]], axis=-1))
    assert np.isfinite(a).all()


@pytest.mark.parametrize("way", ["f", "df"])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_infinity_gives_the_limit(name: str, way: str) -> None:
    """At +-inf the value is what it tends to, seen from 1e300."""
    function = getattr(ACTIVATIONS[name], way)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        at_infinity = function(np.array([-np.inf, np.inf]))
    far = function(np.array([-1e300, 1e300]))
    unbounded = np.abs(far) > 1e200
    assert at_infinity[~unbounded].tolist() == far[~unbounded].tolist()
    assert at_infinity[unbounded].tolist() == (np.sign(far[unbounded]) * np.inf).tolist()


@pytest.mark.parametrize("way", ["f", "df"])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_nan_stays_nan_and_touches_nothing_else(name: str, way: str) -> None:
    function = getattr(ACTIVATIONS[name], way)
    a = function(np.array([0.5, np.nan, -0.5]))
    assert np.isnan(a).tolist() == [False, True, False]
    assert a[[0, 2]].tolist() == function(np.array([0.5, -0.5])).tolist()


@pytest.mark.parametrize("way", ["f", "df"])
@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("shape", [(1,), (5,), (1, 5), (4, 3), (0, 3)])
def test_shape_and_type_are_kept(name: str, way: str, shape: tuple[int, ...]) -> None:
    z = np.linspace(-2.0, 2.0, math.prod(shape)).reshape(shape)
    before = z.copy()
    a = getattr(ACTIVATIONS[name], way)(z)
    assert a.shape == shape
    assert a.dtype == np.float64
    assert not np.shares_memory(a, z)
    assert z.tolist() == before.tolist()


@pytest.mark.parametrize("way", ["f", "df"])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_scalar_is_one_element(name: str, way: str) -> None:
    function = getattr(ACTIVATIONS[name], way)
    a = function(np.float64(-0.7))
    assert np.shape(a) == ()
    assert float(a) == function(np.array([-0.7]))[0]


def test_the_articles_saturation() -> None:
    """z = 28 and 59: tanh is 1 to all of float64's digits, yet its slope is not 0 (mpmath, 30 digits)."""
    tanh = ACTIVATIONS["tanh"]
    assert tanh.f(np.array([28.0, 59.0])).tolist() == [1.0, 1.0]
    exact = [MP.mpf("1.9123571535541876325e-24"), MP.mpf("2.2662672705435757345e-51")]
    for slope, reference in zip(tanh.df(np.array([28.0, 59.0])), exact, strict=True):
        assert_close(slope, reference, 1e-14)


# --- softmax -------------------------------------------------------------------------------------

rows = hnp.arrays(np.float64, st.integers(1, 12), elements=st.floats(-700.0, 700.0))


def mp_softmax(z: np.ndarray) -> list[mpmath.mpf]:
    powers = [MP.exp(MP.mpf(float(v))) for v in z]
    return [power / MP.fsum(powers) for power in powers]


@given(z=rows)
def test_softmax_matches_60_digit_arithmetic(z: np.ndarray) -> None:
    spread = 1.0 + float(np.ptp(z))
    for a, exact in zip(ACTIVATIONS["softmax"].f(z), mp_softmax(z), strict=True):
        assert_close(a, exact, 5e-15 + 2.3e-16 * spread)


@given(z=rows)
def test_softmax_df_is_the_diagonal_of_the_jacobian(z: np.ndarray) -> None:
    """a_i times the sum of the others: also where a_i rounds to 1 and 1 - a_i would be 0."""
    spread = 1.0 + float(np.ptp(z))
    exact = mp_softmax(z)
    for i, slope in enumerate(ACTIVATIONS["softmax"].df(z)):
        assert_close(slope, exact[i] * MP.fsum(exact[:i] + exact[i + 1:]), 1e-14 + 5e-16 * spread)


@given(z=hnp.arrays(np.float64, st.integers(1, 6), elements=st.floats(-5.0, 5.0)))
def test_softmax_df_is_the_slope_of_each_neuron_in_its_own_sum(z: np.ndarray) -> None:
    step = 1e-5
    record = ACTIVATIONS["softmax"]
    for i, slope in enumerate(record.df(z)):
        nudge = step * np.eye(len(z))[i]
        quotient = (record.f(z + nudge)[i] - record.f(z - nudge)[i]) / (2 * step)
        assert quotient == pytest.approx(slope, abs=1e-9)


@given(z=rows, shift=st.floats(-1e6, 1e6))
def test_softmax_is_a_distribution_and_knows_only_differences(z: np.ndarray, shift: float) -> None:
    a = ACTIVATIONS["softmax"].f(z)
    assert a.min() >= 0.0
    assert float(a.sum()) == pytest.approx(1.0, abs=1e-14)
    # Adding the shift rounds each z to the shift's own spacing.
    assert ACTIVATIONS["softmax"].f(z + shift) == pytest.approx(a, abs=2 * np.spacing(abs(shift) + 700.0))


def test_softmax_works_row_by_row() -> None:
    z = np.array([[1.0, 2.0, 3.0], [1000.0, 0.0, -1000.0]])
    both = ACTIVATIONS["softmax"].f(z)
    assert both.tolist() == [ACTIVATIONS["softmax"].f(row).tolist() for row in z]
    assert both[1].tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("way", ["f", "df"])
def test_softmax_with_a_nan_is_nan_in_that_row_alone(way: str) -> None:
    a = getattr(ACTIVATIONS["softmax"], way)(np.array([[1.0, np.nan], [1.0, 2.0]]))
    assert np.isnan(a).tolist() == [[True, True], [False, False]]


def test_the_registry_is_keyed_by_name() -> None:
    assert {name: record.name for name, record in ACTIVATIONS.items()} == {name: name for name in ACTIVATIONS}
    assert set(ACTIVATIONS) == {*EXACT, "softmax"}
