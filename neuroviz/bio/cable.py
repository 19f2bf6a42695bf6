"""How far a voltage reaches along a dendrite or an axon that only leaks: the passive cable.

A thin fibre is a leaky hose. Current that enters at one place runs along the inside (which resists: R_i) and leaks out
through the wall (which resists: R_m). What is left of the voltage falls to 1/e over the length constant:

    lambda = sqrt(d R_m / (4 R_i)),   tau = R_m C_m

Four times the diameter reaches twice as far. A synapse at the tip of a dendrite is therefore not worth what the same
synapse is worth at the soma: there is no such thing as "the weight" alone.

A long fibre takes less current to raise than a short, closed one, where the voltage has nowhere to go.

Lengths are in um, resistances in MOhm, currents in nA, potentials in mV above rest, times in ms. As everywhere in the
field, R_m is in Ohm cm2, R_i in Ohm cm, C_m in uF/cm2.

Sources: Rall 1959, Exp Neurol 1:491, and 1969, Biophys J 9:1483; Dayan and Abbott, *Theoretical Neuroscience*, 6.3;
*Neuronal Dynamics*, 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cosh, inf, pi, sqrt, tanh
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.simulation import MAX_CURRENT, Array, SimulationError

SMALLEST, LARGEST = 1e-6, 1e9
"""Bounds of every measure of a cable, in its unit. Far beyond any nerve; within them nothing over- or underflows."""

_CM_PER_UM = 1e-4


@dataclass(frozen=True, slots=True)
class Cable:
    """A fibre of one thickness throughout: lambda^2 V'' = V, except where the current enters.

    diameter_um         thicker = voltage reaches further, as the root of the diameter
    membrane_ohm_cm2    R_m; larger = less leak: voltage reaches further and changes more slowly
    axial_ohm_cm        R_i; larger = voltage reaches less far
    capacitance_uf_cm2  C_m; larger = voltage changes more slowly; the steady state does not depend on it

    Raises SimulationError("parameter") if a value is not between SMALLEST and LARGEST; so do the methods for a length.
    """

    diameter_um: float
    membrane_ohm_cm2: float
    axial_ohm_cm: float
    capacitance_uf_cm2: float = 1.0

    def __post_init__(self) -> None:
        _measures(
            diameter_um=self.diameter_um, membrane_ohm_cm2=self.membrane_ohm_cm2, axial_ohm_cm=self.axial_ohm_cm,
            capacitance_uf_cm2=self.capacitance_uf_cm2,
        )

    @property
    def length_constant_um(self) -> float:
        """Length constant lambda, um."""
        return sqrt(self.diameter_um * _CM_PER_UM * self.membrane_ohm_cm2 / (4.0 * self.axial_ohm_cm)) / _CM_PER_UM

    @property
    def time_constant_ms(self) -> float:
        """Time constant tau = R_m C_m, ms. (Ohm uF is a microsecond.)"""
        return self.membrane_ohm_cm2 * self.capacitance_uf_cm2 / 1000.0

    @property
    def input_resistance_mohm(self) -> float:
        """Input resistance of a semi-infinite fibre at its end, MOhm: 2 sqrt(R_m R_i) / (pi d^1.5)."""
        d = self.diameter_um * _CM_PER_UM
        return 2.0 * sqrt(self.membrane_ohm_cm2 * self.axial_ohm_cm) / (pi * d * sqrt(d)) * 1e-6

    def electrotonic_length(self, length_um: float) -> float:
        """Return the electrotonic length L = length / lambda."""
        _measures(length_um=length_um)
        return length_um / self.length_constant_um

    def sealed_input_resistance_mohm(self, length_um: float) -> float:
        """Return the input resistance in MOhm at one end of a fibre whose other end is closed: R_infinite / tanh L."""
        return self.input_resistance_mohm / tanh(self.electrotonic_length(length_um))

    def attenuation(self, length_um: float) -> float:
        """Return the voltage at the closed far end over that at the end where a steady current enters: 1 / cosh L."""
        electrotonic = self.electrotonic_length(length_um)
        # cosh overflows at 710, where nothing is left of the voltage.
        return 1.0 / cosh(electrotonic) if electrotonic < 700.0 else 0.0

    def steady_potential(
        self, x_um: ArrayLike, current_na: float, length_um: float = inf, at_um: float = 0.0
    ) -> Array:
        """Return the steady rise of the potential by a constant current at each x: the shape of x, in mV.

        x_um        places along the fibre, from 0 to its length
        current_na  the current, nA
        length_um   length of the fibre, closed at both ends; infinite: semi-infinite from 0
        at_um       the place where the current enters

        Raises SimulationError("parameter") for a place that is not on the fibre, and "current" beyond MAX_CURRENT.
        """
        if length_um != inf:
            _measures(length_um=length_um)
        if not abs(current_na) <= MAX_CURRENT:
            raise SimulationError("current", limit=MAX_CURRENT)
        x = np.asarray(x_um, dtype=np.float64)
        for name, places in (("x_um", x), ("at_um", np.asarray(at_um))):
            off = ~(np.isfinite(places) & (places >= 0.0) & (places <= length_um))
            if np.any(off):
                raise SimulationError("parameter", name=name, value=float(places[off][0]))
        unit = self.length_constant_um
        near, far, total = np.minimum(x, at_um) / unit, np.maximum(x, at_um) / unit, length_um / unit
        # cosh(near) cosh(total - far) / sinh(total), written with falling exponentials: none of them can overflow, and
        # an endless fibre needs no formula of its own.
        shape = np.exp(near - far) * (1.0 + np.exp(-2.0 * near)) * (1.0 + np.exp(2.0 * (far - total))) / 2.0
        raised: Array = self.input_resistance_mohm * current_na * shape / -np.expm1(-2.0 * total)
        return raised


def _measures(**values: float) -> None:
    for name, value in values.items():
        if not SMALLEST <= value <= LARGEST:
            raise SimulationError("parameter", name=name, value=value)


CABLES: Mapping[str, Cable] = MappingProxyType({
    "thick_dendrite": Cable(2.0, 12_500.0, 50.0, 0.8),
    "thin_dendrite": Cable(1.0, 20_000.0, 150.0),
    # R_m is one over what the resting channels of Hodgkin and Huxley's axon let through together: 0.6775212 mS/cm2.
    "squid_axon": Cable(476.0, 1e3 / 0.6775212085, 35.4),
})
"""The dendrite of the *Neuronal Dynamics* exercises; a thin cortical one; Hodgkin and Huxley's axon at rest."""
