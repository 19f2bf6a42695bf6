"""The four cells as code: their numbers, their steps in NumPy, their equations for Brian.

Units as everywhere in the app: mV, ms, and each model's own current (nA, µA/cm², pA, none), with conductances so that
conductance times mV is that current. Brian is told the same numbers without units, which it would only convert.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from neuroviz.bio import adex, hodgkin_huxley, izhikevich
from neuroviz.code.text import filled
from neuroviz.lab.comparison.models import axon_membrane, lif_parameters
from neuroviz.lab.comparison.run import Comparison


def numbers_of(now: Comparison) -> str:
    """Return the cell's parameters, and the state in which its run begins."""
    neuron, beginning = now.neuron, now.beginning
    assert beginning is not None
    state = beginning.state
    if isinstance(state, hodgkin_huxley.State):
        m = axon_membrane(neuron)
        v0, *gates = (float(part[0]) for part in (state.v_mv, state.m, state.h, state.n))
        return filled("""
c_m, phi = @c_m@, @phi@
g_na, g_k, g_l = @g_na@, @g_k@, @g_l@
e_na, e_k, e_l = @e_na@, @e_k@, @e_l@
v0, m0, h0, n0 = @start@
""", c_m=m.c_m_uf_cm2, phi=hodgkin_huxley.phi(m.temperature_c), g_na=m.g_na_ms_cm2, g_k=m.g_k_ms_cm2,
            g_l=m.g_l_ms_cm2, e_na=m.e_na_mv, e_k=m.e_k_mv, e_l=m.e_l_mv,
            start=", ".join(map(repr, (v0, *gates))))
    if neuron.model == "lif":
        p = lif_parameters(neuron)
        return filled("""
v_rest, v_reset, theta = @rest@, @reset@, @theta@
r, tau, t_ref = @r@, @tau@, @t_ref@
v0 = @v0@
""", rest=p.v_rest_mv, reset=p.v_reset_mv, theta=p.theta_mv, r=p.r_mohm, tau=p.tau_ms, t_ref=p.t_ref_ms,
            v0=repr(beginning.v_mv))
    if neuron.model == "adex":
        a = adex.PATTERNS[neuron.pattern]
        v0, w0 = state if len(state) == 2 else (beginning.v_mv, 0.0)
        return filled("""
v_rest, v_reset, theta, delta, cut = @rest@, @reset@, @theta@, @delta@, @cut@
r, tau, tau_w, a, b = @r@, @tau@, @tau_w@, @a@, @b@
v0, w0 = @v0@, @w0@
""", rest=a.v_rest_mv, reset=a.v_reset_mv, theta=a.theta_mv, delta=a.delta_mv, cut=a.cut_mv, r=1e-3 * a.r_mohm,
            tau=a.tau_ms, tau_w=a.tau_w_ms, a=a.a_ns, b=a.b_pa, v0=repr(v0), w0=repr(w0))
    p2 = izhikevich.PATTERNS[neuron.pattern]
    return filled("""
a, b, v_reset, jump, cut = @a@, @b@, @c@, @d@, @cut@
v0, w0 = @v0@, @w0@
""", a=p2.a, b=p2.b, c=p2.c_mv, d=p2.d, cut=izhikevich.CUT_MV, v0=repr(beginning.v_mv), w0=repr(p2.b * beginning.v_mv))


def _alpha(kind: str, tau: float) -> str:
    return filled("""
def @kind@_area(age):
    x = age / @tau@
    return @tau@ * math.e * (1 - np.exp(-x) * (1 + x))
""", kind=kind, tau=repr(tau))


COURSES: Mapping[str, str] = MappingProxyType({
    "ampa": _alpha("ampa", 2.5),
    "gaba_a": _alpha("gaba_a", 5.0),
    "nmda": filled("""
def nmda_area(age):
    rise, decay = 2.0, 100.0
    peak = decay * rise / (decay - rise) * math.log(decay / rise)
    norm = 1 / (math.exp(-peak / decay) - math.exp(-peak / rise))
    return norm * (decay * (1 - np.exp(-age / decay)) - rise * (1 - np.exp(-age / rise)))
"""),
})
"""The area under a spike's conductance, peak 1, up to an age in ms: its difference over a step is the mean there."""

