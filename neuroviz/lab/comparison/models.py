"""The neuron models on offer, and how z is translated into their units.

z = 0 stands for the smallest steady current that makes the cell in hand fire for good (here called its rheobase), and
each 1 more for `unit` more of current: I = rheobase + z * unit. It is found for the cell as it is set: its channels,
its temperature, its pattern. What brings a single spike may be less: see `Model.thresholds`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from neuroviz.bio import SynapticDrive, adex, hodgkin_huxley, izhikevich, lif, thresholds
from neuroviz.bio.simulation import Array
from neuroviz.bio.thresholds import Thresholds
from neuroviz.document.settings.neuron import Neuron

CURVE_MS = 500.0
"""Length of the runs in which the spikes of an f–I curve are counted, ms."""

ONSET_MS = 100.0
"""Beginning of these runs that is not counted, ms: spikes at the onset of a current are faster than the steady rate."""


@dataclass(frozen=True, eq=False)
class Result:
    """One neuron's run.

    time_ms, v_mv  (n_steps + 1,)
    spikes_ms      spike times
    gates, ionic   for Hodgkin-Huxley the gates m, h, n and the currents na, k, leak in uA/cm2, outward positive, all
                   (n_steps + 1,)
    """

    time_ms: Array
    v_mv: Array
    spikes_ms: Array
    gates: Mapping[str, Array] = field(default_factory=dict)
    ionic: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Beginning:
    """The start of a run.

    v_mv     its potential
    resting  whether the neuron would stay there by itself
    state    the argument for the model's own `simulate`
    """

    v_mv: float
    resting: bool
    state: tuple[float, ...] | hodgkin_huxley.State


@dataclass(frozen=True)
class Model:
    """A way to simulate the biological neuron. All functions take the Neuron whose settings count.

    unit, current_unit   what one unit of z stands for
    conductance_shown    (factor, unit) for showing a conductance; inside, conductance times mV is the current's unit
    reference_mv         between rest and threshold: where a synapse of weight w carries w units of current
    dt_ms, noise_ms      its usual step; the membrane time constant that noise is scaled by
    rest_mv, threshold_mv   for the picture; None where there is no fixed threshold
    thresholds           the steady currents that make it fire once, and for good
    settled              (neuron, steady current) -> where it has come to under that current, at or below the rheobase
    simulate             (neuron, current (n_steps,), synapses, dt_ms, beginning) -> Result
    longest_ms           (neuron, largest conductance of its synapses) -> the longest step whose spikes can be trusted
    rates                (neuron, steady currents (n,)) -> Hz (n,), switched on at rest, without noise
    spikes               (neuron, currents (n_steps, n), duration_ms, dt_ms) -> n arrays of spike times
    many_at_once         whether many neurons cost little more than one
    exact                whether its rheobase is known in closed form
    equation, numbers    the membrane's equation, in symbols, and with the numbers of an instant: {line:digits}
    """

    unit: float
    current_unit: str
    conductance_shown: tuple[float, str]
    reference_mv: float
    dt_ms: float
    noise_ms: Callable[[Neuron], float]
    rest_mv: Callable[[Neuron], float]
    threshold_mv: Callable[[Neuron], float | None]
    thresholds: Callable[[Neuron], Thresholds]
    settled: Callable[[Neuron, float], Beginning]
    simulate: Callable[[Neuron, Array, SynapticDrive | None, float, Beginning], Result]
    rates: Callable[[Neuron, Array], Array]
    spikes: Callable[[Neuron, Array, float, float], tuple[Array, ...]]
    equation: str
    numbers: Callable[[Neuron], tuple[str, ...]]
    many_at_once: bool = False
    exact: bool = False
    longest_ms: Callable[[Neuron, float], float] = lambda neuron, conductance: math.inf

    def step_ms(self, neuron: Neuron, conductance: float = 0.0) -> float:
        """Return the model's own step in ms: the usual one, or a shorter one if the cell is faster."""
        return min(self.dt_ms, TRUSTED * self.longest_ms(neuron, conductance))

    def rheobase(self, neuron: Neuron) -> float:
        """Return the smallest steady current that makes this cell fire for good.

        If there is none, the current that makes it fire once; if there is none either, that of the standard membrane,
        so that z still has a scale.
        """
        found = self.thresholds(neuron)
        first = found.once if found.lasting is None else found.lasting
        return hodgkin_huxley_usual if first is None else first

    def beginning(self, neuron: Neuron, steady: float) -> Beginning:
        """Return the start of a run under a steady current.

        A current that cannot make the cell fire has always been there, and the cell has settled under it, so that the
        start of a run causes nothing. A stronger current is switched on at the start.
        """
        return self.settled(neuron, steady if steady <= self.rheobase(neuron) else 0.0)


