"""The three networks on one canvas, and what the visitor did there back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from neuroviz.document import codec
from neuroviz.document.overfitting import NETWORKS, run_of
from neuroviz.i18n import Language
from neuroviz.ui import live_plot, session
from neuroviz.ui.overfitting import chosen
from neuroviz.viz.overfitting_view import overfitting_view
from neuroviz.viz.palette import PALETTES

KEY = "overfitting.stage"
_HAVE = "overfitting.have"


def view_of(t: Language, have: Collection[str] = ()) -> dict[str, Any]:
    """The canvas's view, in the visitor's language and theme, without the tracks that the browser has."""
    trial, base = chosen.trial(), chosen.base()
    words = {**t.under("overfitting.figure"),
             **{f"network_{name}": word for name, word in t.under("overfitting.network").items()}}
    return overfitting_view(
        [run_of(trial, network) for network in NETWORKS],
        [run_of(base, network) if base is not None else None for network in NETWORKS],
        words, PALETTES[session.theme()], have,
    )


def stage(t: Language) -> None:
    """Show the three. Nothing that moves comes back here: all epochs are in the browser."""
    history = session.history()
    # The canvas keeps its place while the next runs are learnt.
    place = st.container()
    with st.spinner(t("overfitting.training")):
        found = view_of(t, session.value(_HAVE, ()))
    # Where the browser has got them not, it says so.
    session.keep(_HAVE, tuple(found["tracks"]))
    view = {
        **found,
        "history": {
            "undo": bool(history.past), "redo": bool(history.future), "reset": session.document() != session.start(),
        },
        "keep": {
            "session": session.nonce(), "fresh": session.is_fresh(), "link": session.link(),
            "document": codec.to_json(session.document()),
        },
    }
    with place:
        live_plot.live_plot(view, key=KEY, on_event=_take)
    st.caption(t("overfitting.legend"))


def _take(event: dict[str, Any]) -> None:
    """Carry out what the visitor did on the canvas."""
    match event["kind"]:
        case "need":
            session.forget(_HAVE)
        case "undo":
            session.undo()
        case "redo":
            session.redo()
        case "reset":
            session.reset()
        case "leave":
            session.set_presenting(False)
        case "restore":
            session.restore(str(event["document"]))
