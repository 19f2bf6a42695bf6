"""Gradient descent in two pictures: a walk on the loss surface, and the error's way back through a network."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.descent import network, surface
from neuroviz.ui.descent.controls import DESCENT
from neuroviz.ui.studio.toolbar import projector_button

_PARTS = {"surface": surface.surface_part, "network": network.network_part}


def descent_page(t: Language) -> None:
    """The whole page below its heading."""
    part = session.document().descent.part
    if not session.presenting():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.segmented_control(
                t("descent.parts"), list(_PARTS), default=part, required=True, label_visibility="collapsed",
                **session.bound("descent.parts", part, DESCENT.change("part")),
                format_func=lambda name: t(f"descent.part.{name}"),
            )
            projector_button(t)
        st.markdown(t(f"descent.intro.{part}"))
    _PARTS[part](t)
