"""How much current makes a neuron fire: once, and for good. Two thresholds, and they are not the same.

A step of current that begins at rest brings a single spike from `once` on, and spikes without end from `lasting` on:

    Hodgkin and Huxley's axon    2.24 and 6.26 uA/cm2
    integrate-and-fire           one and the same, the rheobase (neuroviz.bio.lif.rheobase_na)

In physiology "rheobase" is mostly the first of them; an f–I curve begins at the second. Both depend on the membrane, on
its channels, its capacitance and its temperature, so a search finds them: many currents side by side in one run, then
many between the last that is silent and the first that is not. Results are cached.

Currents are in the model's own unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.bio import adex, hodgkin_huxley, izhikevich, spikes
from neuroviz.bio.simulation import Array
from neuroviz.caching import computed_once

NEAR_UA_CM2 = 0.05
"""Largest error of a threshold of Hodgkin and Huxley's membrane."""

NEAR = 0.002
"""The same for the other models, as a share of the range that is searched."""

LASTING_MS, FIRST_MS = 250.0, 160.0
"""Length of the closer and of the first look at 6.3 C, in which the axon fires twelve spikes and eight."""

STEP_MS = 0.02
"""At 6.3 C. Near the threshold a spike of a slow membrane is graded: a step of 0.05 ms was 0.1 uA/cm2 off there."""

STEADY_MS = 600.0
"""For AdEx and Izhikevich: after its first two thirds, what still fires is said to fire for good."""

_UA_CM2 = np.concatenate([np.arange(-40.0, 0.0, 5.0), np.arange(0.0, 20.0), np.arange(20.0, 100.1, 8.0)])
"""The first look, uA/cm2: 0 is among them, and is what rest is."""

_BETWEEN = 20
"""Currents in the closer look."""

Fires = tuple[NDArray[np.bool_], NDArray[np.bool_]]


@dataclass(frozen=True)
class Thresholds:
    """The two thresholds of a membrane, as currents that are switched on at rest.

    once     smallest current that brings a spike; None if no current does
    lasting  smallest current that brings spikes without end; None if no current does

    A membrane that fires by itself is silenced by a negative current: both are then the largest current at which it
    is silent.
    """

    once: float | None
    lasting: float | None


@computed_once(maxsize=64)
def hodgkin_huxley_thresholds(parameters: hodgkin_huxley.Parameters = hodgkin_huxley.STANDARD) -> Thresholds:
    """Return the thresholds of a Hodgkin-Huxley membrane, uA/cm2. Cached."""
    known = _KNOWN.get(parameters)
    return _searched(parameters) if known is None else known


def _searched(parameters: hodgkin_huxley.Parameters) -> Thresholds:
    quick = max(0.5, hodgkin_huxley.upswing_speedup(parameters))
    start = hodgkin_huxley.settled(parameters)

    def fires(currents: Array, lasting_ms: float) -> Fires:
        run = hodgkin_huxley.simulate(
            currents, duration_ms=lasting_ms / quick, dt_ms=STEP_MS / quick, parameters=parameters, start=start.state,
            record=False,
        )
        end = float(run.time_ms[-1])
        return (
            np.array([len(times) > 0 for times in run.spike_times_ms]),
            np.array([spikes.sustained_rate_hz(times, end) > 0.0 for times in run.spike_times_ms]),
        )

    at, (once, lasting) = _UA_CM2, fires(_UA_CM2, FIRST_MS)
    for _ in range(4):
        gaps = [gap for gap in (_gap(at, once), _gap(at, lasting)) if gap and gap[1] - gap[0] > NEAR_UA_CM2]
        if not gaps:
            break
        new = np.unique(np.concatenate([np.linspace(low, high, _BETWEEN + 2)[1:-1] for low, high in gaps]))
        more = fires(new, LASTING_MS)
        order = np.argsort(np.concatenate([at, new]), kind="stable")
        at = np.concatenate([at, new])[order]
        once, lasting = (np.concatenate(pair)[order] for pair in ((once, more[0]), (lasting, more[1])))
    for_good = _middle(at, lasting)
    # A membrane that fires without any current has no single-spike threshold of its own.
    single = _middle(at, once & (at >= 0.0)) if start.resting else for_good
    return Thresholds(single, for_good)


_KNOWN = {hodgkin_huxley.STANDARD: Thresholds(2.2403, 6.2603)}
"""The axon of 1952: found with an adaptive solver (DOP853, tolerance 1e-12) to all of these digits."""


def _gap(at: Array, fires: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the last silent current below the first that fires, and that one; None if none fires, or all do."""
    first = np.flatnonzero(fires)
    return None if len(first) == 0 or first[0] == 0 else (float(at[first[0] - 1]), float(at[first[0]]))


def _middle(at: Array, fires: NDArray[np.bool_]) -> float | None:
    gap = _gap(at, fires)
    if gap is None:
        # All of them fire: no current silences the membrane.
        return float(at[0]) if len(fires) and fires[0] else None
    return round(0.5 * (gap[0] + gap[1]), 4)


@computed_once(maxsize=32)
def adex_thresholds(parameters: adex.Parameters) -> Thresholds:
    """Return the thresholds of an AdEx neuron, pA. Cached.

    At the saddle-node the resting state vanishes: beyond it every neuron fires for good.
    """
    top = adex.saddle_node(parameters)[1]
    return _below(top, 0.0, lambda currents: adex.spikes_ms(currents, duration_ms=STEADY_MS, parameters=parameters))


@computed_once(maxsize=32)
def izhikevich_thresholds(parameters: izhikevich.Parameters) -> Thresholds:
    """Return the thresholds of an Izhikevich neuron, in the model's own unit. Cached."""
    top = izhikevich.saddle_node(parameters)
    return _below(
        top, min(0.0, top - 4.0),
        lambda currents: izhikevich.spikes_ms(currents, duration_ms=STEADY_MS, parameters=parameters),
    )


def _below(top: float, bottom: float, trains: Callable[[Array], tuple[Array, ...]]) -> Thresholds:
    """Search the thresholds from bottom, which is silent, to top, which fires for good.

    trains  currents (m,) -> m arrays of spike times in ms
    """
    at, once, lasting = np.array([bottom, top]), np.array([False, True]), np.array([False, True])
    for _ in range(4):
        gaps = {gap for gap in (_gap(at, once), _gap(at, lasting)) if gap and gap[1] - gap[0] > NEAR * (top - bottom)}
        if not gaps:
            break
        new = np.unique(np.concatenate([np.linspace(low, high, _BETWEEN + 2)[1:-1] for low, high in gaps]))
        found = trains(new)
        order = np.argsort(np.concatenate([at, new]), kind="stable")
        at = np.concatenate([at, new])[order]
        once = np.concatenate([once, [len(train) > 0 for train in found]])[order]
        lasting = np.concatenate([
            lasting, [len(train) > 0 and train[-1] > 2.0 / 3.0 * STEADY_MS for train in found]])[order]

    def middle(fires: NDArray[np.bool_]) -> float:
        low, high = _gap(at, fires) or (bottom, top)
        # Where nothing below fires it is the saddle-node, exactly.
        return high if high == top else 0.5 * (low + high)

    return Thresholds(middle(once), middle(lasting))
