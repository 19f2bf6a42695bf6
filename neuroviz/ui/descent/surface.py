"""One or two weights: the true loss surface, and walks down it.

What is chosen lives under keys that no widget owns, as on the activations page. Two fragments, one in the other: a drag
of the start draws the canvas alone, and the panel follows when the hand rests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.learning import OWN, Learning, recipe, settings_of
from neuroviz.i18n import Language
from neuroviz.nn.datasets import DATASETS
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.nn.rates import risen, verdict
from neuroviz.nn.surface import Descent, Parameter
from neuroviz.ui import live_plot, session, shell
from neuroviz.ui.studio import canvas, toolbar
from neuroviz.viz import descent_figure
from neuroviz.viz import descent_scene as scenes
from neuroviz.viz.descent_scene import RATES, REACHES, STEPS, Ground
from neuroviz.viz.numbers import short
from neuroviz.viz.palette import PALETTES

CANVAS = "descent.surface"
_FIRST, _SECOND, _TRAINED, _REACH = "descent.first", "descent.second", "descent.trained", "descent.reach"
_RATES, _SAME, _SHOWN = "descent.rates", "descent.same", "descent.shown"
_FOLLOW, _STEPS = "descent.follow", "descent.steps"
_START, _MISSED, _DRAWN, _PRESENTING = "descent.start", "descent.missed", "descent.drawn", "descent.presenting"
_MOST_KEPT = 60
_WISHES = ("small", "right", "oscillating", "diverging")
_ICONS = {"overflow": ":material/error:", "climbs": ":material/trending_up:", "turns": ":material/swap_horiz:",
          "slow": ":material/hourglass_top:", "good": ":material/check:"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is walked on, and how.

    second   None for a curve over the first alone
    same     whether all walk with the rate of the one whose numbers are followed
    """

    learning: Learning
    trained: bool
    first: Parameter
    second: Parameter | None
    reach: float
    same: bool
    shown: tuple[str, ...]
    follow: str
    steps: int

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def place(self) -> Ground:
        return scenes.ground(self.learning, self.trained, self.parameters, self.reach)

    @property
    def start(self) -> tuple[float, ...]:
        """Where the visitor put it, as long as that is in the picture; else up on the slope."""
        place = self.place
        kept: tuple[float, ...] = session.value(_START, ())
        inside = len(kept) == len(place.axes) and all(
            axis[0] <= value <= axis[-1] for value, axis in zip(kept, place.axes, strict=True)
        )
        return kept if inside else scenes.uphill(place)

    @property
    def rate(self) -> float:
        """Of the followed optimiser."""
        return self.rate_of(self.follow)

    def rate_of(self, optimizer: str) -> float:
        """Each optimiser's own: what the visitor set on this ground, else what is right there."""
        optimizer = self.follow if self.same else optimizer
        kept: dict[tuple[object, str], float] = session.value(_RATES, {})
        key = ((self.learning, self.trained, self.parameters), optimizer)
        if key not in kept:
            # Once a ground: where the start is moved, the rates stay as they are.
            kept = {**kept, key: self.wishes(optimizer).get("right", 1.0)}
            session.keep(_RATES, dict(list(kept.items())[-_MOST_KEPT:]))
        return kept[key]

    def set_rate(self, rate: float) -> None:
        kept: dict[tuple[object, str], float] = session.value(_RATES, {})
        session.keep(_RATES, {**kept, ((self.learning, self.trained, self.parameters), self.follow): rate})

    def wishes(self, optimizer: str) -> dict[str, float]:
        """Rates that are too small, right, ... for this optimiser."""
        found = scenes.rates(
            self.learning, self.trained, self.parameters, self.start, optimizer, self.steps, self.place.floor,
        )
        return {str(wish): rate for wish, rate in found.items()}

    def walk(self, optimizer: str) -> Descent:
        return scenes.walk(
            self.learning, self.trained, self.parameters, self.start, optimizer, self.rate_of(optimizer), self.steps,
        )


def choice() -> Choice:
    learning = session.document().learning
    known = scenes.all_parameters(learning)
    first: Parameter = session.value(_FIRST, known[0])
    first = first if first in known else known[0]
    # A weight at either end of the network: the surface over two so different ones has valleys and plains.
    last = len(learning.sizes) - 1
    kept = session.value(_SECOND, Parameter(last, 0, 0) if last > 1 else known[1])
    second: Parameter | None = kept or None
    if second is not None and (second not in known or second == first):
        second = next(p for p in known if p != first)
    shown: tuple[str, ...] = session.value(_SHOWN, ("sgd", "momentum", "adam"))
    follow: str = session.value(_FOLLOW, shown[0])
    return Choice(
        learning, session.value(_TRAINED, True), first, second, session.value(_REACH, 5.0),
        session.value(_SAME, False), shown, follow if follow in shown else shown[0], session.value(_STEPS, 40),
    )


