"""Streamlit's message about the theme is made once, not in every script run.

The message that begins each run says the theme. For it Streamlit looks through all its options, some hundreds, for
each of six sections, and writes what it finds into the message field by field: a tenth of what an edit costs the
server. Options change when a configuration file is read, and Streamlit tells who asks to be told. A Streamlit that
makes the message in another way is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit import config
from streamlit.runtime import app_session

_FILL, _TOLD = "_populate_theme_msg", "on_config_parsed"

Fill = Callable[..., None]


def remembered(fill: Fill) -> tuple[Fill, Callable[[], None]]:
    """Return what fills in a section of the theme, asking `fill` once for each, and what makes it forget them."""
    known: dict[str, Any] = {}

    @wraps(fill)
    def once(msg: Any, section: str = "theme") -> None:
        made = known.get(section)
        if made is None:
            made = type(msg)()
            fill(made, section)
            known[section] = made
        # A section of which nothing is said stays absent from the message.
        if made.ByteSize():
            msg.MergeFrom(made)

    return once, known.clear


def start_remembering() -> bool:
    """Let Streamlit make the theme's message once; once a process. Returns whether it does so now."""
    fill: Fill | None = getattr(app_session, _FILL, None)
    if fill is None or not hasattr(config, _TOLD):
        return False
    if not hasattr(fill, "__wrapped__"):
        once, forget = remembered(fill)
        setattr(app_session, _FILL, once)
        config.on_config_parsed(forget, force_connect=True)
    return True
