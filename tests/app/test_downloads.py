"""Files are made when they are asked for: a file that stands ready is another one after each edit, and a browser that
looks at its button meanwhile finds it gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.opened import kept

PANELS = {
    "studio": ("studio.panel", "file"), "neuron": ("neuron.panel", "share"), "training": ("training.panel", "share"),
}
"""Where files are saved; on the other pages they are offered below a line that unfolds."""


@pytest.mark.parametrize("key", ["studio", "neuron", "training", "descent", "overfitting", "digits", "inside"])
def test_no_file_stands_ready(visit: Callable[..., AppTest], key: str) -> None:
    page = visit(key)
    if key in PANELS:
        name, panel = PANELS[key]
        kept(page)[name] = panel
        page.run()
    buttons = [each.proto for each in page.get("download_button")]
    assert buttons
    assert all(button.deferred_file_id and not button.url for button in buttons)
