"""What both parts of the page share: the widgets of the document's settings, and when the whole page is drawn anew."""

from __future__ import annotations

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.descent import CHOICES, RANGES
from neuroviz.ui import session
from neuroviz.ui.controls import Controls

_PRESENTING = "descent.presenting"

DESCENT = Controls(
    "descent", {"follow": "descent.follow", "steps": "descent.steps"}.__getitem__,
    lambda field: "descent.follow.help" if field == "follow" else "",
    lambda document: document.descent, edits.set_descent, RANGES, CHOICES,
)


def begin_part() -> None:
    """Said where the page is drawn, outside of any fragment."""
    session.keep(_PRESENTING, session.presenting())


def keep_up(part: str) -> None:
    """Said in the part's fragments: where the view or the part is another by now, draw the page anew."""
    if session.presenting() != session.value(_PRESENTING) or session.document().descent.part != part:
        st.rerun()
