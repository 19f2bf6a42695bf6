"""The panel for layers: how many, how large, which activation, in which order, and the names outside."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import Document, edits, limits
from neuroviz.i18n import Language
from neuroviz.nn import ACTIVATIONS
from neuroviz.ui.common import session
from neuroviz.ui.common.names import choose_layer, chosen_layer, layer_label
from neuroviz.viz.numbers import subscript

_NEW_SIZE = 4
_NEW_ACTIVATION = "tanh"


def panel(t: Language) -> None:
    """Show the widgets of the chosen layer, its place, and the names outside."""
    document = session.document()
    layer, last = chosen_layer(document), len(document.layers)
    st.segmented_control(
        t("studio.layers"), default=layer, required=True,
        **session.bound(
            "studio.layers", layer, choose_layer, range(last + 1),
            lambda index: f"{layer_label(document, index, t)} · {document.sizes[index]}",
        ),
    )
    st.slider(
        t("studio.neurons"), 1, limits.MAX_NEURONS, document.sizes[layer],
        **session.bound("studio.size", document.sizes[layer], partial(session.attempt, edits.resize_layer, layer)),
    )
    st.caption(t(f"studio.layer.{'input' if layer == 0 else 'output' if layer == last else 'hidden'}"))
    if layer > 0:
        choices, chosen = _activations(document, layer), document.layers[layer - 1].activation
        st.selectbox(
            t("studio.activation"), index=choices.index(chosen),
            **session.bound(
                "studio.activation", chosen, partial(session.attempt, edits.set_activation, layer), choices,
                lambda name: t(f"activation.{name}"),
            ),
        )
    _order(document, layer, t)
    if layer in {0, last}:
        _names(document, layer, t)
    st.caption(t("studio.limits", layers=limits.MAX_LAYERS, neurons=limits.MAX_NEURONS))


def _activations(document: Document, layer: int) -> list[str]:
    last = layer == len(document.layers)
    return [name for name, record in ACTIVATIONS.items() if last or record.elementwise]


def _order(document: Document, layer: int, t: Language) -> None:
    last = len(document.layers)
    hidden = 0 < layer < last
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("studio.add_layer"), icon=":material/add:", key="studio.add", type="primary", disabled=document.full,
            help=t("refusal.too_many_layers", limit=limits.MAX_LAYERS) if document.full else None,
            # Behind the chosen layer; in front of the output where that is chosen.
            on_click=session.told(_add), args=(min(layer + 1, last),),
        )
        st.button(
            t("studio.move_left"), icon=":material/arrow_back:", key="studio.left", disabled=not hidden or layer == 1,
            on_click=session.told(_move), args=(layer, layer - 1),
        )
        st.button(
            t("studio.move_right"), icon=":material/arrow_forward:", key="studio.right",
            disabled=not hidden or layer == last - 1, on_click=session.told(_move), args=(layer, layer + 1),
        )
        st.button(
            t("studio.remove_layer"), icon=":material/delete:", key="studio.remove", disabled=not hidden,
            on_click=session.told(lambda: session.attempt(edits.remove_layer, layer)),
        )


def _add(position: int) -> None:
    session.attempt(edits.add_layer, position, _NEW_SIZE, _NEW_ACTIVATION)
    if session.notice() is None:
        choose_layer(position)


def _move(layer: int, to: int) -> None:
    session.attempt(edits.move_layer, layer, to)
    if session.notice() is None:
        choose_layer(to)


def _names(document: Document, layer: int, t: Language) -> None:
    """Ask for a name of each input or output; left empty, it is called x₁ or y₁."""
    names, rename, symbol = (
        (document.input_names, edits.rename_input, "x") if layer == 0
        else (document.output_names, edits.rename_output, "y")
    )
    # Which one is named is remembered for each end of the network by itself.
    side = "input" if layer == 0 else "output"
    which = min(session.value(f"studio.named.{side}", 0), len(names) - 1)
    symbols = [f"{symbol}{subscript(index + 1)}" for index in range(len(names))]
    if len(names) > 1:
        st.selectbox(
            t("studio.name_of"), index=which,
            **session.bound(
                f"studio.name_of.{side}", which, partial(session.keep, f"studio.named.{side}"), range(len(names)),
                lambda index: f"{symbols[index]} · {names[index]}" if names[index] else symbols[index],
            ),
        )
    st.text_input(
        t("studio.name"), names[which], placeholder=symbols[which], max_chars=limits.MAX_NAME_CHARS,
        **session.bound(f"studio.name.{side}.{which}", names[which], partial(session.attempt, rename, which)),
    )
