"""Home: what this is, one picture that moves, what network and brain share, and the way into each page."""

import streamlit as st

from neuroviz.ui import live_plot, shell

# isort: split
from neuroviz.document.presets import FIRST
from neuroviz.lab.article import TITLE
from neuroviz.ui.common import session
from neuroviz.ui.common.network_canvas import view_of

COLUMNS = 4

t = shell.begin("home")

words, picture = st.columns([1, 1.5], gap="large", vertical_alignment="center")
with words:
    st.markdown(f"##### {t('home.lead')}")
    if st.button(t("home.begin"), type="primary", icon=":material/play_arrow:", key="home.begin"):
        st.switch_page("pages/studio.py")
    st.caption(t("home.article_source", title=TITLE))
with picture:
    live_plot.live_plot({**view_of(session.preset_document(FIRST, t), t), "simple": True}, key="home.canvas")
    st.caption(t("home.picture"))

st.subheader(t("home.compare"), anchor=False)
share, differ = st.columns(2, gap="medium", border=True)
share.markdown(f"**{t('home.share.title')}**\n\n{t('home.share.text')}")
differ.markdown(f"**{t('home.differ.title')}**\n\n{t('home.differ.text')}")
shell.page_link("neuron", t, label=t("home.compare.more"))

st.subheader(t("home.pages"), anchor=False)
keys = [entry.key for entry in shell.PAGES if entry.path]
for first in range(0, len(keys), COLUMNS):
    for column, key in zip(st.columns(COLUMNS), keys[first:first + COLUMNS], strict=False):
        # The style sheet spreads the link over the whole card.
        with column.container(border=True, height="stretch", key=f"home.card.{key}"):
            shell.page_link(key, t, label=f"**{t(f'page.{key}')}**")
            st.markdown(t(f"home.{key}"))
