"""Digit, lens and test on one canvas, and what the visitor chose there back."""

from __future__ import annotations

from functools import partial
from typing import cast

from neuroviz.document import edits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.settings.inside import Inside
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.taking import Taken
from neuroviz.ui.live_plot.protocol import Event, InsideView
from neuroviz.viz.inside.inside_view import inside_view
from neuroviz.viz.palette import PALETTES

KEY = "inside.stage"


def view_of(t: Language, theme: session.Theme | None = None) -> InsideView:
    """Return the canvas's view, in the visitor's language and in a theme."""
    document = session.document()
    return cast(InsideView, inside_view(
        document.digits, document.inside, t.under("inside.figure"), PALETTES[theme or session.theme()]))


def stage(t: Language, *, stale: bool = False) -> None:
    """Show the canvas.

    stale  whether what stands beside the canvas shows something older
    """
    view = view_of(t)
    view["stale"] = stale
    live_plot.document_canvas(
        view, key=KEY, reset_target=partial(session.reset_target, "digits", "inside"), on_event=_take,
    )


def taken(t: Language) -> Taken:
    """Return what can be taken of the page as a picture."""
    return Taken(KEY, lambda theme: view_of(t, theme))


def _take(event: Event) -> None:
    match event["kind"]:
        case "set" if event["field"] in ranges_of(Inside) and "value" in event:
            session.attempt(lambda document: edits.set_inside(document, **{event["field"]: event["value"]}))
        case "set" if event["field"] in choices_of(Inside) and "text" in event:
            session.attempt(lambda document: edits.set_inside(document, **{event["field"]: event["text"]}))
        case "dreamer":
            session.attempt(lambda document: edits.set_inside(document, layer=event["layer"], neuron=event["neuron"]))
        case "lesion" if event["layer"] is not None:
            session.attempt(edits.toggle_lesion, event["layer"], event["neuron"], event.get("source"))
        case "mend":
            session.attempt(lambda document: edits.set_inside(document, silent=(), cut=()))
        case "example":
            session.attempt(lambda document: edits.set_digits(document, strokes=(), example=int(event["index"])))
