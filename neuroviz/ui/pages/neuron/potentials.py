"""Where the resting potential comes from: concentrations and permeabilities by sliders, and what Nernst and
Goldman make of them.

What is chosen is one value under one key that no widget owns, so it is still there when the visitor comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import streamlit as st

from neuroviz.bio.potentials import IONS, PERMEABILITIES, SOLUTIONS, Concentration, Solution
from neuroviz.bio.simulation import SimulationError
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, shell, turns
from neuroviz.viz import numbers
from neuroviz.viz.neuron.potential_figure import (
    GOLDMAN,
    NERNST,
    SHOWN,
    SYMBOLS,
    goldman_latex,
    millivolts,
    nernst_latex,
    potential_figure,
    thermal,
)
from neuroviz.viz.palette import PALETTES

Side = Literal["inside", "outside"]

_SETTINGS = "neuron.membrane"
_CELLS = ("mammal", "squid")
_STATES = ("rest", "peak", "own")
_SIDES: tuple[Side, Side] = ("outside", "inside")

_MANTISSAS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
MILLIMOLAR = (*(round(m * scale, 6) for scale in (0.1, 1.0, 10.0, 100.0) for m in _MANTISSAS), 1000.0)
"""Concentrations that can be chosen, in about equal ratios; a cell's own are added. None of them is 0."""

