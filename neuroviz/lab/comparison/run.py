"""One stimulus, two neurons: a `Neuron` computed and simulated.

How one is translated into the other:
- input x becomes the firing rate x * rate_hz of each of its presynaptic fibres. There is no rate below 0, so a
  negative x is silent; and none above MAX_FIBRE_HZ.
- weight w becomes a synapse on each fibre: |w| its conductance, the sign its kind. The conductance is such that at the
  model's reference potential the mean current is w * x units, which is what w * x contributes to z.
- bias b becomes a steady current of b units; the background current lifts the neuron to where z = 0 is its threshold.
  Both have always been there: where they do not make the neuron fire, it has settled under them when the run begins.
- the activation a stands beside the firing rate.
What does not go over (saturation, time, chance) is what there is to see.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neuroviz.bio import SimulationError, SynapticDrive, axon, stimuli, synapses
from neuroviz.bio.simulation import Array, steps
from neuroviz.bio.synapses import RECEPTORS, Receptor, Synapse
from neuroviz.caching import computed_once
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.models import MODELS, Beginning, Model, Result, axon_membrane
from neuroviz.nn import ACTIVATIONS

MAX_FIBRE_HZ = 500.0
"""No nerve fibre fires more often for long."""

MOST_STEPS = 40_000
"""Steps of one run whose step the visitor chose: some two seconds of work with Runge and Kutta's method."""

MOST_OWN_STEPS = 500_000
"""The same where the model chose it: a warm membrane takes short ones, and they are quick."""

MOST_SPIKES_PER_MS = 10.0
"""A model without a refractory period has no ceiling of its own; beyond this, no rate means anything."""

MOST_INSTANTS = 4000
"""Of each input's own current, so that the runs that are kept stay small."""

_KEPT_RUNS = 16


@dataclass(frozen=True, eq=False)
class Comparison:
    """What both neurons made of the same inputs; k = n_steps + 1 instants.

    products  w_i x_i (n,); z, a: the artificial neuron's
    trains    n arrays: when the spikes of an input's fibres arrive at their synapses, ms
    conductances  (n,): peak conductance of one fibre's synapse, in the model's unit
    currents  (n, m): what flows into the cell through each input's synapses, positive inward, at m instants that are
              evenly spaced from the first to the last
    lines     over time, (k,) each: excitatory and inhibitory synaptic currents, positive into the cell; electrode (all
              steady and injected current, without the noise); input, their sum; and what the artificial neuron says
              when the current that does not come from its bias is added to its z: z and a
    beginning where the run began: at rest under its steady current, or, where that makes the neuron fire, at rest
              without it; None where it `failed`
    result    the simulation; two instants without a value where it `failed`
    speed_m_s, delay_ms   of the spike along the axon, from hillock to terminals
    """

    neuron: Neuron
    model: Model
    products: tuple[float, ...]
    z: float
    a: float
    trains: tuple[Array, ...]
    conductances: tuple[float, ...]
    currents: NDArray[np.float32]
    lines: Mapping[str, Array]
    result: Result
    speed_m_s: float
    delay_ms: float
    failed: SimulationError | None = None
    beginning: Beginning | None = None

    @property
    def rate_hz(self) -> float:
        """Spikes of the window over its length."""
        return 1000.0 * len(self.result.spikes_ms) / self.neuron.duration_ms

    @property
    def mean_input(self) -> float:
        """All current into the cell, on the average over the window, in the model's unit."""
        return float(np.mean(self.lines["input"]))


@computed_once(_KEPT_RUNS)
def run(neuron: Neuron) -> Comparison:
    """Compute the artificial neuron, simulate the biological one. Never raises: see Comparison.failed."""
    model = MODELS[neuron.model]
    products = tuple(w * x for w, x in zip(neuron.weights, neuron.inputs, strict=True))
    z = math.fsum(products) + neuron.bias
    a = float(ACTIVATIONS[neuron.activation].f(np.array([z]))[0])
    speed = axon_speed_m_s(neuron)
    delay = neuron.length_mm / speed if speed > 0.0 else math.inf
    conductances = tuple(fibre_conductance(neuron, w) for w in neuron.weights)
    beginning: Beginning | None = None
    try:
        trains = presynaptic_trains(neuron)
        beginning = model.beginning(neuron, steady_current(neuron))
        lines, currents, result = _simulated(neuron, model, trains, conductances, beginning)
        beyond_bias = (lines["electrode"] - model.rheobase(neuron)) / model.unit - neuron.bias
        lines["z"] = z + beyond_bias
        lines["a"] = ACTIVATIONS[neuron.activation].f(lines["z"])
        failed = None
    except SimulationError as error:
        failed, beginning = error, None
        trains = tuple(np.empty(0) for _ in neuron.inputs)
        nothing = np.full(2, np.nan)
        currents = np.zeros((len(neuron.inputs), 2), dtype=np.float32)
        lines = dict.fromkeys(("excitatory", "inhibitory", "electrode", "input", "z", "a"), nothing)
        result = Result(np.array([0.0, neuron.duration_ms]), nothing, np.empty(0))
    return Comparison(
        neuron, model, products, z, a, trains, conductances, currents, lines, result, speed, delay, failed, beginning,
    )


