"""The equilibrium potentials on one voltage axis, and the membrane potential pulled between them.

Each ion has a column: a mark (circle, diamond or square) at its Nernst potential, and a band from there to the line of
the membrane potential. The band is as thick as the membrane's permeability to that ion, so the line is seen to lie
near the end of the thickest one.

The formulas are made here too, from the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from neuroviz.bio.potentials import IONS, Solution, thermal_voltage
from neuroviz.viz.numbers import MINUS, short
from neuroviz.viz.palette import Palette, rim
from neuroviz.viz.style import axis, still

SHOWN = ("K", "Na", "Cl")
"""Names of `IONS`, in the order of their columns. Calcium has two charges: Goldman's equation does not hold for it."""

SYMBOLS: Mapping[str, str] = MappingProxyType({"K": "●", "Na": "◆", "Cl": "■"})
"""As the marks in the picture, for words."""

HEIGHT_PX = 400

_MARKS = {"K": "circle", "Na": "diamond", "Cl": "square"}
_LOW_MV, _HIGH_MV, _STEP_MV = -120.0, 100.0, 20.0
_LEFT, _RIGHT = -0.75, 2.55  # of the columns 0, 1, 2: room for labels on a phone
_LABEL_MV = 16.0  # room for a label beyond the outermost mark
_THICKEST_PX, _THINNEST_PX = 18.0, 1.5


def millivolts(value: float) -> str:
    """Return a potential in mV as it is shown: −67.3."""
    text = f"{value:.1f}"
    return ("0.0" if text == "-0.0" else text).replace("-", MINUS)


def potential_figure(
    solution: Solution, permeabilities: Mapping[str, float], v_m: float | None, words: Mapping[str, str],
    palette: Palette,
) -> dict[str, Any]:
    """Return a plain Plotly spec.

    v_m    the membrane potential in mV, None where nothing gets through
    words  "axis", "mark" (with {ion} and {e}), "membrane" (with {v}), "permeability" (with {p})
    """
    colors = {"K": palette.series[3], "Na": palette.series[1], "Cl": palette.series[2]}
    nernst = {ion: solution.nernst(ion) for ion in SHOWN}
    data = [] if v_m is None else _bands(nernst, permeabilities, v_m, colors, palette)
    data.append({
        "type": "scatter", "mode": "markers+text", "x": list(range(len(SHOWN))), "y": [nernst[ion] for ion in SHOWN],
        "text": [words["mark"].format(ion=IONS[ion].symbol, e=millivolts(nernst[ion])) for ion in SHOWN],
        "textposition": [_away(nernst[ion], v_m) for ion in SHOWN], "hoverinfo": "none", "showlegend": False,
        "cliponaxis": False,
        "textfont": {"size": 13, "color": [colors[ion] for ion in SHOWN], "shadow": rim(palette)},
        "marker": {"size": 16, "symbol": [_MARKS[ion] for ion in SHOWN], "color": [colors[ion] for ion in SHOWN],
                   "opacity": 1, "line": {"width": 2, "color": palette.paper}},
    })
    ends = [*nernst.values(), 0.0 if v_m is None else v_m]
    plain = axis(palette, zeroline=False)
    layout = {
        "height": HEIGHT_PX, "margin": {"l": 56, "r": 84, "t": 12, "b": 52}, **still(palette.ink, 13),
        "xaxis": {**plain, "range": [_LEFT, _RIGHT], "showgrid": False, "tickvals": list(range(len(SHOWN))),
                  "ticktext": [f"{SYMBOLS[ion]} {IONS[ion].symbol}<br>"
                               + words["permeability"].format(p=short(permeabilities[ion])) for ion in SHOWN],
                  "tickfont": {"size": 13, "color": palette.ink}},
        "yaxis": {**plain, "range": _reach(min(ends), max(ends)),
                  "title": {"text": words["axis"], "standoff": 4, "font": {"size": 13}},
                  "dtick": 20 if max(ends) - min(ends) < 300 else 50, "zeroline": True,
                  "zerolinecolor": palette.muted},
        "annotations": [] if v_m is None else [{
            "x": _RIGHT, "y": v_m, "xanchor": "left", "yanchor": "middle", "showarrow": False, "xshift": 4,
            "align": "left", "text": words["membrane"].format(v=millivolts(v_m)),
            "font": {"size": 14, "color": palette.ink},
        }],
    }
    return {"data": data, "layout": layout}


