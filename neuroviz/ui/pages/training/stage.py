"""The run on the training canvas, and what the visitor did there back."""

from __future__ import annotations

import math
from functools import partial
from typing import cast

from neuroviz.document import edits
from neuroviz.document.settings.training import OWN, Training, with_point
from neuroviz.document.settings.training_network import with_hidden_layers, with_hidden_size, with_input_switched
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.taking import Taken
from neuroviz.ui.live_plot.protocol import Event, TrainingView
from neuroviz.ui.pages.training.own import arrivals, chosen_class
from neuroviz.ui.pages.training.run import begin_again, training_run
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.training.training_view import run_number, training_view

KEY = "training.stage"


def view_of(t: Language, have: int = 0, theme: session.Theme | None = None) -> TrainingView:
    """Return the canvas's view of the run, in the visitor's language and a theme, without the first `have` epochs."""
    now, words = training_run(), t.under("training.figure")
    return cast(TrainingView, training_view(
        now.training, now.data, now.frames, min(have, len(now.frames)), now.state, now.best, now.broke, words,
        PALETTES[theme or session.theme()], now.trouble,
    ))


def stage(t: Language, *, stale: bool) -> None:
    """Show the training run, and take what the visitor does on the canvas.

    stale  whether the panels beside the canvas show something older than it
    """
    view = view_of(t, training_run().have)
    view["stale"], view["arrived"] = stale, arrivals()
    live_plot.document_canvas(view, key=KEY, reset_target=partial(session.reset_target, "training"), on_event=_take)


def taken(t: Language) -> Taken:
    """Return what can be taken of the page as a picture and a film; its epochs are in the browser."""
    return Taken(KEY, lambda theme: view_of(t, len(training_run().frames), theme), moves=True)


def _take(event: Event) -> None:
    match event["kind"]:
        case "more":
            _go_on(event)
        case "restart":
            begin_again()
        case "seen":
            _seen(event)
        case "build":
            session.attempt(lambda document: edits.put_training(document, _built(document.training, event)))
        case "point":
            _point(float(event["x"]), float(event["y"]))


def _built(training: Training, event: Event) -> Training:
    """Return the training with the network that was built in the picture. Raises Refusal where it cannot be that."""
    match event["part"]:
        case "neurons":
            layer = int(event["layer"] or 0)
            size = training.hidden[layer - 1] if 1 <= layer <= len(training.hidden) else 0
            return with_hidden_size(training, layer, size + int(event["count"]))
        case "layers":
            return with_hidden_layers(training, len(training.hidden) + int(event["count"]))
        case _:
            return with_input_switched(training, event["field"], bool(event["value"]))


def _go_on(event: Event) -> None:
    """Learn on from where the browser is; what it has not, it is sent."""
    now = training_run()
    now.have = int(event["have"]) if event["run"] == run_number(now.training) else 0
    if "frame" in event:
        _seen(event)
    match event["steps"]:
        case "batch":
            now.batch()
        case "many":
            until = event.get("until")
            now.epochs(None, until if isinstance(until, int | float) else math.inf)
        case int(count) if count > 0:
            now.epochs(count)


def _seen(event: Event) -> None:
    """Where the scrubber is."""
    now = training_run()
    if event["run"] == run_number(now.training):
        now.seen = int(event["frame"])


def _point(x: float, y: float) -> None:
    """Add a point that the visitor has put there by a click, of the class that is chosen."""
    training = session.document().training
    if training.dataset == OWN and training.own_classes and training.dimension == 2:
        kind = chosen_class(len(training.own_classes))
        session.attempt(lambda document: edits.put_training(document, with_point(document.training, x, y, kind)))
