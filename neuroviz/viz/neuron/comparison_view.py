"""Everything the pair's canvas shows of a run: two pictures, the rows over time, and the clock that moves them."""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from neuroviz.bio.axon import HEAT_BLOCK_C
from neuroviz.document import limits
from neuroviz.lab.comparison.run import Comparison, fibre_rate_hz, steady_current, step_ms
from neuroviz.lab.comparison.shape import first_spike
from neuroviz.viz.neuron import comparison_figure
from neuroviz.viz.neuron.artificial_figure import artificial
from neuroviz.viz.neuron.biological_figure import biological, current_steps
from neuroviz.viz.neuron.sampling import thinned
from neuroviz.viz.neuron.time_figure import time_figure
from neuroviz.viz.numbers import compact, short
from neuroviz.viz.palette import SPIKE, Palette
from neuroviz.viz.style import bracketed
from neuroviz.viz.text import escape_html

MOST_SENT = 400
"""Spikes of one train that the picture can show, and of each kind that are told. Of more, every second or third, so
that none of the time is left out."""

MOST_SPOKEN_TERMS = 6
"""Terms of the sum that are written out."""


def comparison_view(run: Comparison, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """Return the canvas's view of `run`; a plain value, ready for JSON.

    words  everything under "neuron.figure" of a catalogue
    """
    neuron = run.neuron
    names = [comparison_figure.default_name(i, own) for i, own in enumerate(neuron.names)]
    left = artificial(run, names, words, palette)
    right = biological(run, names, words, palette)
    below = time_figure(run, names, words, palette)
    letters = f"letters_{neuron.model}"
    return {
        "kind": "neuron",
        "left": {"spec": left.spec, "glows": left.glows, "pulses": left.pulses, "living": left.living,
                 "label": words["label_left"]},
        "right": {"spec": right.spec, "glows": right.glows, "pulses": right.pulses, "living": right.living,
                  "label": words["label_right"]},
        "below": {"spec": below.spec, "label": words["label_below"]},
        "clock": {
            "duration": neuron.duration_ms,
            "lines": below.lines,
            "time": below.time,
            "levels": _levels(run),
            "trains": [thinned(train, MOST_SENT).round(3).tolist() for train in run.trains],
            "currents": current_steps(run, below.time),
            # All of them: they are counted.
            "spikes": run.result.spikes_ms.round(3).tolist(),
            "travel": comparison_figure.TRAVEL_MS,
            "delay": round(run.delay_ms, 4) if math.isfinite(run.delay_ms) else None,
            **_events(run, names, words),
        },
        "formulas": {"left": _artificial_formula(run, words),
                     "right": [run.model.equation] if run.failed else
                     [run.model.equation, *run.model.numbers(neuron), words["so_far"].format(), *_shape(run, words)]},
        "legend": [words["colors"], *([words[letters]] if letters in words else [])],
        "parts": [
            {"name": f"{part.name}{part.index}", "left": part.left, "right": part.right,
             "words": _part_words(run, part, names, words), "edit": _edit(run, part, names, words)}
            for part in comparison_figure.parts(neuron)
            if part.name not in {"input", "weight"} or len(names) <= comparison_figure.MOST_NAMED
        ],
        "problem": _problem(run, words),
        "most": limits.MAX_NEURON_VALUE,
        "signal": zlib.crc32(repr(neuron).encode()),
        "colors": {"positive": palette.positive, "negative": palette.negative, "paper": palette.paper,
                   "select": palette.select, "ink": palette.ink, "muted": palette.muted, "spike": SPIKE,
                   "zero": palette.zero, "positive-soft": palette.positive_soft,
                   "negative-soft": palette.negative_soft},
    }


def _levels(run: Comparison) -> dict[str, list[float]]:
    """Between which two values of a line its part goes from dark to lit."""
    rest = run.model.rest_mv(run.neuron)
    threshold = run.model.threshold_mv(run.neuron)
    electrode = float(np.nanmax(abs(run.lines["electrode"]), initial=0.0)) or 1.0
    return {"v": [rest, threshold if threshold is not None else rest + 20.0], "electrode": [0.0, 2.0 * electrode]}


def _shape(run: Comparison, words: Mapping[str, str]) -> list[str]:
    """Return the form of the first spike in words, where the model has one."""
    shape = first_spike(run)
    if shape is None:
        return []
    return [words["shape"].format(peak=short(round(shape.peak_mv, 1)), width=short(round(shape.width_ms, 2)),
                                  dip=short(round(shape.dip_mv, 1)))]


def _events(run: Comparison, names: list[str], words: Mapping[str, str]) -> dict[str, Any]:
    """Return what is said, and when: every arrival, every spike, the end.

    "events" are (ms, number of the sentence in "sentences").
    """
    events = [(0.0, "")] if run.failed else _spoken(run, names, words)
    sentences = list(dict.fromkeys(sentence for _, sentence in events))
    number = {sentence: i for i, sentence in enumerate(sentences)}
    return {"sentences": sentences, "events": [(t, number[sentence]) for t, sentence in events]}


def _spoken(run: Comparison, names: list[str], words: Mapping[str, str]) -> list[tuple[float, str]]:
    events = [(0.0, _beginning(run, words))]
    arrivals = sorted(
        (float(t), i) for i, train in enumerate(run.trains) for t in thinned(train, MOST_SENT).tolist()
        if run.neuron.weights[i]
    )
    for t, i in arrivals:
        kind = "event_inhibition" if run.neuron.weights[i] < 0 else "event_excitation"
        events.append((round(t, 3), words[kind].format(name=names[i])))
    spikes = run.result.spikes_ms
    for k in thinned(np.arange(len(spikes)), MOST_SENT).tolist():
        t = float(spikes[k])
        events.append((round(t, 3), words["event_spike"].format(k=k + 1, t=f"{t:.1f}")))
    events.sort(key=lambda event: event[0])
    # One spike has no rate.
    end = words["event_end" if len(spikes) > 1 else "event_end_few"].format(
        n=len(run.result.spikes_ms), duration=short(run.neuron.duration_ms), rate=f"{run.rate_hz:.0f}",
        a=compact(run.a),
    )
    return [*events, (run.neuron.duration_ms, end)]


def _beginning(run: Comparison, words: Mapping[str, str]) -> str:
    """Where the biological neuron begins, and whether it would stay there."""
    start = run.beginning
    kind = "event_rest" if start is None or start.resting else "event_restless"
    if kind == "event_rest" and steady_current(run.neuron) > run.model.rheobase(run.neuron):
        kind = "event_driven"
    v = float(run.result.v_mv[0])
    return words[kind].format(v=short(round(v, 1)), z=short(run.z))


def _artificial_formula(run: Comparison, words: Mapping[str, str]) -> list[str]:
    neuron = run.neuron
    terms = [
        f"{_signed(w, first=i == 0)}·{bracketed(x)}"
        for i, (w, x) in enumerate(zip(neuron.weights, neuron.inputs, strict=True))
    ]
    shown = terms if len(terms) <= MOST_SPOKEN_TERMS else [*terms[:3], " + …", terms[-1]]
    return [
        "z = Σ wx + b = " + "".join(shown) + f"{_signed(neuron.bias)} = {compact(run.z)}",
        f"a = g(z) = {escape_html(words[f'activation_{neuron.activation}'])}({compact(run.z)}) = {compact(run.a)}",
        *([words["with_current"].format()] if neuron.stimulus != "none" or neuron.background != 1.0 else []),
    ]


def _signed(value: float, *, first: bool = False) -> str:
    if first:
        return short(value)
    return f" − {short(-value)}" if value < 0 else f" + {short(value)}"


def _edit(
    run: Comparison, part: comparison_figure.Part, names: list[str], words: Mapping[str, str],
) -> dict[str, Any] | None:
    """How a number can be changed by hand, or None for a part that has none of its own."""
    neuron, i = run.neuron, part.index
    values = {"input": neuron.inputs, "weight": neuron.weights, "bias": (neuron.bias,)}.get(part.name)
    if values is None:
        return None
    label = words[f"edit_{part.name}"].format(name=names[i])
    return {"part": part.name, "index": i, "value": values[i], "label": label}


def _part_words(run: Comparison, part: comparison_figure.Part, names: list[str], words: Mapping[str, str]) -> list[str]:
    """Return the two sides of a pair of parts, each in a few words with its numbers."""
    neuron, i = run.neuron, part.index
    values: dict[str, Any] = {}
    if part.name == "input":
        values = {"name": names[i], "x": short(neuron.inputs[i]), "rate": f"{fibre_rate_hz(neuron, i):.0f}",
                  "fibres": neuron.fibres}
    elif part.name == "weight":
        kind = words["gaba"] if neuron.weights[i] < 0 else words[neuron.receptor]
        factor, unit = run.model.conductance_shown
        values = {"name": names[i], "w": short(neuron.weights[i]), "kind": kind,
                  "g": f"{compact(factor * run.conductances[i])} {unit}".rstrip()}
    elif part.name == "bias":
        unit = run.model.current_unit
        own, others = neuron.bias * run.model.unit, neuron.background * run.model.rheobase(neuron)
        values = {"b": short(neuron.bias), "current": f"{compact(own)} {unit}".rstrip(),
                  "background": f"{compact(others)} {unit}".rstrip()}
    elif part.name == "sum":
        values = {"z": compact(run.z)}
    elif part.name == "curve":
        values = {"g": words[f"activation_{neuron.activation}"]}
    else:
        values = {"a": compact(run.a), "rate": f"{run.rate_hz:.0f}", "speed": compact(run.speed_m_s),
                  "delay": compact(run.delay_ms)}
    sides = ["left", "right"]
    if part.name == "output" and run.speed_m_s == 0.0:
        sides = ["left", "blocked" if neuron.temperature_c > HEAT_BLOCK_C[0] else "silenced"]
    return [words[f"part_{part.name}_{side}"].format(**values) for side in sides]


def _problem(run: Comparison, words: Mapping[str, str]) -> str:
    """Why there is no run, as a sentence; "" where there is one."""
    if run.failed is None:
        return ""
    values: dict[str, Any] = {"dt_ms": step_ms(run.neuron), **run.failed.values}
    shown = {key: short(value) if isinstance(value, float) else str(value) for key, value in values.items()}
    if run.failed.code == "time_step" and isinstance(run.failed.values.get("limit"), float):
        # Down, so that what is advised is not refused again.
        shown["limit"] = short(math.floor(float(run.failed.values["limit"]) * 1e3) / 1e3)
    code = run.failed.code
    if code == "unstable":
        # Only one model has another method to offer, and only where that is not the one that broke.
        other = run.neuron.model == "hodgkin_huxley" and run.neuron.method == "rk4"
        code = "unstable_method" if other else "unstable"
    sentence = words.get(f"failed_{code}", words["failed_other"])
    return sentence.format_map(defaultdict(lambda: "…", shown))
