"""The Hodgkin-Huxley membrane: how sodium and potassium channels make a spike.

    C dV/dt = I - g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L) - I_syn
    dx/dt   = alpha_x(V) (1 - x) - beta_x(V) x        for each gate x = m, h, n

Sodium lets itself in: depolarisation opens m, and the current depolarises further. A little later h closes the
same channel and n opens the potassium channel, which brings V back below rest. Nothing in the equations says
"threshold"; it follows from them.

Units: mV, ms, uA/cm2, mS/cm2, uF/cm2; outward current is positive, an injected current depolarises. Parameters and
rates: Hodgkin and Huxley 1952, J Physiol 117:500, in the modern sign with rest near -65 mV. Each rate is multiplied
by phi = 3^((T - 6.3)/10).

Two ways to advance by one step dt:

    staggered  V lives at the instants, the gates half a step between them, as in NEURON. While one is advanced the
               other is constant, so that each step is the exact solution of a linear equation (an exponential): the
               error falls as dt^2, and no step makes it explode. The exponentials of the gates come from a table
               over V (linear interpolation), which takes them out of the loop.
    rk4        the classical Runge-Kutta method, error dt^4; it explodes where dt is too large for the fastest gate,
               and is then stopped.

What it teaches and where it ends: above about 63 uA/cm2 the sustained peaks stay below 0 mV; they shrink until, above
about 120, they are no spikes any more, and at 154.5 the oscillation is gone (depolarisation block). At 25 C and above
these squid parameters fire no trains any more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.bio import spikes
from neuroviz.bio.inputs import Inputs, inputs
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive, instants, steps
from neuroviz.bio.synapses import magnesium_block, unblocked
from neuroviz.caching import computed_once

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType({
    "c_m_uf_cm2": (0.01, 100.0),
    "g_na_ms_cm2": (0.0, 10_000.0),
    "g_k_ms_cm2": (0.0, 10_000.0),
    # Without any leak a blocked membrane would have no rest.
    "g_l_ms_cm2": (0.001, 1_000.0),
    "e_na_mv": (-200.0, 200.0),
    "e_k_mv": (-200.0, 200.0),
    "e_l_mv": (-200.0, 200.0),
    "temperature_c": (0.0, 60.0),
})
"""What a parameter may be, both ends included. A channel conductance of 0 is a channel that is blocked."""

MAX_DT_MS = 0.2
"""A longer step steps over the spike: the staggered scheme would not explode, it would be wrong."""

TRUSTED_DT_MS = 0.12
"""The longest step that errs by no more than some 1 % of a rate at 6.3 C. See `longest_step_ms`."""

BLOCK_LEVEL_MV = -50.0
"""Held above it, most sodium channels are inactivated (h below 0.16) and no spike can start."""

MEAN_WINDOW_MS = 20.0
"""`Run.settled_mv` is a mean over this last stretch: longer than one period of any sustained firing."""

CARRIED_MV = 35.0
"""Between the two: see `_Keeper.made_by_sodium`."""

CARRIED_MS = 4.0
"""At 6.3 C, the longest last stretch of a rise that is looked at: the slowest spikes, near 120 uA/cm2, take 3.4 ms for
their last 25 mV. Over a longer one the trickle of a slow passive rise would add up to a spike's worth."""

OPEN_MS_CM2 = 10.0
"""Fifteen times all that is open at rest. With a fifth of its sodium channels a membrane stays below it however hard it
is pushed; with all of them a spike reaches 20."""

PUSH_MV, SETTLING_MS = 1.0, 400.0
"""How `settled` finds what a membrane does that cannot rest, at 6.3 C."""

CHUNK = 1024
"""Steps between two looks at whether the run is still possible, and the rows held where nothing is recorded."""

TABLE_LOW_MV, TABLE_HIGH_MV = -150.0, 150.0
"""The rate table's range. Beyond it every gate is open or shut to 4 digits, and the table's edge stands for it."""

TABLE_CELL_MV = 0.05
"""Linear interpolation over one cell errs by 3e-6 of a rate, far below the error of a step."""

GATE_SLACK = 0.02
"""How far a Runge-Kutta step may take a gate out of [0, 1] by truncation alone."""

POTENTIAL_SLACK_MV = 20.0
"""The same for the potential."""

Method = Literal["staggered", "rk4"]


@dataclass(frozen=True)
class Parameters:
    """One membrane. Raises SimulationError("parameter") for a value outside RANGES."""

    c_m_uf_cm2: float = 1.0
    g_na_ms_cm2: float = 120.0
    g_k_ms_cm2: float = 36.0
    g_l_ms_cm2: float = 0.3
    e_na_mv: float = 50.0
    e_k_mv: float = -77.0
    e_l_mv: float = -54.387
    temperature_c: float = 6.3

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SimulationError("parameter", name=name, value=value, low=low, high=high)


STANDARD = Parameters()
"""The axon of 1952 at 6.3 C."""


@dataclass(frozen=True, eq=False)
class State:
    """V in mV and the three gates of n neurons at one instant, each of shape (n,)."""

    v_mv: Array
    m: Array
    h: Array
    n: Array


