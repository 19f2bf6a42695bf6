"""What a page shows, what can be done there by hand, its keys and its terms: behind the "?" in its head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import glossary, session

_PLAYER = ("play", "step", "ends")
_NETWORK = ("neuron", "connection", "value", "release")

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "home": ("play", "step", *_NETWORK, "undo"),
    "studio": (*_PLAYER, *_NETWORK, "undo"),
    "activations": ("point",),
    "neuron": (*_PLAYER, "undo"),
    "descent": (*_PLAYER, "undo"),
    "training": (*_PLAYER, "undo"),
    "overfitting": (*_PLAYER, "undo"),
    "digits": (*_PLAYER, "neuron", "release", "undo"),
    "inside": ("lens", *_PLAYER, "undo"),
    "whole": (*_PLAYER, "neuron", "release", "undo"),
})
"""Page -> its keys; their names and what they do are in key.<name>."""

ON_THE_WALL = ("play", "step", "clicker", "spotlight", "black", "full", "letters", "sheet", "leave")
"""The keys of the projector view, whatever the page."""


def keys(names: Iterable[str], t: Language) -> list[tuple[str, str]]:
    """Return the keys' names, and what they do, in the visitor's language."""
    lines = (t(f"key.{name}").partition("|") for name in names)
    return [(key, does) for key, _, does in lines]


_CALLED = "help.coach.called"


def coach_calls() -> int:
    """Return how often the visitor has asked for the studio's first steps."""
    calls: int = session.value(_CALLED, 0)
    return calls


def unfolding(key: str, t: Language) -> None:
    """Show the "?" of the page called `key`.

    An expander that the style sheet lays over the page: Streamlit's popover closes again at once where the page
    happens to be drawn in the moment in which it opens, as it is while a network learns.
    """
    with st.container(key="neuroviz_help", width="content"), st.expander(t("help.open"), icon=":material/help:"):
        st.markdown(t(f"help.{key}.shows"))
        st.markdown(f"**{t('help.hand')}**\n\n{t(f'help.{key}.hand')}")
        if key == "studio":
            st.button(
                t("help.coach"), key="help.coach", icon=":material/tour:",
                on_click=session.told(lambda: session.keep(_CALLED, coach_calls() + 1)),
            )
        if key in KEYS:
            lines = "\n".join(f"- `{names}` {does}" for names, does in keys(KEYS[key], t))
            # Whoever has nothing but a finger is spared them: `page.css`.
            with st.container(key="neuroviz_keys"):
                st.markdown(f"**{t('help.keys')}**\n\n{lines}")
        glossary.words_on_page(key, t)
