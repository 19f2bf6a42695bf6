"""Neurons of two variables that fire by running away: V, a slow variable w that opposes it, and a reset.

    dV/dt = F(V, w),   dw/dt = G(V, w)        V reaches the cut: a spike; V := reset, w := w + jump

AdEx and Izhikevich's model are both of this kind, and both are integrated here.

The upswing is the difficulty. V grows exponentially there, or faster: within one step of 0.1 ms it would run far past
the cut, and w would follow that absurd V (thousands of false spikes). So F and G are evaluated at min(V, cut), and a
step in which V's speed changes fast is divided into shorter ones, in each of which it changes by about STRIDE. At the
cut the time of the spike is found by Newton's method, V and w are reset at that time, and the rest of the step starts
from the reset. Each of these steps is a Runge-Kutta step of fourth order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, Protocol

import numpy as np

from neuroviz.bio.inputs import Inputs
from neuroviz.bio.simulation import Array, SimulationError
from neuroviz.bio.synapses import magnesium_block, unblocked
from neuroviz.bio.trains import bounded

STRIDE = 0.1
"""Growth of V's speed in one short step, relative: RK4 then errs by about STRIDE^5 / 120."""

STABLE = 2.5
"""RK4 is stable up to 2.78 time constants a step."""

RELAXED = 0.5
"""Time constants of V's own relaxation in one short step: RK4 then errs by 3e-4 of what relaxes. Synapses that open
wide shorten that time constant, to far below any step: the step is then divided into shorter ones."""

STEADY_STRIDE = 0.3
"""STRIDE for steady currents: an error of 2e-5 a step, far less than a count of spikes could show."""

STEADY_STEP_MS = 0.25
"""The longest step under a steady current."""

SHORT_STEPS_PER_MS = 100.0
SHORT_STEPS_FREE = 100_000
"""Short steps that a neuron may take in a run: for each millisecond, and in addition. A spike takes some 30 to 130."""

MAX_SPIKES_PER_MS = 10.0
SPIKES_FREE = 100.0
"""Spikes that a neuron may fire in a run: for each millisecond, and in addition. Beyond 10 kHz a current is absurd."""

FEW = 20
"""Up to this number, neurons are faster one after the other than together (measured)."""

Number = Any
"""A float, for one neuron, or an array (n,): the formulas are the same."""


class TwoVariableNeuron(Protocol):
    """The interface of a model. `exp` is math's for floats and NumPy's for arrays."""

    @property
    def cut_mv(self) -> float:
        """V at which the neuron fires, mV."""

    @property
    def reset_mv(self) -> float:
        """V after a spike, mV."""

    @property
    def jump(self) -> float:
        """Increase of w at each spike."""

    @property
    def fastest(self) -> float:
        """Larger of the rates at which V and w relax, 1/ms. A step beyond STABLE / fastest explodes."""

    def rates(self, v: Number, w: Number, current: Number, exp: Callable[[Any], Any]) -> tuple[Number, Number]:
        """Return dV/dt and dw/dt per ms, given the current into the cell in the model's unit."""

    def hurry(self, v: Number, dv: Number, exp: Callable[[Any], Any]) -> Number:
        """Return how fast dV/dt itself changes at v, 1/ms, given dV/dt: it sets the length of the short steps."""

    def relaxing(self, v: Number, g: Number) -> Number:
        """Return how fast V falls back at v while synapses of conductance g are open, 1/ms, 0 or more."""


def integrate(
    neuron: TwoVariableNeuron, given: Inputs, *, dt_ms: float, v_mv: float, w: float, record: bool
) -> tuple[Array, Array, tuple[Array, ...]]:
    """Return V and w at the instants, (n_steps + 1, n) or, without a record, (0, n) each; and n arrays of spike times.

    given    current and synapses
    v_mv, w  at 0 ms, for all neurons

    Raises SimulationError: "unstable" where numbers overflow or the step is too long for the parameters, "spikes"
    for a rate beyond MAX_SPIKES_PER_MS.
    """
    if not neuron.fastest * dt_ms <= STABLE:
        raise SimulationError("unstable", time_ms=0.0)
    rows = given.n_steps + 1 if record else 0
    vs, ws = np.empty((rows, given.n)), np.empty((rows, given.n))
    with np.errstate(all="ignore"):
        if given.n <= FEW:
            trains = [_alone(neuron, given, i, dt_ms, v_mv, w, vs, ws) for i in range(given.n)]
        else:
            trains = _together(neuron, given, dt_ms, v_mv, w, vs, ws)
    bounded(sum(map(len, trains)))
    return vs, ws, tuple(np.array(train, dtype=np.float64) for train in trains)


def _alone(
    neuron: TwoVariableNeuron, given: Inputs, i: int, dt: float, v: float, w: float, vs: Array, ws: Array
) -> list[float]:
    """Simulate neuron i with plain floats, faster for few neurons. Fills its columns and returns its spike times."""
    walker = _Walker(neuron, given, dt, 1)
    v_list, w_list = [v], [w]
    times: list[float] = []
    for k, drive in enumerate(_drive_of(given, i)):
        v, w = walker.through(k, v, w, drive, times)
        v_list.append(v)
        w_list.append(w)
    if vs.size:
        vs[:, i], ws[:, i] = v_list, w_list
    return times


