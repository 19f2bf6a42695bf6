"""The page of the two neurons: pictures and player on the left, what drives them on the right, and below it the
f-I curve and what corresponds. One module a part."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.pair.run import run
from neuroviz.ui import correspondence_panel, session, shell
from neuroviz.ui.neuron import axon, cell, drive, electrode, experiment, response, share
from neuroviz.ui.neuron.stage import stage
from neuroviz.ui.studio.toolbar import leave_projector

_PANELS = {
    "drive": drive.panel,
    "electrode": electrode.panel,
    "cell": cell.panel,
    "axon": axon.panel,
    "share": share.panel,
}
_PANEL = "pair.panel"


def neuron_page(t: Language) -> None:
    """The whole page below its heading."""
    if session.presenting():
        _desk(t)
        leave_projector(t)
        return
    st.markdown(t("pair.intro"))
    _desk(t)
    st.divider()
    correspondence_panel.show_table(t)
    correspondence_panel.show_article_says(t)


@st.fragment
def _desk(t: Language) -> None:
    """Everything that an edit may touch."""
    document = session.document()
    now = run(document.neuron)
    presenting = session.presenting()
    experiment.panel(now, t)
    graph, side = (st.container(), None) if presenting else st.columns([2.3, 1], gap="medium")
    with graph:
        stage(now, t)
    if side is None:
        return
    with side:
        _panels(t)
    response.panel(now, t)


def _panels(t: Language) -> None:
    panel = session.value(_PANEL, "drive")
    st.segmented_control(
        t("pair.panels"), list(_PANELS), default=panel,
        **session.bound("pair.panels", panel, partial(session.keep, _PANEL)),
        format_func=lambda name: t(f"pair.panel.{name}"), label_visibility="collapsed", required=True, width="stretch",
    )
    shell.show_notice(t)
    _PANELS[panel](t)
