"""What the tests of the pair's pictures draw: runs of all sizes and models, and one that broke."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import plotly.graph_objects as go
from hypothesis import strategies as st

from neuroviz.document.settings.neuron import PATTERNS, Neuron, checked, with_changes
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.run import Comparison, run
from neuroviz.viz.palette import PALETTES
from tests.strategies import neurons

LOOKS = [(theme, lang) for theme in PALETTES for lang in LANGUAGES]


def words(lang: str = "en") -> dict[str, str]:
    t = LANGUAGES[lang]
    return {**t.under("neuron.figure"), **{f"activation_{name}": word for name, word in t.under("activation").items()}}


def sized(n: int, **changes: Any) -> Neuron:
    """n inputs, every third weight negative, every fifth 0."""
    return checked(Neuron(
        inputs=tuple(0.1 * (i % 7) for i in range(n)),
        weights=tuple(0.0 if i % 5 == 4 else (-0.4 if i % 3 == 2 else 0.3) for i in range(n)), **changes,
    ))


_NEURONS = {
    "default": Neuron(),
    **{model: with_changes(Neuron(), model=model, bias=0.5) for model in PATTERNS},
    **{f"{n} inputs": sized(n) for n in (1, 2, 7, 10, 11, 32)},
    "step": with_changes(Neuron(), stimulus="step", amplitude=1.0, background=0.0),
    "bare": with_changes(Neuron(), myelin=False),
    "silent": with_changes(Neuron(), inputs=(-1.0, 0.0, 0.0), background=0.0),
    "all negative": with_changes(Neuron(), weights=(-1.0, -0.5, -0.1), bias=-3.0, activation="tanh"),
    # It fires, and its axon lets no spike through.
    "blocked": with_changes(Neuron(), myelin=False, temperature_c=40.0),
    "broken": with_changes(
        Neuron(), model="hodgkin_huxley", method="rk4", dt_ms=0.1, inputs=(0.0,) * 3, weights=(0.0,) * 3, bias=0.4,
    ),
}


class _Runs(Mapping[str, Comparison]):
    """The runs by their names, each computed when a test asks for it, not when this module is read."""

    def __getitem__(self, name: str) -> Comparison:
        return run(_NEURONS[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_NEURONS)

    def __len__(self) -> int:
        return len(_NEURONS)


RUNS = _Runs()

few_runs = neurons(
    duration_ms=st.sampled_from((20.0, 45.3)), dt_ms=st.sampled_from((0.0, 0.0, 0.3, 5e-324)),
    temperature_c=st.sampled_from((6.3, 20.0, 40.0)),
).map(run)


def assert_plain(value: Any) -> None:
    """Nothing but what JSON has: no NumPy, no NaN, no infinity; and orjson writes the same."""
    text = json.dumps(value, allow_nan=False)
    assert json.loads(orjson.dumps(value)) == json.loads(text)


def assert_figure(spec: dict[str, Any]) -> None:
    """Plotly accepts it, every axis that a trace names is there, and x and y are as long as each other."""
    go.Figure(spec)
    assert_plain(spec)
    for trace in spec["data"]:
        assert len(trace["x"]) == len(trace["y"])
        assert f"yaxis{trace.get('yaxis', 'y')[1:]}" in spec["layout"]
        for key in ("size", "color", "symbol"):
            if isinstance(trace.get("marker", {}).get(key), list):
                assert len(trace["marker"][key]) == len(trace["x"])
        if isinstance(trace.get("text"), list):
            assert len(trace["text"]) == len(trace["x"])
