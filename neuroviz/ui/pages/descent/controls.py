"""What both parts of the page share: the widgets of the document's settings, and when the whole page is drawn anew."""

from __future__ import annotations

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.settings.descent import Descent
from neuroviz.ui.common import session
from neuroviz.ui.common.controls import Controls

DESCENT = Controls(
    prefix="descent",
    words={"follow": "descent.follow", "steps": "descent.steps"}.__getitem__,
    helps=lambda field: "descent.follow.help" if field == "follow" else "",
    kind=Descent,
    record=lambda document: document.descent,
    edit=edits.set_descent,
)


def rerun_if_part_changed(part: str) -> None:
    """Rerun the whole page if the visitor has left `part` since it was drawn. For the fragments of a part."""
    if session.document().descent.part != part:
        st.rerun()