def _together(
    neuron: TwoVariableNeuron, given: Inputs, dt: float, v0: float, w0: float, vs: Array, ws: Array
) -> list[list[float]]:
    """Simulate all neurons step by step in arrays; those that need shorter steps, few at a time, one by one."""
    v, w = np.full(given.n, v0), np.full(given.n, w0)
    vs[:1], ws[:1] = v, w
    walker = _Walker(neuron, given, dt, given.n)
    times: list[list[float]] = [[] for _ in range(given.n)]
    for k in range(given.n_steps):
        field, g = _field(neuron, given, k), _most_open(given, k)
        dv, dw = field(v, w)
        slow = (neuron.hurry(v, dv, np.exp) * dt <= STRIDE) & (neuron.relaxing(v, g) * dt <= RELAXED)
        v_end, w_end = _rk4(field, v, w, dv, dw, dt)
        for i in np.flatnonzero(~(slow & (v_end < neuron.cut_mv) & np.isfinite(w_end))).tolist():
            drive = next(_drive_of(given, i, k))
            v_end[i], w_end[i] = walker.through(k, float(v[i]), float(w[i]), drive, times[i])
        v, w = v_end, w_end
        if vs.size:
            vs[k + 1], ws[k + 1] = v, w
    return times


def steady(
    neuron: TwoVariableNeuron, currents: Array, *, duration_ms: float, v_mv: float, w: float
) -> tuple[Array, ...]:
    """Return the spike times in ms of neurons under steady currents (n,), without synapses: n arrays.

    Nothing couples the neurons and nothing changes in time, so that each has its own clock: the one in its upswing
    takes short steps and the one at rest long ones, in the same arrays. That is what an f–I curve needs, and several
    times as fast as `integrate`.

    Raises SimulationError as `integrate` does.
    """
    n = len(currents)
    t, left = np.zeros(n), np.arange(n)
    v, slow_w, current = np.full(n, float(v_mv)), np.full(n, float(w)), np.asarray(currents, dtype=np.float64)
    times: list[list[float]] = [[] for _ in range(n)]
    most = MAX_SPIKES_PER_MS * duration_ms + SPIKES_FREE
    budget = SHORT_STEPS_PER_MS * duration_ms + SHORT_STEPS_FREE + duration_ms / STEADY_STEP_MS
    slowest = max(1.0 / STEADY_STEP_MS, neuron.fastest / RELAXED)
    with np.errstate(all="ignore"):
        while len(left):
            def field(v: Array, w: Array, current: Array = current) -> tuple[Array, Array]:
                return neuron.rates(np.minimum(v, neuron.cut_mv), w, current, np.exp)

            dv, dw = field(v, slow_w)
            fastest = np.maximum(neuron.hurry(v, dv, np.exp) / STEADY_STRIDE, neuron.relaxing(v, 0.0) / RELAXED)
            h = np.minimum(1.0 / np.maximum(fastest, slowest), duration_ms - t)
            v_end, w_end = _rk4(field, v, slow_w, dv, dw, h)
            budget -= 1
            if budget < 0 or not np.all(np.isfinite(w_end) & (h > 0.0)):
                raise SimulationError("unstable", time_ms=float(t.min()))
            for i in np.flatnonzero(~(v_end < neuron.cut_mv)).tolist():
                own = float(current[i])

                def one(v: float, w: float, own: float = own) -> tuple[float, float]:
                    return neuron.rates(min(v, neuron.cut_mv), w, own, math.exp)

                h[i], jumped = _crossing(
                    one, float(v[i]), float(slow_w[i]), float(dv[i]), float(dw[i]), float(v_end[i]), float(h[i]),
                    neuron.cut_mv,
                )
                v_end[i], w_end[i] = neuron.reset_mv, jumped + neuron.jump
                times[left[i]].append(float(t[i] + h[i]))
                if len(times[left[i]]) > most:
                    raise SimulationError("spikes", limit=MAX_SPIKES_PER_MS)
            t, v, slow_w = t + h, v_end, w_end
            going = t < duration_ms * (1.0 - 1e-12)
            if not going.all():
                t, left, v, slow_w, current = t[going], left[going], v[going], slow_w[going], current[going]
    return tuple(np.array(train, dtype=np.float64) for train in times)


