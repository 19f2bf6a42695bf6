"""The Hodgkin-Huxley membrane: how sodium and potassium channels make a spike.

    C dV/dt = I - g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L) - I_syn
    dx/dt   = alpha_x(V) (1 - x) - beta_x(V) x        for each gate x = m, h, n

Sodium lets itself in: depolarisation opens m, and the current depolarises further. A little later h closes the
same channel and n opens the potassium channel, which brings V back below rest. Nothing in the equations says
"threshold"; it follows from them.

Units: mV, ms, uA/cm2, mS/cm2, uF/cm2; outward current is positive, an injected current depolarises. Parameters and
rates: Hodgkin and Huxley 1952, J Physiol 117:500, in the modern sign with rest near -65 mV. Each rate is multiplied
by phi = 3^((T - 6.3)/10).

Two ways to advance by one step dt:

    staggered  V is computed at the instants, the gates half a step between them, as in NEURON. While one is advanced
               the other is constant, so that each step is the exact solution of a linear equation (an exponential):
               the error falls as dt^2, and no step makes the solution explode. The exponentials of the gates come
               from a table over V (linear interpolation), which takes them out of the loop.
    rk4        the classical Runge-Kutta method, error dt^4; it explodes where dt is too large for the fastest gate,
               and the run is then stopped.

What it teaches and where it ends: above about 63 uA/cm2 the sustained peaks stay below 0 mV; they shrink until, above
about 120, they no longer count as spikes, and at 154.5 the oscillation is gone (depolarisation block). At 25 C and
above these squid parameters no longer fire repetitively.

Modules, in reading order:

    records    parameters, state and run
    rates      the table of rate constants and the gates' rates
    equations  the right-hand side, the equilibrium, the step that can be trusted
    staggered  the staggered scheme
    rk4        the Runge-Kutta scheme
    recorder   the watch over a running simulation: bounds, spikes, what is stored
    runs       `simulate`, the f–I curve, the voltage clamp
    settling   where a membrane is after a long time under a constant current
"""

from neuroviz.bio.hodgkin_huxley.equations import (
    TRUSTED_DT_MS,
    derivatives,
    longest_step_ms,
    rest,
    upswing_speedup,
)
from neuroviz.bio.hodgkin_huxley.rates import RATES, Rate, phi, rates, steady_gates
from neuroviz.bio.hodgkin_huxley.recorder import (
    CARRIED_MS,
    CARRIED_MV,
    CHUNK,
    GATE_SLACK,
    MEAN_WINDOW_MS,
    OPEN_MS_CM2,
    POTENTIAL_SLACK_MV,
)
from neuroviz.bio.hodgkin_huxley.records import MAX_DT_MS, RANGES, STANDARD, Method, Parameters, Run, State
from neuroviz.bio.hodgkin_huxley.runs import BLOCK_LEVEL_MV, excitable, fi_curve, simulate, state_of, voltage_clamp
from neuroviz.bio.hodgkin_huxley.settling import PUSH_MV, SETTLING_MS, Settled, settled
from neuroviz.bio.hodgkin_huxley.staggered import TABLE_CELL_MV, TABLE_HIGH_MV, TABLE_LOW_MV, gate_table

__all__ = [
    "BLOCK_LEVEL_MV",
    "CARRIED_MS",
    "CARRIED_MV",
    "CHUNK",
    "GATE_SLACK",
    "MAX_DT_MS",
    "MEAN_WINDOW_MS",
    "OPEN_MS_CM2",
    "POTENTIAL_SLACK_MV",
    "PUSH_MV",
    "RANGES",
    "RATES",
    "SETTLING_MS",
    "STANDARD",
    "TABLE_CELL_MV",
    "TABLE_HIGH_MV",
    "TABLE_LOW_MV",
    "TRUSTED_DT_MS",
    "Method",
    "Parameters",
    "Rate",
    "Run",
    "Settled",
    "State",
    "derivatives",
    "excitable",
    "fi_curve",
    "gate_table",
    "longest_step_ms",
    "phi",
    "rates",
    "rest",
    "settled",
    "simulate",
    "state_of",
    "steady_gates",
    "upswing_speedup",
    "voltage_clamp",
]
