"""The biological neuron of the page of two neurons as a script: in plain NumPy, or for Brian 2.

Both get the same spikes and currents as the neuron on the page. The NumPy script takes the same steps, so that its
spikes are the page's; Brian solves the same equations in steps of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from neuroviz.bio import hodgkin_huxley
from neuroviz.bio.synapses import RECEPTORS
from neuroviz.code.neuron_models import BRIAN, COURSES, NUMPY, PEAKS, numbers_of
from neuroviz.code.text import Script, Section, Words, f_string, filled, literal
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.models import axon_membrane
from neuroviz.lab.comparison.run import Comparison, receptor, steady_current

SIMULATORS: Mapping[str, str] = MappingProxyType({"numpy": "NumPy", "brian2": "Brian 2"})
"""What a neuron can be written for: key, and the name."""

_PACKAGES: Mapping[str, tuple[str, ...]] = MappingProxyType({"numpy": ("numpy",), "brian2": ("numpy", "brian2")})
_IMPORTS: Mapping[str, str] = MappingProxyType({
    "numpy": "import math\n\nimport numpy as np",
    # The code generator that needs no compiler: for one neuron it is as quick.
    "brian2": "import brian2 as b2\nimport numpy as np\n\nb2.prefs.codegen.target = \"numpy\"",
})

FINEST_MS = 0.01
"""Brian's step: it sees a spike at the end of a step, and so some hundredths of a millisecond late."""


def neuron_script(now: Comparison, simulator: str, words: Words) -> Script:
    """Return the script that simulates the cell of a run. It leaves its spike times in ms behind as `spikes`.

    simulator  a key of SIMULATORS

    Raises ValueError for a run that failed.
    """
    if now.beginning is None:
        raise ValueError("a run that failed has no beginning to write")
    neuron, time = now.neuron, now.result.time_ms
    n_steps, dt = len(time) - 1, float(time[1] - time[0])
    model = words[f"model_{neuron.model}"]
    unit = now.model.current_unit
    clock = f"duration, dt, n_steps = {neuron.duration_ms!r}, {dt!r}, {n_steps}\nt = dt * np.arange(n_steps)"
    shared = (
        Section(words["needed"], _IMPORTS[simulator]),
        Section(words["clock"], clock),
        Section(words["current"].format(unit=unit or words["no_unit"]), electrode_code(now, dt)),
        Section(words["arrivals"], arrivals_code(now)),
        Section(words["cell"].format(model=model), numbers_of(now)),
    )
    own = _in_numpy(now, words) if simulator == "numpy" else _in_brian(now, words, min(FINEST_MS, dt))
    printed = filled("""
print(@count@)
print(np.round(spikes, 3))
""", count=f_string(words["fired"].format(count="{len(spikes)}", ms="{duration:g}")))
    head = words["head_neuron"].format(model=model, simulator=SIMULATORS[simulator])
    return Script(head, _PACKAGES[simulator], (*shared, *own, Section(words["spikes"], printed)))


def electrode_code(now: Comparison, dt: float) -> str:
    """Return the current of the electrode and of the bias in each step: `current`, (n_steps,)."""
    neuron = now.neuron
    lines = [_STIMULI[neuron.stimulus], f"current = {steady_current(neuron)!r} + stimulus"]
    values = {
        "height": repr(neuron.amplitude), "start": repr(neuron.onset_ms), "width": repr(neuron.width_ms),
        "gap": repr(neuron.gap_ms),
    }
    if neuron.noise > 0.0:
        spread = neuron.noise * now.model.unit * float(np.sqrt(2.0 * now.model.noise_ms(neuron) / dt))
        lines.append(filled("""
noise = np.random.default_rng([@seed@, @inputs@]).standard_normal(n_steps)
current = current + @spread@ * noise
""", seed=neuron.seed, inputs=len(neuron.inputs), spread=repr(spread)))
    return filled("\n".join(lines), **values)


_COVERED = filled("""
def covered(start, stop):
    return np.clip((stop - t) / dt, 0, 1) - np.clip((start - t) / dt, 0, 1)


""") + "\n\n\n"

_STIMULI: Mapping[str, str] = MappingProxyType({
    "none": "stimulus = np.zeros(n_steps)",
    "step": f"{_COVERED}stimulus = @height@ * covered(@start@, @start@ + @width@)",
    "ramp": _COVERED + filled("""
middle = 0.5 * (np.clip(t, @start@, @start@ + @width@) + np.clip(t + dt, @start@, @start@ + @width@))
stimulus = covered(@start@, @start@ + @width@) * @height@ * (middle - @start@) / @width@
"""),
    "pulses": _COVERED + filled("""
stimulus = @height@ * (
    covered(@start@, @start@ + @width@) + covered(@start@ + @gap@, @start@ + @gap@ + @width@)
)
"""),
    "train": _COVERED + filled("""
onsets = np.arange(@start@, duration, @gap@)
stimulus = @height@ * sum((covered(onset, onset + @width@) for onset in onsets), np.zeros(n_steps))
"""),
    "sine": "stimulus = @height@ * np.sin(2 * np.pi * (t + 0.5 * dt) / @gap@) * np.sinc(dt / @gap@)",
})
"""The stimulus in each step, as its mean over the step."""


def arrivals_code(now: Comparison) -> str:
    """Return when spikes arrive at which synapses, and what each of these opens."""
    lines = ["arrivals = {}"]
    for index, (train, weight, g) in enumerate(zip(now.trains, now.neuron.weights, now.conductances, strict=True)):
        if weight and len(train):
            kind = receptor(now.neuron, weight).name
            lines.append(f"arrivals[{index}] = {kind!r}, {g!r}, np.array({literal(train)})")
    return "\n".join(lines)


