"""The voltage axis shows what `bio.potentials` computes, and the formulas come out as they say."""

from __future__ import annotations

import json
import math
import re

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio.potentials import PERMEABILITIES, SOLUTIONS, Concentration, Solution, goldman
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.neuron.potential_figure import (
    SHOWN,
    goldman_latex,
    millivolts,
    nernst_latex,
    potential_figure,
    thermal,
)
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.palette import PALETTES

WORDS = {"axis": "mV", "mark": "{ion} {e}", "membrane": "V {v}", "permeability": "P {p}"}
STATES = ("rest", "peak")
CELLS = ("mammal", "squid")


def draw(solution: Solution, permeabilities, theme: str = "light", words=WORDS):
    v_m = goldman(permeabilities, solution.ions, solution.celsius) if any(permeabilities.values()) else None
    return v_m, potential_figure(solution, permeabilities, v_m, words, PALETTES[theme])


def marks(spec):
    (found,) = [trace for trace in spec["data"] if trace["mode"] == "markers+text"]
    return found


def bands(spec):
    return [trace for trace in spec["data"] if trace["mode"] == "lines" and trace["x"][0] == trace["x"][1]]


def said(text: str) -> float:
    return float(text.replace(MINUS, "-"))


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("cell", CELLS)
def test_it_is_a_valid_figure_of_plain_numbers_in_both_languages(cell: str, state: str, lang: str, theme: str) -> None:
    words = LANGUAGES[lang].under("neuron.membrane.figure")
    _, spec = draw(SOLUTIONS[cell], PERMEABILITIES[state], theme, words)
    go.Figure(spec)
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("cell", CELLS)
def test_marks_line_and_labels_are_the_computed_potentials(cell: str, state: str) -> None:
    solution = SOLUTIONS[cell]
    v_m, spec = draw(solution, PERMEABILITIES[state])
    expected = [solution.nernst(ion) for ion in SHOWN]
    assert marks(spec)["y"] == expected
    assert [said(text.split()[-1]) for text in marks(spec)["text"]] == [pytest.approx(e, abs=0.0501) for e in expected]
    (line,) = [trace for trace in spec["data"] if trace["mode"] == "lines" and trace["x"][0] != trace["x"][1]]
    assert line["y"] == [v_m, v_m]
    (label,) = spec["layout"]["annotations"]
    assert label["y"] == v_m
    assert label["text"] == f"V {millivolts(v_m)}"
    assert [band["y"] for band in bands(spec)] == [[v_m, e] for e in expected]


def test_the_squid_at_rest_is_the_reference() -> None:
    v_m, spec = draw(SOLUTIONS["squid"], PERMEABILITIES["rest"])
    assert millivolts(v_m) == f"{MINUS}62.3"
    assert [text.split()[-1] for text in marks(spec)["text"]] == [f"{MINUS}75.7", "54.9", f"{MINUS}66.7"]


def test_ions_are_told_apart_by_shape_and_name() -> None:
    _, spec = draw(SOLUTIONS["mammal"], PERMEABILITIES["rest"])
    assert len(set(marks(spec)["marker"]["symbol"])) == len(SHOWN)
    assert [text.split()[0] for text in marks(spec)["text"]] == ["K⁺", "Na⁺", "Cl⁻"]
    ticks = spec["layout"]["xaxis"]["ticktext"]
    assert ticks == ["● K⁺<br>P 1", "◆ Na⁺<br>P 0.04", "■ Cl⁻<br>P 0.45"]


def test_a_band_is_as_thick_as_its_permeability() -> None:
    _, spec = draw(SOLUTIONS["mammal"], {"K": 2.0, "Na": 1.0, "Cl": 0.0})
    k, na, cl = bands(spec)
    assert k["line"]["width"] == pytest.approx(2 * na["line"]["width"])
    assert (k["line"]["dash"], na["line"]["dash"], cl["line"]["dash"]) == ("solid", "solid", "dot")


