"""Pad, network and learning on one canvas, and what the visitor did there back."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import cast

from neuroviz.document import edits
from neuroviz.document.settings.digits import EPOCHS, Digits
from neuroviz.i18n import Language
from neuroviz.nn.digits.images import FORMATS
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.taking import Taken
from neuroviz.ui.live_plot.protocol import DigitsView, Event
from neuroviz.viz.digits.digits_view import digits_view, images_pack
from neuroviz.viz.palette import PALETTES

KEY = "digits.stage"
_HAVE = "digits.have"
_WANTED = "digits.wanted"
_PICTURES = tuple(images_pack(Digits(images=name)) for name in FORMATS)


def view_of(
    t: Language, have: Collection[str] = (), wanted: Collection[str] = (), theme: session.Theme | None = None,
) -> DigitsView:
    """Return the canvas's view, in the visitor's language and in a theme, without the packs that are in the browser."""
    return cast(DigitsView, digits_view(
        session.document().digits, t.under("digits.figure"), t.under("activation"),
        PALETTES[theme or session.theme()], have, wanted,
    ))


def stage(t: Language) -> None:
    """Show the canvas. What is drawn is computed there; here it is kept."""
    wanted: str = session.value(_WANTED, "")
    live_plot.document_canvas(
        view_of(t, session.value(_HAVE, ()), (wanted,) if wanted else ()), key=KEY,
        reset_target=partial(session.reset_target, "digits"), on_event=_take,
    )


def taken(t: Language) -> Taken:
    """Return what can be taken of the page as a picture and a film."""
    return Taken(KEY, lambda theme: view_of(t, session.value(_HAVE, ()), theme=theme), moves=True)


def _take(event: Event) -> None:
    match event["kind"]:
        case "draw":
            strokes = tuple(tuple(map(int, stroke)) for stroke in event["strokes"])
            session.attempt(lambda document: edits.set_digits(document, strokes=strokes))
        case "pen":
            session.attempt(lambda document: edits.set_digits(document, width=int(event["width"])))
        case "example":
            session.attempt(lambda document: edits.set_digits(document, strokes=(), example=int(event["index"])))
        case "epochs" if event["count"] in EPOCHS:
            session.attempt(lambda document: edits.set_digits(document, epochs=int(event["count"])))
        case "need":
            # A pack goes along until the browser says that it has it: of two views at once, it sees the last.
            session.keep(_HAVE, tuple(map(str, event["have_packs"])))
            session.keep(_WANTED, event["pack"] if event["pack"] in _PICTURES else "")
