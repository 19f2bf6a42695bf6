"""How a synapse learns: a pair of spikes to drag along the window of STDP, Hebb beside Oja, and release by lot."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.bio.release import ReleaseSites
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, turns
from neuroviz.ui.live_plot.protocol import Event
from neuroviz.ui.pages.neuron.correspondence import SOURCES
from neuroviz.viz import numbers
from neuroviz.viz.neuron import plasticity_figure as figure
from neuroviz.viz.palette import PALETTES

_LAG, _SITES, _PROBABILITY = "neuron.synapse.lag", "neuron.synapse.sites", "neuron.synapse.probability"
FIRST_LAG_MS, FIRST_SITES, FIRST_PROBABILITY = 10.0, 5, 0.3
MOST_SITES = 20


@turns.fragment
def panel(t: Language) -> None:
    """Show the chapter about how a synapse learns."""
    lag = session.value(_LAG, FIRST_LAG_MS)
    st.subheader(t("neuron.synapse.heading"), anchor=False)
    st.markdown(t("neuron.synapse.intro"))
    window, pairs = st.columns([1.3, 1], gap="medium")
    with window:
        _window(lag, t)
    with pairs:
        _pairs(lag, t)
    rules, release = st.columns(2, gap="medium")
    with rules:
        _rules(t)
    with release:
        _release(t)
    with st.container(border=True):
        st.markdown(t("neuron.synapse.honest", url=SOURCES["lillicrap_2020"].url, third=SOURCES["fremaux_2016"].url))


# --- one pair, and many --------------------------------------------------------------------------

def _keep_lag(lag: float) -> None:
    """Kept to the drawn window, in tenths."""
    session.keep(_LAG, round(min(max(float(lag), -figure.LAG_MS), figure.LAG_MS), 1))


def _dragged(event: Event) -> None:
    if event["kind"] == "probe":
        _keep_lag(event["x"])


def _window(lag: float, t: Language) -> None:
    words = t.under("neuron.synapse.window")
    live_plot.live_plot(
        {
            "kind": "figure",
            "spec": figure.window_figure(lag, words, PALETTES[session.theme()]),
            "label": t("neuron.synapse.window_label", lag=numbers.short(lag), dw=figure.signed(figure.change(lag))),
            "probe": {
                "x": lag, "min": -figure.LAG_MS, "max": figure.LAG_MS, "step": 1.0, "name": t("neuron.synapse.probe"),
            },
        },
        key="neuron.synapse.window.canvas", on_event=_dragged,
    )
    st.slider(
        t("neuron.synapse.lag"), -figure.LAG_MS, figure.LAG_MS, lag, step=0.1, format="%.1f",
        **session.bound("neuron.synapse.lag.widget", lag, _keep_lag),
    )
    rule = figure.RULE
    st.caption(t("neuron.synapse.source", plus=rule.a_plus, minus=rule.a_minus, tau=numbers.short(rule.tau_plus_ms)))


def _pairs(lag: float, t: Language) -> None:
    history, dw = figure.paired(lag), figure.change(lag)
    start, final = f"{figure.START}", numbers.fixed(history.final)
    st.markdown(t("neuron.synapse.pairs", pairs=figure.PAIRS, rate=numbers.short(figure.RATE_HZ)))
    live_plot.live_plot(
        {
            "kind": "figure",
            "spec": figure.history_figure(history, t.under("neuron.synapse.history"), PALETTES[session.theme()]),
            "label": t("neuron.synapse.history_label", pairs=figure.PAIRS, start=start, final=final),
        },
        key="neuron.synapse.history.canvas",
    )
    st.markdown(t("neuron.synapse.pairs.result", dw=figure.signed(dw), pairs=figure.PAIRS, start=start, final=final))
    st.caption(t(
        "neuron.synapse.pairs.neighbours", pairs=figure.PAIRS, naive=numbers.fixed(figure.START + figure.PAIRS * dw),
        gap=numbers.short(1000.0 / figure.RATE_HZ - abs(lag)),
    ))


# --- Hebb, Oja, release --------------------------------------------------------------------------

def _rules(t: Language) -> None:
    grown = figure.growth()
    st.markdown(t("neuron.synapse.rules"))
    live_plot.live_plot(
        {
            "kind": "figure",
            "spec": figure.growth_figure(grown, t.under("neuron.synapse.growth"), PALETTES[session.theme()]),
            "label": t("neuron.synapse.growth_label", steps=figure.STEPS, hebb=f"{grown.hebb[-1]:.0f}",
                       oja=f"{grown.oja[-1]:.4f}"),
        },
        key="neuron.synapse.growth.canvas",
    )
    st.markdown(t("neuron.synapse.rules.hebb"))
    st.markdown(t("neuron.synapse.rules.oja"))


def _release(t: Language) -> None:
    sites = ReleaseSites(session.value(_SITES, FIRST_SITES), session.value(_PROBABILITY, FIRST_PROBABILITY))
    st.markdown(t("neuron.synapse.release"))
    live_plot.live_plot(
        {
            "kind": "figure",
            "spec": figure.release_figure(sites, t.under("neuron.synapse.bars"), PALETTES[session.theme()]),
            "label": t("neuron.synapse.release_label", n=sites.n, p=numbers.short(sites.p),
                       percent=f"{100.0 * sites.failure:.1f}"),
        },
        key="neuron.synapse.bars.canvas",
    )
    places, chance = st.columns(2, wrap=False)
    places.slider(
        t("neuron.synapse.release.sites"), 1, MOST_SITES, sites.n,
        **session.bound("neuron.synapse.sites.widget", sites.n, partial(session.keep, _SITES)),
    )
    chance.slider(
        t("neuron.synapse.release.probability"), 0.0, 1.0, sites.p, step=0.05,
        **session.bound("neuron.synapse.probability.widget", sites.p, partial(session.keep, _PROBABILITY)),
    )
    st.markdown(t("neuron.synapse.release.about"))
    st.markdown(t(
        "neuron.synapse.release.result", failure=numbers.fixed(sites.failure), mean=numbers.short(sites.mean),
    ))
