"""Streamlit's options of the theme are looked up once, not in every script run.

The message that begins each run says the theme. For it Streamlit looks through all its options, some hundreds, for
each of six sections: a twentieth of what an edit costs the server. Options change when a configuration file is read,
and Streamlit tells who asks to be told. A Streamlit that looks them up in another way is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit import config

_LOOKUP, _TOLD = "get_options_for_section", "on_config_parsed"
_THEME = "theme"

Lookup = Callable[[str], dict[str, Any]]


def remembered(lookup: Lookup) -> tuple[Lookup, Callable[[], None]]:
    """Return a lookup that asks `lookup` once for each section of the theme, and what makes it forget the answers."""
    known: dict[str, dict[str, Any]] = {}

    @wraps(lookup)
    def once(section: str) -> dict[str, Any]:
        if not section.startswith(_THEME):
            return lookup(section)
        answer = known.get(section)
        if answer is None:
            answer = known[section] = lookup(section)
        # Whoever asks may change what it gets.
        return dict(answer)

    return once, known.clear


def start_remembering() -> bool:
    """Let Streamlit look the theme up once; once a process. Returns whether it does so now."""
    lookup: Lookup | None = getattr(config, _LOOKUP, None)
    if lookup is None or not hasattr(config, _TOLD):
        return False
    if not hasattr(lookup, "__wrapped__"):
        once, forget = remembered(lookup)
        setattr(config, _LOOKUP, once)
        config.on_config_parsed(forget, force_connect=True)
    return True
