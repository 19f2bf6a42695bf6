"""What is taken out of the studio: pictures and films, code, and the picture for a paper."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import streamlit as st

from neuroviz.code.network import LIBRARIES, network_script
from neuroviz.document import Document
from neuroviz.i18n import Language
from neuroviz.ui.common import session, taking
from neuroviz.ui.common.network_canvas import figure_words, picture_of
from neuroviz.ui.common.take_code import MOST_SHOWN, code_to_take, code_words
from neuroviz.ui.common.taking import Taken
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.tikz import tikz

_HEIGHT_PX = 240


def network_pictures(t: Language) -> None:
    """Offer the moment under the scrubber as a picture, and the way of the signal as a film."""
    document = session.document()
    taking.pictures(
        t, "studio", Taken("studio.canvas", lambda theme: picture_of(document, t, theme), moves=True, anew=True),
        name=_name(document),
    )


def code(t: Language) -> None:
    """Offer the network as code."""
    document, words = session.document(), code_words(t)
    code_to_take(
        t, "studio", LIBRARIES, lambda library: network_script(document, library, words), name=_name(document),
        numbers=_numbers(document),
    )


def paper(t: Language) -> None:
    """Offer the picture as TikZ."""
    st.subheader(t("studio.tikz.title"), anchor=False)
    st.caption(t("studio.tikz.hint"))
    document = session.document()
    made = partial(
        tikz, document, PALETTES["light"], figure_words(t), t.under("studio.tikz"), taking.link_of(document, t),
    )
    if _numbers(document) <= MOST_SHOWN // 10:
        st.code(made(), language="latex", height=_HEIGHT_PX)
    st.download_button(
        t("studio.tikz.save"), lambda: made().encode(), file_name=f"{_name(document)}.tex", mime="application/x-tex",
        icon=":material/article:", key="studio.tikz", on_click="ignore",
    )


def _numbers(document: Document) -> int:
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(document.sizes))


def _name(document: Document) -> str:
    """Return the name of a file that holds this network, without its ending."""
    return "network-" + "-".join(map(str, document.sizes))
