"""Above the graph: what to start from, and the projector."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.names import neuron_labels

_SHOWN = "studio.preset.shown"


def toolbar(t: Language) -> None:
    """Show the presets and the ways out of the studio.

    Call this outside the studio's fragment, so that an edit does not redraw the toolbar. All of it is in one container:
    the graph below keeps its place, and so its node in the browser, whether there is a caption or not.
    """
    with st.container():
        _toolbar(t)


def _toolbar(t: Language) -> None:
    name, same = _preset()
    session.keep(_SHOWN, (name, same))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("studio.preset"), index=list(PRESETS).index(name) if same else None,
            placeholder=t("studio.preset"), label_visibility="collapsed", width=290,
            **session.bound(
                "studio.preset", name if same else None, partial(_open_preset, t), list(PRESETS),
                lambda preset: t(f"preset.{preset}.title"),
            ),
        )
        shell.projector_button(t)
        if st.button(
            t("pair.open"), icon=":material/neurology:", key="studio.compare", help=t("pair.open.help"),
        ) and _compare():
            st.switch_page("pages/neuron.py")
    if name:
        title = t(f"preset.{name}.title")
        st.caption(t(f"preset.{name}.why") if same else t("studio.preset.changed", name=title))


def _preset() -> tuple[str, bool]:
    """The preset that the document began as, or "", and whether its network is still that one."""
    document = session.document()
    name = document.preset if document.preset in PRESETS else ""
    return name, bool(name) and document.layers == PRESETS[name].document.layers


def rerun_if_preset_changed() -> None:
    """Rerun the whole page if the toolbar names another preset than the network is by now.

    For the studio's fragment, which does not redraw the toolbar: an undo, for one, may bring another preset.
    """
    if not session.presenting() and session.value(_SHOWN, _preset()) != _preset():
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