@dataclass(frozen=True, eq=False)
class Run:
    """What one simulation went through.

    time_ms         (n_steps + 1,); with record=False only the first and the last instant, and so for the next four
    v_mv, m, h, n   (n_steps + 1, n). In the staggered scheme the gates live half a step off the instants; here they
                    are the mean of the two halves next to each instant, which is as exact as the scheme itself
    spike_times_ms  n arrays: the peaks (see neuroviz.bio.spikes), also with record=False
    settled_mv      (n,) the mean of V over the last MEAN_WINDOW_MS
    parameters      one record for each neuron, or a single one for all
    """

    time_ms: Array
    v_mv: Array
    m: Array
    h: Array
    n: Array
    spike_times_ms: tuple[Array, ...]
    settled_mv: Array
    dt_ms: float
    parameters: tuple[Parameters, ...]

    @property
    def i_na(self) -> Array:
        """Sodium current g_Na m^3 h (V - E_Na) in uA/cm2, outward positive, shape of v_mv."""
        p = _stack(self.parameters)
        return p["g_na_ms_cm2"] * self.m**3 * self.h * (self.v_mv - p["e_na_mv"])

    @property
    def i_k(self) -> Array:
        """Potassium current g_K n^4 (V - E_K) in uA/cm2, outward positive, shape of v_mv."""
        p = _stack(self.parameters)
        return p["g_k_ms_cm2"] * self.n**4 * (self.v_mv - p["e_k_mv"])

    @property
    def i_l(self) -> Array:
        """Leak current g_L (V - E_L) in uA/cm2, outward positive, shape of v_mv."""
        p = _stack(self.parameters)
        return p["g_l_ms_cm2"] * (self.v_mv - p["e_l_mv"])

    @property
    def end(self) -> State:
        """The last instant: what a next run may start from."""
        return State(self.v_mv[-1].copy(), self.m[-1].copy(), self.h[-1].copy(), self.n[-1].copy())


# Rates


def phi(temperature_c: float) -> float:
    """How many times faster the gates are than at 6.3 C: 3 for every 10 degrees."""
    return float(3.0 ** ((temperature_c - 6.3) / 10.0))


# The six exponents are (V - V0) / width, in the order alpha_m, alpha_n, beta_m, alpha_h, beta_h, beta_n.
_V0 = np.array([-40.0, -55.0, -65.0, -65.0, -35.0, -65.0])
_WIDTH = np.array([-10.0, -10.0, -18.0, -20.0, -10.0, -80.0])


def rates(v_mv: ArrayLike, temperature_c: float = 6.3) -> tuple[Array, Array]:
    """alpha and beta of m, h and n in 1/ms: two arrays of shape (3, *v.shape).

    alpha_m and alpha_n are 0/0 at V = -40 and -55 mV; with expm1 only that single point needs its limit filled in.
    """
    v = np.asarray(v_mv, dtype=np.float64)
    column = (6,) + (1,) * v.ndim
    # At exp(600) a gate is as fast as it can be, and alpha + beta stays finite, so that their ratio is a number.
    exponent = np.minimum((v - _V0.reshape(column)) / _WIDTH.reshape(column), 600.0)
    grown = np.expm1(exponent)
    linear = np.divide(exponent[:2], grown[:2], out=np.ones_like(grown[:2]), where=grown[:2] != 0.0)
    grown += 1.0
    alpha = np.stack([linear[0], 0.07 * grown[3], 0.1 * linear[1]])
    beta = np.stack([4.0 * grown[2], 1.0 / (1.0 + grown[4]), 0.125 * grown[5]])
    factor = phi(temperature_c)
    return alpha * factor, beta * factor


def steady_gates(v_mv: ArrayLike, temperature_c: float = 6.3) -> tuple[Array, Array]:
    """Where m, h and n settle at V, alpha / (alpha + beta), and how fast, tau = 1 / (alpha + beta) in ms: (3, ...)."""
    alpha, beta = rates(v_mv, temperature_c)
    total = alpha + beta
    return alpha / total, 1.0 / total


def haste(parameters: Parameters = STANDARD, synaptic_ms_cm2: float = 0.0) -> float:
    """How many times steeper than in the axon of 1952 the upswing grows: sqrt(phi (g_Na + g_syn) / 120 / C).

    The upswing is V and m lifting each other, so its rate is the geometric mean of the two: of V's, which is g / C, and
    of m's, which is phi. A step is as good as another one if it is as short for this; so is a piece of an axon.

    synaptic_ms_cm2  the largest conductance that synapses open besides
    """
    g = parameters.g_na_ms_cm2 + synaptic_ms_cm2
    return math.sqrt(phi(parameters.temperature_c) * g / STANDARD.g_na_ms_cm2 / parameters.c_m_uf_cm2)


def longest_step_ms(parameters: Parameters = STANDARD, synaptic_ms_cm2: float = 0.0) -> float:
    """The longest step whose spikes can be trusted: it errs by 1 % of a rate, measured from 0 to 40 C, C from 0.2 to
    1 uF/cm2 and up to twice the sodium channels. `simulate` itself does not refuse a longer one."""
    return min(MAX_DT_MS, TRUSTED_DT_MS / max(haste(parameters, synaptic_ms_cm2), 1e-6))


def rest(parameters: Parameters | Sequence[Parameters] = STANDARD, current_ua_cm2: float = 0.0) -> State:
    """The equilibrium under a constant current, shape (1,) or one for each Parameters: dV/dt = dm/dt = ... = 0.

    It is solved for and not set to -65 mV: the true rest is -64.996 mV. Under a current it may be unstable, which is
    when the membrane fires. Found by bisection between the reversal potentials, stretched by I / g_L: outside them
    all currents push the same way. Remembered, since a run and a picture of it ask several times; read-only.
    """
    return _rest(_as_tuple(parameters), float(current_ua_cm2))


