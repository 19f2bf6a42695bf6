"""The staggered scheme: V at the instants, the gates half a step between them.

V is measured in cells of the gate table, w = (V - TABLE_LOW_MV) / TABLE_CELL_MV, so that the whole part of w is the
row; the rows contain intercept and slope, so that one multiplication and one addition interpolate.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from neuroviz.bio.hodgkin_huxley.rates import rates, steady_gates
from neuroviz.bio.hodgkin_huxley.recorder import CHUNK, Drive, Recorder
from neuroviz.bio.simulation import Array
from neuroviz.bio.synapses import magnesium_block, unblocked

TABLE_LOW_MV, TABLE_HIGH_MV = -150.0, 150.0
"""The gate table's range. Beyond it every gate is open or shut to 4 digits, and the table's edge is used."""

TABLE_CELL_MV = 0.05
"""Linear interpolation over one cell errs by 3e-6 of a rate, far below the error of a step."""

_ZERO_MV_CELL = -TABLE_LOW_MV / TABLE_CELL_MV
"""The reversal potential of NMDA, 0 mV, in cells."""


def _cells(v_mv: Array) -> Array:
    """Return a potential in cells of the table."""
    return (v_mv - TABLE_LOW_MV) / TABLE_CELL_MV


def _volts(w: Array) -> Array:
    """Return a potential in mV, given in cells of the table."""
    return w * TABLE_CELL_MV + TABLE_LOW_MV


@lru_cache(maxsize=8)
def gate_table(temperature_c: float, dt_ms: float) -> Array:
    """Return one step of the gates as a table over V: x(t + dt) = E(V) x(t) + A(V), as in NEURON. Cached, read-only.

    Shape (16, cells): the intercepts of E and of A, then the slopes of E and of A, each for m, n, h, n. With w the
    potential in cells, E = intercept + slope w. The order, with n twice, serves the loop: m and n, times m and n,
    times h m and n n, are m^3 h and n^4.
    """
    v = TABLE_LOW_MV + TABLE_CELL_MV * np.arange(round((TABLE_HIGH_MV - TABLE_LOW_MV) / TABLE_CELL_MV) + 1)
    alpha, beta = rates(v, temperature_c)
    total = alpha + beta
    decay = np.exp(-dt_ms * total)
    gain = alpha / total * -np.expm1(-dt_ms * total)
    order = [0, 2, 1, 2]
    knots = np.concatenate([decay[order], gain[order]])
    slopes = np.diff(knots, axis=1)
    # Beyond either end the table is constant.
    slopes[:, 0] = slopes[:, -1] = 0.0
    intercepts = knots[:, :-1] - slopes * np.arange(slopes.shape[1])
    intercepts[:, -1] = knots[:, -1]
    table: Array = np.concatenate([intercepts, slopes])
    table.setflags(write=False)
    return table


@lru_cache(maxsize=4)
def _gate_rows(temperature_c: float, dt_ms: float) -> tuple[tuple[float, ...], ...]:
    """Return `gate_table` as plain numbers, a row for each cell without the second n: for the loop over one neuron."""
    table = gate_table(temperature_c, dt_ms)
    return tuple(map(tuple, table[[0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14]].T.tolist()))


def _half_step(gates: Array, v: Array, temperature_c: float, dt_ms: float) -> Array:
    """Return m, h, n half a step later at a constant V, (3, n)."""
    target, tau = steady_gates(v, temperature_c)
    later: Array = target + (gates - target) * np.exp(-0.5 * dt_ms / tau)
    return later


def _aligned(halves: Array) -> Array:
    """Return the gates at the instants from the middles on either side: (rows + 1, 3, n) -> (rows, 3, n)."""
    return 0.5 * (halves[:-1] + halves[1:])


@dataclass(frozen=True, eq=False)
class _Linear:
    """Coefficients of dw/dt = F - G w over one step, times -dt / C, for both loops.

    p  the parameters, as `records.stacked` returns them
    """

    p: dict[str, Array]
    dt_ms: float
    neurons: int

    @property
    def scale(self) -> Array:
        """-dt / C."""
        return -self.dt_ms / self.p["c_m_uf_cm2"]

    @property
    def channel(self) -> Array:
        """What m^3 h and n^4 are multiplied with to give their parts of G (first index 0) and F (1): (2, 2, n)."""
        g = np.stack([self.p["g_na_ms_cm2"], self.p["g_k_ms_cm2"]]) * self.scale
        e = _cells(np.stack([self.p["e_na_mv"], self.p["e_k_mv"]]))
        return np.broadcast_to(np.stack([g, g * e]), (2, 2, max(g.shape[1], self.neurons))).copy()

    def rows(self, conductance: Array, inward: Array) -> Array:
        """Return the leak's, the synapses' and the current's part of G and F: (rows, 2, n)."""
        g = self.p["g_l_ms_cm2"] + conductance
        ge = self.p["g_l_ms_cm2"] * self.p["e_l_mv"] + inward
        f = (ge - TABLE_LOW_MV * g) / TABLE_CELL_MV
        out = np.empty((len(inward), 2, self.neurons))
        out[:, 0], out[:, 1] = g * self.scale, f * self.scale
        return out

    def nmda(self, conductance: Array) -> Array:
        """Return -dt / C times the NMDA conductance, (rows, n)."""
        return np.broadcast_to(conductance * self.scale, (len(conductance), self.neurons))


