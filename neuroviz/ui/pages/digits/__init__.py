"""The page of digits: the canvas with pad, network and learning; below it where the images come from, and sharing."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell, turns
from neuroviz.ui.common.digit_networks import network_chooser
from neuroviz.ui.common.sharing import share_expander
from neuroviz.ui.common.taking import pictures
from neuroviz.ui.pages.digits.stage import stage, taken


def digits_page(t: Language) -> None:
    """Show the whole page below its head."""
    if session.presenting():
        _wall(t)
        return
    _desk(t)
    left, right = st.columns(2, gap="medium")
    left.markdown(t("digits.try"))
    right.markdown(t("digits.sources"))


def digits_head(t: Language) -> shell.Head:
    """Return the networks, and what the page is about."""
    return shell.Head(chooser=network_chooser("digits", t), note=t("digits.intro"))


@turns.fragment
def _wall(t: Language) -> None:
    """Show the canvas alone: a stroke does not run the frame around it."""
    stage(t)


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that a stroke may touch."""
    shell.rerun_if_head_changed(digits_head(t))
    # A place of its own: a notice that comes or goes does not move the canvas, which would be mounted anew.
    with st.container():
        shell.show_notice(t)
    stage(t)
    share_expander(t, lambda: pictures(t, "digits", taken(t)))
