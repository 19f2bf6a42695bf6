"""Experiments: choose one, read what to do, see when it is done, and why."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from neuroviz.document import edits
from neuroviz.i18n import Language
from neuroviz.lab.comparison.experiments import EXPERIMENTS, MOST_TRIALS, Attempt
from neuroviz.lab.comparison.run import Comparison, run
from neuroviz.ui.common import session, shell
from neuroviz.viz.numbers import MINUS

_TRIALS = "neuron.trials"
_DONE = "neuron.done"
_STYLE = (Path(__file__).parent / "experiment.css").read_text("utf-8")


def panel(now: Comparison, t: Language) -> None:
    """Show the box of the experiment that is open. In one container: what stands below keeps its place, and so
    its node in the browser, when the box comes or goes."""
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
    return f"✓ {title}" if name in session.value(_DONE, frozenset()) else title


def _box(name: str, now: Comparison, t: Language) -> None:
    experiment = EXPERIMENTS[name]
    progress = experiment.check(_trials(name, now))
    done: frozenset[str] = session.value(_DONE, frozenset())
    if progress.done and name not in done:
        done = done | {name}
        session.keep(_DONE, done)
    figures = {key: _figure(value) for key, value in progress.figures.items()}
    with st.container(border=True, key="neuron_experiment"):
        st.html(f"<style>{_STYLE}</style>")
        said, state = st.columns([1.4, 1], gap="medium")
        # Why, in the place of the task, which has the height for it: what stands below keeps its place.
        said.markdown(t(f"neuron.experiment.{name}.why") if progress.done else
                      f"**{t(f'neuron.experiment.{name}.title')}**\n\n{t(f'neuron.experiment.{name}.task')}")
        with state:
            if progress.done:
                st.success(t(f"neuron.experiment.{name}.done", **figures), icon=":material/check_circle:")
            elif strange := experiment.strange(now.neuron):
                names = dict.fromkeys(_field_name(field, t) for field in strange)
                st.info(t("neuron.experiments.other", names=" · ".join(names)),
                        icon=":material/block:")
            else:
                st.info(t(f"neuron.experiment.{name}.{progress.stage}", **figures), icon=":material/science:")
            _count(name, done, t, following=progress.done)


def _count(name: str, done: frozenset[str], t: Language, *, following: bool) -> None:
    """How many are done, and, where this one is, the way to the next."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        count = t("neuron.experiments.count", done=len(done & set(EXPERIMENTS)), all=len(EXPERIMENTS))
        st.caption(count, width="content")
        coming = following_of(name, done)
        if following and coming and not session.presenting():
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


def _field_name(field: str, t: Language) -> str:
    """Return what the page calls a field of the neuron, without what its name explains in brackets."""
    own = {"inputs": "neuron.numbers", "weights": "neuron.numbers", "bias": "neuron.figure.edit_bias"}
    return re.split(r"[(（]", t(own.get(field, f"neuron.field.{field}")))[0].strip()


def _trials(name: str, now: Comparison) -> tuple[Attempt, ...]:
    """All runs since the experiment began, the present one last.

    The first is always the experiment's own beginning: a link, or a reload, may open it in the middle.
    """
    began: tuple[str, tuple[Attempt, ...]] = session.value(_TRIALS, ("", ()))
    trials = began[1] if began[0] == name else (Attempt.of(run(EXPERIMENTS[name].start)),)
    if trials[-1].neuron != now.neuron:
        trials = (*trials, Attempt.of(now))[-MOST_TRIALS:]
    if began != (name, trials):
        session.keep(_TRIALS, (name, trials))
    return trials


def _open(name: str) -> None:
    session.forget(_TRIALS)
    start = EXPERIMENTS[name].start if name else replace(session.document().neuron, experiment="")
    session.attempt(edits.put_neuron, start)
    if name:
        # Where the widgets are that its task speaks of.
        session.keep("neuron.panel", EXPERIMENTS[name].panel)
