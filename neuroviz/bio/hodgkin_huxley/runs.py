"""Runs of the membrane: under any current, the f–I curve, and the voltage clamp."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio import spikes
from neuroviz.bio.hodgkin_huxley.equations import is_stable, rest, upswing_speedup
from neuroviz.bio.hodgkin_huxley.rates import steady_gates
from neuroviz.bio.hodgkin_huxley.recorder import Drive, Recorder, possible_range
from neuroviz.bio.hodgkin_huxley.records import MAX_DT_MS, STANDARD, Method, Parameters, Run, State, as_members, stacked
from neuroviz.bio.hodgkin_huxley.rk4 import run_rk4, run_rk4_one
from neuroviz.bio.hodgkin_huxley.staggered import run_staggered, run_staggered_one
from neuroviz.bio.inputs import inputs
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive, instants, steps
from neuroviz.caching import computed_once

BLOCK_LEVEL_MV = -50.0
"""At a steady V above this most sodium channels are inactivated (h below 0.16) and no spike can start."""

SHOCKS_MV = np.arange(2.0, 80.0, 2.0)
SHOCKED_MS = 15.0
"""How `excitable` looks for a threshold: the first displacements of V, and how long V is followed at 6.3 C."""


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
    """Simulate n neurons side by side, independent of each other unless they exchange charge.

    current     uA/cm2: a number, (n,), or (n_steps, 1 | n), see simulation.current_rows
    parameters  one for all, or one for each neuron; all must have the same temperature
    synapses    conductances in mS/cm2
    start       the first instant, shape (1,) or (n,); the true rest unless given
    record      False stores only the first and last instant and the spikes, whatever the duration
    exchange    (n, n), staggered only: the change of V in *half* a step by the current along a cable,
                V := exchange V. Its rows sum to 1. With it the n neurons are pieces of one axon, see neuroviz.bio.axon

    The default step suits 6.3 C; warmer gates are faster, and dt_ms / phi gives the same accuracy.
    Raises SimulationError: for what `simulation` refuses; time_step above MAX_DT_MS; parameter (a method, different
    temperatures, a non-finite start); shape; unstable, with time_ms and dt_ms, where V or a gate leaves the range
    that a true solution can reach.
    """
    if dt_ms > MAX_DT_MS:
        raise SimulationError("time_step", value=dt_ms, limit=MAX_DT_MS)
    if method not in ("staggered", "rk4"):
        raise SimulationError("parameter", name="method", value=method)
    members = as_members(parameters)
    given = inputs(current, synapses, duration_ms=duration_ms, dt_ms=dt_ms)
    begin = rest(members) if start is None else start
    neurons = _neuron_count(given.n, members, begin)
    if exchange is not None and (exchange.shape != (neurons, neurons) or method != "staggered"):
        raise SimulationError("shape", got=str(exchange.shape), expected=f"({neurons}, {neurons}), staggered")
    # V and three gates are stored.
    steps(duration_ms, dt_ms, 4 * neurons if record else neurons)

    drive, state, model = Drive(given, neurons), _first_state(begin, neurons), stacked(members)
    recorder = Recorder(state, given.n_steps, dt_ms, record, possible_range(model, drive, state))
    _advance(model, drive, state, dt_ms, recorder, method, exchange)
    times = tuple(
        _spikes(recorder, index, peaks, members[min(index, len(members) - 1)], alone=exchange is None)
        for index, peaks in enumerate(recorder.peaks())
    )
    v, m, h, n = recorder.stored
    time = instants(given.n_steps, dt_ms)
    return Run(time if record else time[[0, -1]], v, m, h, n, times, recorder.settled, dt_ms, members)


def _spikes(recorder: Recorder, index: int, peaks: spikes.Peaks, p: Parameters, *, alone: bool) -> Array:
    """Return the times of those of a neuron's peaks that are spikes, (k,). alone: not a piece of an axon."""
    made = recorder.made_by_sodium(index, peaks, p)
    # A piece of an axon may take its excitability from its neighbours.
    return peaks.times_ms[made & (not alone or not made.any() or excitable(p))]


