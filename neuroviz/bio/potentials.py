"""Where the voltage of a membrane comes from: ions unequally shared, and a membrane that lets some of them through.

Let through one kind of ion alone and it flows until the voltage holds it back. That is its Nernst potential:

    E = (RT / zF) ln(outside / inside)

Let through several and none of them is content: the membrane rests in between, nearest to the one that passes most
easily. Where the ions carry one charge each this is the Goldman-Hodgkin-Katz equation,

    V = (RT / F) ln( (P_K K_out + P_Na Na_out + P_Cl Cl_in) / (P_K K_in + P_Na Na_in + P_Cl Cl_out) )

(chloride is negative, so its sides are exchanged). An action potential begins with P_Na growing 500 times.

Concentrations are in mM, potentials in mV (inside minus outside), temperatures in degrees Celsius. Permeabilities
count relative to one another.

Sources: Hodgkin and Katz 1949 (J Physiol 108:37) for the equation and the squid's ratios; Hille, *Ion Channels of
Excitable Membranes*; Gerstner et al., *Neuronal Dynamics*, 2.1. The concentrations are rounded textbook figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from types import MappingProxyType

from neuroviz.bio.simulation import SimulationError

GAS_CONSTANT = 8.31446261815324
"""R in J / (mol K), exact since 2019."""

FARADAY = 96485.33212331001
"""F in C / mol, exact since 2019: the charge of a mole of electrons."""

ABSOLUTE_ZERO = -273.15
"""Degrees Celsius."""

MAX_CELSIUS = 1000.0
MIN_CONCENTRATION, MAX_CONCENTRATION = 1e-9, 1e6
"""Allowed concentrations, mM: the bounds are far beyond any cell, and catch slips of the hand."""

MAX_PERMEABILITY = 1e9
"""Largest permeability, relative to the others."""


@dataclass(frozen=True, slots=True)
class Ion:
    """An ion: its symbol, as figures write it, and its charge z in elementary charges."""

    symbol: str
    charge: int


IONS: Mapping[str, Ion] = MappingProxyType({
    "K": Ion("K⁺", 1),
    "Na": Ion("Na⁺", 1),
    "Cl": Ion("Cl⁻", -1),
    "Ca": Ion("Ca²⁺", 2),
})


@dataclass(frozen=True, slots=True)
class Concentration:
    """Concentration of one ion on both sides of the membrane, mM."""

    inside: float
    outside: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The ions in and around a cell, by their names in `IONS`, at a temperature in degrees Celsius."""

    ions: Mapping[str, Concentration]
    celsius: float

    def nernst(self, ion: str) -> float:
        """Return the Nernst potential of one ion, mV."""
        share = self.ions[ion]
        return nernst(IONS[ion].charge, share.inside, share.outside, self.celsius)

    def goldman(self, permeabilities: Mapping[str, float]) -> float:
        """Return the potential of a membrane with these permeabilities, mV. Raises as the function `goldman`."""
        return goldman(permeabilities, self.ions, self.celsius)


_SQUID = MappingProxyType({
    "K": Concentration(inside=400.0, outside=20.0),
    "Na": Concentration(inside=50.0, outside=440.0),
    "Cl": Concentration(inside=40.0, outside=560.0),
    "Ca": Concentration(inside=1e-4, outside=10.0),
})
_MAMMAL = MappingProxyType({
    "K": Concentration(inside=140.0, outside=5.0),
    "Na": Concentration(inside=15.0, outside=145.0),
    "Cl": Concentration(inside=10.0, outside=110.0),
    "Ca": Concentration(inside=1e-4, outside=2.0),
})

SOLUTIONS: Mapping[str, Solution] = MappingProxyType({
    "squid": Solution(_SQUID, 20.0),
    "squid_cold": Solution(_SQUID, 6.3),
    "mammal": Solution(_MAMMAL, 37.0),
})
"""The squid's giant axon at room temperature and at that of Hodgkin and Huxley's experiments; a mammal's neuron."""

PERMEABILITIES: Mapping[str, Mapping[str, float]] = MappingProxyType({
    "rest": MappingProxyType({"K": 1.0, "Na": 0.04, "Cl": 0.45}),
    "peak": MappingProxyType({"K": 1.0, "Na": 20.0, "Cl": 0.45}),
    "rest_without_chloride": MappingProxyType({"K": 1.0, "Na": 0.04}),
})
"""At rest, and at the peak of an action potential; the third as many textbooks simplify it."""


def thermal_voltage(celsius: float) -> float:
    """Return RT / F in mV: the energy of heat as a voltage, about 25 mV at room temperature.

    Raises SimulationError("parameter") at absolute zero and below, and above MAX_CELSIUS.
    """
    if not ABSOLUTE_ZERO < celsius <= MAX_CELSIUS:
        raise SimulationError("parameter", name="celsius", value=celsius)
    return 1000.0 * GAS_CONSTANT * (celsius - ABSOLUTE_ZERO) / FARADAY


def nernst(charge: int, inside: float, outside: float, celsius: float) -> float:
    """Return the potential in mV at which an ion flows neither in nor out.

    charge           z, not 0
    inside, outside  concentrations, mM
    celsius          temperature

    Raises SimulationError("parameter") for a charge of 0 and for values beyond this module's bounds.
    """
    if charge == 0:
        raise SimulationError("parameter", name="charge", value=charge)
    _concentrations(inside=inside, outside=outside)
    return thermal_voltage(celsius) / charge * log(outside / inside)


def goldman(permeabilities: Mapping[str, float], ions: Mapping[str, Concentration], celsius: float) -> float:
    """Return the Goldman-Hodgkin-Katz potential in mV for the ions that `permeabilities` names.

    permeabilities   by the names in `IONS`: not negative, and at least one positive; only their ratios count
    ions             a concentration for each of them; further ions are ignored
    celsius          temperature

    Raises SimulationError("parameter") for values beyond this module's bounds, named K_inside, P_Na and so on; for
    calcium, for whose two charges the equation is not valid; and, named "permeability", if all are 0.
    """
    for ion, permeability in permeabilities.items():
        if not 0.0 <= permeability <= MAX_PERMEABILITY or abs(IONS[ion].charge) != 1:
            raise SimulationError("parameter", name=f"P_{ion}", value=permeability)
        _concentrations(**{f"{ion}_inside": ions[ion].inside, f"{ion}_outside": ions[ion].outside})
    largest = max(permeabilities.values(), default=0.0)
    if largest == 0.0:
        raise SimulationError("parameter", name="permeability", value=0.0)
    # Each ion pulls towards a positive inside from where it is a cation and outside, or an anion and inside.
    raising = lowering = 0.0
    for ion, permeability in permeabilities.items():
        share, relative = ions[ion], permeability / largest
        cation = IONS[ion].charge > 0
        raising += relative * (share.outside if cation else share.inside)
        lowering += relative * (share.inside if cation else share.outside)
    return thermal_voltage(celsius) * log(raising / lowering)


def _concentrations(**concentrations: float) -> None:
    for name, value in concentrations.items():
        if not MIN_CONCENTRATION <= value <= MAX_CONCENTRATION:
            raise SimulationError("parameter", name=name, value=value)