def step_ms(neuron: Neuron) -> float:
    """Return the step that a run uses; a shorter one where it is the model's own and synapses open very wide."""
    return neuron.dt_ms or MODELS[neuron.model].step_ms(neuron)


def fibre_rate_hz(neuron: Neuron, index: int) -> float:
    """Return how often one fibre of an input fires: a rate is neither negative nor endless."""
    return min(max(neuron.inputs[index], 0.0) * neuron.rate_hz, MAX_FIBRE_HZ)


def presynaptic_trains(neuron: Neuron) -> tuple[Array, ...]:
    """Return for each input the arrival times of all its fibres' spikes, ms, sorted; one seed gives the same ones."""
    trains = []
    for index in range(len(neuron.inputs)):
        rng = np.random.default_rng([neuron.seed, index])
        rate = fibre_rate_hz(neuron, index)
        phase = 0.5 if neuron.trains == "together" else rng.random()
        fibres = [
            stimuli.poisson(rate, neuron.duration_ms, rng) if neuron.trains == "poisson"
            else stimuli.regular(rate, neuron.duration_ms, (k + phase) / neuron.fibres)
            for k in range(neuron.fibres)
        ]
        trains.append(np.sort(np.concatenate(fibres)))
    return tuple(trains)


def receptor(neuron: Neuron, weight: float) -> Receptor:
    """Return the receptor of a synapse: GABA-A for a negative weight, else the neuron's own choice."""
    return RECEPTORS["gaba_a" if weight < 0.0 else neuron.receptor]


def fibre_conductance(neuron: Neuron, weight: float) -> float:
    """Return the peak conductance of one fibre's synapse such that, at the reference potential, x = 1 brings
    `weight` units."""
    model, kind = MODELS[neuron.model], receptor(neuron, weight)
    area_ms = float(np.trapezoid(_course(kind), dx=_COURSE_MS))
    if kind.magnesium:
        area_ms *= float(synapses.magnesium_block(model.reference_mv))
    spikes_per_ms = neuron.rate_hz * neuron.fibres / 1000.0
    return abs(weight) * model.unit / (spikes_per_ms * area_ms * abs(kind.reversal_mv - model.reference_mv))


_COURSE_MS = 0.05


@computed_once(8)
def _course(kind: Receptor) -> Array:
    """One spike's conductance, peak 1, for as long as there is any."""
    course = synapses.biexponential(np.arange(0.0, 20.0 * kind.decay_ms, _COURSE_MS), kind.rise_ms, kind.decay_ms)
    course.setflags(write=False)
    return course


def steady_current(neuron: Neuron) -> float:
    """Return background and bias in the model's unit."""
    model = MODELS[neuron.model]
    return neuron.background * model.rheobase(neuron) + neuron.bias * model.unit


def electrode_current(neuron: Neuron, dt_ms: float = 0.0) -> Array:
    """Background, bias and stimulus in the model's unit, (n_steps,); in the run's step unless given."""
    return steady_current(neuron) + _stimulus(neuron, dt_ms or step_ms(neuron))


def _stimulus(neuron: Neuron, dt: float) -> Array:
    clock = {"duration_ms": neuron.duration_ms, "dt_ms": dt}
    height, start, stop = neuron.amplitude, neuron.onset_ms, neuron.onset_ms + neuron.width_ms
    match neuron.stimulus:
        case "step":
            rows = stimuli.step(height, start_ms=start, stop_ms=stop, **clock)
        case "ramp":
            rows = stimuli.ramp(0.0, height, start_ms=start, stop_ms=stop, **clock)
        case "pulses":
            rows = stimuli.pulse_pair(
                height, start_ms=start, width_ms=neuron.width_ms, interval_ms=neuron.gap_ms, **clock)
        case "train":
            rows = stimuli.pulse_train(
                height, rate_hz=1000.0 / neuron.gap_ms, width_ms=neuron.width_ms, start_ms=start, **clock)
        case "sine":
            rows = stimuli.sine(height, frequency_hz=1000.0 / neuron.gap_ms, **clock)
        case _:
            return np.zeros(steps(neuron.duration_ms, dt))
    return rows[:, 0]


