"""Keep and share: data, network and settings are part of the document, so link and file are the studio's."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.ui.common.sharing import link_and_file


def panel(t: Language) -> None:
    """Show link and file."""
    st.caption(t("training.share"))
    link_and_file(t)
