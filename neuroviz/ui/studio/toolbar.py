"""Above the graph: what to start from, undo and redo, the projector."""

from __future__ import annotations

import streamlit as st

from neuroviz.document.presets import PRESETS
from neuroviz.i18n import Language
from neuroviz.ui import session


def toolbar(t: Language) -> None:
    document, history = session.document(), session.history()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("studio.preset"), list(PRESETS), index=None, placeholder=t("studio.preset"), label_visibility="collapsed",
            key=session.seed("studio.preset", document.preset if document.preset in PRESETS else None),
            format_func=lambda name: t(f"preset.{name}.title"), on_change=_open_preset, args=(t,), width=290,
        )
        st.button(
            t("studio.undo"), icon=":material/undo:", on_click=session.undo, disabled=not history.past,
            key="studio.undo", shortcut="Mod+Z",
        )
        st.button(
            t("studio.redo"), icon=":material/redo:", on_click=session.redo, disabled=not history.future,
            key="studio.redo", shortcut="Mod+Y",
        )
        st.button(
            t("studio.reset"), icon=":material/restart_alt:", on_click=session.reset, key="studio.reset",
            disabled=document == session.start(), help=t("studio.reset.help"),
        )
        if st.button(
            t("studio.present"), icon=":material/present_to_all:", key="studio.present", help=t("studio.present.help"),
        ):
            session.set_presenting(True)
            st.rerun()
    if document.preset in PRESETS:
        st.caption(t(f"preset.{document.preset}.why"))


def leave_projector(t: Language) -> None:
    """The way back from the projector view."""
    if st.button(t("studio.present.leave"), icon=":material/close_fullscreen:", key="studio.leave", type="tertiary"):
        session.set_presenting(False)
        st.rerun()


def _open_preset(t: Language) -> None:
    name = session.value("studio.preset")
    if name is not None:
        session.open_document(session.preset_document(name, t))
