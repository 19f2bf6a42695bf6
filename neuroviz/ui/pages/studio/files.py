"""The panel for keeping and sharing: a file, a link, an animation to show without the app."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.network_canvas import view_of
from neuroviz.ui.common.sharing import link_and_file
from neuroviz.viz.studio.standalone import standalone_html


def panel(t: Language) -> None:
    """Show link, file, and the animation to save."""
    link_and_file(t)
    document = session.document()
    st.subheader(t("studio.export"), anchor=False)
    # The page is made when it is asked for, in a thread that knows no session: so the view is made here.
    view, controls = view_of(document, t), {"play": t("player.play"), "pause": t("player.pause")}
    st.download_button(
        t("studio.export.save"), lambda: standalone_html(view, t("app.title"), controls),
        file_name="neuroviz.html", mime="text/html", icon=":material/animation:", key="studio.export",
        on_click="ignore",
    )
    st.caption(t("studio.export.hint"))
