"""What the overfitting canvas is sent: numbers as they were measured, and parameters that are the networks'."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.document.settings.overfitting import NETWORKS, STARTS, Trial
from neuroviz.document.settings.training import network_of
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.overfitting_runs import EVERY, TrialRun, run_of
from neuroviz.nn import forward
from neuroviz.nn.parameters import with_parameters
from neuroviz.ui.live_plot import encode
from neuroviz.viz.numbers import fixed
from neuroviz.viz.overfitting.overfitting_view import overfitting_view, stops_of
from neuroviz.viz.palette import PALETTES

BROKEN = replace(Trial(), optimizer="sgd", learning_rate=3.0, epochs=100)
STOPPED = replace(Trial(), patience=20)
PAIRS = {
    "sine": (Trial(), None),
    "moons": (replace(STARTS["moons"].trial, l2=0.01), STARTS["moons"].trial),
    "stopped": (STOPPED, Trial()),
    "broken": (BROKEN, replace(Trial(), epochs=100)),
}


def runs_of(trial: Trial) -> list[TrialRun]:
    return [run_of(trial, network) for network in NETWORKS]


def view_of(
    trial: Trial, base: Trial | None = None, have: tuple[str, ...] = (), lang: str = "en", theme: str = "light",
) -> dict[str, Any]:
    t = LANGUAGES[lang]
    words = {**t.under("overfitting.figure"),
             **{f"network_{name}": word for name, word in t.under("overfitting.network").items()}}
    bases: list[TrialRun | None] = [*runs_of(base)] if base is not None else [None] * len(NETWORKS)
    return overfitting_view(runs_of(trial), bases, words, PALETTES[theme], have)


def weights(track: dict[str, Any]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(track["weights_b64"]), "<f4").reshape(len(track["epochs"]), -1)


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh", "dark")])
@pytest.mark.parametrize(("trial", "base"), PAIRS.values(), ids=PAIRS)
def test_every_figure_is_valid_and_every_word_is_filled_in(
    trial: Trial, base: Trial | None, lang: str, theme: str,
) -> None:
    view = view_of(trial, base, lang=lang, theme=theme)
    for pane in view["panes"]:
        go.Figure(pane["spec"])
        assert all("{" not in finding["text"] for finding in pane["findings"])
        assert all(len(row["values"]) == len(view["stops"]) for row in pane["rows"])
    # What the browser fills in, and nothing else.
    filled = {"train": "1", "test": "2", "gap": "3", "epoch": "4"}
    labels = [pane["label"] for pane in view["panes"]]
    for template in (*view["captions"].values(), *labels, view["gap"]):
        assert "{" not in template.format(**filled)


@pytest.mark.parametrize(("trial", "base"), PAIRS.values(), ids=PAIRS)
def test_parameters_decode_to_the_networks_own_outputs(trial: Trial, base: Trial | None) -> None:
    view = view_of(trial, base)
    runs = [(pane["run"], run) for pane, run in zip(view["panes"], runs_of(trial), strict=True)]
    if base is not None:
        runs += [(pane["base"], run) for pane, run in zip(view["panes"], runs_of(base), strict=True)]
    for name, run in runs:
        track = view["tracks"][name]
        assert (track["last"], track["end"], track["broke"]) == (run.last, run.end, run.broke)
        x = run.data.test.x
        for epoch, theta in zip(track["epochs"], weights(track), strict=True):
            said = forward(with_parameters(network_of(run.training), theta.astype(float)), x).activations[-1][:, 0]
            # Of a network that is about to explode, seven digits are less.
            np.testing.assert_allclose(said, run.outputs(epoch, x), atol=1e-4 * max(1.0, np.abs(theta).max() / 10))


@pytest.mark.parametrize(("trial", "base"), PAIRS.values(), ids=PAIRS)
def test_the_numbers_at_a_stop_are_those_of_the_history(trial: Trial, base: Trial | None) -> None:
    view = view_of(trial, base)
    for pane, run in zip(view["panes"], runs_of(trial), strict=True):
        for k, stop in enumerate(view["stops"]):
            train, test = (values[run.at(stop)] for values in (run.history.train_loss, run.history.test_loss))
            assert pane["rows"][0]["values"][k] == [fixed(train), fixed(test), fixed(test - train)]
        assert [row["compared"] for row in pane["rows"]] == ([False, True] * 2 if base else [False] * 2)


def test_of_every_stop_the_parameters_are_there() -> None:
    """But of the large network's best epoch, which need not be one that the others kept."""
    for trial, base in PAIRS.values():
        view = view_of(trial, base)
        for name, track in view["tracks"].items():
            needed = {min(stop, track["last"]) for k, stop in enumerate(view["stops"]) if k != view["best"]}
            assert needed <= set(track["epochs"]), name
        large = view["tracks"][view["panes"][-1]["run"]]
        assert view["stops"][view["best"]] in large["epochs"]


def test_after_an_early_stop_it_is_said_that_the_best_is_shown() -> None:
    run = run_of(STOPPED, "large")
    findings = view_of(STOPPED)["panes"][-1]["findings"]
    assert [finding["after"] for finding in findings] == [-1, -1, run.stop.epoch]


def test_what_the_browser_has_is_not_sent_and_a_changed_lever_is_another_signal() -> None:
    first = view_of(Trial())
    again = view_of(Trial(), have=tuple(first["tracks"]))
    assert all(track["weights_b64"] is None for track in again["tracks"].values())
    assert first["signal"] == again["signal"] != view_of(replace(Trial(), l2=0.01))["signal"]


def test_the_largest_case_stays_small_enough_to_travel() -> None:
    base = replace(STARTS["moons"].trial, points=200, neurons=40, epochs=1000)
    trial = replace(base, l2=0.0001)
    view = view_of(trial, base)
    assert len(encode(view)) < 1_500_000
    # Fewer epochs of the large ones, still in whole steps, the end among them.
    steps = set(np.diff([stop for k, stop in enumerate(view["stops"]) if k != view["best"]]))
    assert all(step % EVERY == 0 for step in steps)
    assert len(view["stops"]) > 50
    assert view["stops"][-1] == 1000
    assert stops_of([*runs_of(trial), *runs_of(base)]) == view["stops"]
