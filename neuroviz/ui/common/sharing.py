"""Keeping and sharing the document, from any page: a link, a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from neuroviz.document import Document, Refusal, codec
from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.model_import import file_opener


def share_expander(t: Language, more: Callable[[], None] | None = None) -> None:
    """Link and file, folded away, for pages without panels.

    more   shows what else can be taken
    """
    with st.expander(t("studio.panel.file")):
        link_and_file(t)
        if more is not None:
            more()


def link_and_file(t: Language, *, in_studio: bool = False) -> None:
    """Show the whole document as a link to this page and as a file, and the place where a file is opened."""
    document = session.document()
    st.subheader(t("studio.link"), anchor=False)
    try:
        st.code(share_link(document, t), language=None, wrap_lines=False)
        st.caption(t("studio.link.hint"))
    except Refusal as refusal:
        st.info(shell.say(refusal, t), icon=":material/link_off:")
    st.subheader(t("studio.file"), anchor=False)
    st.download_button(
        t("studio.file.save"), partial(codec.to_json, document), file_name="neuroviz.json", mime="application/json",
        icon=":material/download:", key="studio.save", on_click="ignore",
    )
    file_opener(t, in_studio=in_studio)


def share_link(document: Document, t: Language) -> str:
    """Return an address that opens this page with exactly this document. Raises Refusal "link_too_long"."""
    here = urlsplit(st.context.url or "")
    query = urlencode({"lang": t.code, "doc": codec.to_link(document)})
    return urlunsplit((here.scheme, here.netloc, here.path, query, ""))
