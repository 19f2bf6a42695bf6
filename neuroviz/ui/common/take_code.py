"""Taking away, as code, what a page shows: to copy, to save as a script, to save as a notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from neuroviz.code.notebook import notebook
from neuroviz.code.text import Script
from neuroviz.i18n import Language
from neuroviz.ui.common import session

MOST_SHOWN = 6_000
"""Numbers in a script that is shown: the browser colours every one of them."""

_HEIGHT_PX = 320


def code_words(t: Language) -> dict[str, str]:
    """Return what is said in a script, in the visitor's language."""
    return {
        **t.under("code"),
        **{f"model_{name}": word for name, word in t.under("neuron.model").items()},
        **{f"optimizer_{name}": word for name, word in t.under("training.optimizer").items()},
    }


def code_to_take(
    t: Language, page: str, libraries: Mapping[str, str], script: Callable[[str], Script], *, name: str, numbers: int,
) -> None:
    """Offer a script in the library of the visitor's choice.

    page       the page's key; the sentence under code.hint.<page> says what the script does
    libraries  key -> name
    script     returns the script for a key; knows no session
    name       of the file, without the library and the ending
    numbers    about how many numbers are in it
    """
    st.subheader(t("code.title"), anchor=False)
    kept = session.value("code.library", "numpy")
    chosen = kept if kept in libraries else next(iter(libraries))
    st.segmented_control(
        t("code.library"), default=chosen, required=True, width="stretch",
        **session.bound(
            f"{page}.code.library", chosen, partial(session.keep, "code.library"), list(libraries),
            libraries.__getitem__,
        ),
    )
    st.caption(t(f"code.hint.{page}"))
    if numbers <= MOST_SHOWN:
        st.code(script(chosen).source(), language="python", height=_HEIGHT_PX)
    else:
        st.caption(t("code.long", count=f"{numbers:,}"))
    file = f"{name}-{chosen}"
    with st.container(horizontal=True):
        st.download_button(
            t("code.script"), partial(_source, script, chosen), file_name=f"{file}.py", mime="text/x-python",
            icon=":material/code:", key=f"{page}.code.script", on_click="ignore",
        )
        st.download_button(
            t("code.notebook"), partial(_notebook, script, chosen), file_name=f"{file}.ipynb",
            mime="application/x-ipynb+json", icon=":material/book_2:", key=f"{page}.code.notebook", on_click="ignore",
        )


def _source(script: Callable[[str], Script], library: str) -> bytes:
    return script(library).source().encode()


def _notebook(script: Callable[[str], Script], library: str) -> bytes:
    return notebook(script(library))
