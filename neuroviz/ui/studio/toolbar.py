"""Above the graph: what to start from, and the projector."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.studio.names import neuron_labels

_SHOWN = "studio.preset.shown"


def toolbar(t: Language) -> None:
    """Outside the studio's fragment: an edit does not touch it, and so need not redraw it. In one container: the graph
    below keeps its place, and so its node in the browser, whether a preset has something to say or not."""
    with st.container():
        _toolbar(t)


def _toolbar(t: Language) -> None:
    name = session.document().preset
    name = name if name in PRESETS else ""
    session.keep(_SHOWN, name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("studio.preset"), list(PRESETS), index=list(PRESETS).index(name) if name else None,
            placeholder=t("studio.preset"), label_visibility="collapsed",
            **session.bound("studio.preset", name or None, partial(_open_preset, t)), width=290,
            format_func=lambda preset: t(f"preset.{preset}.title"),
        )
        projector_button(t)
        if st.button(
            t("pair.open"), icon=":material/neurology:", key="studio.compare", help=t("pair.open.help"),
        ) and _compare():
            st.switch_page("pages/neuron.py")
    if name:
        st.caption(t(f"preset.{name}.why"))


def projector_button(t: Language) -> None:
    """The way into the projector view."""
    if st.button(
        t("studio.present"), icon=":material/present_to_all:", key="studio.present", help=t("studio.present.help"),
    ):
        session.set_presenting(True)
        st.rerun()


def keep_up() -> None:
    """Said in the fragment: where an undo, a file or a link has brought another preset, draw the toolbar anew."""
    name = session.document().preset
    if session.value(_SHOWN, name) != (name if name in PRESETS else ""):
        st.rerun()


def leave_projector(t: Language) -> None:
    """The way back from the projector view."""
    if st.button(t("studio.present.leave"), icon=":material/close_fullscreen:", key="studio.leave", type="tertiary"):
        session.set_presenting(False)
        st.rerun()


def _compare() -> bool:
    """Take the selected neuron, or the first one behind the inputs, to the page of the two neurons."""
    document = session.document()
    chosen = document.selection
    layer, neuron = (chosen.layer, chosen.neuron) if chosen is not None and chosen.layer > 0 else (1, 0)
    session.attempt(edits.compare_neuron, layer, neuron, neuron_labels(document, layer - 1))
    return session.notice() is None


def _open_preset(t: Language, name: str | None) -> None:
    if name is not None and name in PRESETS:
        session.open_document(edits.with_pages_of(session.document(), session.preset_document(name, t)))
