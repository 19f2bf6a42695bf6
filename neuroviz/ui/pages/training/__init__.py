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
    """Show the whole page below its head."""
    if session.presenting():
        _canvas(t)
        return
    _desk(t)


def training_head(t: Language) -> shell.Head:
    """Return the data sets, and what the page is about."""
    name = session.document().training.dataset
    chooser = shell.Chooser(
        "training.recipe", t("training.recipe") if name in RECIPE_NAMES else t("own.title"),
        list(RECIPE_NAMES), name if name in RECIPE_NAMES else None, lambda name: t(f"training.dataset.{name}"), _open,
    )
    return shell.Head(chooser=chooser, note=t("training.intro"))


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that an edit may touch."""
    training = session.document().training
    session.keep(_DRAWN, training)
    shell.rerun_if_head_changed(training_head(t))
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
    """Show the canvas, a fragment of its own: epochs come and go without the panels."""
    stage(t, stale=session.document().training != session.value(_DRAWN, session.document().training))


def _open(name: str) -> None:
    """Begin with a data set, and what learns it."""
    session.attempt(edits.put_training, recipe(name))
