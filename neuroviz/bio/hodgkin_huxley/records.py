"""Records of the Hodgkin-Huxley membrane: its parameters, its state at one instant, and a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from neuroviz.bio.simulation import Array, SimulationError

Method = Literal["staggered", "rk4"]

MAX_DT_MS = 0.2
"""Longest step that `simulate` accepts, ms. A longer one steps over the spike: the staggered scheme would not explode,
it would be wrong."""

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
"""Allowed range of each parameter, both ends included. A channel conductance of 0 is a channel that is blocked."""


@dataclass(frozen=True)
class Parameters:
    """One membrane. The defaults are the axon of 1952 (Hodgkin and Huxley 1952, table 3).

    c_m_uf_cm2                            capacitance, uF/cm2; larger = slower
    g_na_ms_cm2, g_k_ms_cm2, g_l_ms_cm2   largest sodium and potassium conductance, and the leak, mS/cm2
    e_na_mv, e_k_mv, e_l_mv               their reversal potentials, mV
    temperature_c                         degrees Celsius; warmer = faster gates (see `rates.phi`)

    Raises SimulationError("parameter") for a value outside RANGES.
    """

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
    """V in mV and the three gates (0 to 1) of n neurons at one instant, each of shape (n,)."""

    v_mv: Array
    m: Array
    h: Array
    n: Array


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation of n neurons.

    time_ms         (n_steps + 1,) in ms; with record=False only the first and the last instant, and the next four
                    arrays then have these two rows
    v_mv, m, h, n   (n_steps + 1, n). In the staggered scheme the gates are computed half a step off the instants;
                    stored here is the mean of the two values next to each instant, which is as exact as the scheme
    spike_times_ms  n arrays: the peaks (see neuroviz.bio.spikes), also with record=False
    settled_mv      (n,) the mean of V over the last MEAN_WINDOW_MS
    dt_ms           the step, ms
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
        p = stacked(self.parameters)
        return p["g_na_ms_cm2"] * self.m**3 * self.h * (self.v_mv - p["e_na_mv"])

    @property
    def i_k(self) -> Array:
        """Potassium current g_K n^4 (V - E_K) in uA/cm2, outward positive, shape of v_mv."""
        p = stacked(self.parameters)
        return p["g_k_ms_cm2"] * self.n**4 * (self.v_mv - p["e_k_mv"])

    @property
    def i_l(self) -> Array:
        """Leak current g_L (V - E_L) in uA/cm2, outward positive, shape of v_mv."""
        p = stacked(self.parameters)
        return p["g_l_ms_cm2"] * (self.v_mv - p["e_l_mv"])

    @property
    def end(self) -> State:
        """State at the last instant, from which another run may start."""
        return State(self.v_mv[-1].copy(), self.m[-1].copy(), self.h[-1].copy(), self.n[-1].copy())


def as_members(parameters: Parameters | Sequence[Parameters]) -> tuple[Parameters, ...]:
    """Return one membrane, or one for each neuron, as a tuple.

    Raises SimulationError("parameter") for an empty sequence and for different temperatures.
    """
    members = (parameters,) if isinstance(parameters, Parameters) else tuple(parameters)
    if not members or len({p.temperature_c for p in members}) != 1:
        raise SimulationError("parameter", name="temperature_c", value="neurons of one run share a temperature")
    return members


def stacked(members: tuple[Parameters, ...]) -> dict[str, Array]:
    """Return each parameter of n membranes as an array of shape (n,), by name."""
    return {name: np.array([getattr(p, name) for p in members], dtype=np.float64) for name in RANGES}
