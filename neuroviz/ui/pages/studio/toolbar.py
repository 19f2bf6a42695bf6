"""The studio's head: what to start from, what that shows, and the way to the biological neuron."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS, worded
from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.names import neuron_labels


def studio_head(t: Language) -> shell.Head:
    """Return the presets, the sentence about the one that is open, and the ways out of the studio."""
    name, same = _preset()
    note = ""
    if name:
        title = t(f"preset.{name}.title")
        note = t(f"preset.{name}.why") if same else t("studio.preset.changed", name=title)
    chooser = shell.Chooser(
        "studio.preset", t("studio.preset"), list(PRESETS), name if same else None,
        lambda preset: t(f"preset.{preset}.title"), partial(_open_preset, t),
    )
    return shell.Head(chooser=chooser, note=note, tools=_compare_button)


def _compare_button(t: Language) -> None:
    st.button(
        t("neuron.open"), icon=":material/neurology:", key="studio.compare", help=t("neuron.open.help"),
        on_click=session.told(_compare),
    )


def _preset() -> tuple[str, bool]:
    """Return the preset that the document began as, or "", and whether its network is still that one."""
    document = session.document()
    name = document.preset if document.preset in PRESETS else ""
    return name, bool(name) and document.layers == PRESETS[name].document.layers


def _compare() -> None:
    """Take the selected neuron, or the first one behind the inputs, to the page of the two neurons."""
    document = session.document()
    chosen = document.selection
    layer, neuron = (chosen.layer, chosen.neuron) if chosen is not None and chosen.layer > 0 else (1, 0)
    session.attempt(edits.compare_neuron, layer, neuron, neuron_labels(document, layer - 1))
    if session.notice() is None:
        shell.go_to("neuron")


def _open_preset(t: Language, name: str) -> None:
    if name in PRESETS:
        session.open_document(edits.with_pages_of(session.document(), worded(name, t)))
