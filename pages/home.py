"""Home: what this is, one picture that moves, and the way into each page."""

import streamlit as st

from neuroviz.document.presets import FIRST
from neuroviz.ui import live_plot, session, shell
from neuroviz.ui.studio.canvas import view_of

COLUMNS = 4

t = shell.begin("home")

words, picture = st.columns([1, 1.5], gap="large", vertical_alignment="center")
with words:
    st.markdown(f"##### {t('home.lead')}")
    if st.button(t("home.begin"), type="primary", icon=":material/play_arrow:", key="home.begin"):
        st.switch_page("pages/studio.py")
with picture:
    live_plot.live_plot({**view_of(session.preset_document(FIRST, t), t), "simple": True}, key="home.canvas")

keys = [entry.key for entry in shell.PAGES if entry.path]
for first in range(0, len(keys), COLUMNS):
    for column, key in zip(st.columns(COLUMNS), keys[first:first + COLUMNS], strict=False):
        with column.container(border=True, height="stretch"):
            st.markdown(t(f"home.{key}"))
            shell.page_link(key, t)
