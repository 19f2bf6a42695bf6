"""A question at the foot of each page: whoever answers it sees whether the page was understood, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session, turns

RIGHT: Mapping[str, int] = MappingProxyType({
    "home": 1, "studio": 0, "activations": 2, "article": 1, "neuron": 0, "descent": 2, "training": 1, "overfitting": 2,
    "digits": 0, "inside": 1, "whole": 2, "privacy": 0, "questions": 1,
})
"""Page -> which of its three choices is right; the words are in check.<page>."""

_WIDTH_PX = 760
"""Not wider than a line that one can read."""


def choices(key: str, t: Language) -> list[str]:
    """Return the choices of the question of the page called `key`, in order."""
    return t(f"check.{key}.choices").split("|")


@turns.fragment
def question(key: str, t: Language) -> None:
    """Show the question of the page called `key`, folded away, and after a choice the answer with its reason."""
    kept = f"check.{key}.chosen"
    chosen, words = session.value(kept), choices(key, t)
    with (
        st.container(key="neuroviz_check", width=_WIDTH_PX),
        st.expander(t("check.title"), icon=":material/quiz:", expanded=chosen is not None),
    ):
        st.radio(
            t(f"check.{key}.ask"), index=chosen,
            **session.bound(f"check.{key}", chosen, partial(session.keep, kept), list(range(len(words))),
                            words.__getitem__),
        )
        if chosen is None:
            return
        said = st.success if chosen == RIGHT[key] else st.warning
        said(t("check.right" if chosen == RIGHT[key] else "check.wrong", why=t(f"check.{key}.why")))
