"""A slice of the model for the studio: which neurons of each layer, and what becomes of the rest."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import Refusal
from neuroviz.document.models.slicing import Chosen, as_spans, read_part, slice_of, strongest_path
from neuroviz.i18n import Language
from neuroviz.nn import Network
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.whole_model import whole_now
from neuroviz.viz.whole.whole_view import layer_names

_CHOSEN, _REST = "whole.slice", "whole.slice.rest"


def slice_panel(t: Language) -> None:
    """Show what is chosen of each layer, and the way into the studio."""
    now = whole_now()
    chosen, by_hand = _chosen()
    st.subheader(t("whole.slice"), anchor=False)
    st.caption(t("whole.slice.hint"))
    for layer, name in enumerate(layer_names(now.sizes, t.under("whole.figure"))):
        text = as_spans(chosen[layer])
        st.text_input(
            t("whole.slice.layer", name=name, count=now.sizes[layer]), text,
            **session.bound(f"whole.slice.{layer}", text, partial(_choose, layer)),
        )
    rest = session.value(_REST, True)
    st.checkbox(
        t("whole.slice.rest"), rest, help=t("whole.slice.rest.help"),
        **session.bound("whole.slice.keep", rest, partial(session.keep, _REST)),
    )
    st.caption(t("whole.slice.same" if rest else "whole.slice.less"))
    with st.container(horizontal=True):
        st.button(
            t("whole.slice.open"), icon=":material/content_cut:", key="whole.slice.open", type="primary",
            on_click=session.told(_open),
        )
        st.button(
            t("whole.slice.strongest"), key="whole.slice.strongest", disabled=not by_hand,
            on_click=session.told(partial(session.forget, _CHOSEN)),
        )


def _chosen() -> tuple[Chosen, bool]:
    """Return what is chosen of the present model, and whether by hand; else it is the strongest path."""
    now = whole_now()
    kept: tuple[Network, Chosen] | None = session.value(_CHOSEN)
    if kept is not None and kept[0] is now.network:
        return kept[1], True
    return strongest_path(now), False


def _choose(layer: int, text: str) -> None:
    now = whole_now()
    chosen, _ = _chosen()
    try:
        part = read_part(text, layer, now.sizes[layer])
        if not part:
            raise Refusal("slice_empty", place=layer + 1)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    session.forget_notice()
    session.keep(_CHOSEN, (now.network, (*chosen[:layer], part, *chosen[layer + 1:])))


def _open() -> None:
    try:
        made = slice_of(whole_now(), _chosen()[0], session.document(), keep_rest=session.value(_REST, True))
    except Refusal as refusal:
        session.refuse(refusal)
        return
    session.open_document(made)
    shell.go_to("studio")
