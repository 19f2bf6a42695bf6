"""How fast a spike travels: along a bare axon it creeps, along a myelinated one it leaps.

    C dV/dt = (d / 4 R_i) d2V/dx2 - I_ion(V, m, h, n)

Each piece of membrane is a Hodgkin-Huxley membrane, and current flows along the core into its neighbours, which it
depolarises: the spike is made anew everywhere, so it does not fade. The equation says how speed depends on the
diameter d without solving it: d enters only beside x^2, so a thicker axon is the same axon with x stretched, and
speed grows as the square root of d. Myelin makes the membrane between the nodes cheap to charge, and speed grows as
d itself.

Each step is split: V spreads along the core for half a step, the membrane takes its step as in `hodgkin_huxley`
(gates staggered), V spreads for the other half. The spreading is one matrix, computed once: in cosine modes, whose
ends are sealed, each mode decays by exp(-D k^2 dt / 2), exactly. Nothing is solved along the axon in Python, and for
a smooth V the error in space vanishes faster than any power of the spacing. The remaining error is dt^2.

Units: um, mm, ms, C, ohm cm; 1 mm/ms is 1 m/s.
Sources: Hodgkin and Huxley 1952, J Physiol 117:500 (axon of 476 um, 35.4 ohm cm, 18.5 C: 18.8 m/s by hand; the
continuous equation gives 18.732); Hursh 1939, Am J Physiol 127:131 (myelinated: 6 m/s for each um).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.hodgkin_huxley import Parameters, simulate, upswing_speedup
from neuroviz.bio.simulation import Array, SimulationError
from neuroviz.caching import computed_once

SQUID_DIAMETER_UM = 476.0
SQUID_TEMPERATURE_C = 18.5
SQUID_R_I_OHM_CM = 35.4
"""Diameter, temperature and core resistivity of the axon of 1952."""

POINTS = 96
"""Points along the axon, 0.625 mm apart in the squid's: seven are on the rising front of the spike."""

LENGTH_MM = 60.0
"""Length of the squid's axon; others are longer or shorter by the square root of the diameter."""

DT_MS = 0.004
"""Step for the axon of 1952; shorter for a membrane whose upswing is faster (`upswing_speedup`). It errs
by 2e-4 of a speed."""

MIN_UPSWING_SPEEDUP = 0.2
"""Least `upswing_speedup` that the length of a run is computed for: few channels or a large capacitance would
make it endless."""

MOST_TURNS = 4
"""Longest wait for a spike that is still on its way, as a multiple of its time at half the expected speed."""

SHOCK_MS = 0.3
SHOCK_UA_CM2 = 2000.0
SHOCK_POINTS = 4
"""The spike is started by this current into the first points: about five times what is needed at 18.5 C."""

BETWEEN = (0.4, 0.8)
"""The speed is measured between these parts of the length, far from the shock and from the sealed end."""

MYELINATED_M_S_PER_UM = 6.0
"""Speed over outer diameter of a myelinated fibre of a mammal at body temperature (Hursh 1939)."""

INTERNODE_DIAMETERS = 100.0
"""The distance between two nodes of Ranvier, in outer diameters: a rule of thumb."""

MYELINATED_UM = (1.0, 20.0)
"""Outer diameters for which that straight line is valid: 6 to 120 m/s."""

DIAMETER_UM = (0.1, 2000.0)
"""Allowed diameters, from the thinnest axons to the thickest."""

HEAT_BLOCK_C = (33.0, 34.0)
"""Between these two the spike of these parameters stops travelling: potassium channels open before it has grown
(Ganguly et al. 2019, J Neural Eng 16:036020). Below, warmth first makes it faster (to 23.4 m/s at 30 C), then weaker.
A mammal's channels differ."""


@dataclass(frozen=True, eq=False)
class Conduction:
    """One spike on its way along an unmyelinated axon.

    position_mm  (points,) the middle of each piece
    arrival_ms   (points,) the time of the peak there; NaN if there was none
    speed_m_s    speed between the two parts of the length in BETWEEN; 0 if the spike died on the way
    """

    position_mm: Array
    arrival_ms: Array
    speed_m_s: float


