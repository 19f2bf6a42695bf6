"""What happened, over time: membrane potential, currents, spikes, and for Hodgkin-Huxley gates and ion currents.

Rows under one time axis. The browser's clock draws the cursor across all of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuroviz.lab.comparison.run import Comparison
from neuroviz.viz.neuron.sampling import sampled_instants, thinned
from neuroviz.viz.palette import Palette
from neuroviz.viz.style import axis, decimals, still

POINTS = 700
"""Of each line, at most."""

SPIKE_TOP_MV = 20.0
"""How high a spike is drawn where the model has only its time."""

MOST_TICKS = 400
"""Presynaptic spikes drawn in a row of the raster. Of more, every second or third: they are one dark band by then."""

MOST_ROWS_NAMED = 8

_ROW_PX = {"v": 170, "current": 110, "raster": 96, "gates": 110, "ionic": 120}
_DECIMALS = {"v": 2, "current": 3, "gates": 3, "ionic": 1}
_GAP_PX, _TOP_PX, _BOTTOM_PX = 26, 22, 38

Trace = dict[str, Any]


@dataclass(frozen=True)
class TimeFigure:
    """The spec; which trace is which line, name -> index; and the instants in ms that all lines share: those traces
    have no x of their own, the browser fills it in."""

    spec: dict[str, Any]
    lines: dict[str, int]
    time: list[float]

    def whole(self) -> dict[str, Any]:
        """Return the spec with every x in its place, as Plotly wants it."""
        lines = set(self.lines.values())
        data = [{**trace, "x": self.time} if i in lines else trace for i, trace in enumerate(self.spec["data"])]
        return {**self.spec, "data": data}


def time_figure(run: Comparison, names: Sequence[str], words: Mapping[str, str], palette: Palette) -> TimeFigure:
    """Return the rows that the model has.

    names  one an input; words: "time", "v", "current", "raster", "gates", "ionic", "excitatory", "inhibitory",
    "electrode", "threshold", "spikes", "m", "h", "n", "na", "k", "leak"
    """
    result = run.result
    detailed = bool(result.gates)
    rows = ["v", "current", "raster", *(["gates", "ionic"] if detailed else [])]
    height = sum(_ROW_PX[row] + _GAP_PX for row in rows) - _GAP_PX + _TOP_PX + _BOTTOM_PX
    lines: dict[str, np.ndarray] = {
        "v": result.v_mv, **run.lines, **result.gates, **result.ionic,
    }
    at = sampled_instants([line for line in lines.values() if np.isfinite(line).all()] or [result.v_mv], POINTS)
    styles: dict[str, tuple[str, str, str, float]] = {
        "v": ("v", palette.ink, "solid", 2.0),
        "excitatory": ("current", palette.positive, "solid", 2.0),
        "inhibitory": ("current", palette.negative, "5px,4px", 2.0),
        "electrode": ("current", palette.muted, "solid", 1.5),
        # Unseen: the clock reads them for the equations.
        **dict.fromkeys(("input", "z", "a"), ("current", palette.muted, "solid", 0.0)),
        "m": ("gates", palette.series[1], "solid", 2.0), "h": ("gates", palette.series[2], "5px,4px", 2.0),
        "n": ("gates", palette.series[3], "dot", 2.5),
        "na": ("ionic", palette.series[1], "solid", 2.0), "k": ("ionic", palette.series[3], "dot", 2.5),
        "leak": ("ionic", palette.muted, "solid", 1.5),
    }
    data: list[Trace] = []
    index: dict[str, int] = {}
    for name, values in lines.items():
        row, color, dash, width = styles[name]
        index[name] = len(data)
        data.append({
            "type": "scatter", "mode": "lines", "x": [], "y": decimals(values[at], _DECIMALS[row]),
            "yaxis": _axis_name(rows.index(row)), "hoverinfo": "none",
            "line": {"color": color, "width": width, "dash": dash, "simplify": False},
        })
    data += _raster(run, _axis_name(rows.index("raster")), palette)
    data.append(_threshold(run, palette))
    data.append(_spike_marks(run, palette))
    spec = {"data": data, "layout": _layout(run, rows, height, names, words, palette)}
    return TimeFigure(spec, index, result.time_ms[at].round(3).tolist())


def _raster(run: Comparison, axis: str, palette: Palette) -> list[Trace]:
    """Return a row of ticks an input, the neuron's own spikes at the bottom."""
    traces: list[Trace] = []
    for negative in (False, True):
        x: list[float | None] = []
        y: list[float | None] = []
        for i, (train, w) in enumerate(zip(run.trains, run.neuron.weights, strict=True)):
            if (w < 0) == negative:
                for t in thinned(train, MOST_TICKS).round(2).tolist():
                    x += [t, t, None]
                    y += [-i - 0.36, -i + 0.36, None]
        traces.append(_ticks(x, y, axis, palette.negative if negative else palette.positive, 1.2))
    x, y = [], []
    low, high = _own_row(len(run.trains))
    for t in thinned(run.result.spikes_ms, 4 * MOST_TICKS).round(3).tolist():
        x += [t, t, None]
        y += [low, high, None]
    traces.append(_ticks(x, y, axis, palette.ink, 2.5))
    return traces


