"""How a synapse changes, in four small pictures: the window of STDP with a pair of spikes, the weight through many
such pairs, Hebb's rule beside Oja's, and the lottery of release.

The window's axis is t_post - t_pre. So the sender's spike always stands at 0 above it, and the receiver's stands right
above the point of the curve that it stands for: to drag the one is to drag the other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuroviz.bio.plasticity import TimingRule, WeightHistory, hebb, learn_from_spikes, oja, pairings
from neuroviz.bio.release import ReleaseSites
from neuroviz.bio.simulation import Array
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.palette import Palette, rim
from neuroviz.viz.style import significant, still, zero_axis

RULE = TimingRule()
"""Song, Miller and Abbott's."""

LAG_MS = 80.0
"""The window is drawn, and a lag can be chosen, up to here on either side."""

PAIRS, RATE_HZ, START = 60, 10.0, 0.5
"""The classical experiment: so many pairs, so many a second, and the weight before them."""

LEARNING_RATE, STEPS = 0.1, 60
"""Of Hebb's rule and Oja's."""

_FIRST_WEIGHTS = (0.1, 0.05)
_MAX_TICKS = 11


@dataclass(frozen=True, eq=False)
class Growth:
    """|w| before each step and after the last, shape (STEPS + 1,)."""

    hebb: Array
    oja: Array


def change(lag_ms: float) -> float:
    """Return what one pair adds to w."""
    return float(RULE.window(lag_ms))


def paired(lag_ms: float) -> WeightHistory:
    """Return the weight through PAIRS pairs at RATE_HZ."""
    return learn_from_spikes(*pairings(PAIRS, RATE_HZ, lag_ms), START, RULE)


def growth() -> Growth:
    """Return the growth of one linear neuron with two inputs that mostly agree, under either rule; always the same."""
    inputs = np.random.default_rng(1).multivariate_normal([0.0, 0.0], [[1.0, 0.8], [0.8, 1.0]], size=200)
    norms = []
    for rule in (hebb, oja):
        w = np.array(_FIRST_WEIGHTS)
        lengths = [float(np.linalg.norm(w))]
        for _ in range(STEPS):
            w = rule(w, inputs, LEARNING_RATE)
            lengths.append(float(np.linalg.norm(w)))
        norms.append(np.array(lengths))
    return Growth(*norms)


