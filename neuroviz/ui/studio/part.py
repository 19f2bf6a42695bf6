"""The panel for one neuron or one connection: what is selected in the graph."""

from __future__ import annotations

import streamlit as st

from neuroviz.document import Document, Selection, edits
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.studio.names import layer_label, neuron_labels
from neuroviz.ui.studio.value_editor import value_editor
from neuroviz.ui.text import escape
from neuroviz.viz.numbers import fixed, subscript


def panel(t: Language) -> None:
    """Few widgets on purpose: this is what stands open while weights are dragged."""
    document = session.document()
    part = document.selection
    if part is None:
        st.caption(f"{t('studio.part.hint')} {t('studio.part.keys')}")
    elif part.source is not None:
        _connection(document, part, part.source, t)
    elif part.layer > 0:
        _neuron(document, part, t)
    else:
        value_editor(
            _who(document, part, t), document.input[part.neuron], key="studio.part", t=t,
            on_change=lambda value: session.attempt(edits.set_input, part.neuron, value),
        )


def _who(document: Document, part: Selection, t: Language) -> str:
    """Layer and neuron, by name; a label is Markdown, so names are escaped."""
    name = neuron_labels(document, part.layer)[part.neuron]
    return f"{layer_label(document, part.layer, t)} · {escape(name)}"


def _connection(document: Document, part: Selection, source: int, t: Language) -> None:
    weight = document.layers[part.layer - 1].weights[part.neuron][source]
    a = float(document.trace.activations[part.layer - 1][source])
    value_editor(
        t("studio.weight", index=subscript(source + 1), source=_who(document, Selection(part.layer - 1, source), t),
          target=_who(document, part, t)),
        weight, key="studio.part", t=t,
        on_change=lambda value: session.attempt(edits.set_weight, part.layer, part.neuron, source, value),
    )
    st.caption(f"{t('studio.carries', value=fixed(weight * a))} {t('studio.part.keys')}")


def _neuron(document: Document, part: Selection, t: Language) -> None:
    layer = document.layers[part.layer - 1]
    z = float(document.trace.pre_activations[part.layer - 1][part.neuron])
    a = float(document.trace.activations[part.layer][part.neuron])
    value_editor(
        t("studio.bias", who=_who(document, part, t)), layer.biases[part.neuron], key="studio.part", t=t,
        on_change=lambda value: session.attempt(edits.set_bias, part.layer, part.neuron, value),
    )
    computes = t("studio.computes", z=fixed(z), g=t(f"activation.{layer.activation}"), a=fixed(a))
    st.caption(f"{computes} {t('studio.part.keys')}")