def conduct(
    diameter_um: float = SQUID_DIAMETER_UM,
    temperature_c: float = SQUID_TEMPERATURE_C,
    *,
    r_i_ohm_cm: float = SQUID_R_I_OHM_CM,
    points: int = POINTS,
    dt_ms: float | None = None,
    membrane: Parameters | None = None,
) -> Conduction:
    """Simulate an unmyelinated Hodgkin-Huxley axon and time the spike.

    r_i_ohm_cm  resistivity of the core
    points      number of pieces, 16 to 1000
    dt_ms       step; chosen for the membrane unless given
    membrane    membrane of every piece, with its own temperature; the axon of 1952 at `temperature_c` unless given

    Raises SimulationError("parameter") for a diameter outside DIAMETER_UM, a resistivity that is not positive, or
    a temperature that `Parameters` refuses.
    """
    _check(diameter_um)
    if not 1.0 <= r_i_ohm_cm <= 10_000.0:
        raise SimulationError("parameter", name="r_i_ohm_cm", value=r_i_ohm_cm)
    if not 16 <= points <= 1000:
        raise SimulationError("parameter", name="points", value=points)
    parameters = Parameters(temperature_c=temperature_c) if membrane is None else membrane
    c_m, quick = parameters.c_m_uf_cm2, max(MIN_UPSWING_SPEEDUP, upswing_speedup(parameters))
    dt = DT_MS / max(1.0, quick) if dt_ms is None else dt_ms
    # Where C is small the front is long, and so is the axon that shows it.
    stretch = float(np.sqrt(diameter_um / SQUID_DIAMETER_UM * SQUID_R_I_OHM_CM / r_i_ohm_cm / c_m))
    length_mm = LENGTH_MM * stretch
    # At half the speed that can be expected, which leaves time to start.
    lasting_ms = LENGTH_MM / (6.0 * min(2.0, quick))
    rows = round(lasting_ms / dt)
    current = np.zeros((rows, points))
    shock = max(1, round(SHOCK_POINTS * points / POINTS))
    current[: round(SHOCK_MS / dt), :shock] = SHOCK_UA_CM2 * max(1.0, c_m)
    spread = spreading(points, length_mm, diameter_um, 0.5 * dt, r_i_ohm_cm, c_m)
    a, b = (round(part * points) for part in BETWEEN)
    arrival = _arrival_ms(current, dt, parameters, spread, slice(a, b + 1))
    position: Array = (np.arange(points, dtype=np.float64) + 0.5) * (length_mm / points)
    # A spike that dies on the way leaves later points silent; one that travels reaches one point after the other.
    way = arrival[a : b + 1]
    died = bool(np.isnan(way).any()) or not float(way[-1]) > float(way[0])
    speed = 0.0 if died else float((position[b] - position[a]) / (arrival[b] - arrival[a]))
    return Conduction(position, arrival, speed)


def _arrival_ms(current: Array, dt_ms: float, parameters: Parameters, spread: Array, way: slice) -> Array:
    """Return the time of the first peak at each point, (points,), NaN if there was none.

    current  (rows, points): the shock
    way      points that the spike must have reached before the simulation ends, unless it has died
    """
    rows, points = current.shape
    arrival = np.full(points, np.nan)
    start = None
    for turn in range(MOST_TURNS):
        run = simulate(
            current, duration_ms=rows * dt_ms, dt_ms=dt_ms, parameters=parameters, record=False, exchange=spread,
            start=start,
        )
        first = np.array([times[0] if len(times) else np.nan for times in run.spike_times_ms])
        arrival = np.where(np.isnan(arrival), first + turn * rows * dt_ms, arrival)
        # A slow membrane's spike may be later than expected, and still on its way.
        if not np.isnan(arrival[way]).any() or np.isnan(first).all():
            break
        start, current = run.end, np.zeros((rows, points))
    return arrival


