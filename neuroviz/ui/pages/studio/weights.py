"""The panel for a layer's whole table of weights and biases, and for filling it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from neuroviz.document import Document, Fill, Refusal, edits, limits
from neuroviz.i18n import Language
from neuroviz.nn import INITIALIZERS
from neuroviz.ui.common import session
from neuroviz.ui.common.names import choose_layer, chosen_layer, layer_label, neuron_labels
from neuroviz.ui.common.number_table import number_table
from neuroviz.ui.common.value_editor import number_field


def panel(t: Language) -> None:
    """Show the table of a layer's weights and biases, and the widgets that fill it."""
    document = session.document()
    layer, last = chosen_layer(document, first=1), len(document.layers)
    if last > 1:
        st.segmented_control(
            t("studio.layers"), default=layer, required=True,
            **session.bound(
                "studio.weights.layer", layer, choose_layer, range(1, last + 1),
                lambda index: layer_label(document, index, t),
            ),
        )
    part = document.layers[layer - 1]
    number_table(
        [[*row, bias] for row, bias in zip(part.weights, part.biases, strict=True)],
        key=f"studio.weights.table.{layer}", label=t("studio.weights.label", layer=layer_label(document, layer, t)),
        rows=neuron_labels(document, layer), columns=[*neuron_labels(document, layer - 1), "b"], t=t,
        on_cells=lambda cells: session.attempt(edits.set_cells, layer, cells),
    )
    st.caption(t("studio.weights.hint"))
    _fill(document, layer, t)


def _fill(document: Document, layer: int, t: Language) -> None:
    how = _chosen()
    initializer = INITIALIZERS[how.kind]
    kinds = list(INITIALIZERS)
    st.selectbox(
        t("studio.fill"), index=kinds.index(how.kind),
        **session.bound(
            "studio.fill.kind", how.kind, lambda kind: _remember(replace(_chosen(), kind=kind)), kinds,
            lambda kind: t(f"fill.{kind}"),
        ),
    )
    left, right = st.columns(2)
    with left:
        number_field(
            t("studio.fill.constant" if how.kind == "constant" else "studio.fill.scale"), lambda: _chosen().scale,
            -limits.MAX_SCALE, limits.MAX_SCALE, step=0.1, key="studio.fill.scale",
            on_change=lambda scale: _remember(replace(_chosen(), scale=float(scale))), disabled=not initializer.scaled,
        )
    with right:
        number_field(
            t("studio.fill.seed"), lambda: _chosen().seed, 0, limits.MAX_SEED, step=1, key="studio.fill.seed",
            on_change=lambda seed: _remember(replace(_chosen(), seed=seed)), disabled=not initializer.random,
        )
    st.caption(initializer.formula)
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("studio.fill.layer"), key="studio.fill.layer", help=t("studio.fill.help"),
            on_click=session.told(_fill_anew), args=(layer,),
        )
        st.button(
            t("studio.fill.all"), key="studio.fill.all", type="primary", help=t("studio.fill.help"),
            on_click=session.told(_fill_anew), args=(None,),
        )
        st.button(
            t("studio.fill.again"), key="studio.fill.again", help=t("studio.fill.again.help"),
            on_click=session.told(_fill_again), disabled=not _would_change(document),
        )


def _fill_again() -> None:
    session.attempt(lambda document: edits.fill(document, document.fill))


def _fill_anew(layer: int | None) -> None:
    """Fill as the fields say by now: what was typed last may come in the same message as the button.

    They then say what was used, also the seed, which moves on where nothing else has changed.
    """
    session.attempt(edits.fill_anew, replace(_chosen(), layer=layer))
    if session.notice() is None:
        session.forget("studio.fill")


def _would_change(document: Document) -> bool:
    """Whether the last fill, drawn once more, would change a weight. One of a layer that is gone cannot be drawn."""
    try:
        return edits.fill(document, document.fill).layers != document.layers
    except Refusal:
        return False


def _chosen() -> Fill:
    """Return what the fields say."""
    how: Fill = session.value("studio.fill", session.document().fill)
    return how


def _remember(how: Fill) -> None:
    """Keep what the fields say until it is used; only a fill changes the document."""
    session.keep("studio.fill", how)
