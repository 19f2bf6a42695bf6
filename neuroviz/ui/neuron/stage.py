"""The two neurons and the rows over time on the live canvas, and what the visitor did there back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from neuroviz.document import codec, edits
from neuroviz.document.neuron import Neuron
from neuroviz.i18n import Language
from neuroviz.pair.experiments import EXPERIMENTS
from neuroviz.pair.run import Run
from neuroviz.ui import live_plot, session
from neuroviz.viz.pair_view import pair_view
from neuroviz.viz.palette import PALETTES

KEY = "pair.stage"


def view_of(now: Run, t: Language) -> dict[str, Any]:
    """The canvas's view of a run, in the visitor's language and theme."""
    words = {**t.under("pair.figure"), **{f"activation_{name}": word for name, word in t.under("activation").items()}}
    return pair_view(now, words, PALETTES[session.theme()])


def stage(now: Run, t: Language) -> None:
    history = session.history()
    view = {
        **view_of(now, t),
        "history": {
            "undo": bool(history.past), "redo": bool(history.future), "reset": now.neuron != _beginning(now.neuron),
        },
        "keep": {
            "session": session.nonce(), "fresh": session.is_fresh(), "link": session.link(),
            "document": codec.to_json(session.document()),
        },
    }
    live_plot.live_plot(view, key=KEY, on_event=_take)


def _beginning(neuron: Neuron) -> Neuron:
    """What "reset" goes back to: the experiment as it begins, or the neuron that was opened last."""
    if neuron.experiment in EXPERIMENTS:
        return EXPERIMENTS[neuron.experiment].start
    return replace(session.start().neuron, experiment="")


def _take(event: dict[str, Any]) -> None:
    match event["kind"]:
        case "undo":
            session.undo()
        case "redo":
            session.redo()
        case "reset":
            session.attempt(edits.put_neuron, _beginning(session.document().neuron))
        case "leave":
            session.set_presenting(False)
        case "restore":
            session.restore(str(event["document"]))
