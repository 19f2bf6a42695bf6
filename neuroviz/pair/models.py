"""The neuron models on offer, and how z is translated into their units.

z = 0 stands for the rheobase, the smallest steady current that makes the model fire for good, and each 1 more for
`unit` more of current: I = rheobase + z * unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from neuroviz.bio import SynapticDrive, adex, hodgkin_huxley, izhikevich, lif
from neuroviz.bio.simulation import Array
from neuroviz.document.neuron import Neuron

CURVE_MS = 500.0
"""Length of the runs that an f-I curve is counted in."""

ONSET_MS = 100.0
"""Of them, what is left out: the spikes at the onset of a current say nothing of the rate that follows."""


@dataclass(frozen=True, eq=False)
class Result:
    """One neuron's run: time_ms and v_mv (n_steps + 1,), spikes_ms; for Hodgkin-Huxley the gates m, h, n and the
    currents na, k, leak in uA/cm2, outward positive, all (n_steps + 1,)."""

    time_ms: Array
    v_mv: Array
    spikes_ms: Array
    gates: Mapping[str, Array] = field(default_factory=dict)
    ionic: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A way to simulate the biological neuron. All functions take the Neuron whose settings count.

    unit, current_unit   what one unit of z stands for
    conductance_shown    (factor, unit) for showing a conductance; inside, conductance times mV is the current's unit
    reference_mv         between rest and threshold: where a synapse of weight w carries w units of current
    dt_ms, noise_ms      its own step; the membrane time constant that noise is scaled by
    rest_mv, threshold_mv   for the picture; None where there is no fixed threshold
    rheobase             the smallest steady current that makes it fire for good
    simulate             (neuron, current (n_steps,), synapses, dt_ms) -> Result
    rates                (neuron, steady currents (n,)) -> Hz (n,), without noise
    spikes               (neuron, currents (n_steps, n), duration_ms, dt_ms) -> n arrays of spike times
    many_at_once         whether many neurons cost little more than one
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
    rheobase: Callable[[Neuron], float]
    simulate: Callable[[Neuron, Array, SynapticDrive | None, float], Result]
    rates: Callable[[Neuron, Array], Array]
    spikes: Callable[[Neuron, Array, float, float], tuple[Array, ...]]
    equation: str
    numbers: Callable[[Neuron], tuple[str, ...]]
    many_at_once: bool = False


# --- leaky integrate-and-fire --------------------------------------------------------------------

def _lif(neuron: Neuron) -> lif.Parameters:
    return lif.Parameters(r_mohm=neuron.r_mohm, tau_ms=neuron.tau_ms, t_ref_ms=neuron.t_ref_ms)


def _lif_simulate(neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float) -> Result:
    run = lif.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms, parameters=_lif(neuron), synapses=synapses,
    )
    return Result(run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0])


def _lif_numbers(neuron: Neuron) -> tuple[str, ...]:
    p = _lif(neuron)
    return (f"{p.tau_ms:g} ms · dV/dt = −({{v:1}} + {-p.v_rest_mv:g}) mV + {p.r_mohm:g} MΩ · {{input:2}} nA",)


# --- Hodgkin-Huxley ------------------------------------------------------------------------------

RHEOBASE_HH = 6.2603
"""uA/cm2 at 6.3 C, from rest (science of the model: firing begins there, at 50 Hz)."""


def _hh(neuron: Neuron) -> hodgkin_huxley.Parameters:
    standard = hodgkin_huxley.Parameters()
    return hodgkin_huxley.Parameters(
        c_m_uf_cm2=neuron.c_m_uf_cm2, temperature_c=neuron.temperature_c,
        g_na_ms_cm2=standard.g_na_ms_cm2 * neuron.sodium, g_k_ms_cm2=standard.g_k_ms_cm2 * neuron.potassium,
    )


def _hh_simulate(neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float) -> Result:
    run = hodgkin_huxley.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms, parameters=_hh(neuron), synapses=synapses,
        method="rk4" if neuron.method == "rk4" else "staggered",
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

def _adex_rheobase(neuron: Neuron) -> float:
    """Where the resting state vanishes: the largest current for which dV/dt = 0 and dw/dt = 0 have a solution."""
    p = adex.PATTERNS[neuron.pattern]
    gigaohm = 1e-3 * p.r_mohm
    stiffer = 1.0 + p.a_ns * gigaohm
    above = p.theta_mv + p.delta_mv * math.log(stiffer) - p.v_rest_mv
    return (stiffer * above - p.delta_mv * stiffer) / gigaohm


def _adex_simulate(neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float) -> Result:
    run = adex.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms,
        parameters=adex.PATTERNS[neuron.pattern], synapses=synapses,
    )
    return Result(run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0])


def _izhikevich_rheobase(neuron: Neuron) -> float:
    """The same for the parabola."""
    b = izhikevich.PATTERNS[neuron.pattern].b
    slope = izhikevich.SLOPE - b
    return slope * slope / (4.0 * izhikevich.CURVATURE) - izhikevich.OFFSET


def _izhikevich_simulate(neuron: Neuron, current: Array, synapses: SynapticDrive | None, dt_ms: float) -> Result:
    run = izhikevich.simulate(
        current[:, np.newaxis], duration_ms=neuron.duration_ms, dt_ms=dt_ms,
        parameters=izhikevich.PATTERNS[neuron.pattern], synapses=synapses,
    )
    return Result(run.time_ms, run.v_mv[:, 0], run.spike_times_ms[0])


def _izhikevich_rest(neuron: Neuron) -> float:
    rest = izhikevich.rest(izhikevich.PATTERNS[neuron.pattern])
    return rest[0] if rest else izhikevich.START_MV


MODELS: Mapping[str, Model] = MappingProxyType({
    "lif": Model(
        unit=1.0, current_unit="nA", conductance_shown=(1000.0, "nS"), reference_mv=-55.0, dt_ms=0.05,
        noise_ms=lambda neuron: neuron.tau_ms,
        rest_mv=lambda neuron: _lif(neuron).v_rest_mv, threshold_mv=lambda neuron: _lif(neuron).theta_mv,
        rheobase=lambda neuron: lif.rheobase_na(_lif(neuron)), simulate=_lif_simulate,
        rates=lambda neuron, currents: lif.rate_hz(currents, _lif(neuron)),
        spikes=lambda neuron, rows, duration_ms, dt_ms: lif.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=_lif(neuron), record=False).spike_times_ms,
        equation="τ dV/dt = −(V − V₀) + R·I", numbers=_lif_numbers, many_at_once=True,
    ),
    "hodgkin_huxley": Model(
        unit=10.0, current_unit="µA/cm²", conductance_shown=(1.0, "mS/cm²"), reference_mv=-60.0, dt_ms=0.025,
        noise_ms=lambda neuron: 1.0,
        rest_mv=lambda neuron: float(hodgkin_huxley.rest(_hh(neuron)).v_mv[0]), threshold_mv=lambda neuron: None,
        rheobase=lambda neuron: RHEOBASE_HH, simulate=_hh_simulate,
        rates=lambda neuron, currents: hodgkin_huxley.fi_curve(
            currents, duration_ms=CURVE_MS, parameters=_hh(neuron)),
        spikes=lambda neuron, rows, duration_ms, dt_ms: hodgkin_huxley.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=_hh(neuron), record=False).spike_times_ms,
        equation="C dV/dt = I − g_Na m³h (V − E_Na) − g_K n⁴ (V − E_K) − g_L (V − E_L)", numbers=_hh_numbers,
        many_at_once=True,
    ),
    "adex": Model(
        unit=40.0, current_unit="pA", conductance_shown=(1.0, "nS"), reference_mv=-55.0, dt_ms=0.1,
        noise_ms=lambda neuron: adex.PATTERNS[neuron.pattern].tau_ms,
        rest_mv=lambda neuron: adex.PATTERNS[neuron.pattern].v_rest_mv,
        threshold_mv=lambda neuron: adex.PATTERNS[neuron.pattern].theta_mv,
        rheobase=_adex_rheobase, simulate=_adex_simulate,
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
        rheobase=_izhikevich_rheobase, simulate=_izhikevich_simulate,
        rates=lambda neuron, currents: izhikevich.fi_curve(
            currents, duration_ms=CURVE_MS, skip_ms=ONSET_MS, parameters=izhikevich.PATTERNS[neuron.pattern]),
        spikes=lambda neuron, rows, duration_ms, dt_ms: izhikevich.simulate(
            rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=izhikevich.PATTERNS[neuron.pattern],
            record=False).spike_times_ms,
        equation="dV/dt = 0.04V² + 5V + 140 − u + I",
        numbers=lambda neuron: ("V = {v:1} mV,   I = {input:1}",),
    ),
})
