"""The page of the two neurons: pictures and player on the left, what drives them on the right, and below them one of
four chapters. One module a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.lab.comparison.run import Comparison, run
from neuroviz.ui import live_plot
from neuroviz.ui.common import reload, session, shell, turns
from neuroviz.ui.pages.neuron import (
    axon,
    cell,
    correspondence,
    drive,
    electrode,
    experiment,
    plasticity,
    potentials,
    response,
    share,
)
from neuroviz.ui.pages.neuron.stage import stage

_PANELS = {
    "drive": drive.panel,
    "electrode": electrode.panel,
    "cell": cell.panel,
    "axon": axon.panel,
    "share": share.panel,
}
_CHAPTERS: dict[str, Callable[[Comparison, Language], None]] = {
    "response": response.panel,
    "potentials": lambda now, t: potentials.panel(t),
    "synapse": lambda now, t: plasticity.panel(t),
    "correspondence": lambda now, t: correspondence.panel(t),
}
_DRAWN = "neuron.drawn"


def neuron_page(t: Language) -> None:
    """Show the whole page below its head."""
    _desk(t)


@turns.fragment
def _desk(t: Language) -> None:
    """Everything that an edit may touch."""
    neuron = session.document().neuron
    now = run(neuron)
    # First what has been done, then the head that ticks it off.
    experiment.note(now)
    shell.rerun_if_head_changed(experiment.neuron_head(t))
    experiment.panel(now, t)
    session.keep(_DRAWN, (neuron, reload.beside()))
    if session.presenting():
        _canvas(t)
    else:
        graph, side = st.columns([2.3, 1], gap="medium")
        with graph:
            _canvas(t)
        with side:
            _panels(t)
        _chapters(now, t)
    live_plot.rerun_when_stale()


@turns.fragment
def _canvas(t: Language) -> None:
    """Show the canvas, a fragment of its own: what is changed by hand there is drawn before the rest, which follows."""
    neuron = session.document().neuron
    # What the browser gives back after a reload may be said beside the canvas alone: which experiments are done.
    stage(run(neuron), t, stale=(neuron, reload.beside()) != session.value(_DRAWN))


def _panels(t: Language) -> None:
    panel = _choice("panel", _PANELS, t)
    shell.show_notice(t)
    _PANELS[panel](t)


def _chapters(now: Comparison, t: Language) -> None:
    """One at a time: whatever is on the page takes part in every edit's way to the screen."""
    st.divider()
    _CHAPTERS[_choice("chapter", _CHAPTERS, t)](now, t)


def _choice(what: str, options: Iterable[str], t: Language) -> str:
    """Which of them is open."""
    names, key = list(options), f"neuron.{what}"
    chosen: str = session.value(key, names[0])
    st.segmented_control(
        t(f"neuron.{what}s"), default=chosen, label_visibility="collapsed", required=True, width="stretch",
        **session.bound(
            f"{key}s", chosen, partial(session.keep, key), names, lambda name: t(f"neuron.{what}.{name}"),
        ),
    )
    return chosen
