"""For teachers: lessons that can be given as they stand, and worksheets to print."""

import streamlit as st

from neuroviz.ui import shell
from neuroviz.ui.common import session, slides
from neuroviz.ui.pages import teaching as panel

PART = "teaching.part"

t = shell.begin("teaching", slides.head(PART, panel.PARTS))

if session.presenting():
    slides.show_chosen(PART, panel.PARTS, t)
else:
    with st.container(width=panel.READING_WIDTH):
        shell.show_notice(t)
        st.markdown(t("teaching.intro"))
        st.caption(t("teaching.room"))
        for part in panel.PARTS.values():
            part(t)
