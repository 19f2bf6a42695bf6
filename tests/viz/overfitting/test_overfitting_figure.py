"""Three networks on the same points: what the runs say, and that the figure draws it and nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.document.settings.overfitting import NETWORKS, STARTS, Trial, moved_levers, without
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.overfitting_runs import Run, points_of, run_of
from neuroviz.nn.training import early_stop
from neuroviz.viz.overfitting.overfitting_figure import overfitting_figure, scale_of
from neuroviz.viz.palette import PALETTES

BROKEN = replace(Trial(), optimizer="sgd", learning_rate=3.0, epochs=100)
STOPS = (0, 300, 700)


def drawn(run: Run, base: Run | None = None, theme: str = "light", lang: str = "en") -> dict[str, Any]:
    others = [base] if base is not None else []
    return overfitting_figure(
        run, base, scale_of([run, *others]), STOPS, LANGUAGES[lang].under("overfitting.figure"), PALETTES[theme],
    )


def losses(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Training and test loss of the base, of the run, stop, star."""
    return [trace for trace in spec["data"] if trace.get("xaxis") == "x2"]


# --- the story -----------------------------------------------------------------------------------

@pytest.mark.parametrize("name", STARTS)
def test_the_large_network_learns_by_heart_and_stopping_early_helps(name: str) -> None:
    small, right, large = (run_of(STARTS[name].trial, network) for network in NETWORKS)
    assert large.gap(large.end) > 2.0 * max(right.gap(right.end), 0.0)
    learnt = [run.history.train_loss[run.end] for run in (large, right, small)]
    assert learnt == sorted(learnt)
    final = large.history.test_loss[large.end]
    assert large.stop.epoch is not None
    assert large.history.test_loss[large.stop.best_epoch] < 0.6 * final
    assert right.history.test_loss[right.end] < final
    assert right.history.test_loss[right.end] < small.history.test_loss[small.end]


@pytest.mark.parametrize("name", STARTS)
def test_what_the_page_says_of_the_three_is_what_they_show(name: str) -> None:
    """Too small: equally poor in both. Right: good in both. Too large: good on its own points alone, and worse there
    than it was."""
    (small, small_test), (right, right_test), (large, large_test) = (
        (run.result.train_loss, run.result.test_loss)
        for run in (run_of(STARTS[name].trial, network) for network in NETWORKS)
    )
    assert abs(small_test - small) < 0.15 * small_test
    assert max(right, right_test) < 0.65 * min(small, small_test)
    assert abs(right_test - right) < 0.4 * (large_test - large)
    assert large < 0.2 * right
    assert large_test > 1.8 * right_test
    best = run_of(STARTS[name].trial, "large")
    assert large_test > 1.5 * best.history.test_loss[best.best]


def test_what_the_page_says_one_should_try_happens() -> None:
    """The five tries of "overfitting.lesson.try"."""
    base, start = run_of(Trial(), "large").result, STARTS["sine"].trial
    small = run_of(Trial(), "small").result
    more = run_of(replace(start, points=100), "large").result
    assert more.gap < 0.3 * base.gap
    some, much = (run_of(replace(start, l2=l2), "large").result for l2 in (0.003, 0.1))
    assert some.test_loss < 0.6 * base.test_loss
    assert min(much.train_loss, much.test_loss) > small.test_loss, "it learns next to nothing"
    stopped = run_of(replace(start, patience=50), "large").result
    assert stopped.test_loss < 0.6 * base.test_loss


def test_in_the_default_setting_the_gap_is_largest_where_the_network_is() -> None:
    """Of those that can follow the points at all; the small one is poor in both."""
    _, right, large = (run_of(Trial(), network) for network in NETWORKS)
    assert large.gap(large.end) > 2.5 * right.gap(right.end)
    assert large.history.test_metric[large.end] < right.history.test_metric[right.end]