_LIF = filled("""
spikes, v, free = [], v0, 0.0
for k in range(n_steps):
    now, end = k * dt, (k + 1) * dt
    pull, load = v_rest + r * (current[k] + open_ge[k]), 1 + r * open_g[k]
    if open_nmda[k]:
        half = load + r * open_nmda[k] * unblocked(v)
        middle = v + (pull / half - v) * (1 - math.exp(-0.5 * dt * half / tau))
        load += r * open_nmda[k] * unblocked(middle)
    target, own_tau = pull / load, tau / load
    while True:
        now = max(now, min(free, end))
        v_end = target + (v - target) * math.exp(-(end - now) / own_tau)
        if not (v_end >= theta and target > theta):
            break
        now += own_tau * math.log((target - v) / (target - theta))
        spikes.append(now)
        v, free = v_reset, now + t_ref
    v = v_end
""")

_RUNNING = """
spikes, v, w = [], v0, w0
for k in range(n_steps):
    inward, g, nmda, done = current[k] + open_ge[k], open_g[k], open_nmda[k], 0.0

    def slopes(v, w):
        v = min(v, cut)
        open_now = g + nmda * unblocked(v) if nmda else g
        i = inward - open_now * v
        @slopes@

    def rk4(v, w, h):
        (v1, w1) = slopes(v, w)
        (v2, w2) = slopes(v + 0.5 * h * v1, w + 0.5 * h * w1)
        (v3, w3) = slopes(v + 0.5 * h * v2, w + 0.5 * h * w2)
        (v4, w4) = slopes(v + h * v3, w + h * w3)
        return v + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4), w + h / 6 * (w1 + 2 * w2 + 2 * w3 + w4)

    while done < dt:
        h, dv = dt - done, slopes(v, w)[0]
        changing, falling = @hurry@
        if changing * h > 0.1 or falling * h > 0.5:
            h = min(0.1 / changing if changing * h > 0.1 else h, 0.5 / falling if falling else h)
        v_end, w_end = rk4(v, w, h)
        if v_end >= cut:
            part = h * (cut - v) / (v_end - v)
            v_near, w_near = rk4(v, w, part)
            dv_near, dw_near = slopes(v_near, w_near)
            if dv_near > 0:
                h = min(max(part + (cut - v_near) / dv_near, 0.0), h)
                w_near += (h - part) * dw_near
            else:
                h = part
            v_end, w_end = v_reset, w_near + jump
            spikes.append(k * dt + done + h)
        done = done + h if h < dt - done else dt
        v, w = v_end, w_end
"""

_HH_RATES = filled("""
def rates(v):
    def linear(x):
        return x / math.expm1(x) if x else 1.0

    return (
        (phi * linear((v + 40) / -10), phi * 4.0 * math.exp((v + 65) / -18)),
        (phi * 0.07 * math.exp((v + 65) / -20), phi / (1 + math.exp((v + 35) / -10))),
        (phi * 0.1 * linear((v + 55) / -10), phi * 0.125 * math.exp((v + 65) / -80)),
    )


def later(gates, v, ms):
    made = []
    for x, (alpha, beta) in zip(gates, rates(v)):
        total = alpha + beta
        made.append(alpha / total + (x - alpha / total) * math.exp(-total * ms))
    return made
""")

_HH = _HH_RATES + "\n\n\n" + filled("""
v, before, gates = v0, v0, later((m0, h0, n0), v0, 0.5 * dt)
vs, halves = [v], [gates]
for k in range(n_steps):
    m, h, n = gates
    open_now = open_g[k] + open_nmda[k] * unblocked(1.5 * v - 0.5 * before) if open_nmda[k] else open_g[k]
    sodium, potassium = g_na * m**3 * h, g_k * n**4
    total = sodium + potassium + g_l + open_now
    target = (sodium * e_na + potassium * e_k + g_l * e_l + current[k] + open_ge[k]) / total
    before, v = v, target + (v - target) * math.exp(-dt * total / c_m)
    gates = later(gates, v, dt)
    vs.append(v)
    halves.append(gates)
v = np.array(vs)
halves = np.array([(m0, h0, n0), *halves[1:]])
m, h = (0.5 * (halves[:-1, i] + halves[1:, i]) for i in (0, 1))
m, h = np.append(m0, m), np.append(h0, h)
""")

PEAKS = filled("""
def made_by_sodium(v, m, h, excitable):
    found, low, top, where, last = [], v[0], -math.inf, 0, 0
    for k in range(1, len(v)):
        if v[k] > top and v[k] - low >= 25:
            top, where = v[k], k
        if top - v[k] >= 25:
            rise = max(last, where + 1 - math.ceil(4 / phi / dt))
            while rise < where and v[rise] <= top - 25 and v[rise:where].min() <= top - 25:
                rise += 1
            rise = max(rise - 1, 0)
            opened = g_na * (m**3 * h)[rise:where + 1]
            brought = (opened * (e_na - v[rise:where + 1])).sum() * dt / c_m
            if excitable and (brought >= 35 or opened.max() >= 10):
                before, after = (v[where] - v[where - 1], v[min(where + 1, len(v) - 1)] - v[where])
                found.append((where + 0.5 * (before + after) / (before - after)) * dt)
            low, top, last = v[k], -math.inf, where
        elif top == -math.inf and v[k] < low:
            low = v[k]
    return found
""")
"""Which peaks of V are spikes: those that rise and fall by 25 mV, and whose rise sodium made (35 mV of its charge over
the last 25 mV, in 4 ms at the most; or 10 mS/cm² open)."""


