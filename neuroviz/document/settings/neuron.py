"""The settings of the neuron page: an artificial neuron, and how the biological one beside it is driven and built.

One flat record. `RANGES` and `CHOICES` list the allowed values of each field; widgets, files and edits all read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared, check_number
from neuroviz.document.refusal import Refusal
from neuroviz.nn import ACTIVATIONS

ELEMENTWISE = tuple(name for name, record in ACTIVATIONS.items() if record.elementwise)
"""Activations that one neuron can have by itself."""


@dataclass(frozen=True)
class Neuron:
    """The settings of the page "The neuron beside the network".

    The artificial neuron, a = g(w·x + b):
    inputs x and weights w (n,), bias b, activation g; names (n,), "" for the default symbol

    The drive of the biological one:
    rate_hz       firing rate of one presynaptic fibre for x = 1
    fibres        presynaptic fibres for each input; together they carry the weight
    trains        poisson; regular; or together: regular, and all inputs at the same time
    receptor      of the excitatory synapses: ampa or nmda
    noise         standard deviation of a fluctuating current, in units of the current that stands for z = 1
    background    a steady current, in units of the smallest that makes the model fire
    seed          seed of everything random
    stimulus      the current from an electrode, in the model's unit; with onset, width (of a pulse), gap (from pulse
                  to pulse, or a sine's period), all in ms

    The biological neuron:
    model, pattern   as in `lab.comparison.models`; pattern if the model has several
    tau_ms, r_mohm, t_ref_ms   integrate-and-fire
    c_m_uf_cm2, temperature_c, sodium, potassium   Hodgkin-Huxley; the last two are shares of channels that work
    diameter_um, length_mm, myelin   the axon

    The run: duration_ms, dt_ms (0: the model's own), method (Hodgkin-Huxley's: staggered or rk4)
    experiment   the experiment that is open, or ""
    """

    inputs: tuple[float, ...] = (1.0, 0.6, 0.8)
    weights: tuple[float, ...] = (0.9, 0.6, -0.5)
    bias: float = 0.2
    activation: Annotated[str, OneOf(ELEMENTWISE)] = "relu"
    names: tuple[str, ...] = ()
    rate_hz: Annotated[float, Within(1.0, 300.0)] = 100.0
    fibres: Annotated[int, Within(1, 20)] = 4
    trains: Annotated[str, OneOf(("poisson", "regular", "together"))] = "poisson"
    receptor: Annotated[str, OneOf(("ampa", "nmda"))] = "ampa"
    noise: Annotated[float, Within(0.0, 5.0)] = 0.0
    background: Annotated[float, Within(0.0, 2.0)] = 1.0
    seed: Annotated[int, Within(0, limits.MAX_SEED)] = 0
    stimulus: Annotated[str, OneOf(("none", "step", "ramp", "pulses", "train", "sine"))] = "none"
    amplitude: Annotated[float, Within(-500.0, 500.0)] = 0.0
    onset_ms: Annotated[float, Within(0.0, 1000.0)] = 10.0
    width_ms: Annotated[float, Within(0.05, 1000.0)] = 150.0
    gap_ms: Annotated[float, Within(0.5, 1000.0)] = 20.0
    model: Annotated[str, OneOf(tuple(PATTERNS))] = "lif"
    pattern: str = ""
    tau_ms: Annotated[float, Within(0.5, 100.0)] = 8.0
    r_mohm: Annotated[float, Within(0.5, 200.0)] = 10.0
    t_ref_ms: Annotated[float, Within(0.0, 20.0)] = 2.0
    c_m_uf_cm2: Annotated[float, Within(0.2, 5.0)] = 1.0
    temperature_c: Annotated[float, Within(0.0, 40.0)] = 6.3
    sodium: Annotated[float, Within(0.0, 2.0)] = 1.0
    potassium: Annotated[float, Within(0.0, 2.0)] = 1.0
    diameter_um: Annotated[float, Within(0.2, 1000.0)] = 10.0
    length_mm: Annotated[float, Within(1.0, 1000.0)] = 100.0
    myelin: bool = True
    duration_ms: Annotated[float, Within(20.0, 1000.0)] = 200.0
    dt_ms: Annotated[float, Within(0.0, 1.0)] = 0.0
    method: Annotated[str, OneOf(("staggered", "rk4"))] = "staggered"
    experiment: str = ""

    def __post_init__(self) -> None:
        if not self.names:
            object.__setattr__(self, "names", ("",) * len(self.inputs))


PATTERNS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "lif": ("",),
    "hodgkin_huxley": ("",),
    "adex": ("tonic", "adapting", "initial_burst", "bursting", "irregular", "transient", "delayed"),
    "izhikevich": (
        "regular_spiking", "intrinsically_bursting", "chattering", "fast_spiking", "low_threshold_spiking",
        "thalamocortical", "resonator",
    ),
})
"""The models, and the firing patterns of each; the first is the default."""


def with_changes(neuron: Neuron, **changes: Any) -> Neuron:
    """Return `neuron` with some fields changed. Raises Refusal as `checked` does.

    A model that does not have the present pattern gets its first one.
    """
    changed = replace(neuron, **changes)
    if changed.pattern not in PATTERNS.get(changed.model, ()) and "pattern" not in changes:
        changed = replace(changed, pattern=PATTERNS.get(changed.model, ("",))[0])
    return checked(changed)


def checked(neuron: Neuron) -> Neuron:
    """Return `neuron` with each number of its field's type, and 0 for -0. Raises Refusal for a field not allowed."""
    if not 1 <= len(neuron.inputs) <= limits.MAX_NEURONS:
        raise Refusal("neuron_inputs", limit=limits.MAX_NEURONS)
    for name in ("inputs", "weights", "names"):
        if len(getattr(neuron, name)) != len(neuron.inputs):
            raise Refusal("field_length", where=f"neuron.{name}", got=len(getattr(neuron, name)),
                          expected=len(neuron.inputs))
    for name in ("inputs", "weights"):
        for index, value in enumerate(getattr(neuron, name)):
            check_number(value, f"neuron.{name}[{index}]", -limits.MAX_NEURON_VALUE, limits.MAX_NEURON_VALUE)
    check_number(neuron.bias, "neuron.bias", -limits.MAX_NEURON_VALUE, limits.MAX_NEURON_VALUE)
    neuron = as_declared(neuron, "neuron")
    if neuron.pattern not in PATTERNS[neuron.model]:
        raise Refusal("field_value", where="neuron.pattern", value=neuron.pattern[:24])
    return replace(
        neuron, inputs=tuple(map(float, neuron.inputs)), weights=tuple(map(float, neuron.weights)),
        bias=float(neuron.bias),
    )


def resized(neuron: Neuron, size: int) -> Neuron:
    """Return `neuron` with `size` inputs: present ones stay, new ones are 0 with weight 0.

    Raises Refusal "neuron_inputs".
    """
    if not 1 <= size <= limits.MAX_NEURONS:
        raise Refusal("neuron_inputs", limit=limits.MAX_NEURONS)
    more = max(0, size - len(neuron.inputs))

    def fitted(values: Sequence[Any], new: Any) -> tuple[Any, ...]:
        return (*values[:size], *(new,) * more)

    return replace(neuron, inputs=fitted(neuron.inputs, 0.0), weights=fitted(neuron.weights, 0.0),
                   names=fitted(neuron.names, ""))
