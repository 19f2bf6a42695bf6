"""The page of the two neurons: pictures and player on the left, what drives them on the right, and below it the
f-I curve and what corresponds. One module a part."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.pair.run import run
from neuroviz.ui import correspondence_panel, live_plot, session, shell
from neuroviz.ui.neuron import axon, cell, drive, electrode, experiment, plasticity, potentials, response, share
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
_DRAWN = "pair.drawn"
_PRESENTING = "pair.presenting"


def neuron_page(t: Language) -> None:
    """The whole page below its heading."""
    session.keep(_PRESENTING, session.presenting())
    if session.presenting():
        _desk(t)
        leave_projector(t)
        return
    st.markdown(t("pair.intro"))
    _desk(t)
    potentials.panel(t)
    plasticity.panel(t)
    st.divider()
    correspondence_panel.show_table(t)
    correspondence_panel.show_article_says(t)


@st.fragment
def _desk(t: Language) -> None:
    """Everything that an edit may touch."""
    neuron = session.document().neuron
    session.keep(_DRAWN, neuron)
    now = run(neuron)
    experiment.panel(now, t)
    if session.presenting():
        _canvas(t)
    else:
        graph, side = st.columns([2.3, 1], gap="medium")
        with graph:
            _canvas(t)
        with side:
            _panels(t)
        response.panel(now, t)
    live_plot.nudged_by_canvas()


@st.fragment
def _canvas(t: Language) -> None:
    """A fragment of its own: what is changed by hand there is drawn without the rest, which follows."""
    if session.presenting() != session.value(_PRESENTING):
        st.rerun()
    neuron = session.document().neuron
    stage(run(neuron), t, nudge=neuron != session.value(_DRAWN))


def _panels(t: Language) -> None:
    panel = session.value(_PANEL, "drive")
    st.segmented_control(
        t("pair.panels"), list(_PANELS), default=panel,
        **session.bound("pair.panels", panel, partial(session.keep, _PANEL)),
        format_func=lambda name: t(f"pair.panel.{name}"), label_visibility="collapsed", required=True, width="stretch",
    )
    shell.show_notice(t)
    _PANELS[panel](t)
