"""One or two weights: the true loss surface, and walks down it.

Two fragments, one in the other: a drag of the start draws the canvas alone, and the panel follows when the hand rests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, cast

import streamlit as st

from neuroviz.document import Document, edits
from neuroviz.document.settings.descent import RATES, REACHES, Descent
from neuroviz.document.settings.training import OWN, Training, from_dataset, recipe, settings_of
from neuroviz.document.tables.data import Sheet
from neuroviz.i18n import Language
from neuroviz.lab import loss_landscape as scenes
from neuroviz.lab.learning_rates import NEAR, descended, risen, uphill, verdict
from neuroviz.lab.loss_landscape import Ground
from neuroviz.nn.datasets import DATASETS
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.nn.surface import Parameter
from neuroviz.nn.surface import Walk as Walk
from neuroviz.ui import live_plot
from neuroviz.ui.common import network_canvas, own_table, session, shell, turns
from neuroviz.ui.common.sharing import share_expander
from neuroviz.ui.common.taking import Taken, pictures
from neuroviz.ui.live_plot.protocol import Event, FigureView, Probes, Verdict
from neuroviz.ui.pages.descent.controls import DESCENT, rerun_if_part_changed
from neuroviz.viz.descent import descent_figure
from neuroviz.viz.numbers import short
from neuroviz.viz.palette import PALETTES

CANVAS = "descent.surface"
_MISSED, _DRAWN = "descent.missed", "descent.drawn"
_WISHES = ("small", "right", "oscillating", "diverging")
_ALARMING = {"overflow", "climbs"}


@dataclass(frozen=True)
class SurfaceChoice:
    """What is walked on, and how: the document's settings, with what it leaves open filled in."""

    training: Training
    settings: Descent

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The first, and the second where the ground is no curve."""
        known, chosen = scenes.all_parameters(self.training), self.settings
        first = Parameter(*chosen.first) if chosen.first else known[0]
        first = first if first in known else known[0]
        if chosen.curve:
            return (first,)
        # A weight at either end of the network: the surface over two so different ones has valleys and plains.
        last = len(self.training.sizes) - 1
        suggested = Parameter(last, 0, 0) if last > 1 else known[1]
        second = Parameter(*chosen.second) if chosen.second else suggested
        return first, second if second in known and second != first else next(p for p in known if p != first)

    @cached_property
    def place(self) -> Ground:
        """The loss surface around the chosen parameters."""
        return scenes.ground(self.training, self.settings.trained, self.parameters, self.settings.reach)

    @cached_property
    def start(self) -> tuple[float, ...]:
        """Where the visitor put it, as long as that is in the picture; else up on the slope."""
        place, kept = self.place, self.settings.start
        inside = len(kept) == len(place.axes) and all(
            axis[0] <= value <= axis[-1] for value, axis in zip(kept, place.axes, strict=True)
        )
        return kept if inside else scenes.high_start(place)

    @property
    def follow(self) -> str:
        """The name of the optimiser whose walk is followed step by step."""
        return self.settings.follow

    @property
    def rate(self) -> float:
        """Of the followed optimiser."""
        return self.rate_of(self.follow)

    def rate_of(self, optimizer: str) -> float:
        """Return each optimiser's own rate: what the visitor set, else what is right from up on the slope."""
        optimizer = self.follow if self.settings.same else optimizer
        chosen = dict(self.settings.rates).get(optimizer)
        # Not from where it was dragged to: the rates stay as they are while it is.
        return chosen or self.wishes(optimizer, scenes.high_start(self.place)).get("right", 1.0)

    def wishes(self, optimizer: str, start: tuple[float, ...]) -> dict[str, float]:
        """Rates that are too small, right, ... for this optimiser from there."""
        found = scenes.wished_rates(
            self.training, self.settings.trained, self.parameters, start, optimizer, self.settings.steps,
            self.place.floor,
        )
        return {str(wish): rate for wish, rate in found.items()}

    def walk(self, optimizer: str) -> Walk:
        """Return the walk of this optimiser, from the start and at the optimiser's own rate."""
        return scenes.walk(
            self.training, self.settings.trained, self.parameters, self.start, optimizer, self.rate_of(optimizer),
            self.settings.steps,
        )


