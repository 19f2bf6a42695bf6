"""The overfitting page: three networks and their scrubber on the left, the levers on the right, kept runs below."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.settings.overfitting import STARTS
from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell, turns
from neuroviz.ui.common.sharing import share_expander
from neuroviz.ui.common.taking import pictures
from neuroviz.ui.pages.overfitting import chosen
from neuroviz.ui.pages.overfitting.kept import kept_runs
from neuroviz.ui.pages.overfitting.levers import levers
from neuroviz.ui.pages.overfitting.own import own_panel
from neuroviz.ui.pages.overfitting.stage import stage, taken


def overfitting_page(t: Language) -> None:
    """Show the whole page below its head."""
    if session.presenting():
        stage(t)
        return
    _desk(t)
    st.subheader(t("overfitting.lesson"), anchor=False)
    left, right = st.columns(2, gap="medium")
    left.markdown(t("overfitting.lesson.text"))
    right.markdown(t("overfitting.lesson.try"))


def overfitting_head(t: Language) -> shell.Head:
    """Return the data sets, and what the page is about."""
    name = chosen.trial().dataset
    chooser = shell.Chooser(
        "overfitting.dataset", t("training.recipe" if name in STARTS else "own.title"), list(STARTS),
        name if name in STARTS else None,
        lambda name: t(f"training.dataset.{name}"), partial(session.attempt, edits.open_trial),
    )
    return shell.Head(chooser=chooser, note=t("overfitting.intro"))


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that a lever may touch."""
    shell.rerun_if_head_changed(overfitting_head(t))
    graphs, side = st.columns([3.3, 1], gap="medium")
    with graphs:
        stage(t)
    with side:
        shell.show_notice(t)
        levers(t)
        own_panel(t)
        share_expander(t, lambda: pictures(t, "overfitting", taken(t)))
    kept_runs(t)
