"""How a document outlives a reload: the browser keeps it, and gives it to the session that begins then."""

from __future__ import annotations

import secrets

from neuroviz.document import Refusal, codec
from neuroviz.document.presets import PRESETS, worded
from neuroviz.ui.common import session

_NONCE = "reload.nonce"
_RESTORED = "reload.restored"


def nonce() -> str:
    """Return a name for this session that no other session has."""
    name: str | None = session.value(_NONCE)
    if name is None:
        name = secrets.token_hex(8)
        session.keep(_NONCE, name)
    return name


def is_fresh() -> bool:
    """Return whether nothing has been edited, opened or restored in this session."""
    history = session.history()
    return not (history.past or history.future or session.value(_RESTORED))


def restore(text: str) -> None:
    """Continue with a document that the browser kept through a reload: `text` is its JSON."""
    session.keep(_RESTORED, True)
    try:
        kept = codec.from_json(text)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    known = kept.preset in PRESETS
    session.replace_document(kept, worded(kept.preset, session.language()) if known else None)
