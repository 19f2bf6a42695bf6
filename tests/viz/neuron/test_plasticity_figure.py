"""The synapse's pictures show what `bio.plasticity` and `bio.release` compute."""

from __future__ import annotations

import json
import math

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.bio.plasticity import TimingRule, learn_from_spikes, pairings
from neuroviz.bio.release import ReleaseSites
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.neuron import plasticity_figure as figure
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.palette import PALETTES

LAGS = (-80.0, -40.0, -10.0, -0.1, 0.0, 0.1, 10.0, 41.0, 80.0)
WEAKER, STRONGER, STEM, POINT, SENDER, RECEIVER = range(6)


def words(part: str, lang: str = "en"):
    return LANGUAGES[lang].under(f"neuron.synapse.{part}")


def window(lag: float):
    return figure.window_figure(lag, words("window"), PALETTES["light"])


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_are_valid_figures_of_plain_numbers(lang: str, theme: str) -> None:
    palette = PALETTES[theme]
    specs = [
        *(figure.window_figure(lag, words("window", lang), palette) for lag in LAGS),
        *(figure.history_figure(figure.paired(lag), words("history", lang), palette) for lag in LAGS),
        figure.growth_figure(figure.growth(), words("growth", lang), palette),
        *(figure.release_figure(ReleaseSites(n, p), words("bars", lang), palette)
          for n in (1, 5, 20) for p in (0.0, 0.3, 1.0)),
    ]
    for spec in specs:
        go.Figure(spec)
        json.dumps(spec, allow_nan=False)


# --- the window ----------------------------------------------------------------------------------

def test_the_window_is_song_miller_and_abbotts() -> None:
    spec = window(10.0)
    for branch, sign in ((STRONGER, 1), (WEAKER, -1)):
        x, y = (np.array(spec["data"][branch][axis]) for axis in ("x", "y"))
        assert np.all(np.sign(np.round(x, 3)) * sign >= 0)
        height = 0.005 if sign > 0 else 0.00525
        np.testing.assert_allclose(y, sign * height * np.exp(-np.abs(x) / 20.0), rtol=1e-5)
    assert figure.change(10.0) == pytest.approx(0.00303265, abs=1e-8)
    assert figure.change(-10.0) == pytest.approx(-0.00318429, abs=1e-8)


@pytest.mark.parametrize("lag", LAGS)
def test_the_point_lies_on_the_curve_and_the_receivers_spike_above_it(lag: float) -> None:
    spec = window(lag)
    data = spec["data"]
    dw = float(TimingRule().window(lag))
    assert (data[POINT]["x"], data[POINT]["y"]) == ([lag], [dw])
    assert spec["layout"]["annotations"][-1]["text"] == f"Δw = {figure.signed(dw)}"
    for trace, at in ((data[SENDER], 0.0), (data[RECEIVER], lag)):
        assert trace["x"][int(np.argmax(trace["y"]))] == at
    assert min(data[SENDER]["y"]) >= max(data[RECEIVER]["y"])  # a row each


def test_stronger_and_weaker_differ_by_more_than_colour() -> None:
    data = window(10.0)["data"]
    assert data[STRONGER]["line"]["dash"] != data[WEAKER]["line"]["dash"]
    symbols = [window(lag)["data"][POINT]["marker"]["symbol"] for lag in (10.0, 0.0, -10.0)]
    assert len(set(symbols)) == 3


@pytest.mark.parametrize(("value", "text"), [
    (0.00303265, "+0.0030"), (-0.00318, f"{MINUS}0.0032"), (0.0, "0.0000"), (-1e-9, "0.0000"),
])
def test_a_change_carries_its_sign(value: float, text: str) -> None:
    assert figure.signed(value) == text


# --- many pairs ----------------------------------------------------------------------------------

@pytest.mark.parametrize("lag", LAGS)
def test_the_history_is_that_of_sixty_pairs(lag: float) -> None:
    expected = learn_from_spikes(*pairings(60, 10.0, lag), 0.5)
    history = figure.paired(lag)
    assert history.weights.tolist() == expected.weights.tolist()
    start, line, end = figure.history_figure(history, words("history"), PALETTES["light"])["data"]
    assert start["y"] == [0.5, 0.5]
    assert line["y"] == expected.weights.tolist()
    assert end["y"] == [expected.final]
    assert end["text"] == [f"w = {expected.final:.4f}"]
    assert line["x"][-1] <= 6.0


def test_before_strengthens_and_after_weakens() -> None:
    assert figure.paired(10.0).final > 0.5 > figure.paired(-10.0).final


# --- Hebb and Oja --------------------------------------------------------------------------------

def test_hebb_runs_away_and_oja_settles_at_one() -> None:
    grown = figure.growth()
    assert grown.hebb[0] == grown.oja[0] == pytest.approx(math.hypot(0.1, 0.05))
    assert np.all(np.diff(grown.hebb) > 0)
    assert grown.hebb[-1] > 100
    assert grown.oja[-1] == pytest.approx(1.0, abs=1e-4)
    # What Hebb multiplies by is in the end the same at each step.
    ratios = grown.hebb[1:] / grown.hebb[:-1]
    assert ratios[-1] == pytest.approx(ratios[-2], rel=1e-6)


def test_growth_is_the_same_each_time_and_drawn_as_computed() -> None:
    grown = figure.growth()
    assert figure.growth().hebb.tolist() == grown.hebb.tolist()
    spec = figure.growth_figure(grown, words("growth"), PALETTES["light"])
    assert [trace["y"] for trace in spec["data"]] == [grown.hebb.tolist(), grown.oja.tolist()]
    assert spec["data"][0]["line"]["dash"] != spec["data"][1]["line"]["dash"]
    low, high = spec["layout"]["yaxis"]["range"]
    assert low < np.log10(grown.oja.min()) < np.log10(grown.hebb.max()) < high
    said = " ".join(each["text"] for each in spec["layout"]["annotations"])
    assert f"{grown.hebb[-1]:.0f}" in said
    assert f"{grown.oja[-1]:.4f}" in said


# --- release -------------------------------------------------------------------------------------

@pytest.mark.parametrize(("n", "p"), [(5, 0.3), (1, 0.5), (20, 0.05), (20, 1.0), (3, 0.0)])
def test_bars_are_the_binomial_law(n: int, p: float) -> None:
    spec = figure.release_figure(ReleaseSites(n, p), words("bars"), PALETTES["light"])
    (bars,) = spec["data"]
    assert bars["x"] == list(range(n + 1))
    expected = [100 * math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    assert bars["y"] == pytest.approx(expected)
    assert max(bars["y"]) < spec["layout"]["yaxis"]["range"][1]
    assert bars["marker"]["pattern"]["shape"] == ["/", *[""] * n]
    (label,) = spec["layout"]["annotations"]
    assert f"{100 * (1 - p) ** n:.1f}%" in label["text"]
