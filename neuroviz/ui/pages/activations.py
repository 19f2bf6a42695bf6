"""The activations page's controls, picture and cards.

What is chosen lives under keys that no widget owns ("activations.z", not "activations.z_slider"), so
that it is still there when the visitor comes back from another page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.nn import ACTIVATIONS, Activation
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.static_chart import static_chart
from neuroviz.ui.common.taking import Taken, pictures
from neuroviz.ui.common.value_editor import number_field
from neuroviz.ui.live_plot.protocol import Event, FigureView
from neuroviz.viz import numbers
from neuroviz.viz.activations import activation_figure
from neuroviz.viz.activations.activation_figure import NEIGHBOURS, Z_MAX, Z_MIN, Z_STEP, Point
from neuroviz.viz.palette import PALETTES

_FUNCTION, _OTHER, _Z = "activations.function", "activations.other", "activations.z"
_NEIGHBOURS = ("activations.neighbour_2", "activations.neighbour_3")
_CURVE = "activations.curve"
_LONG_FORMULA = 60  # characters of LaTeX
_SYMBOLS = ("●", "◆")  # as the points in the picture
_BELOW_PX = 172  # of the page, to be seen with the picture: what its bars mean, and z


@dataclass(frozen=True, slots=True)
class ActivationChoice:
    """function, other: names of `ACTIVATIONS`, other "" for none; z; neighbours: softmax's other two z."""

    function: str
    other: str
    z: float
    neighbours: tuple[float, ...]

    @property
    def points(self) -> list[Point]:
        """Where the chosen functions stand at z, one `Point` each."""
        return [activation_figure.point(name, self.z, self.neighbours) for name in (self.function, self.other) if name]


def activation_choice() -> ActivationChoice:
    """Return what the visitor has chosen on this page."""
    function, other = session.value(_FUNCTION, "sigmoid"), session.value(_OTHER, "")
    return ActivationChoice(
        function, "" if other == function else other, session.value(_Z, 1.0),
        tuple(session.value(key, z) for key, z in zip(_NEIGHBOURS, NEIGHBOURS, strict=True)),
    )


def _bound(setting: str, value: object, *choice: Any) -> dict[str, Any]:
    """Return a widget for a setting of this page, which is kept under its own key."""
    return session.bound(f"{setting}.widget", value, partial(session.keep, setting), *choice)


def _keep_z(z: float) -> None:
    session.keep(_Z, _on_axis(z))


def _dragged(event: Event) -> None:
    if event["kind"] == "probe":
        session.keep(_Z, _on_axis(event["x"]))


def _on_axis(z: float) -> float:
    """z kept to the drawn axis, in hundredths."""
    return round(min(max(float(z), Z_MIN), Z_MAX), 2)


# --- controls ------------------------------------------------------------------------------------

def choose_functions(chosen: ActivationChoice, t: Language) -> None:
    """Show the choice of the function, and of another to compare it with."""
    names = t.under("activation")
    with st.container(horizontal=True, gap="medium"):
        st.pills(
            t("activations.choose"), default=chosen.function, required=True, width="content", wrap=True,
            **_bound(_FUNCTION, chosen.function, list(ACTIVATIONS), names.__getitem__),
        )
        others = ["", *(name for name in ACTIVATIONS if name != chosen.function)]
        st.selectbox(
            t("activations.compare"), index=others.index(chosen.other), width=220,
            **_bound(
                _OTHER, chosen.other, others, lambda name: names.get(name, t("activations.compare_none")),
            ),
        )


def choose_z(chosen: ActivationChoice, t: Language) -> None:
    """Show z as a slider and as a number field."""
    slider, typed = st.columns([2, 1], vertical_alignment="bottom")
    slider.slider(
        t("activations.z"), Z_MIN, Z_MAX, chosen.z, step=0.01,
        **session.bound("activations.z_slider", chosen.z, _keep_z),
    )
    with typed:
        number_field(
            t("activations.z_exact"), lambda: activation_choice().z, Z_MIN, Z_MAX, step=Z_STEP,
            key="activations.z_typed", on_change=_keep_z,
        )
    shell.show_notice(t)


# --- picture -------------------------------------------------------------------------------------

def picture(chosen: ActivationChoice, t: Language) -> None:
    """Show the chosen functions with derivative, tangent and point; z can be dragged in it."""
    live_plot.live_plot(_curve(chosen, t, session.theme()), key=_CURVE, on_event=_dragged)
    st.caption(t("activations.bars", flat=numbers.short(activation_figure.FLAT)))


def take_curve(chosen: ActivationChoice, t: Language) -> None:
    """Offer the picture as it stands, folded away."""
    with st.expander(t("camera.title")):
        pictures(t, "activations", Taken(_CURVE, lambda theme: _curve(chosen, t, theme)), link=False)


def _curve(chosen: ActivationChoice, t: Language, theme: session.Theme) -> FigureView:
    names, words, points = t.under("activation"), t.under("activations.figure"), chosen.points
    titles = [names[at.name] for at in points]
    values = "; ".join(
        words["point"].format(name=title, z=numbers.short(at.z), value=numbers.fixed(at.value))
        + ", " + words["slope"].format(slope=numbers.fixed(at.slope))
        for at, title in zip(points, titles, strict=True)
    )
    return {
        "kind": "figure",
        "spec": activation_figure.curve_figure(points, titles, words, PALETTES[theme]),
        "rest": _BELOW_PX,
        "label": t("activations.figure_label", names=", ".join(titles), z=numbers.short(chosen.z), values=values),
        "probe": {"x": chosen.z, "min": Z_MIN, "max": Z_MAX, "step": Z_STEP, "name": t("activations.z")},
    }