def _gate_step(table: Array, x: Array) -> Callable[[Array], None]:
    """Return a function that advances the gates `x` in place, (4, n): from one middle to the next at a constant w.

    Every operation here and in `_potential_step` writes into an array made beforehand: with 50 neurons the calls cost
    more than the arithmetic.
    """
    n = x.shape[1]
    row, cell = np.empty((16, n)), np.empty(n, dtype=np.intp)
    intercept, slope, decay, gain = row[:8], row[8:], row[:4], row[4:8]
    multiply, add, copy, take = np.multiply, np.add, np.copyto, table.take

    def step(w: Array) -> None:
        copy(cell, w, casting="unsafe")
        take(cell, 1, row, "clip")
        multiply(slope, w, slope)
        add(intercept, slope, intercept)
        multiply(x, decay, x)
        add(x, gain, x)

    return step


def _potential_step(
    channel: Array, x: Array
) -> Callable[[Array, Array, Array | None, Array | None, Array], Array]:
    """Return a function that advances w from one instant to the next at constant gates `x`, (4, n).

    The function takes w, (n,); the row of `_Linear.rows`, (2, n); the open NMDA conductance times -dt / C, (n,), or
    None; an array for m^3 h, (n,), or None; and the array for the result, (n,), which it returns.
    """
    n = x.shape[1]
    mn, hn = x[:2], x[2:]
    squares, others, total = (np.empty((2, n)) for _ in range(3))
    spread, parts, moved = squares[None], np.empty((2, 2, n)), np.empty(n)
    sodium, potassium = parts[:, 0], parts[:, 1]
    g, f = total
    multiply, add, subtract, divide, exp, copy = np.multiply, np.add, np.subtract, np.divide, np.exp, np.copyto

    def step(w: Array, base: Array, nmda: Array | None, opened: Array | None, out: Array) -> Array:
        multiply(mn, mn, squares)
        multiply(mn, hn, others)
        multiply(squares, others, squares)
        if opened is not None:
            copy(opened, squares[0])
        multiply(spread, channel, parts)
        add(sodium, potassium, total)
        add(total, base, total)
        if nmda is not None:
            add(g, nmda, g)
            add(f, nmda * _ZERO_MV_CELL, f)
        divide(f, g, f)
        exp(g, g)
        subtract(w, f, moved)
        multiply(moved, g, moved)
        return add(moved, f, out)

    return step


