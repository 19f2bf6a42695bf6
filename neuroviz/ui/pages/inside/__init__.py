"""The page that looks inside: the canvas with digit, lens and test; below it what to try, and where it comes from."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, shell, turns
from neuroviz.ui.common.digit_networks import network_chooser
from neuroviz.ui.common.sharing import share_expander
from neuroviz.ui.common.sources import Reference, cited_line
from neuroviz.ui.common.taking import pictures
from neuroviz.ui.pages.inside.stage import stage, taken

_DRAWN = "inside.drawn"

SOURCES = (
    Reference(("Simonyan", "Vedaldi", "Zisserman"), 2014, "ICLR Workshop", "https://arxiv.org/abs/1312.6034"),
    Reference(("Zeiler", "Fergus"), 2014, "ECCV 818–833", "https://doi.org/10.1007/978-3-319-10590-1_53"),
    Reference(("Adebayo", "Gilmer", "Muelly"), 2018, "NeurIPS", "https://arxiv.org/abs/1810.03292"),
    Reference(("Rudin",), 2019, "Nat Mach Intell 1:206", "https://doi.org/10.1038/s42256-019-0048-x"),
)


def inside_page(t: Language) -> None:
    """Show the whole page below its head."""
    if session.presenting():
        _wall(t)
        return
    _desk(t)
    left, right = st.columns(2, gap="medium")
    left.markdown(t("inside.try"))
    right.markdown(t("inside.sources", sources=cited_line(SOURCES, t)))
    with right:
        shell.page_link("digits", t, label=t("inside.draw"))


def inside_head(t: Language) -> shell.Head:
    """Return the networks, and what the page is about."""
    return shell.Head(chooser=network_chooser("inside", t), note=t("inside.intro"))


@turns.fragment
def _wall(t: Language) -> None:
    stage(t)


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that a choice may touch."""
    session.keep(_DRAWN, session.document())
    shell.rerun_if_head_changed(inside_head(t))
    _canvas(t)
    share_expander(t, lambda: pictures(t, "inside", taken(t)))
    live_plot.rerun_when_stale()


@turns.fragment
def _canvas(t: Language) -> None:
    """Show the canvas, a fragment of its own: a lens is seen before the link below it is made anew."""
    # A place of its own: a notice that comes or goes does not move the canvas, which would be mounted anew.
    with st.container():
        shell.show_notice(t)
    stage(t, stale=session.document() != session.value(_DRAWN))
