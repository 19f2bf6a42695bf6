"""The two neurons and the rows over time on the live canvas, and what the visitor did there back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from neuroviz.document import Document, Refusal, edits
from neuroviz.document.numbers import parse_number
from neuroviz.i18n import Language
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.run import Comparison
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.shell import say_plainly
from neuroviz.ui.common.taking import Taken
from neuroviz.ui.live_plot.protocol import Event, NeuronView
from neuroviz.viz.neuron.comparison_view import comparison_view
from neuroviz.viz.palette import PALETTES

KEY = "neuron.stage"
_WRONG = "neuron.wrong"


def view_of(now: Comparison, t: Language, theme: session.Theme | None = None) -> NeuronView:
    """Return the canvas's view of a run, in the visitor's language and in a theme."""
    words = {**t.under("neuron.figure"), **{f"activation_{name}": word for name, word in t.under("activation").items()}}
    return cast(NeuronView, comparison_view(now, words, PALETTES[theme or session.theme()]))


def stage(now: Comparison, t: Language, *, stale: bool) -> None:
    """Show the run, and take edits from the canvas.

    stale  whether the panels beside the canvas show something older than it
    """
    view = view_of(now, t)
    view["stale"], view["wrong"] = stale, session.value(_WRONG)
    live_plot.document_canvas(view, key=KEY, reset_target=_reset_target, on_event=partial(_take, t))


def taken(now: Comparison, t: Language) -> Taken:
    """Return what can be taken of a run as a picture and a film."""
    return Taken(KEY, lambda theme: view_of(now, t, theme), moves=True)


def _reset_target() -> Document:
    """Return what "reset" makes of the document: the experiment as it begins, or the neuron that was opened last."""
    name = session.document().neuron.experiment
    start = EXPERIMENTS[name].start if name in EXPERIMENTS else replace(session.start().neuron, experiment="")
    return edits.put_neuron(session.document(), start)


def _take(t: Language, event: Event) -> None:
    """Carry out what the visitor did on the canvas."""
    session.forget(_WRONG)
    match event["kind"]:
        case "value":
            session.attempt(_with_number, event, float(event["value"]), gesture=str(event["gesture"]))
        case "typed":
            text = str(event["text"])
            try:
                session.commit(_with_number(session.document(), event, parse_number(text)))
            except Refusal as refusal:
                name = f"{event['part']}{event['index']}"
                session.keep(_WRONG, {"name": name, "text": text, "message": say_plainly(refusal, t)})


def _with_number(document: Document, event: Event, value: float) -> Document:
    """`document` with the part that `event` speaks of at `value`. Raises Refusal where it cannot be that."""
    if event["part"] == "bias":
        return edits.set_neuron(document, bias=value)
    return edits.set_neuron_cells(document, [(int(event["index"]), 0 if event["part"] == "input" else 1, value)])
