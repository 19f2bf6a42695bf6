"""Where a membrane is after a long time under a constant current: at rest, or going round in its own rhythm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neuroviz.bio.hodgkin_huxley.equations import is_stable, rest, upswing_speedup
from neuroviz.bio.hodgkin_huxley.recorder import MEAN_WINDOW_MS
from neuroviz.bio.hodgkin_huxley.records import STANDARD, Parameters, State
from neuroviz.bio.hodgkin_huxley.runs import simulate
from neuroviz.caching import computed_once

PUSH_MV, SETTLING_MS = 1.0, 400.0
"""How `settled` finds the rhythm of a membrane that cannot rest: the push off the equilibrium in mV, and how long the
membrane is followed in ms at 6.3 C."""


@dataclass(frozen=True, eq=False)
class Settled:
    """Where a membrane is after a long time under a constant current.

    state    if resting, the equilibrium; otherwise the lowest point of V after a spike
    resting  True if the equilibrium is stable; False if the membrane fires by itself
    """

    state: State
    resting: bool


@computed_once(64)
def settled(parameters: Parameters = STANDARD, current_ua_cm2: float = 0.0) -> Settled:
    """Return the state that a membrane reaches under a current that has always been there: where a run can begin.

    That is the equilibrium where it is stable. Where it is not (few potassium channels, a strong current), only a
    computer's rounding could keep a membrane there: the membrane is pushed off by PUSH_MV and followed until it
    repeats itself. The step used here is independent of the step of later runs. The result is cached.
    """
    still = rest(parameters, current_ua_cm2)
    if is_stable(still, parameters, current_ua_cm2):
        return Settled(still, True)
    quick = max(0.5, upswing_speedup(parameters))
    dt = 0.025 / quick
    pushed = State(still.v_mv + PUSH_MV, still.m, still.h, still.n)
    run = simulate(current_ua_cm2, duration_ms=SETTLING_MS / quick, dt_ms=dt, parameters=parameters, start=pushed)
    v, times = run.v_mv[:, 0], run.spike_times_ms[0]
    # Between the last two spikes, as the run may end on an upswing. Without spikes it is a small oscillation: take the
    # lowest point of that.
    begin, end = len(v) - round(MEAN_WINDOW_MS / dt), len(v)
    if len(times) > 1:
        begin, end = (round(t / dt) for t in times[-2:])
    begin = max(0, begin)
    k = begin + int(np.argmin(v[begin:end]))
    return Settled(State(*(values[k].copy() for values in (run.v_mv, run.m, run.h, run.n))), False)
