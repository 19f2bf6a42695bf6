"""Any page as a visitor opens it, without a browser; with something in the document, and at a panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document
from neuroviz.document.history import History
from neuroviz.i18n import LANGUAGES

APP = str(Path(__file__).parents[2] / "app.py")

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def opened(script: str, lang: str, **query: str) -> AppTest:
    """The page of a script, through the app's router."""
    at = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"lang": lang, **query}.items():
        at.query_params[name] = value
    at.switch_page(script).run()
    assert not at.exception
    return at


def kept(at: AppTest) -> dict[str, Any]:
    """What the session keeps beside its widgets, to look at and to change; also before the first run."""
    if "neuroviz" not in at.session_state:
        at.session_state["neuroviz"] = {}
    return at.session_state["neuroviz"]  # type: ignore[no-any-return]


def put(at: AppTest, document: Document | None = None, **panel: str | None) -> AppTest:
    """The same page with another document, or at another panel: `put(at, studio="file")`."""
    changes = {f"{page}.panel": name for page, name in panel.items() if name is not None}
    if document is not None:
        changes["history"] = History(document)
    for key, value in changes.items():
        kept(at)[key] = value
    if changes:
        at.run()
    assert not at.exception
    return at


def hand(at: AppTest) -> Document:
    """The document that the visitor has."""
    assert not at.exception
    document: Document = kept(at)["history"].present
    return document