def _own_row(inputs: int) -> tuple[float, float]:
    """Where the neuron's own spikes stand in the raster: under the inputs, and never too low to be seen."""
    high = -inputs + 0.4
    return high - max(0.9, 0.12 * inputs), high


def _ticks(x: list[float | None], y: list[float | None], axis: str, color: str, width: float) -> Trace:
    # One unseen piece rather than none: Plotly places a trace that begins empty wrongly.
    return {
        "type": "scatter", "mode": "lines", "x": x or [0, None], "y": y or [0, None], "yaxis": axis,
        "hoverinfo": "none", "showlegend": False, "line": {"color": color, "width": width, "simplify": False},
    }


def _threshold(run: Comparison, palette: Palette) -> Trace:
    """Where an integrate-and-fire neuron's spike is said to be; its reset is drawn, its shape is not in the model."""
    level = run.model.threshold_mv(run.neuron)
    return {
        "type": "scatter", "mode": "lines", "x": [0, run.neuron.duration_ms], "y": [level, level], "yaxis": "y",
        "hoverinfo": "none", "visible": level is not None,
        "line": {"color": palette.muted, "width": 1.5, "dash": "dot", "simplify": False},
    }


def _spike_marks(run: Comparison, palette: Palette) -> Trace:
    """Where the model leaves the spike out, a line up to where it would reach: drawn, and said to be drawn."""
    level = run.model.threshold_mv(run.neuron)
    x: list[float | None] = []
    y: list[float | None] = []
    if level is not None:
        for t in thinned(run.result.spikes_ms, 4 * MOST_TICKS).round(3).tolist():
            x += [t, t, None]
            y += [level, SPIKE_TOP_MV, None]
    return _ticks(x, y, "y", palette.muted, 1.5)