@lru_cache(maxsize=64)
def _rest(members: tuple[Parameters, ...], current_ua_cm2: float) -> State:
    p = _stack(members)
    reversals = np.stack([p["e_na_mv"], p["e_k_mv"], p["e_l_mv"]])
    push = current_ua_cm2 / p["g_l_ms_cm2"]
    low, high = reversals.min(axis=0) + np.minimum(push, 0.0), reversals.max(axis=0) + np.maximum(push, 0.0)
    for _ in range(80):
        middle = 0.5 * (low + high)
        (m, h, n), _tau = steady_gates(middle)
        outward = _membrane_current(p, middle, m, h, n) > current_ua_cm2
        low, high = np.where(outward, low, middle), np.where(outward, middle, high)
    v = 0.5 * (low + high)
    (m, h, n), _tau = steady_gates(v)
    for values in (v, m, h, n):
        values.setflags(write=False)
    return State(v, m, h, n)


@dataclass(frozen=True, eq=False)
class Settled:
    """Where a membrane is after a long time under a constant current. resting: it is still, and stays so; otherwise it
    fires by itself, and the state is the one after a spike, where V is lowest."""

    state: State
    resting: bool


@computed_once(maxsize=64)
def settled(parameters: Parameters = STANDARD, current_ua_cm2: float = 0.0) -> Settled:
    """What a membrane has come to under a constant current that has always been there: where a run can begin.

    The equilibrium, where that is stable. Where it is not (few potassium channels, a strong current), nothing is ever
    there but a computer's rounding: the membrane is pushed off by PUSH_MV and followed until it goes round the same
    way again and again. The step of a later run has no part in it.
    """
    still = rest(parameters, current_ua_cm2)
    if _stable(still, parameters, current_ua_cm2):
        return Settled(still, True)
    quick = max(0.5, haste(parameters))
    dt = 0.025 / quick
    pushed = State(still.v_mv + PUSH_MV, still.m, still.h, still.n)
    run = simulate(current_ua_cm2, duration_ms=SETTLING_MS / quick, dt_ms=dt, parameters=parameters, start=pushed)
    v, times = run.v_mv[:, 0], run.spike_times_ms[0]
    # Between the last two spikes, as the run may end on its way up. Without spikes, a tremor: where that is lowest.
    begin, end = len(v) - round(MEAN_WINDOW_MS / dt), len(v)
    if len(times) > 1:
        begin, end = (round(t / dt) for t in times[-2:])
    begin = max(0, begin)
    k = begin + int(np.argmin(v[begin:end]))
    return Settled(State(*(values[k].copy() for values in (run.v_mv, run.m, run.h, run.n))), False)


def _stable(still: State, parameters: Parameters, current_ua_cm2: float) -> bool:
    """Whether a small push off this equilibrium dies away: all eigenvalues of the linearised equations are negative."""
    at = np.array([x[0] for x in (still.v_mv, still.m, still.h, still.n)])
    size = np.array([1e-3, 1e-6, 1e-6, 1e-6])
    columns = []
    for i, step in enumerate(size):
        ends = []
        for sign in (1.0, -1.0):
            moved = at.copy()
            moved[i] += sign * step
            slope = derivatives(State(*(np.array([x]) for x in moved)), current_ua_cm2, parameters)
            ends.append(np.array([x[0] for x in (slope.v_mv, slope.m, slope.h, slope.n)]))
        columns.append((ends[0] - ends[1]) / (2.0 * step))
    return bool(np.linalg.eigvals(np.stack(columns, axis=1)).real.max() < 0.0)


def derivatives(state: State, current_ua_cm2: ArrayLike, parameters: Parameters = STANDARD) -> State:
    """dV/dt in mV/ms and dm/dt, dh/dt, dn/dt in 1/ms: the equations as they stand, without synapses."""
    p = _stack((parameters,))
    v, m, h, n = state.v_mv, state.m, state.h, state.n
    alpha, beta = rates(v, parameters.temperature_c)
    dv = (np.asarray(current_ua_cm2) - _membrane_current(p, v, m, h, n)) / p["c_m_uf_cm2"]
    dm, dh, dn = (a * (1.0 - x) - b * x for a, b, x in zip(alpha, beta, (m, h, n), strict=True))
    return State(dv, dm, dh, dn)


# Runs