def axon_speed_m_s(neuron: Neuron) -> float:
    """Return the speed of the spike along the axon; 0 where its membrane conducts none: too warm, or too few channels.

    Myelin is known around axons of a certain thickness: a thinner or thicker one is taken for the nearest of those. A
    bare axon is the squid's, with the membrane that the neuron's settings name, whatever model its soma has.
    """
    if neuron.myelin:
        low, high = axon.MYELINATED_UM
        return axon.myelinated_speed_m_s(min(max(neuron.diameter_um, low), high))
    return axon.unmyelinated_speed_m_s(neuron.diameter_um, membrane=axon_membrane(neuron))


def _simulated(
    neuron: Neuron, model: Model, trains: tuple[Array, ...], conductances: tuple[float, ...], beginning: Beginning,
) -> tuple[dict[str, Array], NDArray[np.float32], Result]:
    by_input = {
        i: Synapse(train, receptor(neuron, w), g)
        for i, (train, w, g) in enumerate(zip(trains, neuron.weights, conductances, strict=True)) if w and len(train)
    }
    contacts = list(by_input.values())
    dt, drive = _stepped(neuron, model, contacts)
    n_steps = steps(neuron.duration_ms, dt)
    electrode = electrode_current(neuron, dt)
    current = electrode
    if neuron.noise > 0.0:
        rng = np.random.default_rng([neuron.seed, len(trains)])
        current = electrode + stimuli.white_noise(
            neuron.noise * model.unit, rng, duration_ms=neuron.duration_ms, dt_ms=dt, tau_ms=model.noise_ms(neuron),
        )[:, 0]
    result = model.simulate(neuron, current, drive, dt, beginning)
    # Where dt does not divide the window, its last step reaches beyond the end.
    result = replace(result, spikes_ms=result.spikes_ms[result.spikes_ms <= neuron.duration_ms])
    if len(result.spikes_ms) > MOST_SPIKES_PER_MS * neuron.duration_ms:
        raise SimulationError("spikes", limit=MOST_SPIKES_PER_MS)
    lines = {"excitatory": np.zeros(n_steps + 1), "inhibitory": np.zeros(n_steps + 1)}
    sampled = np.linspace(0, n_steps, min(n_steps + 1, MOST_INSTANTS)).round().astype(np.intp)
    currents = np.zeros((len(trains), len(sampled)), dtype=np.float32)
    for i, contact in by_input.items():
        name = "inhibitory" if contact.receptor is RECEPTORS["gaba_a"] else "excitatory"
        own = synapses.current(result.v_mv, contact, dt_ms=dt)
        lines[name] -= own
        currents[i] = -own[sampled]
    lines["electrode"] = np.append(electrode, electrode[-1])
    lines["input"] = lines["excitatory"] + lines["inhibitory"] + lines["electrode"]
    return lines, currents, result


def _stepped(neuron: Neuron, model: Model, contacts: list[Synapse]) -> tuple[float, SynapticDrive | None]:
    """Return the run's step, and its synapses in steps of it.

    Raises SimulationError: "too_many_steps"; "time_step" for a step that the visitor chose and that would step over
    this cell's spikes, as fast as its channels, its temperature and its open synapses make them.
    """
    def driven(dt: float) -> tuple[SynapticDrive | None, float]:
        n_steps, most = steps(neuron.duration_ms, dt), MOST_STEPS if neuron.dt_ms else MOST_OWN_STEPS
        if n_steps > most:
            raise SimulationError("too_many_steps", limit=most)
        if not contacts:
            return None, 0.0
        drive = synapses.drive(contacts, n_steps=n_steps, dt_ms=dt)
        blocked = 0.0 if drive.nmda is None else float(drive.nmda.max())
        return drive, float(drive.conductance.max()) + blocked

    dt = step_ms(neuron)
    drive, conductance = driven(dt)
    if not neuron.dt_ms:
        shorter = model.step_ms(neuron, conductance)
        # A little more conductance makes it a little faster: that is within what the model's own step leaves free.
        return (dt, drive) if shorter > 0.5 * dt else (shorter, driven(shorter)[0])
    longest = model.longest_ms(neuron, conductance)
    if dt > longest:
        raise SimulationError("time_step", limit=longest)
    return dt, drive