def spreading(
    points: int, length_mm: float, diameter_um: float, dt_ms: float, r_i_ohm_cm: float, c_m_uf_cm2: float
) -> Array:
    """Return the matrix of what flow along the core makes of V in dt: V := spreading @ V, (points, points).

    Mode j is cos(k x) with k = j pi / length and decays as exp(-D k^2 t), D = d / (4 R_i C). Rows sum to 1: charge
    is only moved.
    """
    # um to cm, uF to F, s to ms: cm2/ms.
    diffusion = diameter_um * 1e-4 / (4.0 * r_i_ohm_cm * c_m_uf_cm2 * 1e-6) * 1e-3
    j = np.arange(points)
    modes = np.cos(np.pi / points * np.outer(j, j + 0.5)) * np.sqrt(2.0 / points)
    modes[0] = np.sqrt(1.0 / points)
    k = j * np.pi / (length_mm * 0.1)
    result: Array = modes.T @ (np.exp(-diffusion * k * k * dt_ms)[:, None] * modes)
    return result


def unmyelinated_speed_m_s(
    diameter_um: float, temperature_c: float = SQUID_TEMPERATURE_C, membrane: Parameters | None = None,
) -> float:
    """Return the speed in m/s of a Hodgkin-Huxley axon with the squid's core; 0 if its membrane conducts no spike.

    Simulated once for a membrane at the squid's diameter, then scaled by the square root, which is exact. The
    squid's membrane fails in the warmth of a mammal: for a thin fibre take the squid's own temperature.

    membrane  as in `conduct`

    Raises SimulationError("parameter") as `conduct` does.
    """
    _check(diameter_um)
    given = Parameters(temperature_c=round(float(temperature_c), 2)) if membrane is None else membrane
    return _squid_speed_m_s(given) * float(np.sqrt(diameter_um / SQUID_DIAMETER_UM))


def myelinated_speed_m_s(diameter_um: float) -> float:
    """Return 6 m/s for each um of outer diameter. Raises SimulationError("parameter") outside MYELINATED_UM."""
    if not MYELINATED_UM[0] <= diameter_um <= MYELINATED_UM[1]:
        raise SimulationError("parameter", name="diameter_um", value=diameter_um,
                              low=MYELINATED_UM[0], high=MYELINATED_UM[1])
    return MYELINATED_M_S_PER_UM * diameter_um


def internode_mm(diameter_um: float) -> float:
    """Return the distance between two nodes of Ranvier in mm, about a hundred outer diameters.

    Raises SimulationError("parameter") for a diameter outside DIAMETER_UM.
    """
    _check(diameter_um)
    return INTERNODE_DIAMETERS * diameter_um * 1e-3


def delays_ms(position_mm: ArrayLike, speed_m_s: float) -> Array:
    """Return the arrival times in ms of a spike that starts at 0 mm at 0 ms: position / speed, the shape of position.

    At a speed of 0 the times are infinite, except at 0 mm. Raises SimulationError("parameter") for a negative or
    non-finite speed and for a negative position.
    """
    position = np.asarray(position_mm, dtype=np.float64)
    if not 0.0 <= speed_m_s < np.inf or not np.all(position >= 0.0):
        raise SimulationError("parameter", name="speed_m_s, position_mm", value=speed_m_s)
    if speed_m_s == 0.0:
        return np.where(position > 0.0, np.inf, 0.0)
    return position / speed_m_s


def _check(diameter_um: float) -> None:
    if not DIAMETER_UM[0] <= diameter_um <= DIAMETER_UM[1]:
        raise SimulationError("parameter", name="diameter_um", value=diameter_um,
                              low=DIAMETER_UM[0], high=DIAMETER_UM[1])


@computed_once(maxsize=256)
def _squid_speed_m_s(membrane: Parameters) -> float:
    return conduct(SQUID_DIAMETER_UM, membrane=membrane).speed_m_s
