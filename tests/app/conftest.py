"""Pages driven without a browser: AppTest runs the script and hands back what it drew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from neuroviz.ui import live_plot
from neuroviz.ui.common.shell import PAGES
from tests.app.widgets import Canvas

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(scope="session", autouse=True)
def _installed_components() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components, which a server does once: four fifths of the
    time of a visit. None is installed or removed while the tests run, so here it is done once, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """Opens a page by its key, as a first visitor would, through app.py."""

    def open_page(key: str = "home", *, lang: str = "en", **query: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        for name, value in {"lang": lang, **query}.items():
            app.query_params[name] = value
        entry = next(entry for entry in PAGES if entry.key == key)
        if entry.path:
            app.switch_page(entry.script)
        app.run()
        assert not app.exception
        return app

    return open_page


@pytest.fixture
def canvas(monkeypatch: pytest.MonkeyPatch) -> Iterator[Canvas]:
    """Every canvas and table of the page, without a browser; each view that it is shown is of its type."""
    stand_in = Canvas()
    monkeypatch.setattr(live_plot, "_canvas", stand_in)
    yield stand_in
    assert stand_in.faults == []
