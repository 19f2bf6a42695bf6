"""Open questions: what the article asks, shortly answered, and what nobody has settled yet."""

import streamlit as st

from neuroviz.ui import shell
from neuroviz.ui.common import glossary
from neuroviz.ui.pages import questions as panel

t = shell.begin("questions")

# Not wider than a line that one can read.
with st.container(width=panel.READING_WIDTH):
    shell.show_notice(t)
    st.markdown(t("questions.intro"))
    panel.asked(t)
    panel.still_open(t)
    panel.remains(t)
    glossary.all_words(t)
