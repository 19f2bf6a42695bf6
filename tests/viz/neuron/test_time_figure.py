"""The rows over time show what was simulated, under one axis."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from neuroviz.document.settings.neuron import Neuron, with_changes
from neuroviz.lab.comparison.run import Comparison, run
from neuroviz.viz.neuron.comparison_figure import default_name
from neuroviz.viz.neuron.time_figure import MOST_TICKS, POINTS, TimeFigure, time_figure
from neuroviz.viz.palette import PALETTES
from tests.examples import examples
from tests.viz.neuron.scenes import LOOKS, RUNS, assert_figure, few_runs, words

ROWS = {"v": 0, "current": 1, "raster": 2, "gates": 3, "ionic": 4}


def drawn(run: Comparison, theme: str = "light", lang: str = "en") -> TimeFigure:
    names = [default_name(i, own) for i, own in enumerate(run.neuron.names)]
    return time_figure(run, names, words(lang), PALETTES[theme])


def axis(trace: dict) -> int:
    return int(trace["yaxis"][1:] or 1) - 1


def ticks(trace: dict) -> list[tuple[float, float, float]]:
    """(time, from, to) of every tick in a row of them."""
    pieces = [v for v in trace["x"] if v is not None]
    heights = [v for v in trace["y"] if v is not None]
    assert trace["x"][2::3] == [None] * (len(trace["x"]) // 3)
    assert pieces[::2] == pieces[1::2]
    return list(zip(pieces[::2], heights[::2], heights[1::2], strict=True))


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_every_figure_is_whole(run: Comparison, theme: str, lang: str) -> None:
    figure = drawn(run, theme, lang)
    assert_figure(figure.whole())
    assert len(figure.time) <= POINTS + 2
    assert sorted(figure.lines.values()) == list(range(len(figure.lines)))
    for i in figure.lines.values():
        assert figure.spec["data"][i]["x"] == [], "the browser fills it in"
        assert len(figure.spec["data"][i]["y"]) == len(figure.time)


@given(run=few_runs)
@examples(20)
def test_any_legal_neuron_has_its_rows(run: Comparison) -> None:
    figure = drawn(run)
    assert_figure(figure.whole())
    assert figure.time[0] == 0.0
    for row, number in ROWS.items():
        name = f"yaxis{number + 1 if number else ''}"
        if number < 3 or run.result.gates:
            low, high = figure.spec["layout"][name]["range"]
            assert low < high
        else:
            assert name not in figure.spec["layout"], row


@pytest.mark.parametrize("run", [name for name in RUNS if name != "broken"], indirect=True)
def test_a_line_is_the_simulation_at_the_instants_that_are_shown(run: Comparison) -> None:
    figure = drawn(run)
    computed = {"v": run.result.v_mv, **run.lines, **run.result.gates, **run.result.ionic}
    assert set(figure.lines) == set(computed)
    assert figure.time[-1] == pytest.approx(run.result.time_ms[-1], abs=1e-3)
    at = np.searchsorted(run.result.time_ms, np.array(figure.time) - 1e-3)
    assert np.all(np.diff(at) > 0)
    for name, values in computed.items():
        shown = np.array(figure.spec["data"][figure.lines[name]]["y"])
        step = {"v": 0.01, "na": 0.1, "k": 0.1, "leak": 0.1}.get(name, 0.001)
        assert np.abs(shown - values[at]).max() <= 0.5001 * step, name


@pytest.mark.parametrize("run", [name for name in RUNS if name != "broken"], indirect=True)
def test_what_is_drawn_fits_its_row(run: Comparison) -> None:
    figure = drawn(run)
    for trace in figure.whole()["data"]:
        if trace["line"]["width"] == 0.0 or trace.get("visible") is False:
            continue
        number = axis(trace)
        low, high = figure.spec["layout"][f"yaxis{number + 1 if number else ''}"]["range"]
        values = [v for v in trace["y"] if v is not None]
        if values:
            assert low <= min(values)
            assert max(values) <= high


def test_rows_do_not_overlap_and_fill_the_height() -> None:
    for name, count in (("lif", 3), ("hodgkin_huxley", 5)):
        layout = drawn(RUNS[name]).spec["layout"]
        domains = [layout[f"yaxis{i + 1 if i else ''}"]["domain"] for i in range(count)]
        assert domains[0][1] == 1.0
        assert domains[-1][0] == pytest.approx(0.0, abs=1e-9)
        assert all(low < high for low, high in domains)
        assert all(above[0] > below[1] for above, below in zip(domains, domains[1:], strict=False))
        assert layout["xaxis"]["range"] == [0, RUNS[name].neuron.duration_ms]
        assert len(layout["annotations"]) == count


def test_rows_keep_their_pixels_when_others_come_below() -> None:
    """From integrate-and-fire to Hodgkin-Huxley the first rows stay as they are."""
    def pixels(name: str) -> list[float]:
        layout = drawn(RUNS[name]).spec["layout"]
        inner = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        tops = [layout[f"yaxis{i + 1 if i else ''}"]["domain"] for i in range(3)]
        return [inner * (1.0 - edge) for domain in tops for edge in domain]

    assert pixels("lif") == pytest.approx(pixels("hodgkin_huxley"))


@pytest.mark.parametrize("name", ["default", "hodgkin_huxley", "32 inputs", "all negative", "silent"])
def test_every_spike_has_its_tick_in_its_own_row(name: str) -> None:
    run = RUNS[name]
    figure = drawn(run)
    exciting, inhibiting, own = [t for t in figure.spec["data"][len(figure.lines):] if axis(t) == 2]
    for trace, negative in ((exciting, False), (inhibiting, True)):
        expected = [
            (t, -i) for i, (train, w) in enumerate(zip(run.trains, run.neuron.weights, strict=True))
            if (w < 0) == negative for t in train[:MOST_TICKS]
        ]
        found = ticks(trace) if expected else []
        assert len(found) == len(expected)
        for (t, low, high), (time, row) in zip(found, expected, strict=True):
            assert t == pytest.approx(time, abs=0.006)
            assert 0.5 * (low + high) == pytest.approx(row)
    spikes = ticks(own) if len(run.result.spikes_ms) else []
    assert [t for t, _, _ in spikes] == pytest.approx(run.result.spikes_ms.tolist(), abs=1e-3)
    assert {high < -len(run.trains) + 0.64 for _, _, high in spikes} <= {True}, "below the inputs"


def test_where_the_model_leaves_the_spike_out_it_is_drawn_and_said_to_be() -> None:
    run = RUNS["default"]
    figure = drawn(run)
    threshold, marks = figure.spec["data"][-2:]
    assert threshold["y"] == [-50.0, -50.0]
    assert threshold["visible"] is True
    assert [(low, high > 0.0) for _, low, high in ticks(marks)] == [(-50.0, True)] * len(run.result.spikes_ms)
    title = figure.spec["layout"]["annotations"][0]["text"]
    assert words()["spike_drawn"] in title
    hodgkin_huxley = drawn(RUNS["hodgkin_huxley"])
    assert hodgkin_huxley.spec["data"][-2]["visible"] is False
    assert words()["spike_drawn"] not in hodgkin_huxley.spec["layout"]["annotations"][0]["text"]


def test_of_a_run_that_broke_nothing_is_drawn() -> None:
    figure = drawn(RUNS["broken"])
    for i in figure.lines.values():
        assert figure.spec["data"][i]["y"] == [None, None]
    for trace in figure.spec["data"][len(figure.lines):]:
        if trace.get("visible") is not False:
            assert len([v for v in trace["x"] if v is not None]) <= 1


def test_thousands_of_spikes_are_not_all_drawn_and_no_part_of_the_time_is_left_out() -> None:
    wild = run(with_changes(
        Neuron(), t_ref_ms=0.0, tau_ms=2.0, r_mohm=50.0, stimulus="step", amplitude=2.0, onset_ms=0.0, width_ms=1000.0,
        weights=(0.1, 0.1, -0.1), duration_ms=1000.0, inputs=(5.0, 5.0, 5.0), rate_hz=300.0, fibres=20,
    ))
    assert len(wild.result.spikes_ms) > 4 * MOST_TICKS
    assert min(map(len, wild.trains)) > 4 * MOST_TICKS
    whole = drawn(wild).whole()["data"]
    assert max(len(trace["x"]) for trace in whole) <= 3 * 4 * MOST_TICKS
    for trace in whole[len(drawn(wild).lines) : len(drawn(wild).lines) + 3]:
        assert max(t for t in trace["x"] if t is not None) > 990.0, "the raster goes on to the end"