def surface_choice() -> SurfaceChoice:
    """Return the document's settings for this part of the page."""
    document = session.document()
    return SurfaceChoice(document.training, document.descent)


def _place(parameter: Parameter) -> tuple[int, ...]:
    source = parameter.source
    return (parameter.layer, parameter.neuron) if source is None else (parameter.layer, parameter.neuron, source)


def surface_part(t: Language) -> None:
    """Show the whole part of the page."""
    if session.presenting():
        _canvas(t)
    else:
        _desk(t)


@turns.fragment
def _desk(t: Language) -> None:
    rerun_if_part_changed("surface")
    chosen = surface_choice()
    if chosen.settings.trained:
        with st.spinner(t("descent.training")):
            scenes.base_network(chosen.training, True)
    session.keep(_DRAWN, (chosen, session.notice()))
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _canvas(t)
        if chosen.place.flat:
            st.info(t("descent.flat"), icon=":material/horizontal_rule:")
    with right:
        # Each in a place of its own: with one slider more or less above it, an open expander would close.
        with st.container():
            shell.show_notice(t)
        with st.container():
            _walk_controls(chosen, t)
        _ground_controls(chosen, t)
        with st.expander(t("own.title")):
            st.caption(t("descent.own.hint"))
            own_table.giving(t, "descent")
            own_table.preview(t, "descent", _learn)
        share_expander(t, lambda: pictures(
            t, "descent", Taken(CANVAS, lambda theme: view_of(chosen, t, theme), moves=True)))
        live_plot.rerun_when_stale()


# --- the canvas ----------------------------------------------------------------------------------

def view_of(chosen: SurfaceChoice, t: Language, theme: session.Theme) -> FigureView:
    """Return the walk on its ground, in the visitor's language and in a theme."""
    place, start = chosen.place, chosen.start
    names = ("w",) if len(chosen.parameters) == 1 else ("w₁", "w₂")
    titles = [f"{name}: {label(chosen.training, p, t)}" for name, p in zip(names, chosen.parameters, strict=True)]
    walks = {name: chosen.walk(name) for name in chosen.settings.shown}
    view = cast(FigureView, descent_figure.surface_view(
        place, walks, {name: chosen.rate_of(name) for name in walks}, chosen.follow, t.under("descent.figure"),
        PALETTES[theme], titles,
    ))
    view["label"] = t(
        "descent.figure_label", parameters=", ".join(titles), names=", ".join(
            t(f"descent.figure.name.{name}") for name in walks),
        rate=short(chosen.rate), losses=", ".join(short(float(walk.losses[-1])) for walk in walks.values()),
    )
    view["legend"] = t(f"descent.legend.{'curve' if view['walk']['hills'] is None else 'hills'}")
    view["walk"]["verdicts"] = [] if place.flat else _verdicts(chosen, t)
    probes: list[Probes] = [
        {"x": value, "min": float(axis[0]), "max": float(axis[-1]), "step": 0.1, "name": name}
        for value, axis, name in zip(start, place.axes, names, strict=True)
    ]
    view["probe"] = probes[0]
    if len(probes) == 2:
        view["probe"]["second"] = probes[1]
    return view


@turns.fragment
def _canvas(t: Language) -> None:
    rerun_if_part_changed("surface")
    chosen = surface_choice()
    view = view_of(chosen, t, session.theme())
    network_canvas.show(
        view, t, key=CANVAS, stale=session.value(_DRAWN) != (chosen, session.notice()), reset_target=_reset_target,
        on_event=_take,
    )


def _reset_target() -> Document:
    """Return the walk and its ground as they were opened."""
    return session.reset_target("descent", "training")


