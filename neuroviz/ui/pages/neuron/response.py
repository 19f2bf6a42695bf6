"""The cell's own activation function: the f–I curve of this neuron over the one that is chosen."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.lab.comparison.curves import curves
from neuroviz.lab.comparison.run import Comparison
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.viz.neuron.response_figure import response_figure
from neuroviz.viz.palette import PALETTES

_MOST_NAMED = 5


def panel(now: Comparison, t: Language) -> None:
    """Show the f–I curve over the activation function, and which activation is nearest to it."""
    st.subheader(t("neuron.response"), anchor=False)
    st.markdown(t("neuron.response.intro"))
    found = curves(now.neuron)
    if found is None:
        st.warning(t("neuron.response.failed"), icon=":material/warning:")
        return
    picture, words = st.columns([2.3, 1], gap="medium")
    names = t.under("activation")
    with picture:
        live_plot.live_plot(
            {
                "kind": "figure",
                "spec": response_figure(
                    now, found, names, t.under("neuron.response.figure"), PALETTES[session.theme()],
                ),
                "label": t("neuron.response.label", model=t(f"neuron.model.{now.neuron.model}"),
                           activation=names[now.neuron.activation]),
            },
            key="neuron.response",
        )
    with words:
        st.markdown(t("neuron.response.match"))
        ranked = sorted(found.mismatch.items(), key=lambda pair: pair[1])
        shown = dict(ranked[:_MOST_NAMED]) | {now.neuron.activation: found.mismatch[now.neuron.activation]}
        lines = []
        for name, distance in shown.items():
            text = t("neuron.response.row", name=names[name], percent=f"{100 * distance:.0f}")
            lines.append(f"- **{text}**" if name == found.best else f"- {text}")
        st.markdown("\n".join(lines))
        st.markdown(t(f"neuron.response.{now.neuron.model}"))
