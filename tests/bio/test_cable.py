"""The passive cable against the reference, against Brian's compartments, and against its own equation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import SimulationError
from neuroviz.bio.cable import CABLES, LARGEST, SMALLEST, Cable
from neuroviz.bio.simulation import MAX_CURRENT
from tests.bio.reference import REFERENCE

EXPECTED = REFERENCE["passive"]["cable"]
THICK = CABLES["thick_dendrite"]
CLOSE = 1e-12

cables = st.builds(Cable, st.floats(0.1, 500.0), st.floats(100.0, 1e5), st.floats(10.0, 500.0), st.floats(0.1, 10.0))
lengths = st.floats(1.0, 5000.0)
shares = st.floats(0.0, 1.0)


# --- the reference -------------------------------------------------------------------------------

def test_every_figure_of_the_thick_dendrite() -> None:
    at_start, at_end = THICK.steady_potential([0.0, 500.0], 0.1, 500.0)
    ours = {
        "lambda_um": THICK.length_constant_um,
        "tau_ms": THICK.time_constant_ms,
        "R_in_semi_inf_MOhm": THICK.input_resistance_mohm,
        "L_electrotonic_500um": THICK.electrotonic_length(500.0),
        "R_in_sealed_500um_MOhm": THICK.sealed_input_resistance_mohm(500.0),
        "dV_x0_100pA_mV": at_start,
        "dV_end_100pA_mV": at_end,
        "attenuation_end_over_start": THICK.attenuation(500.0),
    }
    assert ours == pytest.approx(EXPECTED["neurodynex"], rel=CLOSE)


def test_every_figure_of_the_thin_dendrite() -> None:
    thin = CABLES["thin_dendrite"]
    assert {"lambda_um": thin.length_constant_um, "tau_ms": thin.time_constant_ms} == pytest.approx(
        EXPECTED["dendrite_1um"], rel=CLOSE
    )


def test_every_figure_of_the_squid_axon() -> None:
    """R_m is written with ten digits of the resting conductance."""
    squid = CABLES["squid_axon"]
    ours = {"Rm_ohm_cm2": squid.membrane_ohm_cm2, "lambda_cm": squid.length_constant_um * 1e-4}
    assert ours == pytest.approx(EXPECTED["squid_476um"], rel=1e-9)


def test_the_squids_resistance_is_that_of_hodgkin_and_huxleys_resting_channels() -> None:
    m, h, n = 0.0529551, 0.5959941, 0.3177324
    siemens = 1e-3 * (120.0 * m**3 * h + 36.0 * n**4 + 0.3)
    assert CABLES["squid_axon"].membrane_ohm_cm2 == pytest.approx(1.0 / siemens, rel=1e-4)


def test_the_reference_has_no_other_cables() -> None:
    assert EXPECTED.keys() == {"neurodynex", "dendrite_1um", "squid_476um"}
    assert len(CABLES) == len(EXPECTED)


def test_brians_compartments() -> None:
    """Brian's current enters, and its voltages are read, in the middle of the first and last of 500 compartments.

    So its figures are those of x = 0.5 and 499.5 um; what is left is the error of its compartments, (dx / lambda)^2.
    """
    brian = REFERENCE["brian"]["other"]["passive_cable"]
    half = 0.5 * 500.0 / brian["n"]
    ours = THICK.steady_potential([half, 500.0 - half], 0.1, 500.0, at_um=half)
    assert ours == pytest.approx([brian["dV_x0"], brian["dV_end"]], rel=(2 * half / THICK.length_constant_um) ** 2)


# --- what must hold for any cable ----------------------------------------------------------------

@given(cable=cables, factor=st.floats(0.1, 10.0))
def test_four_times_the_diameter_reaches_twice_as_far(cable: Cable, factor: float) -> None:
    other = Cable(
        cable.diameter_um * factor, cable.membrane_ohm_cm2, cable.axial_ohm_cm, cable.capacitance_uf_cm2
    )
    assert other.length_constant_um == pytest.approx(cable.length_constant_um * math.sqrt(factor))
    assert other.time_constant_ms == cable.time_constant_ms


@given(cable=cables, length=lengths)
def test_the_potential_solves_the_cable_equation(cable: Cable, length: float) -> None:
    """V'' = V in units of lambda, no slope at the closed end, and at 0 the slope that drives the current."""
    unit = cable.length_constant_um
    middle, step = 0.6 * length, 1e-3 * min(unit, length)
    v = cable.steady_potential([middle - step, middle, middle + step], 1.0, length)
    curvature = (v[0] - 2.0 * v[1] + v[2]) / (step / unit) ** 2
    # Rounding, magnified by the two divisions by the step, is the larger part where the cable is short.
    assert curvature == pytest.approx(v[1], rel=1e-5, abs=1e-15 * v[1] / (step / unit) ** 2)
    tip = cable.steady_potential([length - step, length], 1.0, length)
    assert (tip[0] - tip[1]) / tip[1] == pytest.approx((step / unit) ** 2 / 2.0, rel=1e-3, abs=1e-15)
    root = cable.steady_potential([0.0, step], 1.0, length)
    slope = (root[0] - root[1]) / (step / unit)
    assert slope == pytest.approx(cable.input_resistance_mohm, rel=2e-3 / math.tanh(length / unit))


@given(cable=cables, length=lengths, share=shares, other=shares)
def test_a_potential_is_the_same_with_the_places_exchanged(
    cable: Cable, length: float, share: float, other: float
) -> None:
    """Reciprocity: a synapse here raises the potential there as much as one there raises it here."""
    there = cable.steady_potential(other * length, 1.0, length, at_um=share * length)
    assert cable.steady_potential(share * length, 1.0, length, at_um=other * length) == pytest.approx(there)


@given(cable=cables, length=lengths)
def test_the_formulas_agree_with_one_another(cable: Cable, length: float) -> None:
    start, end = cable.steady_potential([0.0, length], 2.0, length)
    assert start == pytest.approx(2.0 * cable.sealed_input_resistance_mohm(length))
    assert end == pytest.approx(start * cable.attenuation(length))
    assert cable.sealed_input_resistance_mohm(length) >= cable.input_resistance_mohm


@given(cable=cables)
def test_an_endless_cable_is_the_limit_of_long_ones(cable: Cable) -> None:
    unit = cable.length_constant_um
    x = unit * np.array([0.0, 0.5, 1.0, 3.0])
    endless = cable.steady_potential(x, 1.0)
    assert endless == pytest.approx(cable.input_resistance_mohm * np.exp(-x / unit))
    assert cable.steady_potential(x, 1.0, 40.0 * unit) == pytest.approx(endless)


def test_current_in_the_middle_of_nowhere_sees_two_cables() -> None:
    """Far from both ends half the resistance of one end."""
    assert THICK.steady_potential(1e6, 1.0, at_um=1e6) == pytest.approx(THICK.input_resistance_mohm / 2.0)


def test_the_largest_and_smallest_measures_give_numbers() -> None:
    for d in (SMALLEST, LARGEST):
        for rm in (SMALLEST, LARGEST):
            for ri in (SMALLEST, LARGEST):
                cable = Cable(d, rm, ri)
                for length in (SMALLEST, LARGEST):
                    assert math.isfinite(cable.sealed_input_resistance_mohm(length))
                    assert 0.0 <= cable.attenuation(length) <= 1.0
                    assert np.all(np.isfinite(cable.steady_potential([0.0, length], MAX_CURRENT, length)))


# --- refusals ------------------------------------------------------------------------------------

@pytest.mark.parametrize("field", range(4))
@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_a_measure_that_is_none_is_refused(field: int, value: float) -> None:
    measures = [2.0, 12_500.0, 50.0, 0.8]
    measures[field] = value
    with pytest.raises(SimulationError) as refused:
        Cable(*measures)
    names = ("diameter_um", "membrane_ohm_cm2", "axial_ohm_cm", "capacitance_uf_cm2")
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", names[field])


@pytest.mark.parametrize(("x", "length", "at", "name"), [
    (0.0, 0.0, 0.0, "length_um"), (0.0, math.nan, 0.0, "length_um"), (0.0, -1.0, 0.0, "length_um"),
    (501.0, 500.0, 0.0, "x_um"), (-1.0, 500.0, 0.0, "x_um"), (math.nan, 500.0, 0.0, "x_um"),
    (math.inf, math.inf, 0.0, "x_um"), (0.0, 500.0, 501.0, "at_um"), (0.0, 500.0, math.nan, "at_um"),
])
def test_a_place_that_is_not_on_the_cable_is_refused(x: float, length: float, at: float, name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        THICK.steady_potential(x, 1.0, length, at)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


def test_a_current_out_of_bounds_is_refused() -> None:
    for current in (math.nan, math.inf, -2 * MAX_CURRENT):
        with pytest.raises(SimulationError, match="current"):
            THICK.steady_potential(0.0, current)