def _take(event: Event) -> None:
    if event["kind"] == "probe":
        x, y = event["x"], event.get("y")
        start = (float(x),) if y is None else (float(x), float(y))
        session.attempt(_with, {"start": start}, gesture=str(event["gesture"]))
    else:
        network_canvas.take(event)


def label(training: Training, parameter: Parameter, t: Language) -> str:
    """Return what a parameter is: "x₁ → h₂", or "bias of h₂"; in deeper networks with the layer's name."""
    target = descent_figure.symbol(training, parameter.layer, parameter.neuron)
    named = t("descent.bias", name=target) if parameter.source is None else (
        f"{descent_figure.symbol(training, parameter.layer - 1, parameter.source)} → {target}"
    )
    if len(training.hidden) < 2:
        return named
    last = parameter.layer == len(training.sizes) - 1
    layer = t("graph.output") if last else t("graph.hidden", n=parameter.layer)
    return t("player.in_layer", name=named, layer=layer)


# --- how it went ---------------------------------------------------------------------------------

def _verdicts(chosen: SurfaceChoice, t: Language) -> list[Verdict]:
    """Return a sentence for each optimiser, the followed one first; a walk that overflowed is explained.

    The canvas says them when the walks are over, not before.
    """
    said: list[Verdict] = []
    for name in sorted(chosen.settings.shown, key=lambda name: name != chosen.follow):
        walk = chosen.walk(name)
        how = verdict(walk, chosen.place.floor)
        step = walk.diverged if how == "overflow" else risen(walk)
        said.append({"alarm": how in _ALARMING, "text": t(
            f"descent.verdict.{how}", name=t(f"descent.figure.name.{name}"), **({"step": step} if step else {}),
            **({"up": uphill(walk)} if how == "past" else {}), **({} if how == "overflow" else {
                "first": short(float(walk.losses[0])), "last": short(float(walk.losses[-1]))}),
        )})
    if any(each["alarm"] for each in said):
        said.append({"alarm": True, "text": t("descent.overflow_why", rate=short(chosen.rate))})
    return said


# --- controls ------------------------------------------------------------------------------------

def _walk_controls(chosen: SurfaceChoice, t: Language) -> None:
    shown = list(chosen.settings.shown)
    st.select_slider(
        t("descent.rate_of", name=t(f"descent.figure.name.{chosen.follow}")), value=chosen.rate,
        **session.bound(
            "descent.rates", chosen.rate, _set_rate, sorted({*RATES, chosen.rate}), lambda rate: f"η = {short(rate)}",
        ),
    )
    with st.container(horizontal=True, gap="small"):
        for wish in _WISHES:
            st.button(
                t(f"descent.wish.{wish}"), key=f"descent.wish.{wish}", help=t(f"descent.wish.{wish}.help"),
                on_click=session.told(_wish), args=(wish,),
            )
    missed, then = session.value(_MISSED, ("", None))
    if then == chosen:
        st.info(t(f"descent.missed.{missed}", name=t(f"descent.figure.name.{chosen.follow}")), icon=":material/info:")
    names = t.under("descent.figure.name")
    st.pills(
        t("descent.optimizers"), selection_mode="multi", default=shown,
        **session.bound("descent.shown", shown, _show, list(OPTIMIZERS), names.__getitem__),
    )
    follow, steps = st.columns(2)
    with follow:
        DESCENT.choice("follow", names.__getitem__, t, shown)
    with steps:
        DESCENT.choice("steps", str, t)
    same = chosen.settings.same
    st.toggle(
        t("descent.same"), same, help=t("descent.same.help"),
        **session.bound("descent.same", same, DESCENT.change("same")),
    )
    place = chosen.place
    for i, (value, axis) in enumerate(zip(chosen.start, place.axes, strict=True)):
        name = "w" if len(place.axes) == 1 else f"w{'₁₂'[i]}"
        st.slider(
            t("descent.start", name=name), float(axis[0]), float(axis[-1]), value, step=0.01,
            **session.bound(f"descent.start.{i}", value, partial(_set_start, chosen.start, i)),
        )