def _bands(
    nernst: Mapping[str, float], permeabilities: Mapping[str, float], v_m: float, colors: Mapping[str, str],
    palette: Palette,
) -> list[dict[str, Any]]:
    """Return what pulls at the membrane potential, and its line."""
    total = sum(permeabilities[ion] for ion in SHOWN)
    data: list[dict[str, Any]] = []
    for x, ion in enumerate(SHOWN):
        share = permeabilities[ion] / total
        data.append({
            "type": "scatter", "mode": "lines", "x": [x, x], "y": [v_m, nernst[ion]], "hoverinfo": "none",
            "opacity": 0.55, "showlegend": False,
            "line": {"color": colors[ion], "width": max(_THICKEST_PX * share, _THINNEST_PX),
                     "dash": "solid" if share > 0.0 else "dot", "simplify": False},
        })
    data.append({
        "type": "scatter", "mode": "lines", "x": [_LEFT, _RIGHT], "y": [v_m, v_m], "hoverinfo": "none",
        "showlegend": False, "line": {"color": palette.ink, "width": 4, "simplify": False},
    })
    return data


def _away(e: float, v_m: float | None) -> str:
    """Return the side of a mark on which its label stands: where the membrane's line is not."""
    return "bottom center" if v_m is not None and e < v_m else "top center"


def _reach(low: float, high: float) -> list[float]:
    """Return one axis for all ordinary cells, so that marks move and not the axis; a longer one where needed."""
    return [
        min(_LOW_MV, _STEP_MV * math.floor((low - _LABEL_MV) / _STEP_MV)),
        max(_HIGH_MV, _STEP_MV * math.ceil((high + _LABEL_MV) / _STEP_MV)),
    ]


# --- formulas ------------------------------------------------------------------------------------

NERNST = r"E_X = \frac{RT}{z_X F}\,\ln\frac{[X]_\mathrm{o}}{[X]_\mathrm{i}}"

GOLDMAN = (
    r"V = \frac{RT}{F}\,\ln\frac{P_\mathrm{K}[\mathrm{K}]_\mathrm{o} + P_\mathrm{Na}[\mathrm{Na}]_\mathrm{o}"
    r" + P_\mathrm{Cl}[\mathrm{Cl}]_\mathrm{i}}{P_\mathrm{K}[\mathrm{K}]_\mathrm{i}"
    r" + P_\mathrm{Na}[\mathrm{Na}]_\mathrm{i} + P_\mathrm{Cl}[\mathrm{Cl}]_\mathrm{o}}"
)


def nernst_latex(solution: Solution) -> str:
    """Nernst's equation with the numbers, a line for each ion."""
    rows = [
        rf"E_\mathrm{{{ion}}} &= \frac{{{thermal(solution)}}}{{{IONS[ion].charge:+d}}}\,"
        rf"\ln\frac{{{_plain(solution.ions[ion].outside)}}}{{{_plain(solution.ions[ion].inside)}}}"
        rf" = {solution.nernst(ion):.1f}\ \mathrm{{mV}}"
        for ion in SHOWN
    ]
    return r"\begin{aligned}" + r"\\[6pt]".join(rows) + r"\end{aligned}"


def goldman_latex(solution: Solution, permeabilities: Mapping[str, float], v_m: float) -> str:
    """Goldman's equation with the numbers. Chloride is negative, so its sides are exchanged."""
    outward, inward = [], []
    for ion in SHOWN:
        p, share = _plain(permeabilities[ion]), solution.ions[ion]
        outside, inside = (rf"{p}{{\cdot}}{_plain(side)}" for side in (share.outside, share.inside))
        cation = IONS[ion].charge > 0
        outward.append(outside if cation else inside)
        inward.append(inside if cation else outside)
    fraction = rf"\frac{{{' + '.join(outward)}}}{{{' + '.join(inward)}}}"
    # On two lines: one would not fit a phone.
    return (
        rf"\begin{{gathered}}V = {thermal(solution)}\,\ln{fraction}\\[4pt]= {v_m:.1f}\ \mathrm{{mV}}\end{{gathered}}"
    )


def thermal(solution: Solution) -> str:
    """RT / F in mV, with decimals enough for the potentials to come out as they are shown."""
    return f"{thermal_voltage(solution.celsius):.3f}"


def _plain(value: float) -> str:
    return f"{value:g}"
