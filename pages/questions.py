"""Open questions: what the article asks, shortly answered, and what nobody has settled yet."""

import streamlit as st

from neuroviz.ui import shell
from neuroviz.ui.common import glossary, session, slides
from neuroviz.ui.pages import questions as panel

PART = "questions.part"

t = shell.begin("questions", slides.head(PART, panel.PARTS))


def whole() -> None:
    """Draw the page as it is read at a desk: all its parts, one below the other."""
    # Not wider than a line that one can read.
    with st.container(width=panel.READING_WIDTH):
        shell.show_notice(t)
        st.markdown(t("questions.intro"))
        panel.asked(t)
        st.subheader(t("questions.open"), anchor=False)
        for part in (panel.fit, panel.explain, panel.privacy, panel.remains):
            part(t)
        glossary.all_words(t)


if session.presenting():
    slides.show_chosen(PART, panel.PARTS, t)
else:
    whole()
