"""The page about privacy: who was in, how one can tell, what helps and what that costs; a face out of the weights."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell, slides, taking, turns
from neuroviz.ui.common.sharing import share_expander
from neuroviz.ui.common.sources import Reference, cited_line
from neuroviz.ui.pages.privacy.game import game
from neuroviz.ui.pages.privacy.inversion import inversion
from neuroviz.ui.pages.privacy.leak import bill, leak, remedies, taken

PART = "privacy.part"

SOURCES = (
    Reference(("Shokri", "Stronati", "Song"), 2017, "IEEE Symp Security and Privacy", "https://arxiv.org/abs/1610.05820"),
    Reference(("Yeom", "Giacomelli", "Fredrikson"), 2018, "IEEE Comp Security Found", "https://arxiv.org/abs/1709.01604"),
    Reference(("Fredrikson", "Jha", "Ristenpart"), 2015, "ACM CCS", "https://doi.org/10.1145/2810103.2813677"),
    Reference(("Abadi", "Chu", "Goodfellow"), 2016, "ACM CCS", "https://doi.org/10.1145/2976749.2978318"),
    Reference(("Mironov", "Talwar", "Zhang"), 2019, "arXiv", "https://arxiv.org/abs/1908.10530"),
    Reference(("Canonne", "Kamath", "Steinke"), 2020, "NeurIPS", "https://arxiv.org/abs/2004.00010"),
    Reference(("McMahan", "Moore", "Ramage"), 2017, "AISTATS", "https://arxiv.org/abs/1602.05629"),
    Reference(("Zhu", "Liu", "Han"), 2019, "NeurIPS", "https://arxiv.org/abs/1906.08935"),
)


def federated(t: Language) -> None:
    """Show what federated learning is, and what it is not; and the sources."""
    st.subheader(t("privacy.federated"), anchor=False)
    st.markdown(t("privacy.federated.text"))
    st.caption(t("questions.sources", sources=cited_line(SOURCES, t)))


PARTS = {
    "privacy.guess": game, "privacy.leak": leak, "privacy.bill": bill, "privacy.inversion": inversion,
    "privacy.federated": federated,
}
"""On a wall, one at a time."""


def privacy_page(t: Language) -> None:
    """Show the whole page below its head."""
    if session.presenting():
        slides.show_chosen(PART, PARTS, t)
        return
    _desk(t)


def privacy_head(t: Language) -> shell.Head:
    """Return what the page is about; on a wall, its parts."""
    on_wall = slides.head(PART, PARTS)
    return on_wall(t) if on_wall is not None else shell.Head(note=t("privacy.intro"))


@turns.fragment
def _desk(t: Language) -> None:
    shown, side = st.columns([3, 1], gap="large")
    with side:
        shell.show_notice(t)
        remedies(t)
    with shown:
        game(t)
        leak(t)
        bill(t)
        inversion(t)
        federated(t)
    share_expander(t, lambda: taking.pictures(t, "privacy", taken(t)))