NUMPY: Mapping[str, str] = MappingProxyType({
    "lif": _LIF,
    "hodgkin_huxley": _HH,
    "adex": "jump = b\n" + filled(
        _RUNNING,
        slopes="upswing = delta * math.exp((v - theta) / delta)\n"
               "        return (upswing - (v - v_rest) + r * (i - w)) / tau, (a * (v - v_rest) - w) / tau_w",
        hurry="(\n            math.exp((v - theta) / delta) / tau + abs(dv) / (delta + abs(v - theta)),\n"
              "            (1 + r * (g + nmda)) / tau,\n        )",
    ),
    "izhikevich": filled(
        _RUNNING,
        slopes="return (0.04 * v + 5) * v + 140 - w + i, a * (b * v - w)",
        hurry="(\n            max(0.08 * v + 5, 0) + abs(dv) / (10 + abs(v)),\n"
              "            max(-0.08 * v - 5, 0) + g + nmda,\n        )",
    ),
})
"""The run of each cell, step by step: it leaves `spikes` behind, or for Hodgkin and Huxley's `v`, `m` and `h`."""


@dataclass(frozen=True, slots=True)
class Brian:
    """A cell for Brian: equations of v in mV and its other variables, given i; options of its group; start; run."""

    equations: str
    options: str
    start: str
    run: str


_COUNTED = filled("""
monitor = b2.SpikeMonitor(cell)
network.add(monitor)
network.run(duration * b2.ms)
spikes = np.asarray(monitor.t / b2.ms)
""")

BRIAN: Mapping[str, Brian] = MappingProxyType({
    "lif": Brian(
        "dv/dt = (v_rest - v + r * inward) / (tau*ms) : 1 (unless refractory)",
        'method="rk4", threshold="v >= theta", reset="v = v_reset", refractory=t_ref * b2.ms', "cell.v = v0", _COUNTED,
    ),
    "hodgkin_huxley": Brian(
        filled("""
dv/dt = (inward - g_na*m**3*h*(v - e_na) - g_k*n**4*(v - e_k) - g_l*(v - e_l)) / (c_m*ms) : 1
dm/dt = phi * (1.0 / exprel((v + 40) / -10) * (1 - m) - 4.0*exp((v + 65) / -18) * m) / ms : 1
dh/dt = phi * (0.07*exp((v + 65) / -20) * (1 - h) - 1 / (1 + exp((v + 35) / -10)) * h) / ms : 1
dn/dt = phi * (0.1 / exprel((v + 55) / -10) * (1 - n) - 0.125*exp((v + 65) / -80) * n) / ms : 1
"""),
        'method="rk4"', "cell.v, cell.m, cell.h, cell.n = v0, m0, h0, n0",
        filled("""
monitor = b2.StateMonitor(cell, ("v", "m", "h"), record=0)
network.add(monitor)
network.run(duration * b2.ms)
v, m, h = monitor.v[0], monitor.m[0], monitor.h[0]
dt = float(b2.defaultclock.dt / b2.ms)
import math
""") + f"\n\n\n{PEAKS}\n\n\nspikes = np.array(made_by_sodium(v, m, h, @excitable@))",
    ),
    "adex": Brian(
        filled("""
upswing = delta * exp((clip(v, -500, cut) - theta) / delta) : 1
dv/dt = (upswing - (v - v_rest) + r * (inward - w)) / (tau*ms) : 1
dw/dt = (a * (clip(v, -500, cut) - v_rest) - w) / (tau_w*ms) : 1
"""),
        'method="rk4", threshold="v >= cut", reset="v = v_reset; w += b"', "cell.v, cell.w = v0, w0", _COUNTED,
    ),
    "izhikevich": Brian(
        filled("""
dv/dt = (0.04 * clip(v, -500, cut)**2 + 5 * clip(v, -500, cut) + 140 - w + inward) / ms : 1
dw/dt = a * (b * clip(v, -500, cut) - w) / ms : 1
"""),
        'method="rk4", threshold="v >= cut", reset="v = v_reset; w += jump"', "cell.v, cell.w = v0, w0", _COUNTED,
    ),
})