hodgkin_huxley_usual = 6.2603
"""uA/cm2: only for membranes that fire under no current at all, which are Hodgkin and Huxley's."""


# --- leaky integrate-and-fire --------------------------------------------------------------------

def lif_parameters(neuron: Neuron) -> lif.Parameters:
    """Return the integrate-and-fire cell that the neuron's settings name."""
    return lif.Parameters(r_mohm=neuron.r_mohm, tau_ms=neuron.tau_ms, t_ref_ms=neuron.t_ref_ms)


def _lif_thresholds(neuron: Neuron) -> Thresholds:
    found = lif.rheobase_na(lif_parameters(neuron))
    return Thresholds(found, found)


def _lif_settled(neuron: Neuron, steady: float) -> Beginning:
    p = lif_parameters(neuron)
    # At the rheobase itself V creeps up to the threshold and never gets there.
    v = min(p.v_rest_mv + p.r_mohm * steady, math.nextafter(p.theta_mv, -math.inf))
    return Beginning(v, True, (v,))


def _lif_simulate(
    neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float, beginning: Beginning,
) -> Result:
    run = lif.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms, parameters=lif_parameters(neuron),
        synapses=synapses, start_mv=beginning.v_mv,
    )
    return Result(run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0])


def _lif_numbers(neuron: Neuron) -> tuple[str, ...]:
    p = lif_parameters(neuron)
    return (f"{p.tau_ms:g} ms · dV/dt = −({{v:1}} + {-p.v_rest_mv:g}) mV + {p.r_mohm:g} MΩ · {{input:2}} nA",)


# --- Hodgkin-Huxley ------------------------------------------------------------------------------

TRUSTED, CURVE_TRUSTED = 0.21, 0.42
"""Of the longest step that can be trusted: the model's own step, and that of its f-I curve, which counts intervals."""

CURVE_AXON_MS = 300.0
"""Length of the run at 6.3 C that its f-I curve is read from: the intervals of its second half."""


def axon_membrane(neuron: Neuron) -> hodgkin_huxley.Parameters:
    """Hodgkin and Huxley's membrane with the neuron's capacitance, temperature and channels."""
    standard = hodgkin_huxley.Parameters()
    return hodgkin_huxley.Parameters(
        c_m_uf_cm2=neuron.c_m_uf_cm2, temperature_c=neuron.temperature_c,
        g_na_ms_cm2=standard.g_na_ms_cm2 * neuron.sodium, g_k_ms_cm2=standard.g_k_ms_cm2 * neuron.potassium,
    )


def _hh_settled(neuron: Neuron, steady: float) -> Beginning:
    found = hodgkin_huxley.settled(axon_membrane(neuron), steady)
    return Beginning(float(found.state.v_mv[0]), found.resting, found.state)


def _hh_rates(neuron: Neuron, currents: Array) -> Array:
    p = axon_membrane(neuron)
    quick = max(0.5, hodgkin_huxley.upswing_speedup(p))
    return hodgkin_huxley.fi_curve(
        currents, duration_ms=CURVE_AXON_MS / quick, dt_ms=CURVE_TRUSTED * hodgkin_huxley.TRUSTED_DT_MS / quick,
        parameters=p, start=hodgkin_huxley.settled(p).state,
    )


