"""A visitor of the studio, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document
from neuroviz.document.history import History
from neuroviz.i18n import LANGUAGES

APP = str(Path(__file__).parents[2] / "app.py")
STUDIO = "pages/studio.py"
PANELS = ("network", "weights", "input", "file")

each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_panel = pytest.mark.parametrize("panel", PANELS)


def visit(lang: str = "en", panel: str | None = None, document: Document | None = None, **query: str) -> AppTest:
    """The studio as a visitor opens it; with `document` in the hand, and at `panel`."""
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = lang
    for name, value in query.items():
        at.query_params[name] = value
    at.switch_page(STUDIO).run()
    if panel is not None:
        at.session_state["studio.panel"] = panel
    if document is not None:
        at.session_state["neuroviz.history"] = History(document)
    if panel is not None or document is not None:
        at.run()
    assert not at.exception
    return at


def hand(at: AppTest) -> Document:
    """The document that the visitor has."""
    assert not at.exception
    return at.session_state["neuroviz.history"].present


def said(at: AppTest) -> list[str]:
    """The sentences that say what was refused."""
    return [error.value for error in at.error]


def chosen(at: AppTest, layer: int) -> AppTest:
    at.session_state["studio.layer"] = layer
    return at.run()