@computed_once(64)
def excitable(parameters: Parameters = STANDARD) -> bool:
    """Return whether a membrane has a threshold: whether, once lifted far enough, it goes on to a spike by itself.

    That is the experiment of Hodgkin and Huxley (1952, figure 12): V is displaced from rest at once by each of
    SHOCKS_MV, and left alone. A membrane that after none of them rises by a further `spikes.PROMINENCE_MV` answers in
    proportion: its swings are as high as what drives them, and none is a spike, however much sodium takes part (few
    sodium channels: 15 % of them at 6.3 C, 20 % at 18.5 C). All or none is a matter of degree: excitation without a
    threshold was found in the axon itself, warmed (Cole, Guttman and Bezanilla 1970, PNAS 65:884). A membrane that has
    no rest fires by itself, and counts as excitable. The result is cached.
    """
    still = rest(parameters)
    if not is_stable(still, parameters, 0.0):
        return True
    quick = max(0.5, upswing_speedup(parameters))
    dt = 0.05 / quick
    given = inputs(0.0, None, duration_ms=SHOCKED_MS / quick, dt_ms=dt)
    count, members = len(SHOCKS_MV), (parameters,)
    drive, model = Drive(given, count), stacked(members)
    state = _first_state(State(still.v_mv + SHOCKS_MV, still.m, still.h, still.n), count)
    begin = state[0].copy()
    recorder = Recorder(state, given.n_steps, dt, True, possible_range(model, drive, state))
    _advance(model, drive, state, dt, recorder, "staggered", None)
    return bool((recorder.stored[0].max(axis=0) - begin).max() >= spikes.PROMINENCE_MV)


def _neuron_count(columns: int, members: tuple[Parameters, ...], begin: State) -> int:
    """Return n, the one width besides 1 of current, parameters and start. Raises SimulationError("shape")."""
    widths = {columns, len(members), *(np.size(x) for x in (begin.v_mv, begin.m, begin.h, begin.n))}
    if len(widths - {1}) > 1:
        raise SimulationError("shape", got=str(sorted(widths)), expected="1 or n")
    return max(widths)


def _first_state(begin: State, neurons: int) -> Array:
    """Return V, m, h, n at the first instant, (4, n). Raises SimulationError("parameter") for non-finite values."""
    state = np.stack([np.broadcast_to(np.asarray(x, dtype=np.float64), (neurons,)) for x in
                      (begin.v_mv, begin.m, begin.h, begin.n)])
    if not np.all(np.isfinite(state)):
        raise SimulationError("parameter", name="start", value="nan")
    return state


def _advance(
    model: dict[str, Array], drive: Drive, state: Array, dt_ms: float, recorder: Recorder, method: Method,
    exchange: Array | None,
) -> None:
    """Run the loop that fits the method and the number of neurons; `recorder` receives the results."""
    # The recorder finds a value that overflows and raises SimulationError.
    with np.errstate(all="ignore"):
        if method == "rk4" and drive.neurons == 1:
            run_rk4_one(model, drive, state, dt_ms, recorder)
        elif method == "rk4":
            run_rk4(model, drive, state, dt_ms, recorder)
        elif drive.neurons == 1 and exchange is None:
            run_staggered_one(model, drive, state, dt_ms, recorder)
        else:
            run_staggered(model, drive, state, dt_ms, recorder, exchange)


def state_of(run: Run) -> tuple[str, ...]:
    """Return one word for each neuron: what it does at the end of the run.

    firing  spikes continue to the end, at a steady interval
    block   it has fired and stays depolarised, above BLOCK_LEVEL_MV: sodium inactivation, the depolarisation block
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
    """Return the sustained firing rate in Hz for each constant current in uA/cm2, shape (n,), all from one run.

    The rate is one over the mean interval after settle_ms (half the duration unless given), and 0 where firing is not
    sustained; `state_of` distinguishes the reasons for 0. The step of 0.025 ms errs by 3e-4 of the rate at 6.3 C.

    Raises SimulationError as `simulate` does.
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
    """Step V from a holding potential (rest unless given) to each of n levels in mV, and keep it there.

    This is how the currents were measured. At a constant V the gates have an exact solution, used here:
    x(t) = x_inf + (x_0 - x_inf) exp(-t / tau).

    Raises SimulationError: parameter for a level that is not within +-500 mV; and for what `simulation` refuses.
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
