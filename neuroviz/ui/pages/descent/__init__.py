"""Gradient descent in two pictures: a walk on the loss surface, and the error's way back through a network."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell
from neuroviz.ui.pages.descent import network, surface
from neuroviz.ui.pages.descent.controls import DESCENT

_PARTS = {"surface": surface.surface_part, "network": network.network_part}


def descent_page(t: Language) -> None:
    """Show the whole page below its head."""
    _PARTS[session.document().descent.part](t)


def descent_head(t: Language) -> shell.Head:
    """Return the choice of the part, and what the part is about."""
    return shell.Head(tools=_parts, note=t(f"descent.intro.{session.document().descent.part}"))


def _parts(t: Language) -> None:
    part = session.document().descent.part
    st.segmented_control(
        t("descent.parts"), default=part, required=True, label_visibility="collapsed", width="content",
        **session.bound(
            "descent.parts", part, DESCENT.change("part"), list(_PARTS), lambda name: t(f"descent.part.{name}"),
        ),
    )
