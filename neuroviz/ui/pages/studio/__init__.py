"""The studio: canvas on the left, what edits it on the right. One module a panel.

Two fragments, one in the other. What is done on the canvas reruns the canvas alone, which is what makes
a drag immediate; the panels follow when they show something that has changed. What is done in a panel
reruns both.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from neuroviz.document import Document
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, shell, turns
from neuroviz.ui.common.names import chosen_layer
from neuroviz.ui.common.network_canvas import network_canvas
from neuroviz.ui.pages.studio import architecture, files, inputs, toolbar, weights

_PANELS = {
    "network": architecture.panel,
    "weights": weights.panel,
    "input": inputs.panel,
    "file": files.panel,
}
_PANEL = "studio.panel"
_DRAWN = "studio.panel.drawn"
CANVAS = "studio.canvas"


def studio(t: Language) -> None:
    """Show the whole page below its head."""
    if session.presenting():
        _canvas(t)
    else:
        _desk(t)


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that an edit may touch."""
    session.keep(_DRAWN, _shown_by_panel(session.document()))
    graph, side = st.columns([2.3, 1], gap="medium")
    with graph:
        _canvas(t)
    with side:
        _panels(t)
        live_plot.rerun_when_stale()


@turns.fragment
def _canvas(t: Language) -> None:
    shell.rerun_if_head_changed(toolbar.studio_head(t))
    network_canvas(t, key=CANVAS, stale=session.value(_DRAWN) != _shown_by_panel(session.document()))


def _panels(t: Language) -> None:
    panel = _panel()
    st.segmented_control(
        t("studio.panels"), default=panel, label_visibility="collapsed", required=True, width="stretch",
        **session.bound(
            "studio.panels", panel, partial(session.keep, _PANEL), list(_PANELS),
            lambda name: t(f"studio.panel.{name}"),
        ),
    )
    shell.show_notice(t)
    if not _finite(session.document()):
        st.warning(t("studio.not_finite"), icon=":material/all_inclusive:")
    _PANELS[panel](t)


def _panel() -> str:
    name: str = session.value(_PANEL, "network")
    return name


def _finite(document: Document) -> bool:
    trace = document.trace
    return bool(np.isfinite(np.concatenate((*trace.pre_activations, *trace.activations))).all())


def _shown_by_panel(document: Document) -> object:
    """Return what the open panel shows: two documents that are alike in it need no new panel."""
    if _panel() == "file":
        # What is taken away is all of it, and a picture shows what is selected.
        return document, session.notice()
    numbers = None if _panel() == "network" else (document.layers, document.input, document.examples)
    architecture = (document.sizes, [layer.activation for layer in document.layers])
    names = (document.input_names, document.output_names)
    return numbers, architecture, names, chosen_layer(document), _finite(document), session.notice()
