"""What a reload would lose: the document, kept in the browser's own tab.

Streamlit gives a reloaded page a new session. The tab's sessionStorage outlives it, belongs to that
tab alone, and is gone when the tab is closed. What comes back is read as a file from outside is.
"""

from __future__ import annotations

import streamlit as st

from neuroviz.document import codec
from neuroviz.ui import session

_KEY = "neuroviz.keeper"

_keeper = st.components.v2.component("neuroviz_keeper", js="""
const NAME = "neuroviz.document"
let session
export default ({data, setTriggerValue}) => {
  const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null")
  // A session that is new to this page (after a reload, or a restart of the server), and that began with
  // the same link or none, goes on where the tab stood.
  const begins = session !== data.session
  session = data.session
  if (begins && data.fresh && kept && kept.link === data.link && kept.document !== data.document)
    setTriggerValue("restore", kept.document)
  else sessionStorage.setItem(NAME, JSON.stringify({link: data.link, document: data.document}))
}
""")


def keep_through_reload() -> None:
    """Keep the document in the tab, or, in a fresh session, bring back what the tab kept."""
    with st.container(key="neuroviz_keeper"):
        _keeper(
            key=_KEY, on_restore_change=_restore,
            data={
                "session": session.nonce(), "fresh": session.is_fresh(), "link": session.link(),
                "document": codec.to_json(session.document()),
            },
        )


def _restore() -> None:
    state = session.value(_KEY)
    kept = state.get("restore") if state is not None else None
    if isinstance(kept, str):
        session.restore(kept)
