"""The model on its canvas, and what the visitor did there back."""

from __future__ import annotations

from typing import cast

from neuroviz.document import Refusal
from neuroviz.document.models.whole import with_input_at, with_number
from neuroviz.document.numbers import parse_number
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.whole_model import (
    edit_whole,
    numbers_name,
    redo_whole,
    reset_whole,
    undo_whole,
    undoable,
    whole_now,
)
from neuroviz.ui.live_plot.protocol import Event, WholeView
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.whole.whole_view import whole_view

KEY = "whole.stage"


def view_of(t: Language) -> WholeView:
    """Return the canvas's view, in the visitor's language and theme."""
    return cast(WholeView, whole_view(
        whole_now(), numbers_name(), t.under("whole.figure"), t.under("activation"), PALETTES[session.theme()]))


def stage(t: Language, *, stale: bool) -> None:
    """Show the canvas. stale: whether the panels beside it show something older."""
    view = view_of(t)
    view["stale"] = stale
    undo, redo, reset = undoable()
    live_plot.document_canvas(
        view, key=KEY, reset_target=session.document, on_event=_take, own=live_plot.Undoing(
            {"undo": undo, "redo": redo, "opened": 0, "reset": reset}, undo_whole, redo_whole, reset_whole),
    )


def _take(event: Event) -> None:
    match event["kind"]:
        case "put":
            edit_whole(with_input_at, int(event["neuron"]), float(event["value"]), gesture=event.get("gesture"))
        case "write":
            try:
                value = parse_number(str(event["text"]))
            except Refusal as refusal:
                session.refuse(refusal)
                return
            layer, neuron, source = event["layer"], int(event["neuron"]), event.get("source")
            if layer:
                edit_whole(with_number, (int(layer), neuron, None if source is None else int(source)), value)
            else:
                edit_whole(with_input_at, neuron, value)
