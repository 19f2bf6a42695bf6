"""A weight or a bias of the network that learns, set by hand in the middle of its training."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document.settings.training import WEIGHT
from neuroviz.i18n import Language
from neuroviz.lab.training_run import TrainingRun
from neuroviz.nn.parameters import Layout
from neuroviz.ui.common import session
from neuroviz.ui.common.value_editor import value_editor
from neuroviz.ui.pages.training.run import steer, training_run

_PLACE = "training.weight.place"
_VALUE = "training.weight.new"

Place = tuple[int, int, int]
"""Layer from 1, neuron from 0, source from 0; the source behind the last one is the bias."""


def weight_panel(t: Language) -> None:
    """Show which parameter is set, and to what."""
    with st.expander(t("training.weight.title")):
        run = training_run()
        sizes = run.training.sizes
        layer, neuron, source = place = _fitting(session.value(_PLACE, (1, 0, 0)), sizes)
        sources = [t("training.weight.bias") if k == sizes[layer - 1] else str(k + 1)
                   for k in range(sizes[layer - 1] + 1)]
        for column, name, now, count, words in zip(
            st.columns(3), ("layer", "into", "from"), (layer - 1, neuron, source),
            (len(sizes) - 1, sizes[layer], sizes[layer - 1] + 1), (None, None, sources), strict=True,
        ):
            column.selectbox(
                t(f"training.weight.{name}"), index=now,
                **session.bound(
                    f"training.weight.{name}", now, partial(_choose, place, name), range(count),
                    words.__getitem__ if words else lambda i: str(i + 1),
                ),
            )
        value = float(session.value(_VALUE, value_of(run, place)))
        value_editor(
            t("training.weight.value"), value, key="training.weight.value", t=t,
            on_change=partial(session.keep, _VALUE),
        )
        st.button(
            t("training.weight.set"), icon=":material/edit:", key="training.weight.set",
            disabled=run.state != "running" or len(run.frames) < 2,
            # What was typed last may come in the same message as the button.
            on_click=session.told(lambda: session.attempt(lambda document: steer(
                document, **{f"{WEIGHT}{index_of(sizes, place)}": float(session.value(_VALUE, value))}))),
        )
        st.caption(t("training.weight.hint"))


def index_of(sizes: tuple[int, ...], place: Place) -> int:
    """Return a parameter's place among all."""
    layer, neuron, source = place
    return Layout(sizes).index(layer, neuron, None if source == sizes[layer - 1] else source)


def value_of(run: TrainingRun, place: Place) -> float:
    """Return what the parameter is now."""
    return round(float(run.frames[-1].parameters[index_of(run.training.sizes, place)]), 4)


def _fitting(place: Place, sizes: tuple[int, ...]) -> Place:
    layer = min(place[0], len(sizes) - 1)
    return layer, min(place[1], sizes[layer] - 1), min(place[2], sizes[layer - 1])


def _choose(place: Place, name: str, chosen: int) -> None:
    layer, neuron, source = place
    session.keep(_PLACE, {"layer": (chosen + 1, neuron, source), "into": (layer, chosen, source),
                          "from": (layer, neuron, chosen)}[name])
    session.forget(_VALUE)
