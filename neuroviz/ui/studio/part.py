"""The panel for one neuron or one connection: what is selected in the graph, or chosen here."""

from __future__ import annotations

import streamlit as st

from neuroviz.document import Document, Selection, edits
from neuroviz.i18n import Language
from neuroviz.ui import session
from neuroviz.ui.studio.names import choose_layer, chosen_layer, layer_label, neuron_labels
from neuroviz.ui.studio.value_editor import value_editor
from neuroviz.viz.numbers import fixed, subscript


def panel(t: Language) -> None:
    document = session.document()
    part = document.selection or Selection(chosen_layer(document), 0)
    _choose(document, part, t)
    if part.source is not None:
        _connection(document, part, t)
    elif part.layer > 0:
        _neuron(document, part, t)
    else:
        value_editor(
            neuron_labels(document, 0)[part.neuron], document.input[part.neuron], key="studio.part", t=t,
            on_change=lambda value: session.attempt(edits.set_input, part.neuron, value),
        )
    st.caption(t("studio.part.keys") if document.selection else f"{t('studio.part.hint')} {t('studio.part.keys')}")


def _choose(document: Document, part: Selection, t: Language) -> None:
    left, middle = st.columns(2)
    left.selectbox(
        t("studio.layer"), range(len(document.sizes)), key=session.seed("studio.part.layer", part.layer),
        format_func=lambda layer: layer_label(document, layer, t),
        on_change=lambda: _select(Selection(session.value("studio.part.layer"), 0)),
    )
    names = neuron_labels(document, part.layer)
    middle.selectbox(
        t("studio.neuron"), range(len(names)), key=session.seed("studio.part.neuron", part.neuron),
        format_func=lambda neuron: names[neuron],
        on_change=lambda: _select(Selection(part.layer, session.value("studio.part.neuron"))),
    )
    if part.layer > 0:
        sources = neuron_labels(document, part.layer - 1)
        st.selectbox(
            t("studio.connection"), [-1, *range(len(sources))],
            key=session.seed("studio.part.source", -1 if part.source is None else part.source),
            format_func=lambda source: t("studio.bias_of_neuron") if source < 0
            else t("studio.weight_from", name=sources[source]),
            on_change=lambda: _select_source(part),
        )


def _select(part: Selection) -> None:
    session.attempt(edits.select, part)
    choose_layer(part.layer)


def _select_source(part: Selection) -> None:
    source = session.value("studio.part.source")
    _select(Selection(part.layer, part.neuron, None if source < 0 else source))


def _connection(document: Document, part: Selection, t: Language) -> None:
    source = part.source or 0
    weight = document.layers[part.layer - 1].weights[part.neuron][source]
    value_editor(
        t("studio.weight", index=subscript(source + 1)), weight, key="studio.part", t=t,
        on_change=lambda value: session.attempt(edits.set_weight, part.layer, part.neuron, source, value),
    )
    carried = float(document.trace.activations[part.layer - 1][source])
    st.caption(t("studio.carries", value=fixed(weight * carried)))


def _neuron(document: Document, part: Selection, t: Language) -> None:
    layer = document.layers[part.layer - 1]
    value_editor(
        t("studio.bias"), layer.biases[part.neuron], key="studio.part", t=t,
        on_change=lambda value: session.attempt(edits.set_bias, part.layer, part.neuron, value),
    )
    z = float(document.trace.pre_activations[part.layer - 1][part.neuron])
    a = float(document.trace.activations[part.layer][part.neuron])
    st.caption(t("studio.computes", z=fixed(z), g=t(f"activation.{layer.activation}"), a=fixed(a)))
