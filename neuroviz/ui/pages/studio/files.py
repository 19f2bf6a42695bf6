"""The panel for keeping and sharing: a file, a link, a page to show without the app."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import streamlit as st

from neuroviz.code.network import LIBRARIES, network_script
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.network_canvas import saved_page
from neuroviz.ui.common.sharing import link_and_file
from neuroviz.ui.common.take_code import code_to_take, code_words


def panel(t: Language) -> None:
    """Show link, file, and the page to save."""
    link_and_file(t)
    st.subheader(t("studio.export"), anchor=False)
    # The page is made when it is asked for, in a thread that knows no session.
    st.download_button(
        t("studio.export.save"), partial(saved_page, session.document(), t, session.theme()),
        file_name="neuroviz.html", mime="text/html", icon=":material/animation:", key="studio.export",
        on_click="ignore",
    )
    st.caption(t("studio.export.hint"))
    _code(t)


def _code(t: Language) -> None:
    document, words = session.document(), code_words(t)
    sizes = document.sizes
    code_to_take(
        t, "studio", LIBRARIES, lambda library: network_script(document, library, words),
        name="network-" + "-".join(map(str, sizes)),
        numbers=sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes)),
    )