def simulate(
    current: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float = 0.025,
    parameters: Parameters | Sequence[Parameters] = STANDARD,
    synapses: SynapticDrive | None = None,
    method: Method = "staggered",
    start: State | None = None,
    record: bool = True,
    exchange: Array | None = None,
) -> Run:
    """Run n neurons side by side, which do not know each other unless they exchange charge.

    current     uA/cm2: a number, (n,), or (n_steps, 1 | n), see simulation.current_rows
    parameters  one for all, or one for each neuron; they share a temperature
    synapses    conductances in mS/cm2
    start       the first instant, shape (1,) or (n,); the true rest unless given
    record      False keeps only the two ends and the spikes, whatever the duration
    exchange    (n, n), staggered only: what each V becomes in *half* a step by what flows along a cable,
                V := exchange V. Its rows sum to 1. With it the n neurons are pieces of one axon, see neuroviz.bio.axon

    The default step suits 6.3 C; warmer gates are faster, and dt_ms / phi gives the same accuracy.
    Raises SimulationError: for what `simulation` refuses; time_step above MAX_DT_MS; parameter (a method, a shared
    temperature); shape; unstable, with time_ms and dt_ms, where V or a gate leaves what is possible.
    """
    if dt_ms > MAX_DT_MS:
        raise SimulationError("time_step", value=dt_ms, limit=MAX_DT_MS)
    if method not in ("staggered", "rk4"):
        raise SimulationError("parameter", name="method", value=method)
    members = _as_tuple(parameters)
    given = inputs(current, synapses, duration_ms=duration_ms, dt_ms=dt_ms)
    n_steps = given.n_steps
    begin = rest(members) if start is None else start
    widths = {given.n, len(members), *(np.size(x) for x in (begin.v_mv, begin.m, begin.h, begin.n))}
    if len(widths - {1}) > 1:
        raise SimulationError("shape", got=str(sorted(widths)), expected="1 or n")
    neurons = max(widths)
    if exchange is not None and (exchange.shape != (neurons, neurons) or method != "staggered"):
        raise SimulationError("shape", got=str(exchange.shape), expected=f"({neurons}, {neurons}), staggered")
    # V and three gates are kept.
    steps(duration_ms, dt_ms, 4 * neurons if record else neurons)

    drive = _Drive(given, neurons)
    state = np.stack([np.broadcast_to(np.asarray(x, dtype=np.float64), (neurons,)) for x in
                      (begin.v_mv, begin.m, begin.h, begin.n)])
    if not np.all(np.isfinite(state)):
        raise SimulationError("parameter", name="start", value="nan")
    model = _stack(members)
    keeper = _Keeper(state, n_steps, dt_ms, record, _possible(model, drive, state))
    # A value that overflows is caught by the keeper and told as SimulationError.
    with np.errstate(all="ignore"):
        if method == "rk4" and neurons == 1:
            _run_rk4_one(model, drive, state, dt_ms, n_steps, keeper)
        elif method == "rk4":
            _run_rk4(model, drive, state, dt_ms, n_steps, keeper)
        elif neurons == 1 and exchange is None:
            _run_staggered_one(model, drive, state, dt_ms, n_steps, keeper)
        else:
            _run_staggered(model, drive, state, dt_ms, n_steps, keeper, exchange)
    times = tuple(
        peaks.times_ms[keeper.made_by_sodium(index, peaks, members[min(index, len(members) - 1)])]
        for index, peaks in enumerate(keeper.peaks())
    )
    v, m, h, n = keeper.kept
    time = instants(n_steps, dt_ms)
    return Run(time if record else time[[0, -1]], v, m, h, n, times, keeper.settled, dt_ms, members)


def state_of(run: Run) -> tuple[str, ...]:
    """One word for each neuron: what it does at the end of the run.

    firing  spikes go on to the end, at a steady interval
    block   it has fired and is held depolarised, above BLOCK_LEVEL_MV: sodium inactivation, the depolarisation block
    single  one spike, or a few, and then rest again
    silent  no spike
    """
    end = float(run.time_ms[-1])
    words = []
    for times, v in zip(run.spike_times_ms, run.settled_mv, strict=True):
        if spikes.sustained_rate_hz(times, end) > 0.0:
            words.append("firing")
        elif len(times) == 0:
            words.append("silent")
        else:
            words.append("block" if v > BLOCK_LEVEL_MV else "single")
    return tuple(words)


def fi_curve(
    currents: ArrayLike,
    *,
    duration_ms: float = 500.0,
    dt_ms: float = 0.025,
    parameters: Parameters = STANDARD,
    settle_ms: float | None = None,
    start: State | None = None,
) -> Array:
    """The sustained firing rate in Hz of each constant current in uA/cm2, shape (n,), all in one run.

    The mean interval after settle_ms (half the duration unless given) makes the rate; 0 where firing is not
    sustained, and `state_of` says which 0 it is.
    The step of 0.025 ms errs by 3e-4 of the rate at 6.3 C.
    """
    run = simulate(np.atleast_1d(np.asarray(currents, dtype=np.float64)), duration_ms=duration_ms, dt_ms=dt_ms,
                   parameters=parameters, record=False, start=start)
    end = float(run.time_ms[-1])
    return np.array([spikes.sustained_rate_hz(times, end, settle_ms) for times in run.spike_times_ms])


def voltage_clamp(
    levels_mv: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float = 0.01,
    parameters: Parameters = STANDARD,
    hold_mv: float | None = None,
) -> Run:
    """Step from a holding potential (rest unless given) to each of n levels and hold: how the currents were measured.

    At a constant V the gates have an exact solution, x(t) = x_inf + (x_0 - x_inf) exp(-t / tau), which is used.
    """
    levels = np.atleast_1d(np.asarray(levels_mv, dtype=np.float64))
    hold = float(rest(parameters).v_mv[0]) if hold_mv is None else hold_mv
    if levels.ndim != 1 or not np.all(np.abs(np.append(levels, hold)) <= 500.0):
        raise SimulationError("parameter", name="levels_mv", value=str(levels_mv))
    time = instants(steps(duration_ms, dt_ms, 4 * len(levels)), dt_ms)
    first, _tau = steady_gates(hold, parameters.temperature_c)
    target, tau = steady_gates(levels, parameters.temperature_c)
    m, h, n = (x + (x0 - x) * np.exp(-time[:, None] / t) for x, x0, t in zip(target, first, tau, strict=True))
    v = np.broadcast_to(levels, m.shape)
    return Run(time, v, m, h, n, (np.empty(0),) * len(levels), levels, dt_ms, (parameters,))


