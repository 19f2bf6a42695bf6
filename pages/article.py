"""The article's example, run and explained: the error, the right ways, the silent mistakes, the saturation."""

import streamlit as st

from neuroviz.ui import shell
from neuroviz.ui.common import session, slides
from neuroviz.ui.pages import article as panel

PART = "article.part"

t = shell.begin("article", slides.head(PART, panel.PARTS))


def whole() -> None:
    """Draw the page as it is read at a desk: all its parts, one below the other."""
    # Not wider than a line that one can read.
    with st.container(width=panel.READING_WIDTH):
        shell.show_notice(t)
        panel.intro(t)
        panel.open_in_studio(t, "open_first")
        for part in panel.PARTS.values():
            part(t)
        panel.take_charts(t)
        st.divider()
        st.markdown(t("article.again"))
        panel.open_in_studio(t, "open_last")
        shell.page_link("questions", t, label=t("article.more"))


if session.presenting():
    slides.show_chosen(PART, panel.PARTS, t)
else:
    whole()
