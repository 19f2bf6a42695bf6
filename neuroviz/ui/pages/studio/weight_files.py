"""The weights, for other programs."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document.models.writing import WRITERS
from neuroviz.i18n import Language
from neuroviz.ui.common import session


def weight_files(t: Language) -> None:
    """Show a button for each format; a file is made when it is asked for."""
    document = session.document()
    st.subheader(t("studio.weights_out"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for format_, (name, write) in WRITERS.items():
            st.download_button(
                format_, partial(write, document), file_name=name, mime="application/octet-stream",
                icon=":material/download:", key=f"studio.weights_out.{name}", on_click="ignore",
            )
    st.caption(t("studio.weights_out.hint"))
