"""A page of text on a wall: one part at a time. The bar's arrows and a clicker lead from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell

Parts = Mapping[str, Callable[[Language], None]]
"""The key of each part's title in the catalogues, and what draws it."""


def head(key: str, parts: Parts) -> Callable[[Language], shell.Head] | None:
    """Return what the bar chooses from: the parts' titles. Nothing where the page is not on a wall.

    key  under which the session keeps the part that is shown
    """
    if not session.presenting():
        return None
    return lambda t: shell.Head(chooser=shell.Chooser(
        key, t("present.part"), list(parts), _now(key, parts), t, partial(session.keep, key),
    ))


def show_chosen(key: str, parts: Parts, t: Language) -> None:
    """Draw the part that is chosen."""
    with st.container(key="neuroviz_slide"):
        parts[_now(key, parts)](t)


def _now(key: str, parts: Parts) -> str:
    name: str = session.value(key, next(iter(parts)))
    return name if name in parts else next(iter(parts))
