"""The biological neuron's model and membrane, and how it is computed."""

from __future__ import annotations

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.fields import ranges_of
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.i18n import Language
from neuroviz.lab.comparison.models import MODELS, pattern_shown
from neuroviz.ui.common import session
from neuroviz.ui.pages.neuron.controls import NEURON

_STEPS_MS = (0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.2, 0.5)


def panel(t: Language) -> None:
    """Show the widgets of the cell's model and membrane, and of the method that computes them."""
    neuron = session.document().neuron
    st.selectbox(
        t("neuron.field.model"), index=list(PATTERNS).index(neuron.model),
        **session.bound(
            "neuron.model", neuron.model, _choose_model, list(PATTERNS), lambda name: t(f"neuron.model.{name}"),
        ),
    )
    st.caption(t(f"neuron.model.{neuron.model}.about"))
    patterns = PATTERNS[neuron.model]
    if len(patterns) > 1:
        NEURON.choice("pattern", lambda name: t(f"neuron.pattern.{name}"), t, patterns)
        _own_current(t)
    if neuron.model == "lif":
        NEURON.slider("tau_ms", t, step=0.5, low=1.0, high=50.0, unit="ms")
        NEURON.slider("r_mohm", t, step=0.5, low=1.0, high=50.0, unit="MΩ")
        NEURON.slider("t_ref_ms", t, step=0.5, high=10.0, unit="ms")
    if neuron.model == "hodgkin_huxley":
        NEURON.slider("sodium", t, step=1.0, high=1.0, scale=100.0, unit="%")
        NEURON.slider("potassium", t, step=1.0, high=1.0, scale=100.0, unit="%")
        NEURON.slider("temperature_c", t, step=0.1, unit="°C")
        NEURON.slider("c_m_uf_cm2", t, step=0.1, high=3.0, unit="µF/cm²")
    NEURON.slider("duration_ms", t, step=10.0, unit="ms")
    with st.expander(t("neuron.numerics")):
        st.caption(t("neuron.numerics.hint"))
        if neuron.model == "hodgkin_huxley":
            NEURON.choice("method", lambda name: t(f"neuron.method.{name}"), t)
        steps = sorted({*ranges_of(Neuron)["dt_ms"], *_STEPS_MS, neuron.dt_ms})
        st.selectbox(
            t("neuron.field.dt_ms"), index=steps.index(neuron.dt_ms),
            **session.bound(
                "neuron.dt_ms", neuron.dt_ms, NEURON.change("dt_ms"), steps,
                lambda dt: f"{dt:g} ms" if dt else t("neuron.own_step"),
            ),
        )


def _own_current(t: Language) -> None:
    """Say what the pattern's name means, its answer to a current of its own from rest, and how to see it."""
    neuron = session.document().neuron
    shown = pattern_shown(neuron)
    current = f"{shown.amplitude:g} {MODELS[neuron.model].current_unit}".rstrip()
    st.caption(t("neuron.pattern.means", current=current))
    st.button(
        t("neuron.pattern.show", current=current), icon=":material/play_circle:", key="neuron.pattern.show",
        disabled=neuron == shown, on_click=session.told(_show_pattern),
    )


def _show_pattern() -> None:
    session.attempt(lambda document: edits.put_neuron(document, pattern_shown(document.neuron)))


def _choose_model(name: str) -> None:
    session.attempt(lambda document: edits.set_neuron(document, model=name))