def _ground_controls(chosen: SurfaceChoice, t: Language) -> None:
    training = chosen.training
    with st.expander(t("descent.ground")):
        known = [*DATASETS, *([OWN] if training.own_count else [])]
        st.selectbox(
            t("descent.data"), index=known.index(training.dataset) if training.dataset in known else None,
            **session.bound(
                "descent.data", training.dataset, _open_data, known, lambda name: t(f"descent.dataset.{name}"),
            ),
        )
        known_parameters = scenes.all_parameters(training)
        first, *more = chosen.parameters
        st.selectbox(
            t("descent.first"), index=known_parameters.index(first),
            **session.bound(
                "descent.first", first, lambda p: DESCENT.change("first")(_place(p)), known_parameters,
                lambda p: label(training, p, t),
            ),
        )
        others: list[Parameter | str] = ["", *(p for p in known_parameters if p != first)]
        now = more[0] if more else ""
        st.selectbox(
            t("descent.second"), index=others.index(now),
            **session.bound(
                "descent.second", now, _set_second, others,
                lambda p: label(training, p, t) if isinstance(p, Parameter) else t("descent.second_none"),
            ),
        )
        st.segmented_control(
            t("descent.others"), default=chosen.settings.trained, required=True,
            **session.bound(
                "descent.trained", chosen.settings.trained, DESCENT.change("trained"), [False, True],
                lambda trained: t("descent.others_trained") if trained else t("descent.others_first"),
            ),
        )
        st.segmented_control(
            t("descent.reach"), default=chosen.settings.reach, required=True,
            **session.bound(
                "descent.reach", chosen.settings.reach, DESCENT.change("reach"), REACHES,
                lambda reach: f"±{short(reach)}",
            ),
        )
        st.caption(t("descent.ground_note", sizes="-".join(map(str, training.sizes)), loss=t(
            f"descent.loss.{settings_of(training).loss}")))


def _with(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_descent(document, **changes)


def _set_rate(rate: float) -> None:
    now = session.document().descent
    DESCENT.change("rates")((*(pair for pair in now.rates if pair[0] != now.follow), (now.follow, rate)))


def _set_second(parameter: Parameter | str) -> None:
    if isinstance(parameter, str):
        DESCENT.change("curve")(True)
    else:
        session.attempt(_with, {"curve": False, "second": _place(parameter)})


def _set_start(start: tuple[float, ...], index: int, value: float) -> None:
    DESCENT.change("start")((*start[:index], round(value, 2), *start[index + 1:]))


def _show(names: list[str]) -> None:
    # Nobody is no choice.
    if names:
        DESCENT.change("shown")(tuple(names))


def _open_data(name: str | None) -> None:
    """Put the data set's own recipe in the document's hand."""
    if name is not None and name in DATASETS:
        session.attempt(edits.put_training, recipe(name))


def _learn(sheet: Sheet) -> None:
    """Let the ground be the loss on the visitor's table."""
    data = sheet.data
    if data is not None:
        session.attempt(lambda document: edits.put_training(
            document, from_dataset(document.training, data, named=sheet.named)))


def _wish(wish: str) -> None:
    """Set the learning rate that does what was asked, for the followed optimiser on the surface that is shown."""
    chosen = surface_choice()
    found = chosen.wishes(chosen.follow, chosen.start)
    if wish not in found:
        session.keep(_MISSED, (wish, chosen))
        return
    _set_rate(found[wish])
    if wish == "right":
        chosen = surface_choice()
        walk, floor = chosen.walk(chosen.follow), chosen.place.floor
        if verdict(walk, floor) == "past":
            session.keep(_MISSED, ("past", chosen))
        elif descended(walk, floor) < NEAR:
            session.keep(_MISSED, ("short", chosen))
