"""Nernst and Goldman-Hodgkin-Katz against the reference, and what must hold for any cell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import SimulationError
from neuroviz.bio.potentials import (
    ABSOLUTE_ZERO,
    IONS,
    MAX_CELSIUS,
    MAX_CONCENTRATION,
    MAX_PERMEABILITY,
    MIN_CONCENTRATION,
    PERMEABILITIES,
    SOLUTIONS,
    Concentration,
    goldman,
    nernst,
    thermal_voltage,
)
from tests.bio.reference import REFERENCE

EXPECTED = REFERENCE["passive"]["nernst_ghk"]
NAMES = {"squid": "squid_20.0", "squid_cold": "squid_6.3", "mammal": "mammalian_37.0"}
GOLDMAN = {"rest": "GHK_rest", "peak": "GHK_peak", "rest_without_chloride": "GHK_K_Na_only_1_to_0p04"}

# The reference was made with F = 96485.33212, eleven digits of it.
CLOSE = 1e-10

concentrations = st.floats(0.01, 1000.0)
permeabilities = st.floats(1e-3, 1e3)
temperatures = st.floats(-10.0, 60.0)
shares = st.builds(Concentration, concentrations, concentrations)
cells = st.fixed_dictionaries(dict.fromkeys(("K", "Na", "Cl"), shares))
membranes = st.fixed_dictionaries(dict.fromkeys(("K", "Na", "Cl"), permeabilities))


# --- the reference -------------------------------------------------------------------------------

@pytest.mark.parametrize("celsius", EXPECTED["RT_over_F_mV"])
def test_thermal_voltage(celsius: str) -> None:
    assert thermal_voltage(float(celsius)) == pytest.approx(EXPECTED["RT_over_F_mV"][celsius], rel=CLOSE)


def test_the_reference_has_no_other_cells_and_membranes() -> None:
    assert {"RT_over_F_mV", *NAMES.values()} == EXPECTED.keys()
    assert NAMES.keys() == SOLUTIONS.keys()
    assert GOLDMAN.keys() == PERMEABILITIES.keys()
    for name in NAMES.values():
        assert EXPECTED[name].keys() == {*IONS, *GOLDMAN.values()}


@pytest.mark.parametrize("solution", SOLUTIONS)
@pytest.mark.parametrize("ion", IONS)
def test_nernst_potentials(solution: str, ion: str) -> None:
    assert SOLUTIONS[solution].nernst(ion) == pytest.approx(EXPECTED[NAMES[solution]][ion], rel=CLOSE)


@pytest.mark.parametrize("solution", SOLUTIONS)
@pytest.mark.parametrize("membrane", PERMEABILITIES)
def test_goldman_potentials(solution: str, membrane: str) -> None:
    expected = EXPECTED[NAMES[solution]][GOLDMAN[membrane]]
    assert SOLUTIONS[solution].goldman(PERMEABILITIES[membrane]) == pytest.approx(expected, rel=CLOSE)


# --- what must hold for any cell -----------------------------------------------------------------

@given(inside=concentrations, outside=concentrations, celsius=temperatures)
def test_nernst_changes_sign_with_the_charge_and_with_the_sides(inside: float, outside: float, celsius: float) -> None:
    potential = nernst(1, inside, outside, celsius)
    assert nernst(-1, inside, outside, celsius) == -potential
    assert nernst(1, outside, inside, celsius) == pytest.approx(-potential, abs=1e-9)
    assert nernst(2, inside, outside, celsius) == pytest.approx(potential / 2, abs=1e-12)
    assert nernst(1, inside, inside, celsius) == 0.0


@given(inside=concentrations, outside=concentrations, more=st.floats(1.001, 10.0), celsius=temperatures)
def test_nernst_rises_with_what_is_outside(inside: float, outside: float, more: float, celsius: float) -> None:
    assert nernst(1, inside, outside * more, celsius) > nernst(1, inside, outside, celsius)
    assert nernst(1, inside * more, outside, celsius) < nernst(1, inside, outside, celsius)
    assert nernst(-1, inside, outside * more, celsius) < nernst(-1, inside, outside, celsius)


def test_ten_times_as_much_outside_is_58_mv_at_room_temperature() -> None:
    assert nernst(1, 10.0, 100.0, 20.0) == pytest.approx(58.17, abs=0.01)


@given(cell=cells, p=permeabilities, celsius=temperatures)
@pytest.mark.parametrize("ion", ["K", "Na", "Cl"])
def test_with_one_permeability_goldman_is_nernst(
    ion: str, cell: dict[str, Concentration], p: float, celsius: float
) -> None:
    alone = dict.fromkeys(cell, 0.0) | {ion: p}
    expected = nernst(IONS[ion].charge, cell[ion].inside, cell[ion].outside, celsius)
    assert goldman(alone, cell, celsius) == pytest.approx(expected, abs=1e-9)
    assert goldman({ion: p}, cell, celsius) == goldman(alone, cell, celsius)


@given(cell=cells, membrane=membranes, celsius=temperatures)
def test_goldman_lies_between_the_nernst_potentials(
    cell: dict[str, Concentration], membrane: dict[str, float], celsius: float
) -> None:
    bounds = [nernst(IONS[ion].charge, cell[ion].inside, cell[ion].outside, celsius) for ion in cell]
    assert min(bounds) - 1e-9 <= goldman(membrane, cell, celsius) <= max(bounds) + 1e-9


@given(cell=cells, membrane=membranes, celsius=temperatures, factor=st.floats(1e-3, 1e3))
def test_only_ratios_of_permeabilities_count(
    cell: dict[str, Concentration], membrane: dict[str, float], celsius: float, factor: float
) -> None:
    scaled = {ion: p * factor for ion, p in membrane.items()}
    assert goldman(scaled, cell, celsius) == pytest.approx(goldman(membrane, cell, celsius), abs=1e-9)


@given(membrane=membranes, more=st.floats(1.01, 10.0))
@pytest.mark.parametrize("ion", ["K", "Na", "Cl"])
def test_a_larger_permeability_pulls_towards_its_ion(ion: str, membrane: dict[str, float], more: float) -> None:
    solution = SOLUTIONS["mammal"]
    before = solution.goldman(membrane)
    after = solution.goldman(membrane | {ion: membrane[ion] * more})
    assert abs(after - solution.nernst(ion)) < abs(before - solution.nernst(ion))


def test_the_largest_and_smallest_numbers_allowed_give_a_number() -> None:
    extreme = {ion: Concentration(MIN_CONCENTRATION, MAX_CONCENTRATION) for ion in ("K", "Na")}
    assert math.isfinite(goldman({"K": MAX_PERMEABILITY, "Na": 1e-300}, extreme, MAX_CELSIUS))
    assert math.isfinite(goldman({"K": 5e-324, "Na": 0.0}, extreme, -273.1499))


# --- refusals ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("arguments", "name"), [
    ((0, 1.0, 1.0, 20.0), "charge"),
    ((1, 0.0, 1.0, 20.0), "inside"), ((1, -1.0, 1.0, 20.0), "inside"), ((1, math.nan, 1.0, 20.0), "inside"),
    ((1, 1.0, 0.0, 20.0), "outside"), ((1, 1.0, math.inf, 20.0), "outside"),
    ((1, 1.0, 1.0, ABSOLUTE_ZERO), "celsius"), ((1, 1.0, 1.0, -300.0), "celsius"),
    ((1, 1.0, 1.0, math.nan), "celsius"), ((1, 1.0, 1.0, 1e9), "celsius"),
])
def test_nernst_refuses(arguments: tuple[int, float, float, float], name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        nernst(*arguments)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


@pytest.mark.parametrize(("membrane", "name"), [
    ({"K": -1.0}, "P_K"), ({"K": 1.0, "Na": math.nan}, "P_Na"), ({"K": math.inf}, "P_K"),
    ({"K": 1.0, "Ca": 1.0}, "P_Ca"), ({}, "permeability"), ({"K": 0.0, "Cl": 0.0}, "permeability"),
])
def test_goldman_refuses_permeabilities(membrane: dict[str, float], name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        SOLUTIONS["squid"].goldman(membrane)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


@pytest.mark.parametrize(("share", "name"), [
    (Concentration(0.0, 1.0), "Na_inside"), (Concentration(1.0, -1.0), "Na_outside"),
])
def test_goldman_refuses_concentrations(share: Concentration, name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        goldman({"Na": 1.0}, {"Na": share}, 20.0)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)
