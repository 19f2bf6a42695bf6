"""The three networks side by side, and the scrubber that moves all of them."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from neuroviz.document.overfitting import EVERY, NETWORKS, PATIENCE, Run, hidden, run_of
from neuroviz.i18n import Language
from neuroviz.ui import live_plot, session
from neuroviz.ui.overfitting import chosen
from neuroviz.viz.numbers import fixed
from neuroviz.viz.overfitting_figure import Scale, overfitting_figure, scale_of
from neuroviz.viz.palette import PALETTES

_SCRUBBER = "overfitting_scrubber"
_STICKY = (
    f"<style>:has(> .st-key-{_SCRUBBER}) {{ position: sticky; top: 3.6rem; z-index: 5; padding-bottom: 0.4rem; "
    f"background: light-dark({PALETTES['light'].paper}, {PALETTES['dark'].paper}); }}</style>"
)


@st.fragment
def stage(t: Language) -> None:
    """A fragment of its own: the scrubber reruns this alone, and picks rows from runs that are there already."""
    trial, base = chosen.trial(), chosen.base()
    with st.spinner(t("overfitting.training")):
        runs = [run_of(trial, network) for network in NETWORKS]
        bases = [run_of(base, network) if base is not None else None for network in NETWORKS]
    scale = scale_of([*runs, *(run for run in bases if run is not None)])
    epoch = chosen.epoch()
    _scrubber(runs[-1], epoch, trial.epochs, t)
    for column, network, run, other in zip(st.columns(3, gap="small"), NETWORKS, runs, bases, strict=True):
        with column:
            neurons = " + ".join(map(str, hidden(trial, network)))
            st.markdown(f"**{t(f'overfitting.network.{network}')}**")
            _picture(network, run, other, epoch, scale, t)
            st.caption(t("overfitting.size", neurons=neurons, parameters=run.parameters, points=len(run.data.train)))
            _numbers(run, other, epoch, t)
            _findings(run, epoch, t)
    st.caption(t("overfitting.legend"))


def _scrubber(large: Run, epoch: int, epochs: int, t: Language) -> None:
    # Where the three stand below each other, it stays in sight.
    st.html(_STICKY)
    st.container(key=_SCRUBBER).slider(
        t("overfitting.epoch"), 0, epochs, epoch, step=EVERY,
        **session.bound("overfitting.epoch.widget", epoch, chosen.set_epoch),
    )
    best = EVERY * round(large.best / EVERY)
    with st.container(horizontal=True, gap="small"):
        for name, target in (("start", 0), ("best", best), ("end", epochs)):
            st.button(
                t(f"overfitting.jump.{name}"), key=f"overfitting.jump.{name}", disabled=epoch == target,
                on_click=partial(chosen.set_epoch, target),
            )


def _picture(network: str, run: Run, base: Run | None, epoch: int, scale: Scale, t: Language) -> None:
    here = run.at(epoch)
    live_plot.live_plot(
        {
            "spec": overfitting_figure(
                run, base, epoch, scale, t.under("overfitting.figure"), PALETTES[session.theme()]
            ),
            "label": t(
                "overfitting.figure_label", network=t(f"overfitting.network.{network}"), epoch=here,
                train=fixed(float(run.history.train_loss[here])), test=fixed(float(run.history.test_loss[here])),
                gap=fixed(run.gap(here)),
            ),
        },
        key=f"overfitting.{network}",
    )


def _numbers(run: Run, base: Run | None, epoch: int, t: Language) -> None:
    """Loss and metric of both parts at the epoch looked at, and those of the run this one is held against."""
    metric = t("overfitting.accuracy") if run.learning.classes else "R²"
    lines = [f"| | {t('overfitting.train')} | {t('overfitting.test')} | {t('overfitting.gap')} |", "|:--|--:|--:|--:|"]
    rows = [run] if base is None else [run, base]

    def name(of: Run, what: str) -> str:
        return what if of is run else t("overfitting.compared", name=what)

    for of in rows:
        here, now = of.at(epoch), of.history
        lines.append(
            f"| {name(of, t('overfitting.loss'))} | {fixed(float(now.train_loss[here]))} | "
            f"{fixed(float(now.test_loss[here]))} | **{fixed(of.gap(here))}** |"
        )
    for of in rows:
        here, now = of.at(epoch), of.history
        train, test = (say_metric(of.learning.classes, float(m[here])) for m in (now.train_metric, now.test_metric))
        lines.append(f"| {name(of, metric)} | {train} | {test} | |")
    st.markdown("\n".join(lines))


def _findings(run: Run, epoch: int, t: Language) -> None:
    """Where the test loss was smallest, and what early stopping does or would have done."""
    if run.broke is not None:
        st.error(t("overfitting.broke", epoch=run.broke), icon=":material/error:")
        return
    smallest = fixed(float(run.history.test_loss[run.best]))
    said = [t("overfitting.best", epoch=run.best, loss=smallest)]
    patience, stop = run.learning.patience or PATIENCE, run.stop.epoch
    if stop is None:
        said.append(t("overfitting.stop.never", patience=patience))
    elif run.stopped:
        said.append(t("overfitting.stop.did", stop=stop, best=run.stop.best_epoch))
        if epoch > stop:
            said.append(t("overfitting.stop.shown", best=run.stop.best_epoch))
    else:
        said.append(t(
            "overfitting.stop.would", patience=patience, stop=stop, best=run.stop.best_epoch,
            loss=fixed(float(run.history.test_loss[run.stop.best_epoch])),
            final=fixed(float(run.history.test_loss[run.end])),
        ))
    st.markdown("\n\n".join(said))


def say_metric(classes: int, value: float) -> str:
    """Accuracy in percent, R² as a number."""
    if not math.isfinite(value):
        return "–"
    return f"{100 * value:.1f}\u00a0%" if classes else fixed(value)
