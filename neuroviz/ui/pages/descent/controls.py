"""What both parts of the page share: the widgets of the document's settings, and when the whole page is drawn anew."""

from __future__ import annotations

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.settings.descent import CHOICES, RANGES
from neuroviz.ui.common import session
from neuroviz.ui.common.controls import Controls

DESCENT = Controls(
    "descent", {"follow": "descent.follow", "steps": "descent.steps"}.__getitem__,
    lambda field: "descent.follow.help" if field == "follow" else "",
    lambda document: document.descent, edits.set_descent, RANGES, CHOICES,
)


def keep_up(part: str) -> None:
    """Said in the part's fragments: where the part is another by now, draw the page anew."""
    if session.document().descent.part != part:
        st.rerun()