# Under the hood


def _as_tuple(parameters: Parameters | Sequence[Parameters]) -> tuple[Parameters, ...]:
    members = (parameters,) if isinstance(parameters, Parameters) else tuple(parameters)
    if not members or len({p.temperature_c for p in members}) != 1:
        raise SimulationError("parameter", name="temperature_c", value="neurons of one run share a temperature")
    return members


def _stack(members: tuple[Parameters, ...]) -> dict[str, Array]:
    """Each parameter as an array of shape (1,) or (n,)."""
    return {name: np.array([getattr(p, name) for p in members], dtype=np.float64) for name in RANGES}


def _membrane_current(p: dict[str, Array], v: Array, m: Array, h: Array, n: Array) -> Array:
    sodium = p["g_na_ms_cm2"] * m * m * m * h * (v - p["e_na_mv"])
    potassium = p["g_k_ms_cm2"] * (n * n) ** 2 * (v - p["e_k_mv"])
    result: Array = sodium + potassium + p["g_l_ms_cm2"] * (v - p["e_l_mv"])
    return result


@dataclass(frozen=True, eq=False)
class _Drive:
    """What drives the neurons, row by row."""

    given: Inputs
    neurons: int

    def chunk(self, first: int, last: int) -> tuple[Array, Array, Array | None]:
        """Rows first to last - 1: conductance, current into the cell (I + sum of g E), NMDA conductance or None.

        Shapes (last - first, 1 | n).
        """
        rows = slice(first, last)
        inward, nmda = self.given.current[rows], self.given.nmda
        if self.given.conductance is None or self.given.weighted is None:
            return np.zeros((last - first, 1)), inward, None
        return self.given.conductance[rows], inward + self.given.weighted[rows], None if nmda is None else nmda[rows]


def _possible(p: dict[str, Array], drive: _Drive, state: Array) -> tuple[float, float]:
    """The lowest and the highest V that a true solution could reach, with some slack.

    V always moves towards a weighted mean of the reversal potentials, shifted by at most I / g_L.
    """
    ends = [float(f(x)) for x in (p["e_na_mv"], p["e_k_mv"], p["e_l_mv"], state[0]) for f in (np.min, np.max)]
    g, ge, current = drive.given.conductance, drive.given.weighted, drive.given.current
    if g is not None and ge is not None:
        reversal = np.divide(ge, g, out=np.zeros(g.shape), where=g > 0.0)
        ends += [0.0, float(reversal.min()), float(reversal.max())]
    leak = float(p["g_l_ms_cm2"].min())
    low = min(ends) + min(0.0, float(current.min())) / leak
    high = max(ends) + max(0.0, float(current.max())) / leak
    return low - POTENTIAL_SLACK_MV, high + POTENTIAL_SLACK_MV


class _Keeper:
    """Takes a run chunk by chunk: checks that it is possible, finds the spikes, and keeps what was asked for.

    kept      four arrays, V and the gates: (n_steps + 1, n) each, or (2, n) where nothing is recorded
    settled   the mean of V over the last MEAN_WINDOW_MS, (n,)
    """

    def __init__(
        self, start: Array, n_steps: int, dt_ms: float, record: bool, possible: tuple[float, float]
    ) -> None:
        self.n_steps, self.dt_ms, self.record, self.possible = n_steps, dt_ms, record, possible
        n = start.shape[1]
        self.kept = tuple(np.empty((n_steps + 1 if record else 2, n)) for _ in range(4))
        for values, first in zip(self.kept, start, strict=True):
            values[0] = first
        self.finder = spikes.PeakFinder(start[0], dt_ms)
        # What tells a spike from a passive swing, kept where the gates are not: single precision is plenty for that.
        rows = 0 if record else n_steps
        self._v, self._open = (np.empty((rows, n), dtype=np.float32) for _ in range(2))
        self.window = min(n_steps, max(1, round(MEAN_WINDOW_MS / dt_ms)))
        self.settled = np.zeros(n)

    def take(self, first: int, v: Array, gates: Array, sodium: Array | None = None) -> None:
        """Instants first + 1, first + 2, ...: v (rows, n), gates (rows, 3, n) or the last row alone, (1, 3, n).

        sodium  (rows, n): m^3 h; from the gates unless given

        Raises SimulationError("unstable") for the first instant that is not possible.
        """
        low, high = self.possible
        # Not a number is neither above nor below, so it is wrong as well.
        fine: NDArray[np.bool_] = np.all((v >= low) & (v <= high), axis=1)
        fine[len(v) - len(gates) :] &= np.all((gates >= -GATE_SLACK) & (gates <= 1.0 + GATE_SLACK), axis=(1, 2))
        if not fine.all():
            time = (first + 1 + int(np.argmin(fine))) * self.dt_ms
            raise SimulationError("unstable", time_ms=time, dt_ms=self.dt_ms)
        self.finder.take(v)
        last = first + len(v)
        if not self.record:
            self._v[first:last] = v
            self._open[first:last] = gates[:, 0] ** 3 * gates[:, 1] if sodium is None else sodium
        tail = v[max(0, self.n_steps - self.window - first) :]
        if len(tail) and last > self.n_steps - self.window:
            self.settled += tail.sum(axis=0) / self.window
        for values, new in zip(self.kept, (v, *np.moveaxis(gates, 1, 0)), strict=True):
            if self.record:
                values[first + 1 : last + 1] = new
            else:
                values[1] = new[-1]

    def peaks(self) -> tuple[spikes.Peaks, ...]:
        return self.finder.finish()

    def made_by_sodium(self, index: int, peaks: spikes.Peaks, p: Parameters) -> NDArray[np.bool_]:
        """Which of neuron `index`'s peaks are spikes: those that its sodium channels made, (k,).

        A peak of V alone may be a passive swing, forced by synapses, noise or a strong pulse. It is a spike where, over
        the last PROMINENCE_MV of the rise (and no longer than CARRIED_MS), the charge that came in through sodium
        channels was enough for more than all of that rise, CARRIED_MV; or where they opened to OPEN_MS_CM2, beside
        which nothing else counts (a pulse strong enough to outrun them opens them all the same). Measured: spikes, also
        the small ones at 120 uA/cm2 and the last ones before heat ends them, have at least 43 mV of sodium's charge;
        passive swings mostly none, at the most about 26 mV.
        """
        made = np.zeros(len(peaks.times_ms), dtype=np.bool_)
        volts: NDArray[np.floating] = self.kept[0][:, index] if self.record else self._v[:, index]
        opened: NDArray[np.floating] = (
            self.kept[1][:, index] ** 3 * self.kept[2][:, index] if self.record else self._open[:, index])
        back = math.ceil(CARRIED_MS / phi(p.temperature_c) / self.dt_ms)
        for j, (time, top) in enumerate(zip(peaks.times_ms.tolist(), peaks.v_mv.tolist(), strict=True)):
            # Without a record the first row is the instant after the start.
            end = min(round(time / self.dt_ms) - (0 if self.record else 1), len(volts) - 1) + 1
            start = max(0, end - back)
            v = volts[start:end]
            # The rise itself: not what is left of the spike before it, from which V came down to here.
            higher, low = np.flatnonzero(v > top + 1.0), np.flatnonzero(v <= top - spikes.PROMINENCE_MV)
            start += max(int(higher[-1]) + 1 if len(higher) else 0, int(low[-1]) if len(low) else 0)
            v = volts[start:end]
            open_ms_cm2 = p.g_na_ms_cm2 * opened[start:end]
            if not len(v):
                continue
            brought = float(np.sum(open_ms_cm2 * (p.e_na_mv - v))) * self.dt_ms / p.c_m_uf_cm2
            made[j] = brought >= CARRIED_MV or float(open_ms_cm2.max()) >= OPEN_MS_CM2
        return made