PERMEABLE = (0.0, 0.01, 0.02, 0.04, 0.1, 0.2, 0.45, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Permeabilities that can be chosen by hand."""

COLDEST, WARMEST = 0.0, 45.0
"""In degrees Celsius."""


@dataclass(frozen=True, slots=True)
class Membrane:
    """What is set. cell: name of `SOLUTIONS`; state: "rest", "peak" (of `PERMEABILITIES`) or "own"."""

    cell: str
    solution: Solution
    state: str
    own: Mapping[str, float]

    @property
    def permeabilities(self) -> Mapping[str, float]:
        """Ion -> permeability, relative to potassium at rest, in the chosen state."""
        return self.own if self.state == "own" else PERMEABILITIES[self.state]


def fresh(cell: str) -> Membrane:
    """Return a cell as it is at rest."""
    return Membrane(cell, SOLUTIONS[cell], "rest", PERMEABILITIES["rest"])


def chosen() -> Membrane:
    """Return what the visitor has set; at first, a mammalian cell at rest."""
    kept: Membrane = session.value(_SETTINGS) or fresh(_CELLS[0])
    return kept


@turns.fragment
def panel(t: Language) -> None:
    """Show the chapter about the resting potential."""
    now = chosen()
    st.subheader(t("neuron.membrane.heading"), anchor=False)
    st.markdown(t("neuron.membrane.intro"))
    picture, controls = st.columns([1.15, 1], gap="medium")
    with controls:
        _choose_cell(now, t)
        _choose_concentrations(now, t)
        _choose_permeability(now, t)
        st.markdown(t("neuron.membrane.why"))
    with picture:
        v_m = _picture(now, t)
        _experiments(now, t)
    _formulas(now, v_m, t)


# --- changes -------------------------------------------------------------------------------------

def _keep(now: Membrane) -> None:
    session.keep(_SETTINGS, now)


def _set_cell(cell: str) -> None:
    _keep(fresh(cell))


def _set_concentration(ion: str, side: Side, value: float) -> None:
    now = chosen()
    share = now.solution.ions[ion]
    share = Concentration(value, share.outside) if side == "inside" else Concentration(share.inside, value)
    _keep(replace(now, solution=replace(now.solution, ions={**now.solution.ions, ion: share})))


def _set_celsius(value: float) -> None:
    now = chosen()
    _keep(replace(now, solution=replace(now.solution, celsius=float(value))))


def _set_state(state: str) -> None:
    """By hand begins with what the membrane had just before."""
    now = chosen()
    _keep(replace(now, state=state, own=now.permeabilities if state == "own" else now.own))


def _set_permeability(ion: str, value: float) -> None:
    now = chosen()
    _keep(replace(now, own={**now.own, ion: value}))


def _double_potassium() -> None:
    outside = chosen().solution.ions["K"].outside
    _set_concentration("K", "outside", min(2.0 * outside, MILLIMOLAR[-1]))


# --- controls ------------------------------------------------------------------------------------

def _choose_cell(now: Membrane, t: Language) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("neuron.membrane.cell"), default=now.cell, required=True, width="content",
            **session.bound(
                "neuron.membrane.cell.widget", now.cell, _set_cell, list(_CELLS),
                t.under("neuron.membrane.cells").__getitem__,
            ),
        )
        st.button(
            t("neuron.membrane.reset"), icon=":material/restart_alt:", key="neuron.membrane.reset.widget",
            on_click=session.told(_set_cell), args=(now.cell,), disabled=now == fresh(now.cell),
        )
    if now.cell != "squid":
        st.caption(t("neuron.membrane.ratios"))


def _choose_concentrations(now: Membrane, t: Language) -> None:
    st.markdown(t("neuron.membrane.concentrations"))
    for ion in SHOWN:
        for column, side in zip(st.columns(2, wrap=False), _SIDES, strict=True):
            name = f"{SYMBOLS[ion]} {IONS[ion].symbol}"
            own = (getattr(solution.ions[ion], side) for solution in (now.solution, SOLUTIONS[now.cell]))
            value = getattr(now.solution.ions[ion], side)
            column.select_slider(
                t("neuron.membrane.outside", ion=name) if side == "outside" else t("neuron.membrane.inside", ion=name),
                value=value,
                **session.bound(
                    f"neuron.membrane.{ion}.{side}", value, partial(_set_concentration, ion, side),
                    sorted({*MILLIMOLAR, *own}), numbers.short,
                ),
            )
    celsius = now.solution.celsius
    st.slider(
        t("neuron.membrane.celsius"), COLDEST, WARMEST, celsius, step=0.1, format="%.1f",
        **session.bound("neuron.membrane.celsius.widget", celsius, _set_celsius),
    )


def _choose_permeability(now: Membrane, t: Language) -> None:
    st.segmented_control(
        t("neuron.membrane.permeability"), default=now.state, required=True,
        **session.bound(
            "neuron.membrane.state.widget", now.state, _set_state, list(_STATES),
            t.under("neuron.membrane.state").__getitem__,
        ),
    )
    if now.state != "own":
        return
    for column, ion in zip(st.columns(3, wrap=False), SHOWN, strict=True):
        value = now.own[ion]
        column.select_slider(
            t("neuron.membrane.permeable_to", ion=IONS[ion].symbol), value=value,
            **session.bound(
                f"neuron.membrane.{ion}.permeability", value, partial(_set_permeability, ion), list(PERMEABLE),
                numbers.short,
            ),
        )


def _experiments(now: Membrane, t: Language) -> None:
    st.markdown(t("neuron.membrane.try"))
    full = now.solution.ions["K"].outside >= MILLIMOLAR[-1]
    tries: tuple[tuple[str, Callable[..., None], tuple[str, ...], bool], ...] = (
        ("potassium", _double_potassium, (), full),
        ("sodium", _set_state, ("peak",), now.state == "peak"),
    )
    for column, (name, act, args, done) in zip(st.columns(2), tries, strict=True):
        column.button(
            t(f"neuron.membrane.try_{name}"), key=f"neuron.membrane.{name}.try", on_click=session.told(act), args=args,
            disabled=done, width="stretch",
        )
        column.caption(t(f"neuron.membrane.try_{name}.why"))


# --- picture and formulas ------------------------------------------------------------------------

def _picture(now: Membrane, t: Language) -> float | None:
    """Return the voltage axis, and a sentence about the membrane's own. Returns that: None where it has none."""
    v_m: float | None = None
    try:
        v_m = now.solution.goldman(now.permeabilities)
    except SimulationError as error:
        st.warning(shell.say(error, t), icon=":material/warning:")
    marks = [
        t("neuron.membrane.label_mark", ion=IONS[ion].symbol, e=millivolts(now.solution.nernst(ion))) for ion in SHOWN
    ]
    if v_m is not None:
        marks.append(t("neuron.membrane.label_v", v=millivolts(v_m)))
        st.markdown(_compared(v_m, fresh(now.cell), t))
    live_plot.live_plot(
        {
            "kind": "figure",
            "spec": potential_figure(
                now.solution, now.permeabilities, v_m, t.under("neuron.membrane.figure"), PALETTES[session.theme()],
            ),
            "label": t("neuron.membrane.label", values="; ".join(marks)),
        },
        key="neuron.membrane.picture",
    )
    return v_m


def _compared(v_m: float, usual: Membrane, t: Language) -> str:
    rest = usual.solution.goldman(usual.permeabilities)
    by = v_m - rest
    if abs(by) < 0.05:
        return t("neuron.membrane.now", v=millivolts(v_m))
    values: dict[str, Any] = {"v": millivolts(v_m), "by": millivolts(abs(by)), "rest": millivolts(rest)}
    return t("neuron.membrane.higher", **values) if by > 0.0 else t("neuron.membrane.lower", **values)


def _formulas(now: Membrane, v_m: float | None, t: Language) -> None:
    nernst, goldman = st.columns([1, 1.3], gap="medium")
    with nernst:
        st.markdown(t("neuron.membrane.nernst"))
        st.latex(NERNST)
        st.latex(nernst_latex(now.solution))
    with goldman:
        st.markdown(t("neuron.membrane.goldman"))
        st.latex(rf"\small {GOLDMAN}")
        if v_m is not None:
            st.latex(rf"\small {goldman_latex(now.solution, now.permeabilities, v_m)}")
        celsius = f"{now.solution.celsius:.1f}"
        st.caption(t("neuron.membrane.goldman.note", rt=thermal(now.solution), celsius=celsius))
