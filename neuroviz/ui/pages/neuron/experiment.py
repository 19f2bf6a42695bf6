"""Experiments: choose one, read what to do, see when it is done, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from neuroviz.document import edits
from neuroviz.i18n import Language
from neuroviz.lab.comparison.experiments import EXPERIMENTS, Attempt
from neuroviz.lab.comparison.record import Record
from neuroviz.lab.comparison.run import Comparison, run
from neuroviz.ui.common import session, shell
from neuroviz.ui.pages.neuron import predict, record
from neuroviz.ui.pages.neuron.trials import field_name, tried
from neuroviz.viz.numbers import MINUS

_STYLE = (Path(__file__).parent / "experiment.css").read_text("utf-8")


def note(now: Comparison) -> None:
    """Add the run to the record of the experiment that is open, and tick the experiment off where it is done."""
    name = now.neuron.experiment
    if name not in EXPERIMENTS:
        return
    here = _tried(name, now)
    if EXPERIMENTS[name].check(here.trials).done:
        here = replace(here, done=here.done | {name})
    if here != record.done_so_far():
        record.keep_record(here)


def panel(now: Comparison, t: Language) -> None:
    """Show the box of the experiment that is open, once the run is noted. In one container: what stands below keeps
    its place, and so its node in the browser, when the box comes or goes."""
    with st.container():
        name = now.neuron.experiment
        if name in EXPERIMENTS:
            _box(name, now, t)


def neuron_head(t: Language) -> shell.Head:
    """Return the experiments, and what the page is about."""
    name = session.document().neuron.experiment
    chooser = shell.Chooser(
        "neuron.experiment", t("neuron.experiment"), ["", *EXPERIMENTS], name if name in EXPERIMENTS else "",
        partial(_titled, t=t), _open,
    )
    return shell.Head(chooser=chooser, note=t("neuron.intro"))


def _titled(name: str, t: Language) -> str:
    """Return an experiment in the list, ticked where it is done."""
    if not name:
        return t("neuron.experiments.none")
    title = t(f"neuron.experiment.{name}.title")
    return f"✓ {title}" if name in record.done_so_far().done else title


def _box(name: str, now: Comparison, t: Language) -> None:
    experiment, here = EXPERIMENTS[name], record.done_so_far()
    progress = experiment.check(here.trials)
    figures = {key: _figure(value) for key, value in progress.figures.items()}
    with st.container(border=True, key="neuron_experiment"):
        st.html(f"<style>{_STYLE}</style>")
        said, state = st.columns([1.4, 1], gap="medium")
        # Why, in the place of the task, which has the height for it: what stands below keeps its place.
        said.markdown(_why(here, t) if progress.done else
                      f"**{t(f'neuron.experiment.{name}.title')}**\n\n{t(f'neuron.experiment.{name}.task')}")
        with state:
            if progress.done:
                st.success(t(f"neuron.experiment.{name}.done", **figures), icon=":material/check_circle:")
            elif strange := experiment.strange(now.neuron):
                names = dict.fromkeys(field_name(field, t) for field in strange)
                st.info(t("neuron.experiments.other", names=" · ".join(names)),
                        icon=":material/block:")
            else:
                st.info(t(f"neuron.experiment.{name}.{progress.stage}", **figures), icon=":material/science:")
            _below(here, t, following=progress.done)


def _why(here: Record, t: Language) -> str:
    """Return what was to be seen, after whether it is what the visitor expected."""
    why, verdict = t(f"neuron.experiment.{here.name}.why"), predict.came_true(here, t)
    return f"{predict.ICON} {verdict}  \n{why}" if verdict else why


def _below(here: Record, t: Language, *, following: bool) -> None:
    """How many are done, the question before this one is, what has been tried, and then the way to the next."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        count = t("neuron.experiments.count", done=len(here.done), all=len(EXPERIMENTS))
        st.caption(count, width="content")
        if session.presenting():
            return
        if not following:
            predict.ask_first(here, t, record.predict)
        tried(here, t)
        coming = following_of(here.name, here.done)
        if following and coming:
            st.button(t("neuron.experiments.next", title=t(f"neuron.experiment.{coming}.title")),
                      icon=":material/arrow_forward:", key="neuron.experiment.next", type="tertiary",
                      on_click=session.told(_open), args=(coming,))


def following_of(name: str, done: Collection[str]) -> str:
    """Return the next experiment that is not done yet, from the top again after the last; "" where all are."""
    names = list(EXPERIMENTS)
    at = names.index(name) + 1
    return next((each for each in (*names[at:], *names[:at]) if each != name and each not in done), "")


def _figure(value: float) -> str:
    return f"{value:.4g}".replace("-", MINUS)


def _tried(name: str, now: Comparison) -> Record:
    """Return what has been done, with all runs since the experiment began, the present one last.

    The first is always the experiment's own beginning: a link may open it in the middle.
    """
    here = record.done_so_far()
    if here.name != name or not here.trials:
        here = here.of(name).then(Attempt.of(run(EXPERIMENTS[name].start)))
    return here if here.trials[-1].neuron == now.neuron else here.then(Attempt.of(now))


def _open(name: str) -> None:
    record.keep_record(record.done_so_far().of(""))
    start = EXPERIMENTS[name].start if name else replace(session.document().neuron, experiment="")
    session.attempt(edits.put_neuron, start)
    if name:
        # Where the widgets are that its task speaks of.
        session.keep("neuron.panel", EXPERIMENTS[name].panel)