# The staggered scheme measures V in cells of the table, w = (V - TABLE_LOW_MV) / TABLE_CELL_MV, so that the whole part
# of w is the row, and rows hold intercept and slope, so that one multiplication and one addition interpolate.


_ZERO_MV_CELL = -TABLE_LOW_MV / TABLE_CELL_MV
"""The reversal potential of NMDA, in cells."""


def _cells(v_mv: Array) -> Array:
    return (v_mv - TABLE_LOW_MV) / TABLE_CELL_MV


def _volts(w: Array) -> Array:
    return w * TABLE_CELL_MV + TABLE_LOW_MV


@lru_cache(maxsize=8)
def gate_table(temperature_c: float, dt_ms: float) -> Array:
    """One step of the gates as a table over V: x(t + dt) = E(V) x(t) + A(V), as NEURON keeps them. Read-only.

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
    table = np.concatenate([intercepts, slopes])
    table.setflags(write=False)
    return table


@lru_cache(maxsize=4)
def _gate_rows(temperature_c: float, dt_ms: float) -> tuple[tuple[float, ...], ...]:
    """The same table as plain numbers, a row for each cell without the second n: for the loop over one neuron."""
    table = gate_table(temperature_c, dt_ms)
    return tuple(map(tuple, table[[0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14]].T.tolist()))


def _half_step(gates: Array, v: Array, temperature_c: float, dt_ms: float) -> Array:
    """m, h, n half a step later, with V held."""
    target, tau = steady_gates(v, temperature_c)
    return target + (gates - target) * np.exp(-0.5 * dt_ms / tau)


@dataclass(frozen=True, eq=False)
class _Linear:
    """dw/dt = F - G w over one step, times -dt / C: what both loops over the staggered scheme share.

    channel   (2, 2, n): m^3 h and n^4 times these give their parts of G (first index 0) and F (1)
    """

    p: dict[str, Array]
    dt_ms: float
    neurons: int

    @property
    def scale(self) -> Array:
        return -self.dt_ms / self.p["c_m_uf_cm2"]

    @property
    def channel(self) -> Array:
        g = np.stack([self.p["g_na_ms_cm2"], self.p["g_k_ms_cm2"]]) * self.scale
        e = _cells(np.stack([self.p["e_na_mv"], self.p["e_k_mv"]]))
        return np.broadcast_to(np.stack([g, g * e]), (2, 2, max(g.shape[1], self.neurons))).copy()

    def rows(self, conductance: Array, inward: Array) -> Array:
        """The leak's, the synapses' and the current's part of G and F: (rows, 2, n)."""
        g = self.p["g_l_ms_cm2"] + conductance
        ge = self.p["g_l_ms_cm2"] * self.p["e_l_mv"] + inward
        f = (ge - TABLE_LOW_MV * g) / TABLE_CELL_MV
        out = np.empty((len(inward), 2, self.neurons))
        out[:, 0], out[:, 1] = g * self.scale, f * self.scale
        return out

    def nmda(self, conductance: Array) -> Array:
        """-dt / C times the NMDA conductance, (rows, n)."""
        return np.broadcast_to(conductance * self.scale, (len(conductance), self.neurons))


