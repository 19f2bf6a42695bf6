"""Is the neuron's engine as fast as a good general solver, one neuron at a time, and faster for a whole curve?

(a) an f-I curve of 50 currents for 500 ms, against 50 runs of SciPy's LSODA (rtol 1e-6);
(b) one neuron with synapses for 100 ms, against one such run.
LSODA takes as long steps as it likes and gets the right-hand side as fast as plain Python can have it (math, no
arrays). SciPy is needed for this comparison alone (requirements-bench.txt). Brian2 2.9.0 is no rival here: it does not
import beside NumPy 2.4.
Run: python -m tests.bench.bench_neuron
"""

from __future__ import annotations

import importlib.util
from math import exp, expm1

import numpy as np

from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.bio.simulation import SynapticDrive
from tests.bench._timing import medians
from tests.bio.reference import REFERENCE

CURRENTS = np.linspace(2.0, 100.0, 50)
CURVE_MS = 500.0
ONE_MS = 100.0
DT_MS = 0.025
FASTER = 15.0
"""(a): so many times faster at the least."""
SLOWER = 2.0
"""(b): so many times slower at the most."""
ACCURACY = 1e-3
"""(a): the largest relative error of a frequency."""

ARRIVALS_MS = (5.0, 20.0, 22.0, 24.0, 60.0)
TAU_MS, PEAK_MS_CM2, REVERSAL_MV = 2.0, 0.1, 0.0


def vtrap(x: float) -> float:
    return 1.0 if x == 0.0 else -x / expm1(-x)


def derivatives(t: float, y: np.ndarray, current: float, synapses: bool) -> tuple[float, float, float, float]:
    v, m, h, n = y.tolist()
    i = current - 120.0 * m * m * m * h * (v - 50.0) - 36.0 * n * n * n * n * (v + 77.0) - 0.3 * (v + 54.387)
    if synapses:
        i -= sum(PEAK_MS_CM2 * (t - s) / TAU_MS * exp(1.0 - (t - s) / TAU_MS) for s in ARRIVALS_MS if t > s) * (
            v - REVERSAL_MV
        )
    return (
        i,
        vtrap((v + 40.0) / 10.0) * (1.0 - m) - 4.0 * exp(-(v + 65.0) / 18.0) * m,
        0.07 * exp(-(v + 65.0) / 20.0) * (1.0 - h) - h / (1.0 + exp(-(v + 35.0) / 10.0)),
        0.1 * vtrap((v + 55.0) / 10.0) * (1.0 - n) - 0.125 * exp(-(v + 65.0) / 80.0) * n,
    )


def drive() -> SynapticDrive:
    """The same alpha synapses, row by row (each row at the middle of its step)."""
    t = (np.arange(round(ONE_MS / DT_MS)) + 0.5) * DT_MS
    since = np.maximum(t[:, None] - np.array(ARRIVALS_MS), 0.0)
    g = (PEAK_MS_CM2 * since / TAU_MS * np.exp(1.0 - since / TAU_MS)).sum(axis=1)[:, None]
    return SynapticDrive(g, g * REVERSAL_MV)


def main() -> None:
    if importlib.util.find_spec("scipy") is None:
        print("SciPy is not installed, and without it there is nothing to compare with: see requirements-bench.txt")
        return
    from scipy.integrate import solve_ivp

    rest = hh.rest()
    y0 = [float(x[0]) for x in (rest.v_mv, rest.m, rest.h, rest.n)]

    def lsoda(current: float, duration_ms: float, synapses: bool) -> object:
        return solve_ivp(derivatives, (0.0, duration_ms), y0, method="LSODA", rtol=1e-6, args=(current, synapses))

    given = REFERENCE["hh"]["f_I"]
    true = np.array([entry["f_Hz"] for entry in given])
    error = float(np.max(np.abs(hh.fi_curve([entry["I"] for entry in given]) / true - 1.0)))
    ours, theirs = medians(
        lambda: hh.fi_curve(CURRENTS, duration_ms=CURVE_MS),
        lambda: [lsoda(float(current), CURVE_MS, False) for current in CURRENTS],
        rounds=3,
        warm_up=1,
    )
    ratio = theirs / ours
    print(f"(a) f-I curve, {len(CURRENTS)} currents x {CURVE_MS:.0f} ms; target: {FASTER:.0f} times faster")
    print(f"    LSODA {theirs:6.2f} s / ours {ours:6.3f} s = {ratio:.1f}: "
          f"{'within' if ratio >= FASTER else 'OUTSIDE'} the target")
    print(f"    largest error of a frequency {error:.1e}; target: {ACCURACY:.0e}")
    synapses = drive()
    ours, theirs = medians(
        lambda: hh.simulate(3.0, duration_ms=ONE_MS, dt_ms=DT_MS, synapses=synapses),
        lambda: lsoda(3.0, ONE_MS, True),
        rounds=11,
        warm_up=2,
    )
    ratio = ours / theirs
    print(f"(b) one neuron with synapses, {ONE_MS:.0f} ms; target: at most {SLOWER:.0f} times LSODA")
    print(f"    ours {ours * 1e3:6.2f} ms / LSODA {theirs * 1e3:6.2f} ms = {ratio:.2f}: "
          f"{'within' if ratio <= SLOWER else 'OVER'} the target")


if __name__ == "__main__":
    main()
