"""How far inputs that arrive together lift a membrane, against the sum of what each does alone: as the page's own
integrate-and-fire cell has it, without a threshold."""

from __future__ import annotations

from dataclasses import dataclass

from neuroviz.bio import membrane, synapses
from neuroviz.bio.synapses import RECEPTORS, Synapse
from neuroviz.caching import computed_once
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.models import lif_parameters
from neuroviz.lab.comparison.run import fibre_conductance

WEIGHT, TOGETHER = 0.6, 10
"""Ten of them stay below the threshold, and show clearly that they are not ten times one."""


@dataclass(frozen=True)
class Summation:
    """In mV: what one spike lifts V by, and what TOGETHER of them do at the same moment."""

    one: float
    together: float


@computed_once(maxsize=1)
def summation() -> Summation:
    """Return both for the cell that the page begins with, from rest: spikes of single fibres through WEIGHT."""
    neuron = Neuron()
    p = lif_parameters(neuron)
    # pF and nS: tau = C / g, and g = 1 / R.
    cell = membrane.Parameters(1e3 * p.tau_ms / p.r_mohm, 1e3 / p.r_mohm, p.v_rest_mv)

    def lifted(n: int) -> float:
        synapse = Synapse([0.0], RECEPTORS[neuron.receptor], 1e3 * n * fibre_conductance(neuron, WEIGHT))
        drive = synapses.drive([synapse], n_steps=4000, dt_ms=0.01)
        run = membrane.simulate(0.0, duration_ms=40.0, dt_ms=0.01, parameters=cell, synapses=drive)
        return float(run.v_mv.max()) - p.v_rest_mv

    return Summation(lifted(1), lifted(TOGETHER))