def _run_staggered(
    p: dict[str, Array],
    drive: _Drive,
    state: Array,
    dt_ms: float,
    n_steps: int,
    keeper: _Keeper,
    exchange: Array | None = None,
) -> None:
    """All neurons at once, a row of arrays at a time.

    Every operation writes into an array made beforehand: with 50 neurons the calls cost more than the arithmetic.
    """
    n = drive.neurons
    temperature, magnesium = float(p["temperature_c"][0]), drive.given.magnesium_mm
    table = gate_table(temperature, dt_ms)
    linear = _Linear(p, dt_ms, n)
    channel = linear.channel
    half = _half_step(state[1:], state[0], temperature, dt_ms)
    x = np.ascontiguousarray(half[[0, 2, 1, 2]])
    w = _cells(state[0])
    before = w.copy()

    row = np.empty((16, n))
    intercept, slope, decay, gain = row[:8], row[8:], row[:4], row[4:8]
    mn, hn, mnh = x[:2], x[2:], x[:3]
    squares, others = np.empty((2, n)), np.empty((2, n))
    spread = squares[None]
    parts = np.empty((2, 2, n))
    sodium, potassium = parts[:, 0], parts[:, 1]
    total = np.empty((2, n))
    g, f = total
    cell, moved = np.empty(n, dtype=np.intp), np.empty(n)
    multiply, add, subtract, divide, exp, copy = np.multiply, np.add, np.subtract, np.divide, np.exp, np.copyto
    take, size = table.take, min(CHUNK, n_steps)
    # One row more than a chunk: the first is the last of the chunk before. Gates that are not recorded are needed at
    # the very end alone: this scheme cannot take them out of [0, 1].
    recorded = keeper.record
    opened = None if recorded else np.empty((size, n))
    ws, halves = np.empty((size, n)), np.empty((size + 1 if recorded else 2, 3, n))
    halves[0] = mnh

    for first in range(0, n_steps, size):
        last = min(first + size, n_steps)
        count = last - first
        conductance, inward, nmda = drive.chunk(first, last)
        blocked = None if nmda is None else linear.nmda(nmda)
        for k, (base, out) in enumerate(zip(linear.rows(conductance, inward), ws, strict=False)):
            # V from one instant to the next, gates held at the middle.
            if exchange is not None:
                # Half of it before the membrane's step and half after: only so is the error dt^2.
                w = exchange @ w
            multiply(mn, mn, squares)
            multiply(mn, hn, others)
            multiply(squares, others, squares)
            if opened is not None:
                copy(opened[k], squares[0])
            multiply(spread, channel, parts)
            add(sodium, potassium, total)
            add(total, base, total)
            if blocked is not None:
                # The block follows V at once: V in the middle of the step, from the two instants before.
                open_g = blocked[k] * magnesium_block(_volts(1.5 * w - 0.5 * before), magnesium)
                add(g, open_g, g)
                add(f, open_g * _ZERO_MV_CELL, f)
                before = w.copy()
            divide(f, g, f)
            exp(g, g)
            subtract(w, f, moved)
            multiply(moved, g, moved)
            w = add(moved, f, out)
            if exchange is not None:
                out[:] = exchange @ w
            # The gates from one middle to the next, V held at the instant between them.
            copy(cell, w, casting="unsafe")
            take(cell, 1, row, "clip")
            multiply(slope, w, slope)
            add(intercept, slope, intercept)
            multiply(x, decay, x)
            add(x, gain, x)
            if recorded:
                copy(halves[k + 1], mnh)
            elif k == count - 2:
                copy(halves[0], mnh)
        # The next chunk writes over the row in which w is.
        w = w.copy()
        if not recorded:
            halves[1] = mnh
        keeper.take(first, _volts(ws[:count]), _aligned(halves[: count + 1][:, [0, 2, 1]]),
                    None if opened is None else opened[:count])
        halves[0] = halves[count] if recorded else mnh


def _aligned(halves: Array) -> Array:
    """Gates at the instants, from the middles on either side: (rows + 1, 3, n) -> (rows, 3, n)."""
    return 0.5 * (halves[:-1] + halves[1:])


def _run_staggered_one(
    p: dict[str, Array], drive: _Drive, state: Array, dt_ms: float, n_steps: int, keeper: _Keeper
) -> None:
    """One neuron: the same arithmetic in plain Python numbers, five times faster than arrays of one element."""
    temperature, magnesium = float(p["temperature_c"][0]), drive.given.magnesium_mm
    table = _gate_rows(temperature, dt_ms)
    top = len(table) - 1
    linear = _Linear(p, dt_ms, 1)
    (na, k_), (na_e, k_e) = linear.channel[:, :, 0].tolist()
    m, h, n = (float(x[0]) for x in _half_step(state[1:], state[0], temperature, dt_ms))
    w = before = float(_cells(state[0])[0])
    exp = math.exp
    last_half = (m, h, n)

    for first in range(0, n_steps, CHUNK):
        last = min(first + CHUNK, n_steps)
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
        keeper.take(first, _volts(np.array(ws)[:, None]), _aligned(np.array(halves)[:, :, None]))


