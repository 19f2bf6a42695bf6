"""The studio: canvas on the left, what edits it on the right. One module a panel."""

from __future__ import annotations

import numpy as np
import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui import session, shell
from neuroviz.ui.studio import architecture, files, inputs, part, toolbar, weights
from neuroviz.ui.studio.canvas import network_canvas

_PANELS = {
    "network": architecture.panel,
    "part": part.panel,
    "weights": weights.panel,
    "input": inputs.panel,
    "file": files.panel,
}
CANVAS = "studio.canvas"


def studio(t: Language) -> None:
    """The whole page below its heading."""
    if session.presenting():
        _projector(t)
    else:
        toolbar.toolbar(t)
        _desk(t)


@st.fragment
def _projector(t: Language) -> None:
    network_canvas(t, key=CANVAS)
    toolbar.leave_projector(t)


@st.fragment
def _desk(t: Language) -> None:
    """Everything that an edit touches, so that an edit reruns this and no more."""
    toolbar.keep_up()
    graph, side = st.columns([2.3, 1], gap="medium")
    with graph:
        network_canvas(t, key=CANVAS)
    with side:
        shown = session.value("studio.panel", "network")
        st.segmented_control(
            t("studio.panels"), list(_PANELS), key=session.seed("studio.panels", shown),
            format_func=lambda name: t(f"studio.panel.{name}"), label_visibility="collapsed", required=True,
            on_change=lambda: session.keep("studio.panel", session.value("studio.panels")), width="stretch",
        )
        shell.show_notice(t)
        trace = session.document().trace
        if not all(np.isfinite(values).all() for values in (*trace.pre_activations, *trace.activations)):
            st.warning(t("studio.not_finite"), icon=":material/all_inclusive:")
        _PANELS[shown](t)