def signed(value: float, digits: int = 4) -> str:
    """Return a change, with its sign: +0.0030, −0.0032."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0.0 else text.replace("-", MINUS)


# --- the window ----------------------------------------------------------------------------------

def window_figure(lag_ms: float, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """Return a plain Plotly spec.

    words  "lag", "change", "pre", "post", "before", "after", "point" (with {dw})
    """
    low = np.linspace(-LAG_MS, -1e-9, 81)
    high = np.linspace(1e-9, LAG_MS, 81)
    dw = change(lag_ms)
    sign = -1.0 if dw < 0.0 else 1.0
    data: list[dict[str, Any]] = [
        _line(low, RULE.window(low), palette.negative, "dash"),
        _line(high, RULE.window(high), palette.positive, "solid"),
        {"type": "scatter", "mode": "lines", "x": [lag_ms, lag_ms], "y": [0.0, dw], "hoverinfo": "none",
         "line": {"color": palette.ink, "width": 1.5, "dash": "dot"}},
        {"type": "scatter", "mode": "markers", "x": [lag_ms], "y": [dw], "hoverinfo": "none",
         "marker": {"size": 16, "color": palette.positive if dw > 0 else palette.negative if dw < 0 else palette.zero,
                    "symbol": "circle" if dw > 0 else "diamond" if dw < 0 else "circle-open", "opacity": 1,
                    "line": {"width": 2, "color": palette.paper if dw else palette.ink}}},
        _spike(0.0, 1.0, palette.muted), _spike(lag_ms, 0.0, palette.ink),
    ]
    top = 0.0072
    layout = _frame(320, palette) | {
        "margin": {"l": 80, "r": 12, "t": 8, "b": 44},
        "xaxis": zero_axis(palette) | {"range": [-LAG_MS, LAG_MS], "dtick": 20, "anchor": "y",
                                   "title": _title(words["lag"])},
        "yaxis": zero_axis(palette) | {"range": [-top, top], "domain": [0.0, 0.72], "dtick": 0.002, "tickformat": ".3f",
                                   "title": _title(words["change"])},
        "yaxis2": {"range": [-0.15, 2.1], "domain": [0.76, 1.0], "fixedrange": True, "showgrid": False,
                   "zeroline": False, "tickvals": [1.35, 0.35], "ticktext": [words["pre"], words["post"]],
                   "tickfont": {"size": 12, "color": palette.ink}},
        "annotations": [
            {"x": x, "y": 0.0, "text": words[name], "showarrow": False, "xanchor": "center", "yanchor": side,
             "font": {"size": 12, "color": palette.muted}}
            for x, name, side in ((-LAG_MS / 2, "after", "bottom"), (LAG_MS / 2, "before", "top"))
        ] + [
            # In the corner that the curve leaves free, so that it stays while the point is dragged.
            {"x": math.copysign(0.97 * LAG_MS, sign), "y": math.copysign(0.95 * top, sign), "showarrow": False,
             "xanchor": "right" if sign > 0 else "left", "yanchor": "top" if sign > 0 else "bottom",
             "text": words["point"].format(dw=signed(dw)), "font": {"size": 15, "color": palette.ink}},
        ],
    }
    return {"data": data, "layout": layout}


def _spike(x: float, row: float, colour: str) -> dict[str, Any]:
    """Return a spike over a quiet line, in one of the two rows above the window."""
    base = row + 0.05
    return {
        "type": "scatter", "mode": "lines", "xaxis": "x", "yaxis": "y2", "hoverinfo": "none",
        "x": [-LAG_MS, x - 1.2, x, x + 1.2, LAG_MS], "y": [base, base, base + 0.8, base, base],
        "line": {"color": colour, "width": 2, "simplify": False},
    }


# --- many pairs ----------------------------------------------------------------------------------

def history_figure(history: WeightHistory, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """Return the weight over time.

    words  "time", "weight", "final" (with {w})
    """
    seconds = history.times_ms / 1000.0
    up = history.final >= START
    end = PAIRS / RATE_HZ
    data: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": [0.0, end], "y": [START, START], "hoverinfo": "none",
         "line": {"color": palette.muted, "width": 1.5, "dash": "dot"}},
        {"type": "scatter", "mode": "lines", "x": np.round(seconds, 4).tolist(), "y": history.weights.tolist(),
         "hoverinfo": "none", "line": {"color": palette.positive if up else palette.negative, "width": 3,
                                       "shape": "hv", "dash": "solid" if up else "dash", "simplify": False}},
        {"type": "scatter", "mode": "markers+text", "x": [float(seconds[-1])], "y": [history.final],
         "hoverinfo": "none", "cliponaxis": False, "text": [words["final"].format(w=f"{history.final:.4f}")],
         "textposition": "top left" if up else "bottom left",
         "textfont": {"size": 13, "color": palette.ink, "shadow": rim(palette)},
         "marker": {"size": 10, "color": palette.ink, "opacity": 1}},
    ]
    layout = _frame(230, palette) | {
        "margin": {"l": 46, "r": 14, "t": 8, "b": 40},
        "xaxis": zero_axis(palette) | {"range": [0.0, end + 0.1], "dtick": 1, "zeroline": False,
                                   "title": _title(words["time"])},
        "yaxis": zero_axis(palette) | {"range": [0.0, RULE.w_max], "dtick": 0.25,
                                   "title": _title(words["weight"])},
    }
    return {"data": data, "layout": layout}


# --- Hebb and Oja --------------------------------------------------------------------------------

def growth_figure(grown: Growth, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """Return both lengths on an axis of powers of ten.

    words  "steps", "norm", "hebb", "oja" (each with {w})
    """
    steps = list(range(STEPS + 1))
    data: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": steps, "y": lengths.tolist(), "hoverinfo": "none",
         "line": {"color": colour, "width": 3, "dash": dash, "simplify": False}}
        for lengths, colour, dash in ((grown.hebb, palette.negative, "dash"), (grown.oja, palette.positive, "solid"))
    ]
    said = [  # beside the steep line, and over the end of the flat one
        (round(0.62 * STEPS), grown.hebb, words["hebb"], palette.negative, f"{grown.hebb[-1]:.0f}"),
        (STEPS, grown.oja, words["oja"], palette.positive, f"{grown.oja[-1]:.4f}"),
    ]
    layout = _frame(250, palette) | {
        "margin": {"l": 52, "r": 12, "t": 8, "b": 40},
        "xaxis": zero_axis(palette) | {"range": [0, STEPS], "dtick": 10, "zeroline": False,
                                   "title": _title(words["steps"])},
        "yaxis": zero_axis(palette) | {"type": "log", "range": [-1.3, 3.2], "dtick": 1, "exponentformat": "none",
                                   "title": _title(words["norm"])},
        "annotations": [
            {"x": x, "y": float(np.log10(lengths[x])), "xanchor": "right", "yanchor": "bottom", "yshift": 5,
             "showarrow": False, "text": text.format(w=w), "font": {"size": 13, "color": colour}}
            for x, lengths, text, colour, w in said
        ],
    }
    return {"data": data, "layout": layout}


# --- release -------------------------------------------------------------------------------------

def release_figure(sites: ReleaseSites, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """P(k), k = 0 to n; the failures, k = 0, are hatched. words  "packets", "share", "failure" (with {percent})"""
    shares = 100.0 * sites.probabilities()
    k = list(range(sites.n + 1))
    data = [{
        "type": "bar", "x": k, "y": shares.tolist(), "hoverinfo": "none",
        "marker": {"color": [palette.negative, *[palette.positive] * sites.n],
                   "line": {"width": 1, "color": palette.paper},
                   "pattern": {"shape": ["/", *[""] * sites.n], "fgcolor": palette.paper, "size": 6}},
    }]
    top = max(10.0, 1.3 * float(shares.max()))
    layout = _frame(250, palette) | {
        "margin": {"l": 46, "r": 12, "t": 8, "b": 40}, "bargap": 0.25,
        "xaxis": zero_axis(palette) | {"range": [-0.6, sites.n + 0.6], "zeroline": False, "showgrid": False,
                                   "dtick": 1 if sites.n < _MAX_TICKS else 2,
                                   "title": _title(words["packets"])},
        "yaxis": zero_axis(palette) | {"range": [0, top], "nticks": 6, "title": _title(words["share"])},
        "annotations": [{
            "x": 1.0, "y": 1.0, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top",
            "showarrow": False,
            "text": words["failure"].format(percent=f"{shares[0]:.1f}"),
            "font": {"size": 13, "color": palette.negative},
        }],
    }
    return {"data": data, "layout": layout}


# --- parts ---------------------------------------------------------------------------------------

def _line(x: Array, y: Array, colour: str, dash: str) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": np.round(x, 6).tolist(), "y": significant(y, 6),
            "hoverinfo": "none", "line": {"color": colour, "width": 3.5, "dash": dash, "simplify": False}}


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "standoff": 4, "font": {"size": 13}}


def _frame(height: int, palette: Palette) -> dict[str, Any]:
    return {"height": height, **still(palette.ink, 13)}