def _run_rk4(
    p: dict[str, Array], drive: _Drive, state: Array, dt_ms: float, n_steps: int, keeper: _Keeper
) -> None:
    """The classical Runge-Kutta method on V, n, m, h together; what drives the neuron is constant within a step."""
    neurons = drive.neurons
    slope = _slopes(p, drive.given.magnesium_mm, neurons)
    half, whole, sixth = (np.full((4, neurons), x * dt_ms) for x in (0.5, 1.0, 1.0 / 6.0))
    k1, k2, k3, k4, at = (np.empty((4, neurons)) for _ in range(5))
    y = state[[0, 3, 1, 2]]
    size = min(CHUNK // 4, n_steps)
    for first in range(0, n_steps, size):
        last = min(first + size, n_steps)
        conductance, inward, nmda = drive.chunk(first, last)
        kept = np.empty((last - first, *y.shape))
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
            y = _ahead(y, k2, sixth, kept[k])
        keeper.take(first, kept[:, 0], kept[:, [2, 3, 1]])


def _run_rk4_one(
    p: dict[str, Array], drive: _Drive, state: Array, dt_ms: float, n_steps: int, keeper: _Keeper
) -> None:
    """One neuron: the same method in plain Python numbers, some ten times faster than arrays of one element."""
    g_na, g_k, g_l = (float(p[name].flat[0]) for name in ("g_na_ms_cm2", "g_k_ms_cm2", "g_l_ms_cm2"))
    e_na, e_k, e_l = (float(p[name].flat[0]) for name in ("e_na_mv", "e_k_mv", "e_l_mv"))
    c_m, factor = float(p["c_m_uf_cm2"].flat[0]), phi(float(p["temperature_c"].flat[0]))
    magnesium = drive.given.magnesium_mm
    exp, expm1 = math.exp, math.expm1

    def slope(
        v: float, m: float, h: float, n: float, conductance: float, inward: float, nmda: float,
    ) -> tuple[float, float, float, float]:
        x = -(v + 40.0) / 10.0
        alpha_m = x / expm1(x) if x else 1.0
        x = -(v + 55.0) / 10.0
        alpha_n = 0.1 * x / expm1(x) if x else 0.1
        alpha_h, beta_h = 0.07 * exp(-(v + 65.0) / 20.0), 1.0 / (1.0 + exp(-(v + 35.0) / 10.0))
        beta_m, beta_n = 4.0 * exp(-(v + 65.0) / 18.0), 0.125 * exp(-(v + 65.0) / 80.0)
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

    v, m, h, n = (float(x[0]) for x in state)
    half, sixth = 0.5 * dt_ms, dt_ms / 6.0
    for first in range(0, n_steps, CHUNK):
        last = min(first + CHUNK, n_steps)
        conductance, inward, nmda = drive.chunk(first, last)
        blocked = [0.0] * (last - first) if nmda is None else nmda[:, 0].tolist()
        kept: list[tuple[float, float, float, float]] = []
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
                kept.append((v, m, h, n))
        except OverflowError:
            # Beyond any number: the keeper tells it as what it is, a step too large.
            kept.append((math.nan,) * 4)
        values = np.array(kept)
        keeper.take(first, values[:, :1], values[:, 1:, None])


def _ahead(y: Array, slope: Array, step: Array, out: Array) -> Array:
    """y + step * slope, into `out`."""
    np.multiply(slope, step, out)
    return np.add(out, y, out)


def _slopes(
    p: dict[str, Array], magnesium: float, neurons: int
) -> Callable[[Array, Array, Array, Array | None, Array], None]:
    """The right-hand side for y = (V, n, m, h), (4, neurons), written into its last argument.

    The same equations as `rates` and `derivatives` with all six exponentials in one call and no array made anew.
    With the order n, m, h: n and m, squared, times n n and m h, are n^4 and m^3 h.
    """
    def wide(*columns: float) -> Array:
        return np.tile(np.array(columns)[:, None], (1, neurons))

    # alpha of n, m, h, then beta: exponents (V - V0) / width, and the factor before each.
    inverse = 1.0 / wide(-10.0, -10.0, -20.0, -80.0, -18.0, -10.0)
    shift = -wide(-55.0, -40.0, -65.0, -65.0, -65.0, -35.0) * inverse
    factor = wide(0.1, 1.0, 0.07, 0.125, 4.0, 1.0) * phi(float(p["temperature_c"][0]))
    channel = np.broadcast_to(np.stack([p["g_k_ms_cm2"], p["g_na_ms_cm2"]]), (2, neurons)).copy()
    reversal = np.broadcast_to(np.stack([p["e_k_mv"], p["e_na_mv"]]), (2, neurons)).copy()
    leak, leak_e, c_m = p["g_l_ms_cm2"], p["g_l_ms_cm2"] * p["e_l_mv"], p["c_m_uf_cm2"]
    one, tiny = wide(*(1.0,) * 4), wide(1e-300, 1e-300)
    exponent, rate, total = np.empty((6, neurons)), np.empty((6, neurons)), np.empty((3, neurons))
    open_, others, current = np.empty((2, neurons)), np.empty((2, neurons)), np.empty(neurons)
    multiply, add, subtract, divide = np.multiply, np.add, np.subtract, np.divide

    def slope(y: Array, conductance: Array, inward: Array, nmda: Array | None, out: Array) -> None:
        v, gates = y[0], y[1:]
        multiply(inverse, v, exponent)
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
        multiply(total, gates, total)
        subtract(rate[:3], total, out[1:])

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