def surface_part(t: Language) -> None:
    """The whole part."""
    session.keep(_PRESENTING, session.presenting())
    if session.presenting():
        _canvas(t)
        toolbar.leave_projector(t)
    else:
        _desk(t)


@st.fragment
def _desk(t: Language) -> None:
    chosen = choice()
    if chosen.trained:
        with st.spinner(t("descent.training")):
            scenes.base(chosen.learning, True)
    session.keep(_DRAWN, (chosen, chosen.start, chosen.rate))
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _canvas(t)
        _verdicts(chosen, t)
    with right:
        _walk_controls(chosen, t)
        _ground_controls(chosen, t)
        shell.show_notice(t)
        live_plot.nudged_by_canvas()


# --- the canvas ----------------------------------------------------------------------------------

@st.fragment
def _canvas(t: Language) -> None:
    if session.presenting() != session.value(_PRESENTING):
        st.rerun()
    chosen = choice()
    place, start = chosen.place, chosen.start
    titles = [f"{name}: {label(chosen.learning, p, t)}" for name, p in zip(
        ["w"] if chosen.second is None else ["w₁", "w₂"], chosen.parameters, strict=True)]
    walks = {name: chosen.walk(name) for name in OPTIMIZERS if name in chosen.shown}
    view = descent_figure.surface_view(
        place, walks, {name: chosen.rate_of(name) for name in walks}, chosen.follow, t.under("descent.figure"),
        PALETTES[session.theme()], titles,
    )
    view["label"] = t(
        "descent.figure_label", parameters=", ".join(titles), names=", ".join(
            t(f"descent.figure.name.{name}") for name in walks),
        rate=short(chosen.rate), losses=", ".join(short(float(walk.losses[-1])) for walk in walks.values()),
    )
    probes = [
        {"x": value, "min": float(axis[0]), "max": float(axis[-1]), "step": 0.1, "name": name}
        for value, axis, name in zip(start, place.axes, ("w₁", "w₂") if len(start) == 2 else ("w",), strict=True)
    ]
    view["probe"] = {**probes[0], **({"second": probes[1]} if len(probes) == 2 else {})}
    canvas.show(view, t, key=CANVAS, nudge=session.value(_DRAWN) != (chosen, start, chosen.rate), on_event=_take)


def _take(event: dict[str, Any]) -> None:
    if event["kind"] == "probe":
        x, y = event["x"], event.get("y")
        session.keep(_START, (float(x),) if y is None else (float(x), float(y)))
    else:
        canvas.take(event)


def label(learning: Learning, parameter: Parameter, t: Language) -> str:
    """What a parameter is: "x₁ → h₂", or "bias of h₂"; in deeper networks with the layer's name."""
    target = scenes.symbol(learning, parameter.layer, parameter.neuron)
    named = t("descent.bias", name=target) if parameter.source is None else (
        f"{scenes.symbol(learning, parameter.layer - 1, parameter.source)} → {target}"
    )
    if len(learning.hidden) < 2:
        return named
    last = parameter.layer == len(learning.sizes) - 1
    layer = t("graph.output") if last else t("graph.hidden", n=parameter.layer)
    return t("descent.in_layer", name=named, layer=layer)


# --- how it went ---------------------------------------------------------------------------------

def _verdicts(chosen: Choice, t: Language) -> None:
    """A sentence for each optimiser, the followed one first; a walk that overflowed is explained."""
    if chosen.place.flat:
        st.info(t("descent.flat"), icon=":material/horizontal_rule:")
        return
    overflowed = False
    for name in sorted(chosen.shown, key=lambda name: name != chosen.follow):
        walk = chosen.walk(name)
        how = verdict(walk, chosen.place.floor)
        overflowed |= how in {"overflow", "climbs"}
        step = walk.diverged if how == "overflow" else risen(walk)
        st.markdown(f"{_ICONS[how]} " + t(
            f"descent.verdict.{how}", name=t(f"descent.figure.name.{name}"), **({"step": step} if step else {}),
            **({} if how == "overflow" else {
                "first": short(float(walk.losses[0])), "last": short(float(walk.losses[-1]))}),
        ))
    if overflowed:
        st.warning(t("descent.overflow_why", rate=short(chosen.rate)), icon=":material/error:")


# --- controls ------------------------------------------------------------------------------------

def _bound(setting: str, value: object) -> dict[str, Any]:
    """A widget for a setting of this page, which is kept under its own key."""
    return session.bound(f"{setting}.widget", value, partial(session.keep, setting))