class _Walker:
    """Takes a neuron through one step of dt, in as many short steps as needed, within the budget of the run."""

    def __init__(self, neuron: TwoVariableNeuron, given: Inputs, dt: float, neurons: int) -> None:
        self._neuron, self._dt, self._magnesium_mm = neuron, dt, given.magnesium_mm
        self._budget = (SHORT_STEPS_PER_MS * given.n_steps * dt + SHORT_STEPS_FREE) * neurons

    def through(
        self, k: int, v: float, w: float, drive: tuple[float, float, float], times: list[float]
    ) -> tuple[float, float]:
        """Return V and w at the end of step k; drive is (current + GE, G, nmda). Appends the spikes' times."""
        neuron, dt, magnesium_mm = self._neuron, self._dt, self._magnesium_mm
        cut, rates, hurry, relaxing = neuron.cut_mv, neuron.rates, neuron.hurry, neuron.relaxing
        current, g, nmda = drive
        # Magnesium can only close: without it, V relaxes at least as fast.
        widest = g + nmda

        def field(v: float, w: float) -> tuple[float, float]:
            v = v if v < cut else cut
            if nmda:
                return rates(v, w, current - (g + nmda * unblocked(v, magnesium_mm)) * v, math.exp)
            return rates(v, w, current - g * v, math.exp)

        done = 0.0
        try:
            while done < dt:
                dv, dw = field(v, w)
                changing, h = hurry(v, dv, math.exp), dt - done
                if not changing < math.inf:
                    raise SimulationError("unstable", time_ms=k * dt)
                falling = relaxing(v, widest)
                if changing * h > STRIDE or falling * h > RELAXED:
                    h = min(STRIDE / changing if changing * h > STRIDE else h, RELAXED / falling if falling else h)
                    self._budget -= 1
                    if self._budget < 0:
                        raise SimulationError("unstable", time_ms=k * dt)
                v_end, w_end = _rk4(field, v, w, dv, dw, h)
                if v_end >= cut:
                    h, w_end = _crossing(field, v, w, dv, dw, v_end, h, cut)
                    v_end, w_end = neuron.reset_mv, w_end + neuron.jump
                    times.append(k * dt + done + h)
                    if len(times) > MAX_SPIKES_PER_MS * (k + 1) * dt + SPIKES_FREE:
                        raise SimulationError("spikes", limit=MAX_SPIKES_PER_MS)
                done = done + h if h < dt - done else dt
                v, w = v_end, w_end
        except OverflowError:
            raise SimulationError("unstable", time_ms=k * dt) from None
        if not (-math.inf < v < math.inf and -math.inf < w < math.inf):
            raise SimulationError("unstable", time_ms=k * dt)
        return v, w


def _rk4(
    field: Callable[[Number, Number], tuple[Number, Number]], v: Number, w: Number, dv: Number, dw: Number, h: float
) -> tuple[Number, Number]:
    """Return V and w after a Runge-Kutta step of h; dv and dw are the rates at its start."""
    half, sixth = 0.5 * h, h / 6.0
    dv2, dw2 = field(v + half * dv, w + half * dw)
    dv3, dw3 = field(v + half * dv2, w + half * dw2)
    dv4, dw4 = field(v + h * dv3, w + h * dw3)
    return v + sixth * (dv + 2.0 * (dv2 + dv3) + dv4), w + sixth * (dw + 2.0 * (dw2 + dw3) + dw4)


def _crossing(
    field: Callable[[float, float], tuple[float, float]],
    v: float, w: float, dv: float, dw: float, v_end: float, h: float, cut: float,
) -> tuple[float, float]:
    """Return the time after the step's start at which V reaches the cut, and w then: a line, then one Newton step."""
    s = h * (cut - v) / (v_end - v)
    v_near, w_near = _rk4(field, v, w, dv, dw, s)
    dv_near, dw_near = field(v_near, w_near)
    if not dv_near > 0.0:
        return s, w_near
    exact = min(max(s + (cut - v_near) / dv_near, 0.0), h)
    return exact, w_near + (exact - s) * dw_near


def _field(neuron: TwoVariableNeuron, given: Inputs, k: int) -> Callable[[Array, Array], tuple[Array, Array]]:
    """Return the function (V, w) -> (dV/dt, dw/dt) of all neurons during step k."""
    current, g, nmda = given.current[k], None, None
    if given.conductance is not None and given.weighted is not None:
        current, g = current + given.weighted[k], given.conductance[k]
        nmda = None if given.nmda is None else given.nmda[k]

    def field(v: Array, w: Array) -> tuple[Array, Array]:
        v = np.minimum(v, neuron.cut_mv)
        if g is None:
            return neuron.rates(v, w, current, np.exp)
        open_ = g if nmda is None else g + nmda * magnesium_block(v, given.magnesium_mm)
        return neuron.rates(v, w, current - open_ * v, np.exp)

    return field


def _most_open(given: Inputs, k: int) -> Array | float:
    """Return the synapses' conductance in step k, as if magnesium blocked none of it: (n,), or 0 without synapses."""
    if given.conductance is None:
        return 0.0
    g: Array = given.conductance[k]
    return g if given.nmda is None else g + given.nmda[k]


def _drive_of(given: Inputs, i: int, first: int | None = None) -> Iterator[tuple[float, float, float]]:
    """Yield (current + GE, G, nmda) of neuron i as floats, for each step or for step `first` alone."""
    part = slice(None) if first is None else slice(first, first + 1)
    current = given.current[part, i]
    if given.conductance is None or given.weighted is None:
        return zip(current.tolist(), repeat(0.0), repeat(0.0), strict=False)
    nmda = repeat(0.0) if given.nmda is None else given.nmda[part, i].tolist()
    return zip((current + given.weighted[part, i]).tolist(), given.conductance[part, i].tolist(), nmda, strict=False)