def _kinds(now: Comparison) -> list[str]:
    """Return the receptors that take part."""
    return sorted({
        receptor(now.neuron, weight).name
        for train, weight in zip(now.trains, now.neuron.weights, strict=True) if weight and len(train)
    })


def _in_numpy(now: Comparison, words: Words) -> tuple[Section, ...]:
    kinds = _kinds(now)
    courses = "\n\n\n".join(COURSES[kind] for kind in kinds) + "\n\n\n" if kinds else ""
    rows = ", ".join(f"{kind!r}: ({kind}_area, {RECEPTORS[kind].reversal_mv!r})" for kind in kinds)
    opened = filled("""
@courses@areas = {@rows@}
open_g, open_ge, open_nmda = np.zeros(n_steps), np.zeros(n_steps), np.zeros(n_steps)
for kind, g_max, times in arrivals.values():
    area, reversal = areas[kind]
    for arrival in times:
        g = g_max * np.diff(area(np.maximum(np.append(t, n_steps * dt) - arrival, 0))) / dt
        if kind == "nmda":
            open_nmda += g
        else:
            open_g += g
            open_ge += g * reversal


def unblocked(v):
    return 1 / (1 + math.exp(-0.062 * max(v, -5000.0)) / 3.57)
""", courses=courses, rows=rows)
    run = NUMPY[now.neuron.model]
    if now.neuron.model == "hodgkin_huxley":
        run += f"\n\n\n{PEAKS}\n\n\nspikes = made_by_sodium(v, m, h, {_excitable(now.neuron)})"
    ending = "spikes = np.array([s for s in spikes if s <= duration])"
    return (Section(words["synapses"], opened), Section(words["run"], f"{run}\n{ending}"))


def _excitable(neuron: Neuron) -> bool:
    """Whether Hodgkin and Huxley's membrane has a threshold at all: without one, none of its swings is a spike."""
    return neuron.model != "hodgkin_huxley" or hodgkin_huxley.excitable(axon_membrane(neuron))


def _in_brian(now: Comparison, words: Words, dt: float) -> tuple[Section, ...]:
    kinds, neuron = _kinds(now), now.neuron
    equations, inward = [], []
    for kind in kinds:
        record = RECEPTORS[kind]
        if record.shape == "alpha":
            tau = repr(record.peak_ms)
            equations += [f"dg_{kind}/dt = (s_{kind} - g_{kind}) / ({tau}*ms) : 1",
                          f"ds_{kind}/dt = -s_{kind} / ({tau}*ms) : 1"]
        else:
            equations += [f"dr_{kind}/dt = -r_{kind} / ({record.rise_ms!r}*ms) : 1",
                          f"ds_{kind}/dt = -s_{kind} / ({record.decay_ms!r}*ms) : 1",
                          f"g_{kind} = s_{kind} - r_{kind} : 1"]
        block = " / (1 + exp(-0.062 * v) / 3.57)" if record.magnesium else ""
        inward.append(f" - g_{kind}{block} * (v - {record.reversal_mv!r})")
    equations.append(f"inward = drive(t){''.join(inward)} : 1")
    cell = BRIAN[neuron.model]
    return (
        Section(words["brian"], filled("""
b2.BrianLogger.suppress_name("resolution_conflict")
b2.defaultclock.dt = @dt@ * b2.ms
drive = b2.TimedArray(current, dt=dt * b2.ms)
cell = b2.NeuronGroup(1, \"\"\"
@equations@
\"\"\", @options@)
@start@
""", dt=repr(dt), equations="\n".join((*equations, cell.equations)), options=cell.options, start=cell.start)),
        Section(words["synapses"], _brian_synapses(neuron, kinds)),
        Section(words["run"], filled(cell.run, excitable=_excitable(neuron))),
    )


def _brian_synapses(neuron: Neuron, kinds: list[str]) -> str:
    parts = ["network = b2.Network(cell)"]
    for kind in kinds:
        record = RECEPTORS[kind]
        # The same peak, g_max, as the time course of the page.
        if record.shape == "alpha":
            scale, on_pre = repr(float(np.e)), f"s_{kind}_post += weight"
        else:
            peak = record.peak_ms
            norm = 1.0 / (np.exp(-peak / record.decay_ms) - np.exp(-peak / record.rise_ms))
            scale, on_pre = repr(float(norm)), f"s_{kind}_post += weight; r_{kind}_post += weight"
        parts.append(filled("""
# @kind@
own = [(g_max, times) for kind, g_max, times in arrivals.values() if kind == @name@]
fibre = np.concatenate([index * @fibres@ + np.arange(len(times)) % @fibres@ for index, (_, times) in enumerate(own)])
fibres_@kind@ = b2.SpikeGeneratorGroup(
    len(own) * @fibres@, fibre, np.concatenate([times for _, times in own]) * b2.ms
)
synapses_@kind@ = b2.Synapses(fibres_@kind@, cell, "weight : 1", on_pre="@on_pre@")
synapses_@kind@.connect()
synapses_@kind@.weight = np.repeat([g_max * @scale@ for g_max, _ in own], @fibres@)
network.add(fibres_@kind@, synapses_@kind@)
""", kind=kind, name=repr(kind), fibres=neuron.fibres, on_pre=on_pre, scale=scale))
    return "\n".join(parts)