def test_labels_keep_clear_of_the_membranes_line() -> None:
    v_m, spec = draw(SOLUTIONS["mammal"], PERMEABILITIES["rest"])
    for e, place in zip(marks(spec)["y"], marks(spec)["textposition"], strict=True):
        assert place == ("bottom center" if e < v_m else "top center")


def test_a_closed_membrane_has_its_marks_and_no_line() -> None:
    v_m, spec = draw(SOLUTIONS["mammal"], dict.fromkeys(SHOWN, 0.0))
    assert v_m is None
    go.Figure(spec)
    assert [trace["mode"] for trace in spec["data"]] == ["markers+text"]
    assert spec["layout"]["annotations"] == []


def test_the_axis_stays_while_the_marks_move() -> None:
    ranges = {
        tuple(draw(SOLUTIONS[cell], PERMEABILITIES[state])[1]["layout"]["yaxis"]["range"])
        for cell in CELLS for state in STATES
    }
    assert len(ranges) == 1


concentrations = st.builds(Concentration, st.floats(0.1, 1000.0), st.floats(0.1, 1000.0))
solutions = st.builds(
    Solution, st.fixed_dictionaries(dict.fromkeys(SHOWN, concentrations)), st.floats(0.0, 45.0)
)


@given(solutions, st.fixed_dictionaries(dict.fromkeys(SHOWN, st.floats(0.0, 100.0))))
def test_whatever_is_set_is_drawn_inside_the_axis_and_v_lies_between(solution: Solution, permeabilities) -> None:
    v_m, spec = draw(solution, permeabilities)
    go.Figure(spec)
    low, high = spec["layout"]["yaxis"]["range"]
    drawn = [*marks(spec)["y"], *([] if v_m is None else [v_m])]
    assert all(low + 10 < value < high - 10 for value in drawn)
    if v_m is not None:
        open_to = [solution.nernst(ion) for ion in SHOWN if permeabilities[ion] > 0.0]
        assert min(open_to) - 1e-6 <= v_m <= max(open_to) + 1e-6


def test_zero_has_no_sign() -> None:
    assert millivolts(-0.01) == "0.0"
    assert millivolts(-67.34) == f"{MINUS}67.3"


# --- formulas ------------------------------------------------------------------------------------

def worked_out(latex: str) -> float:
    """RT/F times the logarithm, as a reader would compute it from the formula's own digits."""
    found = re.search(r"([\d.]+)\\,\\ln\\frac\{(.*)\}\{([^}].*)\}\\\\", latex)
    assert found
    top, bottom = (
        sum(math.prod(map(float, term.split(r"{\cdot}"))) for term in side.split(" + ")) for side in found.groups()[1:]
    )
    return float(found[1]) * math.log(top / bottom)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("cell", CELLS)
def test_goldmans_numbers_come_out_as_shown(cell: str, state: str) -> None:
    solution, permeabilities = SOLUTIONS[cell], PERMEABILITIES[state]
    v_m = solution.goldman(permeabilities)
    latex = goldman_latex(solution, permeabilities, v_m)
    shown = float(re.search(r"= (-?[\d.]+)\\ \\mathrm\{mV\}", latex).group(1))
    assert shown == round(v_m, 1)
    assert worked_out(latex) == pytest.approx(v_m, abs=2e-3)


@pytest.mark.parametrize("cell", CELLS)
def test_nernsts_numbers_come_out_as_shown(cell: str) -> None:
    solution = SOLUTIONS[cell]
    rows = re.findall(
        r"E_\\mathrm\{(\w+)\} &= \\frac\{([\d.]+)\}\{([-+]\d)\}\\,\\ln\\frac\{([\d.]+)\}\{([\d.]+)\} = (-?[\d.]+)",
        nernst_latex(solution),
    )
    assert [row[0] for row in rows] == list(SHOWN)
    for ion, rt, charge, outside, inside, shown in rows:
        assert rt == thermal(solution)
        assert float(shown) == round(solution.nernst(ion), 1)
        computed = float(rt) / int(charge) * math.log(float(outside) / float(inside))
        assert computed == pytest.approx(solution.nernst(ion), abs=2e-3)
