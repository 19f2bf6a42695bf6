"""Undo, redo and reset beside the widgets of a page that has no picture of the document."""

from __future__ import annotations

from functools import partial

from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.viz.palette import PALETTES

_DRAWN = ("paper", "ink", "muted")


def history_bar(page: str, *records: str) -> None:
    """Show the three buttons, and keep the document through a reload.

    page     its key
    records  what "reset" resets, as `session.reset_target`
    """
    palette = PALETTES[session.theme()]
    live_plot.document_canvas(
        {"kind": "history", "colors": {name: getattr(palette, name) for name in _DRAWN}}, key=f"{page}.history",
        reset_target=partial(session.reset_target, *records), on_event=lambda event: None,
    )