def neighbours(chosen: ActivationChoice, t: Language) -> None:
    """Softmax's two other neurons, and the shares of all three. Nothing where softmax is not drawn."""
    if "softmax" not in (chosen.function, chosen.other):
        return
    with st.container(border=True):
        st.markdown(t("activations.neighbours"))
        for i, (column, key, z) in enumerate(zip(st.columns(2), _NEIGHBOURS, chosen.neighbours, strict=True), start=2):
            column.slider(
                t("activations.neighbour", i=i), Z_MIN, Z_MAX, z, step=Z_STEP, **_bound(key, z),
            )
        parts = " + ".join(numbers.fixed(a) for a in activation_figure.shares(chosen.z, chosen.neighbours))
        live_plot.live_plot(
            {
                "kind": "figure",
                "spec": activation_figure.shares_figure(
                    chosen.z, chosen.neighbours, t.under("activations")["share"], PALETTES[session.theme()],
                ),
                "label": t("activations.shares_label", shares=parts),
            },
            key="activations.shares",
        )
        st.markdown(f"{parts} = 1")


# --- cards ---------------------------------------------------------------------------------------

def cards(chosen: ActivationChoice, t: Language) -> None:
    """Show a card for each function, side by side."""
    points = chosen.points
    for i, (column, at) in enumerate(zip(st.columns(len(points), gap="small"), points, strict=True)):
        with column:
            card(at, i, t)


def card(at: Point, i: int, t: Language) -> None:
    """Show all there is to know about one function, beginning with where it stands."""
    record = ACTIVATIONS[at.name]
    with st.container(border=True, key=f"activations-card-{i}"):
        st.markdown(f"#### {_SYMBOLS[i]} {t.under('activation')[at.name]}")
        if record.elementwise:
            _formula(f"g(z) = {record.latex}")
            _formula(f"g'(z) = {record.derivative_latex}")
        else:
            _formula(f"a_i = {record.latex}")
            _formula(record.derivative_latex)
        st.markdown("\n".join(f"- {fact}" for fact in _facts(at, record, t)))
        st.markdown(f"**{t('activations.for_title')}** {t.under('activations.for')[at.name]}")
        st.markdown(f"**{t('activations.wrong_title')}** {t.under('activations.wrong')[at.name]}")


def _formula(latex: str) -> None:
    """Write a formula that fits a phone: a side remark on a line of its own, a long one in small letters."""
    size = r"\footnotesize " if len(latex) > _LONG_FORMULA else ""
    lines = latex.replace(r",\quad", r",\\")
    st.latex(rf"{size}\begin{{gathered}}{lines}\end{{gathered}}")


def _facts(at: Point, record: Activation, t: Language) -> list[str]:
    here = t("activations.here", z=numbers.short(at.z), value=numbers.fixed(at.value), slope=numbers.fixed(at.slope))
    kinks = [
        t("activations.kink", z=numbers.short(kink), slope=numbers.short(activation_figure.point(at.name, kink).slope))
        for kink in record.kinks
    ]
    saturates = {
        (True, True): t("activations.saturates_both"), (True, False): t("activations.saturates_low"),
        (False, True): t("activations.saturates_high"), (False, False): t("activations.saturates_none"),
    }[record.saturates_low, record.saturates_high]
    return [
        here, t("activations.range", range=_range(record, t)), t("activations.saturates", where=saturates),
        *_dead(at, t), *kinks,
    ]


def _range(record: Activation, t: Language) -> str:
    low, high = numbers.short(record.low), numbers.short(record.high)
    if math.isinf(record.low):
        return t("activations.range_none")
    return t("activations.range_low", low=low) if math.isinf(record.high) else t(
        "activations.range_both", low=low, high=high)


def _dead(at: Point, t: Language) -> list[str]:
    """Spans of slope 0. One that reaches the edge of the picture goes on beyond it, for all that are here."""
    spans = [(low, high) for low, high, dead in activation_figure.flat_spans(at.name, at.neighbours) if dead]
    return [
        t("activations.dies", low=numbers.short(-math.inf if low == Z_MIN else low),
          high=numbers.short(math.inf if high == Z_MAX else high))
        for low, high in spans
    ] or [t("activations.dies_none")]


# --- gallery -------------------------------------------------------------------------------------

def gallery(t: Language) -> None:
    """Show all functions as small pictures, the bounded ones apart from the others."""
    st.subheader(t("activations.gallery"), anchor=False)
    st.caption(t("activations.gallery_note"))
    bounded = [name for name, record in ACTIVATIONS.items() if math.isfinite(record.high)]
    rising = [name for name in ACTIVATIONS if name not in bounded]
    groups = ((bounded, 2, t("activations.gallery_bounded")), (rising, 3, t("activations.gallery_open")))
    names, palette = t.under("activation"), PALETTES[session.theme()]
    # Widths as the numbers of columns, so that all small pictures are of one size.
    for place, (members, columns, title) in zip(st.columns([2, 3], gap="medium"), groups, strict=True):
        with place:
            st.markdown(f"**{title}**")
            static_chart(
                activation_figure.gallery_figure(members, names, columns, palette),
                alt=f"{title}: {', '.join(names[name] for name in members)}",
            )
