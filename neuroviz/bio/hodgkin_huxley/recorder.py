"""The watch over a running simulation: is it still possible, where are the spikes, what is stored of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.bio import spikes
from neuroviz.bio.hodgkin_huxley.rates import phi
from neuroviz.bio.hodgkin_huxley.records import Parameters
from neuroviz.bio.inputs import Inputs
from neuroviz.bio.simulation import Array, SimulationError
from neuroviz.giving_way import give_way

CHUNK = 1024
"""Steps between two looks at whether the run is still possible, and rows in memory where nothing is recorded."""

MEAN_WINDOW_MS = 20.0
"""`Run.settled_mv` is a mean over this last stretch: longer than one period of any sustained firing."""

CARRIED_MV = 35.0
"""Sodium's charge above which a peak is a spike, as the rise in mV that this charge alone would make. See
`Recorder.made_by_sodium`: spikes have at least 43 mV, passive swings at most about 26 mV."""

CARRIED_MS = 4.0
"""Longest last stretch of a rise that is looked at, ms at 6.3 C: the slowest spikes, near 120 uA/cm2, take 3.4 ms for
their last 25 mV. Over a longer one the trickle of a slow passive rise would add up to a spike's worth."""

OPEN_MS_CM2 = 10.0
"""Open sodium conductance, mS/cm2, above which a peak is a spike: fifteen times all that is open at rest. A membrane
with a fifth of its sodium channels stays below it however strong the current; with all of them a spike reaches 20."""

GATE_SLACK = 0.02
"""How far a Runge-Kutta step may take a gate out of [0, 1] by truncation alone."""

POTENTIAL_SLACK_MV = 20.0
"""The same for the potential."""


@dataclass(frozen=True, eq=False)
class Drive:
    """Current and synapses of `neurons` neurons, handed out in chunks of steps."""

    given: Inputs
    neurons: int

    def chunk(self, first: int, last: int) -> tuple[Array, Array, Array | None]:
        """Return rows first to last - 1: conductance, current into the cell (I + sum of g E), NMDA conductance or None.

        Shapes (last - first, 1 | n); mS/cm2 and uA/cm2.
        """
        rows = slice(first, last)
        inward, nmda = self.given.current[rows], self.given.nmda
        if self.given.conductance is None or self.given.weighted is None:
            return np.zeros((last - first, 1)), inward, None
        return self.given.conductance[rows], inward + self.given.weighted[rows], None if nmda is None else nmda[rows]


def possible_range(p: dict[str, Array], drive: Drive, state: Array) -> tuple[float, float]:
    """Return the lowest and the highest V in mV that a true solution could reach, with POTENTIAL_SLACK_MV of slack.

    V always moves towards a weighted mean of the reversal potentials, shifted by at most I / g_L.

    p      the parameters, as `records.stacked` returns them
    state  (4, n): V, m, h, n at the start
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


class Recorder:
    """Receives a run chunk by chunk: checks that it is possible, finds the spikes, and stores what was asked for.

    stored    four arrays, V and the gates: (n_steps + 1, n) each, or (2, n) where nothing is recorded
    settled   the mean of V over the last MEAN_WINDOW_MS, (n,)

    Built from the start (4, n), the number and length of the steps, whether to record, and `possible_range`.
    """

    def __init__(
        self, start: Array, n_steps: int, dt_ms: float, record: bool, possible: tuple[float, float]
    ) -> None:
        self.n_steps, self.dt_ms, self.record, self.possible = n_steps, dt_ms, record, possible
        n = start.shape[1]
        self.stored = tuple(np.empty((n_steps + 1 if record else 2, n)) for _ in range(4))
        for values, first in zip(self.stored, start, strict=True):
            values[0] = first
        self.finder = spikes.PeakFinder(start[0], dt_ms)
        # What distinguishes a spike from a passive swing, stored where the gates are not: single precision is enough.
        rows = 0 if record else n_steps
        self._v, self._open = (np.empty((rows, n), dtype=np.float32) for _ in range(2))
        self.window = min(n_steps, max(1, round(MEAN_WINDOW_MS / dt_ms)))
        self.settled = np.zeros(n)

    def take(self, first: int, v: Array, gates: Array, sodium: Array | None = None) -> None:
        """Take instants first + 1, first + 2, ...: v (rows, n), gates (rows, 3, n) or the last row alone, (1, 3, n).

        sodium  (rows, n): m^3 h; computed from the gates unless given

        Raises SimulationError("unstable") for the first instant that is not possible.
        """
        # A run is long, and is taken in pieces.
        give_way()
        low, high = self.possible
        # NaN is neither above nor below, so it fails as well.
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
        for values, new in zip(self.stored, (v, *np.moveaxis(gates, 1, 0)), strict=True):
            if self.record:
                values[first + 1 : last + 1] = new
            else:
                values[1] = new[-1]

    def peaks(self) -> tuple[spikes.Peaks, ...]:
        """Return the peaks of each neuron, passive swings among them."""
        return self.finder.finish()

    def made_by_sodium(self, index: int, peaks: spikes.Peaks, p: Parameters) -> NDArray[np.bool_]:
        """Return which of neuron `index`'s peaks are spikes: those that its sodium channels made, (k,).

        A peak of V alone may be a passive swing, forced by synapses, noise or a strong pulse. It is a spike where, over
        the last PROMINENCE_MV of the rise (and no longer than CARRIED_MS), the charge that came in through sodium
        channels was enough for more than all of that rise, CARRIED_MV; or where they opened to OPEN_MS_CM2, beside
        which nothing else counts (a pulse strong enough to outrun them opens them all the same). Whether the membrane
        has a threshold at all is another question: `runs.excitable`. Measured: spikes, also
        the small ones at 120 uA/cm2 and the last ones before heat ends them, have at least 43 mV of sodium's charge;
        passive swings mostly none, at the most about 26 mV.
        """
        made = np.zeros(len(peaks.times_ms), dtype=np.bool_)
        volts: NDArray[np.floating] = self.stored[0][:, index] if self.record else self._v[:, index]
        opened: NDArray[np.floating] = (
            self.stored[1][:, index] ** 3 * self.stored[2][:, index] if self.record else self._open[:, index])
        back = math.ceil(CARRIED_MS / phi(p.temperature_c) / self.dt_ms)
        for j, (time, top) in enumerate(zip(peaks.times_ms.tolist(), peaks.v_mv.tolist(), strict=True)):
            # Without a record the first row is the instant after the start.
            end = min(round(time / self.dt_ms) - (0 if self.record else 1), len(volts) - 1) + 1
            start = max(0, end - back)
            v = volts[start:end]
            # The rise alone: without what is left of the spike before it, from which V came down to here.
            higher, low = np.flatnonzero(v > top + 1.0), np.flatnonzero(v <= top - spikes.PROMINENCE_MV)
            start += max(int(higher[-1]) + 1 if len(higher) else 0, int(low[-1]) if len(low) else 0)
            v = volts[start:end]
            open_ms_cm2 = p.g_na_ms_cm2 * opened[start:end]
            if not len(v):
                continue
            brought = float(np.sum(open_ms_cm2 * (p.e_na_mv - v))) * self.dt_ms / p.c_m_uf_cm2
            made[j] = brought >= CARRIED_MV or float(open_ms_cm2.max()) >= OPEN_MS_CM2
        return made