def _layout(
    run: Comparison, rows: Sequence[str], height: int, names: Sequence[str], words: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    inner = height - _TOP_PX - _BOTTOM_PX
    layout: dict[str, Any] = {
        "height": height, "margin": {"l": 58, "r": 8, "t": _TOP_PX, "b": _BOTTOM_PX}, **still(palette.muted, 12),
        "annotations": [],
        "xaxis": axis(
            palette, range=[0, run.neuron.duration_ms], zeroline=False, anchor=_axis_name(len(rows) - 1),
            title={"text": words["time"], "standoff": 4},
        ),
    }
    top = 1.0
    for i, row in enumerate(rows):
        share = _ROW_PX[row] / inner
        upright = axis(
            palette, 11, domain=[max(0.0, top - share), top], anchor="x", zeroline=row in {"current", "ionic"},
            zerolinecolor=palette.muted, nticks=5,
        )
        if row in {"v", "current", "ionic"}:
            upright["range"] = _range(row, run)
        if row == "gates":
            upright |= {"range": [-0.03, 1.03], "tickvals": [0, 0.5, 1]}
        if row == "raster":
            count = len(names)
            shown = list(range(count)) if count <= MOST_ROWS_NAMED else [0]
            low, high = _own_row(count)
            upright |= {
                "range": [low - 0.3, 0.7], "showgrid": False, "zeroline": False,
                "tickvals": [0.5 * (low + high), *(-j for j in shown)],
                "ticktext": [words["spikes"], *(names[j] for j in shown)],
            }
        layout[_layout_name(i)] = upright
        layout["annotations"].append({
            "text": _title(row, run, words, palette), "x": 0, "xref": "paper", "y": top, "yref": "paper",
            "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": palette.ink},
        })
        top -= share + _GAP_PX / inner
    return layout


def _title(row: str, run: Comparison, words: Mapping[str, str], palette: Palette) -> str:
    """Return the row's name and unit, and its lines' names in their colours, which serve as the legend."""
    def said(name: str, color: str, mark: str) -> str:
        return f'<span style="color:{color}">{mark} {words[name]}</span>'

    legend = {
        "current": [said("excitatory", palette.positive, "━"), said("inhibitory", palette.negative, "╍"),
                    said("steady", palette.muted, "─")],
        "gates": [said("m", palette.series[1], "━"), said("h", palette.series[2], "╍"),
                  said("n", palette.series[3], "┈")],
        "ionic": [said("na", palette.series[1], "━"), said("k", palette.series[3], "┈"),
                  said("leak", palette.muted, "─")],
    }
    if run.model.threshold_mv(run.neuron) is not None:
        legend["v"] = [said("threshold", palette.muted, "┈"), said("spike_drawn", palette.muted, "┃")]
    unit = {"v": "mV", "current": run.model.current_unit, "ionic": run.model.current_unit}.get(row, "")
    name = f"<b>{words[f'row_{row}']}</b>" + (f" ({unit})" if unit else "")
    return "   ".join([name, *legend.get(row, [])])


def _range(row: str, run: Comparison) -> list[float]:
    """Return the row's heights in round numbers: a small change of the lines leaves the axis as it is."""
    lines = {
        "v": [run.result.v_mv], "current": [run.lines[name] for name in ("excitatory", "inhibitory", "electrode")],
        "ionic": list(run.result.ionic.values()),
    }[row]
    values = np.concatenate([line[np.isfinite(line)] for line in lines])
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    if row == "v":
        spike = SPIKE_TOP_MV if run.model.threshold_mv(run.neuron) is not None else -40.0
        return [10.0 * math.floor(min(low, -70.0) / 10.0) - 4.0, 10.0 * math.ceil(max(high, spike) / 10.0) + 4.0]
    reach = max(high, -low)
    if reach < 1e-3:
        return [-0.001, 0.001]
    top, bottom = _round_above(high, reach), _round_above(-low, reach)
    return [-bottom - 0.04 * (top + bottom), top + 0.04 * (top + bottom)]


def _round_above(size: float, reach: float) -> float:
    """1, 2 or 5 times a power of ten, not below `size`; at least a tenth of the row's whole `reach`, and 0 for none."""
    if size <= 0.0:
        return 0.0
    size = max(size, 0.1 * reach)
    power = 10.0 ** math.floor(math.log10(size))
    return float(next((k * power for k in (1.0, 2.0, 5.0) if k * power >= size), 10.0 * power))


def _axis_name(row: int) -> str:
    return "y" if row == 0 else f"y{row + 1}"


def _layout_name(row: int) -> str:
    return "yaxis" if row == 0 else f"yaxis{row + 1}"