def _hh_simulate(
    neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float, beginning: Beginning,
) -> Result:
    start = beginning.state
    run = hodgkin_huxley.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms, parameters=axon_membrane(neuron),
        synapses=synapses, method="rk4" if neuron.method == "rk4" else "staggered",
        start=start if isinstance(start, hodgkin_huxley.State) else None,
    )
    return Result(
        run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0],
        MappingProxyType({"m": run.m[:, 0], "h": run.h[:, 0], "n": run.n[:, 0]}),
        MappingProxyType({"na": run.i_na[:, 0], "k": run.i_k[:, 0], "leak": run.i_l[:, 0]}),
    )


def _hh_numbers(neuron: Neuron) -> tuple[str, ...]:
    return (
        f"{neuron.c_m_uf_cm2:g} µF/cm² · dV/dt = {{input:1}} − ({{na:1}}) − ({{k:1}}) − ({{leak:1}}) µA/cm²",
        "m = {m:2},  h = {h:2},  n = {n:2},  V = {v:1} mV",
    )


# --- AdEx and Izhikevich -------------------------------------------------------------------------

def _adex_settled(neuron: Neuron, steady: float) -> Beginning:
    p = adex.PATTERNS[neuron.pattern]
    # At the saddle-node itself there is just no rest left.
    found = adex.rest(p, min(steady, adex.saddle_node(p)[1] * (1.0 - 1e-9)))
    v, w = (p.v_rest_mv, 0.0) if found is None or steady == 0.0 else found
    return Beginning(v, True, (v, w))


def _adex_simulate(
    neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float, beginning: Beginning,
) -> Result:
    v, w = beginning.state if isinstance(beginning.state, tuple) else (beginning.v_mv, 0.0)
    run = adex.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms,
        parameters=adex.PATTERNS[neuron.pattern], synapses=synapses, start_mv=v, start_pa=w,
    )
    return Result(run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0])


def _izhikevich_settled(neuron: Neuron, steady: float) -> Beginning:
    p = izhikevich.PATTERNS[neuron.pattern]
    found = izhikevich.rest(p, min(steady, izhikevich.saddle_node(p) - 1e-9))
    v = izhikevich.START_MV if found is None else found[0]
    return Beginning(v, True, (v,))


def _izhikevich_simulate(
    neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float, beginning: Beginning,
) -> Result:
    run = izhikevich.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms,
        parameters=izhikevich.PATTERNS[neuron.pattern], synapses=synapses, start_mv=beginning.v_mv,
    )
    return Result(run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0])


def _izhikevich_rest(neuron: Neuron) -> float:
    rest = izhikevich.rest(izhikevich.PATTERNS[neuron.pattern])
    return rest[0] if rest else izhikevich.START_MV


OWN_IZHIKEVICH = 10.0
"""The current that the paper shows most of its patterns with (Izhikevich 2003, figure 2)."""

SHOWN_MS, SHOWN_FROM_MS = 400.0, 20.0
"""Long enough for the latest first spike among the patterns, 148 ms after the current begins, and for what follows."""


def pattern_shown(neuron: Neuron) -> Neuron:
    """Return `neuron` driven so that its pattern is what its name says.

    It rests, its inputs are silent, and a step of its own current is given. The names are the papers', and they name
    the answer to just that.
    """
    own = adex.PATTERNS[neuron.pattern].current_pa if neuron.model == "adex" else OWN_IZHIKEVICH
    return replace(
        neuron, inputs=(0.0,) * len(neuron.inputs), bias=0.0, background=0.0, noise=0.0, stimulus="step", amplitude=own,
        onset_ms=SHOWN_FROM_MS, width_ms=1000.0, duration_ms=SHOWN_MS, experiment="",
    )