@pytest.mark.parametrize("lever", [
    {"points": 100}, {"noise": 0.1}, {"neurons": 4}, {"l1": 0.0003}, {"l2": 0.003}, {"dropout": 0.2}, {"patience": 50},
], ids=str)
def test_each_lever_makes_gap_and_test_loss_smaller(lever: dict[str, float]) -> None:
    with_it, base = run_of(replace(Trial(), **lever), "large"), run_of(Trial(), "large")
    assert with_it.gap(with_it.end) < base.gap(base.end)
    assert with_it.history.test_loss[with_it.end] < base.history.test_loss[base.end]
    assert without(replace(Trial(), **lever)) == Trial()
    assert moved_levers(replace(Trial(), **lever)) == tuple(lever)


def test_more_data_adds_points_and_the_test_stays_the_test() -> None:
    few, many = points_of("sine", 16, 0.3, 1), points_of("sine", 100, 0.3, 1)
    np.testing.assert_array_equal(few.train.x, many.train.x[:16])
    np.testing.assert_array_equal(few.test.y, many.test.y)
    assert not set(map(tuple, many.train.x)) & set(map(tuple, many.test.x))


def test_early_stopping_is_the_same_run_cut_short_and_goes_back_to_the_best() -> None:
    whole, cut = run_of(Trial(), "large"), run_of(replace(Trial(), patience=50), "large")
    assert (cut.stopped, cut.last, cut.end) == (True, whole.stop.epoch, whole.stop.best_epoch)
    assert cut.stop == early_stop(whole.history.test_loss.tolist(), 50)
    np.testing.assert_array_equal(cut.history.test_loss, whole.history.test_loss[: cut.last + 1])
    x = np.linspace(-3, 3, 9)[:, None]
    np.testing.assert_array_equal(cut.outputs(700, x), cut.outputs(cut.stop.best_epoch, x))


def test_the_same_trial_is_trained_once_and_nobody_can_change_it() -> None:
    run = run_of(Trial(), "small")
    assert run_of(Trial(), "small") is run
    with pytest.raises(ValueError, match="read-only"):
        run.history.test_loss[0] = 0.0


# --- the figure ----------------------------------------------------------------------------------

@pytest.mark.parametrize(("theme", "lang"), [("light", "en"), ("dark", "zh")])
@pytest.mark.parametrize("name", ["sine", "moons"])
def test_the_figure_is_valid_and_keeps_its_traces(name: str, theme: str, lang: str) -> None:
    trial = STARTS[name].trial
    run, base = run_of(replace(trial, l2=0.01), "large"), run_of(trial, "large")
    both, alone = drawn(run, base, theme, lang), drawn(run, None, theme, lang)
    for spec in (both, alone):
        go.Figure({"data": spec["data"], "layout": spec["layout"]})
    assert [(t["type"], bool(t["x"])) for t in both["data"]] == [(t["type"], bool(t["x"])) for t in alone["data"]]


def test_lines_star_and_stop_are_those_of_the_run() -> None:
    run = run_of(Trial(), "large")
    spec = drawn(run)
    *_, stop, star = losses(spec)
    assert stop["x"] == [run.stop.epoch] * 2
    assert (star["x"], star["y"]) == ([run.best], [run.history.test_loss.min()])
    for name, values in (("train", run.history.train_loss), ("test", run.history.test_loss)):
        line = spec["data"][spec["lines"][name]]
        assert set(STOPS) <= set(line["x"])
        assert line["y"] == pytest.approx(values[np.array(line["x"], dtype=int)], rel=1e-4)


def test_test_points_are_hollow_and_classes_differ_in_shape() -> None:
    curve = drawn(run_of(Trial(), "small"))
    assert [trace["marker"]["symbol"] for trace in curve["data"][:2]] == ["circle-open", "circle"]
    classes = drawn(run_of(STARTS["moons"].trial, "small"))
    assert len({trace["marker"]["symbol"] for trace in classes["data"][:4]}) == 4


def test_a_run_that_diverges_ends_before_it() -> None:
    run = run_of(BROKEN, "large")
    assert run.broke is not None
    assert run.last == run.broke - 1
    spec = drawn(run)
    assert all(math.isfinite(value) for value in losses(spec)[2]["y"])
    assert max(losses(spec)[2]["x"]) == run.last
    assert math.isfinite(spec["layout"]["yaxis2"]["range"][1])
