"""What the model is, and its activation functions, which many files do not say."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document.models.whole import with_activation
from neuroviz.i18n import Language
from neuroviz.nn import ACTIVATIONS
from neuroviz.ui.common.session import bound
from neuroviz.ui.common.whole_model import edit_whole, whole_now
from neuroviz.viz.whole.whole_view import layer_names


def model_panel(t: Language) -> None:
    """Show what is kept and what is not, and a choice of each layer's activation."""
    st.caption(t("whole.kept"))
    now = whole_now()
    names = layer_names(now.sizes, t.under("whole.figure"))
    with st.expander(t("whole.activations"), expanded=bool(now.suggested)):
        if now.suggested:
            st.info(t("studio.model.unsaid"))
        for layer in range(1, len(now.sizes)):
            last = layer == len(now.sizes) - 1
            offered = [name for name, record in ACTIVATIONS.items() if last or record.elementwise]
            taken = now.activations[layer - 1]
            st.selectbox(
                t("whole.suggested", name=names[layer]) if layer - 1 in now.suggested else names[layer],
                index=offered.index(taken),
                **bound(
                    f"whole.activation.{layer}", taken, partial(_act, layer), offered,
                    lambda name: t(f"activation.{name}"),
                ),
            )


def _act(layer: int, name: str | None) -> None:
    if name is not None:
        edit_whole(with_activation, layer, name)
