"""The view of a page's undo, redo and reset, where the page has no picture of the document."""

from __future__ import annotations

from typing import Literal

from neuroviz.ui.live_plot.protocol.parts import DocumentView


class HistoryView(DocumentView):
    """Nothing but what every canvas of the document brings."""

    kind: Literal["history"]
