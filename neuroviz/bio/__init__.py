"""How a biological neuron fires: membranes, channels, synapses, axons. NumPy only; knows no other part of neuroviz."""

from neuroviz.bio.simulation import SimulationError, SynapticDrive

__all__ = ["SimulationError", "SynapticDrive"]
