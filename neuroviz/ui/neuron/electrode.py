"""The current from an electrode: what an experimenter adds to what comes in through the synapses."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.pair.models import MODELS
from neuroviz.ui import session
from neuroviz.ui.neuron.controls import NEURON

_FIELDS = {
    "step": ("onset_ms", "width_ms"), "ramp": ("onset_ms", "width_ms"), "pulses": ("onset_ms", "width_ms", "gap_ms"),
    "train": ("onset_ms", "width_ms", "gap_ms"), "sine": ("gap_ms",),
}


def panel(t: Language) -> None:
    neuron = session.document().neuron
    st.caption(t("pair.electrode.hint"))
    NEURON.choice("stimulus", lambda name: t(f"pair.stimulus.{name}"), t)
    if neuron.stimulus != "none":
        NEURON.number("amplitude", t, unit=MODELS[neuron.model].current_unit)
        for field in _FIELDS[neuron.stimulus]:
            step = 0.05 if field == "width_ms" and neuron.stimulus in {"pulses", "train"} else 0.5
            high = {0.05: 10.0, 0.5: neuron.duration_ms}[step]
            low = step if field == "width_ms" else None
            NEURON.slider(field, t, step=step, low=low, high=high, unit="ms")
    NEURON.slider("background", t, step=0.05)
