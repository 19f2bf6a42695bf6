"""The axon: how thick, how long, wrapped or bare; and how fast a spike travels along it."""

from __future__ import annotations

import streamlit as st

from neuroviz.bio.axon import HEAT_BLOCK_C, MYELINATED_UM
from neuroviz.i18n import Language
from neuroviz.lab.comparison.run import run
from neuroviz.ui.common import session
from neuroviz.ui.pages.neuron.controls import NEURON
from neuroviz.viz.numbers import compact


def panel(t: Language) -> None:
    """Show the widgets of the axon, and how fast a spike travels along it."""
    neuron = session.document().neuron
    st.toggle(
        t("neuron.field.myelin"), neuron.myelin, help=t("neuron.help.myelin"),
        **session.bound("neuron.myelin", neuron.myelin, NEURON.change("myelin")),
    )
    NEURON.number("diameter_um", t, unit="µm")
    NEURON.number("length_mm", t, unit="mm")
    if not neuron.myelin:
        # The bare axon's own membrane, whatever model the soma has: all that its speed follows from.
        NEURON.slider("temperature_c", t, step=0.1, unit="°C")
        NEURON.slider("sodium", t, step=1.0, high=1.0, scale=100.0, unit="%")
        NEURON.slider("potassium", t, step=1.0, high=1.0, scale=100.0, unit="%")
        NEURON.slider("c_m_uf_cm2", t, step=0.1, high=3.0, unit="µF/cm²")
    low, high = MYELINATED_UM
    if neuron.myelin and not low <= neuron.diameter_um <= high:
        st.info(t("neuron.axon.clipped", low=f"{low:g}", high=f"{high:g}"), icon=":material/info:")
    now = run(neuron)
    if now.speed_m_s > 0:
        st.markdown(t("neuron.axon.speed", speed=compact(now.speed_m_s), delay=compact(now.delay_ms)))
    else:
        st.warning(t("neuron.axon.blocked" if neuron.temperature_c > HEAT_BLOCK_C[0] else "neuron.axon.too_few"),
                   icon=":material/block:")
    st.caption(t("neuron.axon.source_myelin" if neuron.myelin else "neuron.axon.source_bare"))
