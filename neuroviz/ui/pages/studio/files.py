"""The panel for keeping and sharing: a file, a link, a page to show without the app, and what is taken elsewhere."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.network_canvas import saved_page
from neuroviz.ui.common.sharing import link_and_file
from neuroviz.ui.pages.studio import taking
from neuroviz.ui.pages.studio.weight_files import weight_files


def panel(t: Language) -> None:
    """Show link, file, the weights for other programs, and the page to save."""
    link_and_file(t, in_studio=True)
    weight_files(t)
    st.subheader(t("studio.export"), anchor=False)
    # The page is made when it is asked for, in a thread that knows no session.
    st.download_button(
        t("studio.export.save"), partial(saved_page, session.document(), t, session.theme()),
        file_name="neuroviz.html", mime="text/html", icon=":material/animation:", key="studio.export",
        on_click="ignore",
    )
    st.caption(t("studio.export.hint"))
    taking.network_pictures(t)
    taking.code(t)
    taking.paper(t)
