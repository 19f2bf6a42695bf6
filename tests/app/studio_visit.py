"""A visitor of the studio, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document
from tests.app.opened import kept, opened, put

STUDIO = "pages/studio.py"
PANELS = ("network", "weights", "input", "file")

each_panel = pytest.mark.parametrize("panel", PANELS)


def visit(lang: str = "en", panel: str | None = None, document: Document | None = None, **query: str) -> AppTest:
    """The studio as a visitor opens it; with `document` in the hand, and at `panel`."""
    return put(opened(STUDIO, lang, **query), document, studio=panel)


def said(at: AppTest) -> list[str]:
    """The sentences that say what was refused."""
    return [error.value for error in at.error]


def chosen(at: AppTest, layer: int) -> AppTest:
    kept(at)["studio.layer"] = layer
    return at.run()
