"""The training page: canvas on the left, data, network and method on the right. One module a part."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.settings.training import RECIPE_NAMES, recipe
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, shell, turns
from neuroviz.ui.pages.training import data, method, network, own, share
from neuroviz.ui.pages.training.stage import stage

_PANELS = {
    "data": data.panel,
    "network": network.panel,
    "method": method.panel,
    "own": own.panel,
    "share": share.panel,
}
_PANEL = "training.panel"
_DRAWN = "training.drawn"


def training_page(t: Language) -> None:
    """The whole page below its heading."""
    if session.presenting():
        _canvas(t)
        return
    st.markdown(t("training.intro"))
    _desk(t)


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that an edit may touch."""
    learning = session.document().learning
    session.keep(_DRAWN, learning)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        names = list(RECIPE_NAMES)
        st.selectbox(
            t("training.recipe"), index=names.index(learning.dataset) if learning.dataset in names else None,
            placeholder=t("training.own_data"), label_visibility="collapsed", width=320,
            **session.bound(
                "training.recipe", learning.dataset if learning.dataset in names else None, _open, names,
                lambda name: t(f"learning.dataset.{name}"),
            ),
        )
        shell.projector_button(t)
    graph, side = st.columns([2.3, 1], gap="medium")
    with graph:
        _canvas(t)
    with side:
        panel = session.value(_PANEL, "data")
        st.segmented_control(
            t("training.panels"), default=panel, label_visibility="collapsed", required=True, width="stretch",
            **session.bound(
                "training.panels", panel, partial(session.keep, _PANEL), list(_PANELS),
                lambda name: t(f"training.panel.{name}"),
            ),
        )
        shell.show_notice(t)
        _PANELS[panel](t)
    live_plot.rerun_when_stale()


@turns.fragment
def _canvas(t: Language) -> None:
    """A fragment of its own: epochs come and go without the panels."""
    stage(t, stale=session.document().learning != session.value(_DRAWN, session.document().learning))


def _open(name: str | None) -> None:
    """Begin with a data set, and what learns it."""
    if name is not None:
        session.attempt(edits.put_learning, recipe(name))
