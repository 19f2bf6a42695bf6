"""How a document, and what a page keeps beside it, outlive a reload: the browser keeps them, and gives them to the
session that begins then."""

from __future__ import annotations

import secrets

from neuroviz.document import Refusal, codec, limits
from neuroviz.document.presets import PRESETS, worded
from neuroviz.ui.common import session

_NONCE = "reload.nonce"
_RESTORED = "reload.restored"
_BESIDE = "reload.beside"


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


def beside() -> str:
    """Return what is kept beside the document, as this session wrote it or as the browser gave it back: it may be
    anything, and who reads it checks it. "" where there is nothing."""
    text: str = session.value(_BESIDE, "")
    return text


def keep_beside(text: str) -> None:
    """Let the browser keep `text` beside the document."""
    session.keep(_BESIDE, text)


def restore(document: object, given: object = None) -> None:
    """Continue with what the browser kept through a reload.

    document  its JSON; None where this session's own stays
    given     what was kept beside it, None where nothing was
    """
    if isinstance(given, str) and len(given) <= limits.MAX_BESIDE_CHARS:
        keep_beside(given)
    if document is not None:
        _restore_document(str(document))


def _restore_document(text: str) -> None:
    session.keep(_RESTORED, True)
    try:
        kept = codec.from_json(text)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    known = kept.preset in PRESETS
    session.replace_document(kept, worded(kept.preset, session.language()) if known else None)
