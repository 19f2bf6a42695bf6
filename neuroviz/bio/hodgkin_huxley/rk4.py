"""The classical Runge-Kutta method on V and the gates together; the drive is constant within a step."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from neuroviz.bio.hodgkin_huxley.rates import RATES, phi
from neuroviz.bio.hodgkin_huxley.recorder import CHUNK, Drive, Recorder
from neuroviz.bio.simulation import Array
from neuroviz.bio.synapses import magnesium_block, unblocked

_Numbers = tuple[float, float, float, float]

# The order of `_rate_slopes`: alpha of n, m, h, then beta. The two linear ones come first, the sigmoid last.
_ORDER = ("alpha_n", "alpha_m", "alpha_h", "beta_n", "beta_m", "beta_h")


def run_rk4(p: dict[str, Array], drive: Drive, state: Array, dt_ms: float, recorder: Recorder) -> None:
    """Run all neurons at once; `recorder` receives the results.

    p      the parameters, as `records.stacked` returns them
    state  (4, n): V, m, h, n at the start
    """
    neurons, n_steps = drive.neurons, recorder.n_steps
    slope = _slopes(p, drive.given.magnesium_mm, neurons)
    half, whole, sixth = (np.full((4, neurons), x * dt_ms) for x in (0.5, 1.0, 1.0 / 6.0))
    k1, k2, k3, k4, at = (np.empty((4, neurons)) for _ in range(5))
    y = state[[0, 3, 1, 2]]
    size = min(CHUNK // 4, n_steps)
    for first in range(0, n_steps, size):
        last = min(first + size, n_steps)
        conductance, inward, nmda = drive.chunk(first, last)
        rows = np.empty((last - first, *y.shape))
        for k in range(last - first):
            row = (conductance[k], inward[k], None if nmda is None else nmda[k])
            slope(y, *row, k1)
            slope(_ahead(y, k1, half, at), *row, k2)
            slope(_ahead(y, k2, half, at), *row, k3)
            slope(_ahead(y, k3, whole, at), *row, k4)
            # y + dt/6 (k1 + 2 (k2 + k3) + k4)
            np.add(k2, k3, k2)
            np.add(k2, k2, k2)
            np.add(k2, k1, k2)
            np.add(k2, k4, k2)
            y = _ahead(y, k2, sixth, rows[k])
        recorder.take(first, rows[:, 0], rows[:, [2, 3, 1]])


def run_rk4_one(p: dict[str, Array], drive: Drive, state: Array, dt_ms: float, recorder: Recorder) -> None:
    """Run one neuron: the same method in plain Python numbers, some ten times faster than arrays of one element.

    Arguments as in `run_rk4`.
    """
    slope, n_steps = _slope_of_one(p, drive.given.magnesium_mm), recorder.n_steps
    v, m, h, n = (float(x[0]) for x in state)
    half, sixth = 0.5 * dt_ms, dt_ms / 6.0
    for first in range(0, n_steps, CHUNK):
        last = min(first + CHUNK, n_steps)
        conductance, inward, nmda = drive.chunk(first, last)
        blocked = [0.0] * (last - first) if nmda is None else nmda[:, 0].tolist()
        rows: list[_Numbers] = []
        try:
            for row in zip(conductance[:, 0].tolist(), inward[:, 0].tolist(), blocked, strict=True):
                v1, m1, h1, n1 = slope(v, m, h, n, *row)
                v2, m2, h2, n2 = slope(v + half * v1, m + half * m1, h + half * h1, n + half * n1, *row)
                v3, m3, h3, n3 = slope(v + half * v2, m + half * m2, h + half * h2, n + half * n2, *row)
                v4, m4, h4, n4 = slope(v + dt_ms * v3, m + dt_ms * m3, h + dt_ms * h3, n + dt_ms * n3, *row)
                v += sixth * (v1 + 2.0 * (v2 + v3) + v4)
                m += sixth * (m1 + 2.0 * (m2 + m3) + m4)
                h += sixth * (h1 + 2.0 * (h2 + h3) + h4)
                n += sixth * (n1 + 2.0 * (n2 + n3) + n4)
                rows.append((v, m, h, n))
        except OverflowError:
            # Python raises where NumPy gives infinity. The recorder reports a NaN as a step that is too large.
            rows.append((math.nan,) * 4)
        values = np.array(rows)
        recorder.take(first, values[:, :1], values[:, 1:, None])


def _slope_of_one(
    p: dict[str, Array], magnesium: float
) -> Callable[[float, float, float, float, float, float, float], _Numbers]:
    """Return the right-hand side for one neuron: (V, m, h, n, conductance, inward current, NMDA) -> slopes of the four.

    The same equations as `rates` and `derivatives`.
    """
    g_na, g_k, g_l = (float(p[name].flat[0]) for name in ("g_na_ms_cm2", "g_k_ms_cm2", "g_l_ms_cm2"))
    e_na, e_k, e_l = (float(p[name].flat[0]) for name in ("e_na_mv", "e_k_mv", "e_l_mv"))
    c_m, factor = float(p["c_m_uf_cm2"].flat[0]), phi(float(p["temperature_c"].flat[0]))
    exp, expm1 = math.exp, math.expm1
    am, am_v, am_w = RATES["alpha_m"]
    bm, bm_v, bm_w = RATES["beta_m"]
    ah, ah_v, ah_w = RATES["alpha_h"]
    bh, bh_v, bh_w = RATES["beta_h"]
    an, an_v, an_w = RATES["alpha_n"]
    bn, bn_v, bn_w = RATES["beta_n"]

    def slope(v: float, m: float, h: float, n: float, conductance: float, inward: float, nmda: float) -> _Numbers:
        x = (v - am_v) / am_w
        alpha_m = am * x / expm1(x) if x else am
        x = (v - an_v) / an_w
        alpha_n = an * x / expm1(x) if x else an
        alpha_h, beta_h = ah * exp((v - ah_v) / ah_w), bh / (1.0 + exp((v - bh_v) / bh_w))
        beta_m, beta_n = bm * exp((v - bm_v) / bm_w), bn * exp((v - bn_v) / bn_w)
        if nmda:
            conductance += nmda * unblocked(v, magnesium)
        nn = n * n
        current = (
            inward - conductance * v - g_na * m * m * m * h * (v - e_na) - g_k * nn * nn * (v - e_k) - g_l * (v - e_l)
        )
        return (
            current / c_m, factor * (alpha_m - (alpha_m + beta_m) * m), factor * (alpha_h - (alpha_h + beta_h) * h),
            factor * (alpha_n - (alpha_n + beta_n) * n),
        )

    return slope


def _ahead(y: Array, slope: Array, step: Array, out: Array) -> Array:
    """Write y + step * slope into `out` and return it."""
    np.multiply(slope, step, out)
    return np.add(out, y, out)


def _wide(columns: tuple[float, ...], neurons: int) -> Array:
    """Return numbers as rows, each repeated for every neuron: (len(columns), neurons)."""
    return np.tile(np.array(columns)[:, None], (1, neurons))


def _slopes(
    p: dict[str, Array], magnesium: float, neurons: int
) -> Callable[[Array, Array, Array, Array | None, Array], None]:
    """Return the right-hand side for y = (V, n, m, h), (4, neurons), written into its last argument.

    The same equations as `rates` and `derivatives` with all six exponentials in one call and no new array.
    With the order n, m, h: n and m, squared, times n n and m h, are n^4 and m^3 h.
    """
    gate_slopes = _rate_slopes(phi(float(p["temperature_c"][0])), neurons)
    channel = np.broadcast_to(np.stack([p["g_k_ms_cm2"], p["g_na_ms_cm2"]]), (2, neurons)).copy()
    reversal = np.broadcast_to(np.stack([p["e_k_mv"], p["e_na_mv"]]), (2, neurons)).copy()
    leak, leak_e, c_m = p["g_l_ms_cm2"], p["g_l_ms_cm2"] * p["e_l_mv"], p["c_m_uf_cm2"]
    open_, others, current = np.empty((2, neurons)), np.empty((2, neurons)), np.empty(neurons)
    multiply, add, subtract, divide = np.multiply, np.add, np.subtract, np.divide

    def slope(y: Array, conductance: Array, inward: Array, nmda: Array | None, out: Array) -> None:
        v = y[0]
        gate_slopes(y, out)
        multiply(y[1:3], y[1:3], open_)
        multiply(y[1:3], y[1:4:2], others)
        multiply(open_, others, open_)
        multiply(open_, channel, open_)
        subtract(v, reversal, others)
        multiply(open_, others, open_)
        add(conductance, leak, current)
        if nmda is not None:
            add(current, nmda * magnesium_block(v, magnesium), current)
        multiply(current, v, current)
        subtract(inward, current, current)
        add(current, leak_e, current)
        subtract(current, open_[0], current)
        subtract(current, open_[1], current)
        divide(current, c_m, out[0])

    return slope


def _rate_slopes(speed: float, neurons: int) -> Callable[[Array, Array], None]:
    """Return a function that writes the slopes of n, m, h at y = (V, n, m, h) into rows 1 to 3 of its last argument.

    speed  phi: how many times faster the gates are than at 6.3 C
    """
    factors, v0, widths = (_wide(column, neurons) for column in zip(*(RATES[name] for name in _ORDER), strict=True))
    inverse = 1.0 / widths
    shift = -v0 * inverse
    factor = factors * speed
    one, tiny = _wide((1.0,) * 4, neurons), _wide((1e-300,) * 2, neurons)
    exponent, rate, total = np.empty((6, neurons)), np.empty((6, neurons)), np.empty((3, neurons))
    multiply, add, subtract, divide = np.multiply, np.add, np.subtract, np.divide

    def slopes(y: Array, out: Array) -> None:
        multiply(inverse, y[0], exponent)
        add(exponent, shift, exponent)
        # x / expm1(x) is 0/0 at x = 0 alone; so small a number changes no other x and makes that one its limit, 1.
        add(exponent[:2], tiny, exponent[:2])
        np.expm1(exponent, rate)
        divide(exponent[:2], rate[:2], rate[:2])
        add(rate[2:], one, rate[2:])
        add(rate[5], one[0], rate[5])
        divide(one[0], rate[5], rate[5])
        multiply(rate, factor, rate)
        add(rate[:3], rate[3:], total)
        multiply(total, y[1:], total)
        subtract(rate[:3], total, out[1:])

    return slopes
