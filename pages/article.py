"""The article's example, run and explained: the error, the right ways, the silent mistakes, the saturation."""

import streamlit as st

from neuroviz.ui import shell
from neuroviz.ui.pages import article as panel

t = shell.begin("article")

# Not wider than a line that one can read.
with st.container(width=panel.READING_WIDTH):
    shell.show_notice(t)
    st.markdown(t("article.source", title=panel.TITLE))
    st.markdown(t("article.intro"))
    panel.open_in_studio(t, "open_first")

    panel.what_happens(t)
    panel.why(t)
    panel.right_ways(t)
    panel.wrong_ways(t)
    panel.how_near_one(t)
    panel.slips(t)

    st.divider()
    st.markdown(t("article.again"))
    panel.open_in_studio(t, "open_last")
    shell.page_link("questions", t, label=t("article.more"))