def run_staggered(
    p: dict[str, Array], drive: Drive, state: Array, dt_ms: float, recorder: Recorder, exchange: Array | None = None
) -> None:
    """Run all neurons at once, a row of arrays at a time; `recorder` receives the results.

    p         the parameters, as `records.stacked` returns them
    state     (4, n): V, m, h, n at the start
    exchange  as in `simulate`
    """
    n, n_steps = drive.neurons, recorder.n_steps
    temperature, magnesium = float(p["temperature_c"][0]), drive.given.magnesium_mm
    linear, table = _Linear(p, dt_ms, n), gate_table(temperature, dt_ms)
    x = np.ascontiguousarray(_half_step(state[1:], state[0], temperature, dt_ms)[[0, 2, 1, 2]])
    mnh, step_potential, step_gates = x[:3], _potential_step(linear.channel, x), _gate_step(table, x)
    w = before = _cells(state[0])
    # One row more than a chunk: the first is the last of the chunk before. Gates that are not recorded are needed at
    # the very end alone: this scheme cannot take them out of [0, 1].
    size, recorded = min(CHUNK, n_steps), recorder.record
    opened = None if recorded else np.empty((size, n))
    ws, halves = np.empty((size, n)), np.empty((size + 1 if recorded else 2, 3, n))
    halves[0] = mnh

    for first in range(0, n_steps, size):
        count = min(first + size, n_steps) - first
        conductance, inward, nmda = drive.chunk(first, first + count)
        blocked = None if nmda is None else linear.nmda(nmda)
        for k, (base, out) in enumerate(zip(linear.rows(conductance, inward), ws, strict=False)):
            if exchange is not None:
                # Half of it before the membrane's step and half after: only so is the error dt^2.
                w = exchange @ w
            open_g = None
            if blocked is not None:
                # The block follows V at once: V in the middle of the step, from the two instants before.
                open_g = blocked[k] * magnesium_block(_volts(1.5 * w - 0.5 * before), magnesium)
                before = w.copy()
            w = step_potential(w, base, open_g, None if opened is None else opened[k], out)
            if exchange is not None:
                out[:] = exchange @ w
            step_gates(w)
            if recorded:
                halves[k + 1] = mnh
            elif k == count - 2:
                halves[0] = mnh
        # The next chunk writes over the row in which w is.
        w = w.copy()
        if not recorded:
            halves[1] = mnh
        recorder.take(first, _volts(ws[:count]), _aligned(halves[: count + 1][:, [0, 2, 1]]),
                      None if opened is None else opened[:count])
        halves[0] = halves[count] if recorded else mnh


def run_staggered_one(p: dict[str, Array], drive: Drive, state: Array, dt_ms: float, recorder: Recorder) -> None:
    """Run one neuron: the same arithmetic in plain Python numbers, five times faster than arrays of one element.

    Arguments as in `run_staggered`.
    """
    temperature, magnesium = float(p["temperature_c"][0]), drive.given.magnesium_mm
    table = _gate_rows(temperature, dt_ms)
    top = len(table) - 1
    linear = _Linear(p, dt_ms, 1)
    (na, k_), (na_e, k_e) = linear.channel[:, :, 0].tolist()
    m, h, n = (float(x[0]) for x in _half_step(state[1:], state[0], temperature, dt_ms))
    w = before = float(_cells(state[0])[0])
    exp = math.exp
    last_half = (m, h, n)

    for first in range(0, recorder.n_steps, CHUNK):
        last = min(first + CHUNK, recorder.n_steps)
        conductance, inward, nmda = drive.chunk(first, last)
        blocked = None if nmda is None else linear.nmda(nmda)[:, 0].tolist()
        ws: list[float] = []
        halves = [last_half]
        for k, (base_g, base_f) in enumerate(linear.rows(conductance, inward)[:, :, 0].tolist()):
            nn = n * n
            sodium, potassium = m * m * (m * h), nn * nn
            g = sodium * na + potassium * k_ + base_g
            f = sodium * na_e + potassium * k_e + base_f
            if blocked is not None:
                v = (1.5 * w - 0.5 * before) * TABLE_CELL_MV + TABLE_LOW_MV
                open_g = blocked[k] * unblocked(v, magnesium)
                g += open_g
                f += open_g * _ZERO_MV_CELL
                before = w
            f /= g
            w = (w - f) * exp(g) + f
            i = int(w)
            if i > top:
                i = top
            elif i < 0:
                i = 0
            em, en, eh, am, an, ah, em_w, en_w, eh_w, am_w, an_w, ah_w = table[i]
            m = m * (em + em_w * w) + (am + am_w * w)
            n = n * (en + en_w * w) + (an + an_w * w)
            h = h * (eh + eh_w * w) + (ah + ah_w * w)
            ws.append(w)
            halves.append((m, h, n))
        last_half = (m, h, n)
        recorder.take(first, _volts(np.array(ws)[:, None]), _aligned(np.array(halves)[:, :, None]))