MODELS: Mapping[str, Model] = MappingProxyType({
    "lif": Model(
        unit=1.0, current_unit="nA", conductance_shown=(1000.0, "nS"), reference_mv=-55.0, dt_ms=0.05,
        noise_ms=lambda neuron: neuron.tau_ms,
        rest_mv=lambda neuron: lif_parameters(neuron).v_rest_mv,
        threshold_mv=lambda neuron: lif_parameters(neuron).theta_mv,
        thresholds=_lif_thresholds, settled=_lif_settled, simulate=_lif_simulate,
        rates=lambda neuron, currents: lif.rate_hz(currents, lif_parameters(neuron)),
        spikes=lambda neuron, rows, duration_ms, dt_ms: lif.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=lif_parameters(neuron), record=False).spike_times_ms,
        equation="τ dV/dt = −(V − V₀) + R·I", numbers=_lif_numbers, many_at_once=True, exact=True,
    ),
    "hodgkin_huxley": Model(
        unit=10.0, current_unit="µA/cm²", conductance_shown=(1.0, "mS/cm²"), reference_mv=-60.0, dt_ms=0.025,
        noise_ms=lambda neuron: 1.0,
        rest_mv=lambda neuron: float(hodgkin_huxley.rest(axon_membrane(neuron)).v_mv[0]),
        threshold_mv=lambda neuron: None,
        thresholds=lambda neuron: thresholds.hodgkin_huxley_thresholds(axon_membrane(neuron)), settled=_hh_settled,
        simulate=_hh_simulate, rates=_hh_rates,
        longest_ms=lambda neuron, conductance: hodgkin_huxley.longest_step_ms(axon_membrane(neuron), conductance),
        spikes=lambda neuron, rows, duration_ms, dt_ms: hodgkin_huxley.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=axon_membrane(neuron), record=False).spike_times_ms,
        equation="C dV/dt = I − g_Na m³h (V − E_Na) − g_K n⁴ (V − E_K) − g_L (V − E_L)", numbers=_hh_numbers,
        many_at_once=True,
    ),
    "adex": Model(
        unit=40.0, current_unit="pA", conductance_shown=(1.0, "nS"), reference_mv=-55.0, dt_ms=0.1,
        noise_ms=lambda neuron: adex.PATTERNS[neuron.pattern].tau_ms,
        rest_mv=lambda neuron: adex.PATTERNS[neuron.pattern].v_rest_mv,
        threshold_mv=lambda neuron: adex.PATTERNS[neuron.pattern].theta_mv,
        thresholds=lambda neuron: thresholds.adex_thresholds(adex.PATTERNS[neuron.pattern]), settled=_adex_settled,
        simulate=_adex_simulate,
        rates=lambda neuron, currents: adex.fi_curve(
            currents, duration_ms=CURVE_MS, skip_ms=ONSET_MS, parameters=adex.PATTERNS[neuron.pattern]),
        spikes=lambda neuron, rows, duration_ms, dt_ms: adex.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=adex.PATTERNS[neuron.pattern],
            record=False).spike_times_ms,
        equation="τ dV/dt = −(V − V₀) + Δ·exp((V − θ)/Δ) + R·(I − w)",
        numbers=lambda neuron: ("V = {v:1} mV,   I = {input:1} pA",),
    ),
    "izhikevich": Model(
        unit=5.0, current_unit="", conductance_shown=(1.0, ""), reference_mv=-55.0, dt_ms=0.1,
        noise_ms=lambda neuron: 5.0,
        rest_mv=_izhikevich_rest, threshold_mv=lambda neuron: None,
        thresholds=lambda neuron: thresholds.izhikevich_thresholds(izhikevich.PATTERNS[neuron.pattern]),
        settled=_izhikevich_settled, simulate=_izhikevich_simulate,
        rates=lambda neuron, currents: izhikevich.fi_curve(
            currents, duration_ms=CURVE_MS, skip_ms=ONSET_MS, parameters=izhikevich.PATTERNS[neuron.pattern]),
        spikes=lambda neuron, rows, duration_ms, dt_ms: izhikevich.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=izhikevich.PATTERNS[neuron.pattern],
            record=False).spike_times_ms,
        equation="dV/dt = 0.04V² + 5V + 140 − u + I",
        numbers=lambda neuron: ("V = {v:1} mV,   I = {input:1}",),
    ),
})
