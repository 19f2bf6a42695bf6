"""The current from an electrode: what an experimenter adds to what comes in through the synapses."""

from __future__ import annotations

import streamlit as st

from neuroviz.document.settings.neuron import Neuron
from neuroviz.i18n import Language
from neuroviz.lab.comparison.models import MODELS
from neuroviz.ui.common import session
from neuroviz.ui.pages.neuron.controls import NEURON
from neuroviz.viz.numbers import MINUS

_FIELDS = {
    "step": ("onset_ms", "width_ms"), "ramp": ("onset_ms", "width_ms"), "pulses": ("onset_ms", "width_ms", "gap_ms"),
    "train": ("onset_ms", "width_ms", "gap_ms"), "sine": ("gap_ms",),
}


def panel(t: Language) -> None:
    """Show the widgets of the electrode's current, and the cell's thresholds."""
    neuron = session.document().neuron
    st.caption(t("neuron.electrode.hint"))
    st.caption(thresholds_said(neuron, t))
    NEURON.choice("stimulus", lambda name: t(f"neuron.stimulus.{name}"), t)
    if neuron.stimulus != "none":
        NEURON.number("amplitude", t, unit=MODELS[neuron.model].current_unit)
        for field in _FIELDS[neuron.stimulus]:
            step = 0.05 if field == "width_ms" and neuron.stimulus in {"pulses", "train"} else 0.5
            high = {0.05: 10.0, 0.5: neuron.duration_ms}[step]
            low = step if field == "width_ms" else None
            NEURON.slider(field, t, step=step, low=low, high=high, unit="ms")
    NEURON.slider("background", t, step=0.05)


def thresholds_said(neuron: Neuron, t: Language) -> str:
    """Return how much current makes this cell, as it is set now, fire once and for good: two numbers or one."""
    model = MODELS[neuron.model]
    found = model.thresholds(neuron)
    once, lasting = found.once, found.lasting
    unit = {"unit": f" {model.current_unit}".rstrip()}
    if once is None and lasting is None:
        return t("neuron.thresholds.none")
    if lasting is None:
        return t("neuron.thresholds.once", once=_amount(once), **unit)
    if once is None or abs(lasting - once) < 0.005 * model.unit:
        if lasting < 0.0:
            return t("neuron.thresholds.itself", lasting=_amount(lasting), **unit)
        return t("neuron.thresholds.one", lasting=_amount(lasting), **unit)
    return t("neuron.thresholds.two", once=_amount(once), lasting=_amount(lasting), **unit)


def _amount(current: float | None) -> str:
    return f"{current:.3g}".replace("-", MINUS) if current is not None else ""