def _walk_controls(chosen: Choice, t: Language) -> None:
    st.select_slider(
        t("descent.rate_of", name=t(f"descent.figure.name.{chosen.follow}")), RATES, chosen.rate,
        **session.bound("descent.rate.widget", chosen.rate, _set_rate),
        format_func=lambda rate: f"η = {short(rate)}",
    )
    with st.container(horizontal=True, gap="small"):
        for wish in _WISHES:
            st.button(
                t(f"descent.wish.{wish}"), key=f"descent.wish.{wish}", help=t(f"descent.wish.{wish}.help"),
                on_click=_wish, args=(wish,),
            )
    missed = session.value(_MISSED)
    if missed:
        st.info(t(f"descent.missed.{missed}", name=t(f"descent.figure.name.{chosen.follow}")), icon=":material/info:")
    names = t.under("descent.figure.name")
    st.pills(
        t("descent.optimizers"), list(OPTIMIZERS), selection_mode="multi", default=list(chosen.shown),
        **session.bound("descent.shown.widget", list(chosen.shown), _show), format_func=names.__getitem__,
    )
    follow, steps = st.columns(2)
    follow.selectbox(
        t("descent.follow"), chosen.shown, index=chosen.shown.index(chosen.follow), **_bound(_FOLLOW, chosen.follow),
        format_func=names.__getitem__, help=t("descent.follow.help"),
    )
    st.toggle(t("descent.same"), chosen.same, **_bound(_SAME, chosen.same), help=t("descent.same.help"))
    steps.selectbox(t("descent.steps"), STEPS, index=STEPS.index(chosen.steps), **_bound(_STEPS, chosen.steps))
    place = chosen.place
    for i, (value, axis) in enumerate(zip(chosen.start, place.axes, strict=True)):
        name = "w" if len(place.axes) == 1 else f"w{'₁₂'[i]}"
        st.slider(
            t("descent.start", name=name), float(axis[0]), float(axis[-1]), value, step=0.01,
            **session.bound(f"descent.start.{i}", value, partial(_set_start, chosen.start, i)),
        )


def _ground_controls(chosen: Choice, t: Language) -> None:
    learning = chosen.learning
    with st.expander(t("descent.ground"), expanded=True):
        known = [*DATASETS, *([OWN] if learning.own else [])]
        st.selectbox(
            t("descent.data"), known, index=known.index(learning.dataset) if learning.dataset in known else None,
            **session.bound("descent.data", learning.dataset, _open_data),
            format_func=lambda name: t(f"descent.dataset.{name}"),
        )
        parameters = scenes.all_parameters(learning)
        st.selectbox(
            t("descent.first"), parameters, index=parameters.index(chosen.first), **_bound(_FIRST, chosen.first),
            format_func=lambda p: label(learning, p, t),
        )
        others: list[Parameter | str] = ["", *(p for p in parameters if p != chosen.first)]
        second = chosen.second or ""
        st.selectbox(
            t("descent.second"), others, index=others.index(second), **_bound(_SECOND, second),
            format_func=lambda p: label(learning, p, t) if isinstance(p, Parameter) else t("descent.second_none"),
        )
        st.segmented_control(
            t("descent.others"), [False, True], default=chosen.trained, required=True,
            **_bound(_TRAINED, chosen.trained),
            format_func=lambda trained: t("descent.others_trained") if trained else t("descent.others_first"),
        )
        st.segmented_control(
            t("descent.reach"), REACHES, default=chosen.reach, required=True, **_bound(_REACH, chosen.reach),
            format_func=lambda reach: f"±{short(reach)}",
        )
        st.caption(t("descent.ground_note", sizes="-".join(map(str, learning.sizes)), loss=t(
            f"descent.loss.{settings_of(learning).loss}")))


def _set_rate(rate: float) -> None:
    choice().set_rate(rate)
    session.forget(_MISSED)


def _set_start(start: tuple[float, ...], index: int, value: float) -> None:
    session.keep(_START, (*start[:index], round(value, 2), *start[index + 1:]))


def _show(names: list[str]) -> None:
    if names:
        session.keep(_SHOWN, tuple(name for name in OPTIMIZERS if name in names))


def _open_data(name: str | None) -> None:
    """Put the data set's own recipe in the document's hand."""
    if name is not None and name in DATASETS:
        session.attempt(edits.put_learning, recipe(name))
        for key in (_START, _MISSED):
            session.forget(key)


def _wish(wish: str) -> None:
    """Set the learning rate that does what was asked, for the followed optimiser on the surface that is shown."""
    chosen = choice()
    found = chosen.wishes(chosen.follow)
    if wish in found:
        _set_rate(found[wish])
    else:
        session.keep(_MISSED, wish)
