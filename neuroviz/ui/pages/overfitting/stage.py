"""The three networks on one canvas, and what the visitor did there back."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import cast

import streamlit as st

from neuroviz.document.settings.overfitting import NETWORKS
from neuroviz.i18n import Language
from neuroviz.lab.overfitting_runs import run_of
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.taking import Taken
from neuroviz.ui.live_plot.protocol import Event, OverfittingView
from neuroviz.ui.pages.overfitting import chosen
from neuroviz.viz.overfitting.overfitting_view import overfitting_view
from neuroviz.viz.palette import PALETTES

KEY = "overfitting.stage"
_HAVE = "overfitting.have"


def view_of(t: Language, have: Collection[str] = (), theme: session.Theme | None = None) -> OverfittingView:
    """Return the canvas's view, in the visitor's language and in a theme, without the tracks that the browser has."""
    trial, base = chosen.trial(), chosen.base()
    words = {**t.under("overfitting.figure"),
             **{f"network_{name}": chosen.network_name(name, trial, t) for name in NETWORKS}}
    return cast(OverfittingView, overfitting_view(
        [run_of(trial, network) for network in NETWORKS],
        [run_of(base, network) if base is not None else None for network in NETWORKS],
        words, PALETTES[theme or session.theme()], have,
    ))


def stage(t: Language) -> None:
    """Show the three. Nothing that moves comes back here: all epochs are in the browser."""
    # The canvas keeps its place while the next runs are learnt.
    place = st.container()
    with st.spinner(t("overfitting.training")):
        found = view_of(t, session.value(_HAVE, ()))
    session.keep(_HAVE, tuple(found["tracks"]))
    with place:
        live_plot.document_canvas(
            found, key=KEY, reset_target=partial(session.reset_target, "overfitting"), on_event=_take,
        )
    st.caption(t("overfitting.legend"))


def taken(t: Language) -> Taken:
    """Return what can be taken of the page as a picture and a film."""
    return Taken(KEY, lambda theme: view_of(t, session.value(_HAVE, ()), theme), moves=True)


def _take(event: Event) -> None:
    # Where the browser lost a track, it says so.
    if event["kind"] == "need":
        session.forget(_HAVE)
