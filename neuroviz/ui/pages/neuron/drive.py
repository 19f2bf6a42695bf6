"""What drives both neurons: inputs, weights, bias, activation; and how they are translated for the biological one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.i18n import Language
from neuroviz.lab.comparison.run import MAX_FIBRE_HZ
from neuroviz.ui.common import session
from neuroviz.ui.common.number_table import number_table
from neuroviz.ui.common.value_editor import number_field, value_editor
from neuroviz.ui.pages.neuron.controls import NEURON
from neuroviz.viz.neuron.comparison_figure import default_name


def panel(t: Language) -> None:
    """Show the widgets of inputs, weights, bias and activation, and of their translation."""
    neuron = session.document().neuron
    names = [default_name(index, own) for index, own in enumerate(neuron.names)]
    st.caption(t("neuron.by_hand"))
    number_table(
        list(zip(neuron.inputs, neuron.weights, strict=True)), key="neuron.numbers", label=t("neuron.numbers"), t=t,
        rows=names, columns=["x", "w"], on_cells=lambda cells: session.attempt(edits.set_neuron_cells, cells),
    )
    if any(x < 0 for x in neuron.inputs):
        st.info(t("neuron.negative"), icon=":material/info:")
    if any(x * neuron.rate_hz > MAX_FIBRE_HZ for x in neuron.inputs):
        st.info(t("neuron.too_fast", limit=f"{MAX_FIBRE_HZ:.0f}"), icon=":material/info:")
    value_editor(t("neuron.figure.edit_bias"), neuron.bias, key="neuron.bias", t=t, on_change=NEURON.change("bias"))
    left, right = st.columns(2)
    with left:
        NEURON.choice("activation", lambda name: t(f"activation.{name}"), t)
    with right:
        number_field(
            t("neuron.size"), lambda: len(session.document().neuron.inputs), 1, limits.MAX_NEURONS, step=1,
            key="neuron.size", on_change=partial(session.attempt, edits.set_neuron_size),
        )
    with st.expander(t("neuron.translation")):
        st.caption(t("neuron.translation.hint"))
        NEURON.slider("background", t, step=0.05)
        NEURON.slider("rate_hz", t, step=5.0, low=5.0, unit="Hz")
        NEURON.slider("fibres", t, step=1)
        NEURON.choice("trains", lambda name: t(f"neuron.trains.{name}"), t)
        NEURON.choice("receptor", lambda name: t(f"neuron.receptor.{name}"), t)
        NEURON.slider("noise", t, step=0.05, high=2.0)
        NEURON.whole("seed", t)
