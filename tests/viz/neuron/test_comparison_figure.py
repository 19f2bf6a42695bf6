"""The two neurons' pictures: whole for any neuron, moved by the right things, and alike where they correspond."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from neuroviz.lab.comparison.run import Comparison
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.neuron import comparison_figure
from neuroviz.viz.neuron.artificial_figure import MOST_INSIDE, artificial, curve_icon
from neuroviz.viz.neuron.biological_figure import biological, current_steps
from neuroviz.viz.neuron.comparison_figure import MOST_NAMED, TEXT, WEIGHT_AT, Picture, along, heights, parts
from neuroviz.viz.numbers import compact
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import BLANK
from tests.examples import examples
from tests.viz.neuron.scenes import LOOKS, RUNS, assert_figure, assert_plain, few_runs, words

SIDES = {"left": artificial, "right": biological}


def names(run: Comparison) -> list[str]:
    return [comparison_figure.default_name(i, own) for i, own in enumerate(run.neuron.names)]


def picture(run: Comparison, side: str, theme: str = "light", lang: str = "en") -> Picture:
    return SIDES[side](run, names(run), words(lang), PALETTES[theme])


def points(trace: dict) -> list[tuple[float, float]]:
    return list(zip(trace["x"], trace["y"], strict=True))


def texts(drawn: Picture) -> list[str]:
    return [text for trace in drawn.spec["data"] for text in trace.get("text", [])]


def assert_moves(drawn: Picture, run: Comparison) -> None:
    """Glows and pulses name traces that are there, with a driver for each point and a path for each source."""
    n = len(run.neuron.inputs)
    for glow in drawn.glows:
        trace = drawn.spec["data"][glow["trace"]]
        assert trace["mode"] == "markers"
        assert len(trace["x"]) == len(trace["marker"]["size"]) == len(glow["of"])
        for driver in glow["of"]:
            assert len({"train", "on", "line", "spike"} & set(driver)) == 1
            assert driver.get("line", "v") in {"v", "electrode"}
            assert 0 <= driver.get("train", 0) < n
    for pulses in drawn.pulses:
        trace = drawn.spec["data"][pulses["trace"]]
        assert trace["mode"] == "markers"
        assert set(trace["x"]) == set(trace["y"]) == {0}, "unseen until the clock places them"
        for path in pulses["paths"]:
            assert len(path["x"]) == len(path["y"]) == len(path["share"]) >= 2
            assert (path["share"][0], path["share"][-1]) == (0.0, 1.0)
            assert np.all(np.diff(path["share"]) >= 0.0)
        for source in pulses["of"]:
            assert 0 <= source["path"] < len(pulses["paths"])
            assert source["before"] + source["after"] > 0.0, "the clock divides by it"
    used = [pulses["trace"] for pulses in drawn.pulses] + [glow["trace"] for glow in drawn.glows]
    assert len(set(used)) == len(used)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("theme", "lang"), LOOKS)
@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_every_picture_is_whole(run: Comparison, theme: str, lang: str, side: str) -> None:
    drawn = picture(run, side, theme, lang)
    assert_figure(drawn.spec)
    assert_plain([drawn.glows, drawn.pulses])
    assert_moves(drawn, run)


@pytest.mark.parametrize("side", SIDES)
@given(run=few_runs)
@examples(20)
def test_any_legal_neuron_can_be_drawn(side: str, run: Comparison) -> None:
    drawn = picture(run, side)
    assert_figure(drawn.spec)
    assert_moves(drawn, run)


@pytest.mark.parametrize("side", SIDES)
def test_the_traces_are_the_same_ones_whatever_is_drawn(side: str) -> None:
    """So that the browser changes a drawing in its place; and what moves is in the same traces."""
    drawings = [picture(run, side) for run in RUNS.values()]
    assert len({tuple((trace["type"], trace["mode"]) for trace in d.spec["data"]) for d in drawings}) == 1
    assert len({tuple(p["trace"] for p in (*d.glows, *d.pulses)) for d in drawings}) == 1
    assert len({(*d.spec["layout"]["xaxis"]["range"], *d.spec["layout"]["yaxis"]["range"]) for d in drawings}) == 1


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_all_that_is_drawn_is_within_the_frame(run: Comparison, side: str) -> None:
    spec = picture(run, side).spec
    for key in ("x", "y"):
        low, high = spec["layout"][f"{key}axis"]["range"]
        values = [v for trace in spec["data"] for v in trace[key] if v is not None]
        assert low < min(values)
        assert max(values) < high


# --- what corresponds ----------------------------------------------------------------------------

@pytest.mark.parametrize("n", range(1, 33))
def test_inputs_stand_evenly_from_top_to_bottom(n: int) -> None:
    ys = heights(n)
    assert len(ys) == n
    assert ys == sorted(ys, reverse=True)
    assert ys[0] == pytest.approx(-ys[-1], abs=1e-3)
    assert abs(ys[0]) <= 2.1 + 1e-9
    if n > 2:
        assert np.diff(ys) == pytest.approx(np.full(n - 1, -4.2 / (n - 1)), abs=2e-4)


@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_parts_correspond_at_the_same_height(run: Comparison) -> None:
    neuron = run.neuron
    found = parts(neuron)
    assert [(p.name, p.index) for p in found] == [
        *(("input", i) for i in range(len(neuron.inputs))), *(("weight", i) for i in range(len(neuron.inputs))),
        ("bias", 0), ("sum", 0), ("curve", 0), ("output", 0),
    ]
    for part in found:
        if part.name == "weight":  # Down its edge on the left, on its dendrite on the right.
            assert part.left[1] == pytest.approx((1 - comparison_figure.WEIGHT_AT) * part.right[1], abs=1e-3)
        else:
            assert part.left[1] == part.right[1]


@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_each_part_that_corresponds_lights_up_on_both_sides(run: Comparison) -> None:
    """A glow stands at the part's place, and the two are driven by the same thing where there is one."""
    left, right = picture(run, "left"), picture(run, "right")
    lights = []
    for drawn in (left, right):
        glow = drawn.glows[0]
        lights.append(dict(zip(points(drawn.spec["data"][glow["trace"]]), glow["of"], strict=True)))
    for part in parts(run.neuron):
        a = lights[0][part.left]
        if part.name != "output":
            b = lights[1][part.right]
            if part.name in {"input", "weight"}:
                assert a == b
                assert a["train"] == part.index


def test_an_arrival_lights_the_input_first_and_the_synapse_when_it_arrives() -> None:
    glow = picture(RUNS["default"], "right").glows[0]
    assert [driver.get("shift", 0.0) for driver in glow["of"][:6]] == [-comparison_figure.TRAVEL_MS] * 3 + [0.0] * 3


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_pulses_run_in_the_trace_of_their_sign_and_weights_of_zero_send_none(run: Comparison, side: str) -> None:
    drawn, weights = picture(run, side), run.neuron.weights
    excitatory, inhibitory, spikes = drawn.pulses
    assert [s["train"] for s in excitatory["of"]] == [i for i, w in enumerate(weights) if w > 0]
    assert [s["train"] for s in inhibitory["of"]] == [i for i, w in enumerate(weights) if w < 0]
    data, palette = drawn.spec["data"], PALETTES["light"]
    assert data[excitatory["trace"]]["marker"]["color"] == palette.positive
    assert data[inhibitory["trace"]]["marker"]["color"] == palette.negative
    assert data[excitatory["trace"]]["marker"]["symbol"] != data[inhibitory["trace"]]["marker"]["symbol"]
    assert all(s["spike"] is True for s in spikes["of"])
    ys = heights(len(weights))
    for source in (*excitatory["of"], *inhibitory["of"]):
        path = excitatory["paths"][source["path"]]
        y = ys[source["train"]]
        if side == "left":
            # At the neuron's rim, so that it does not hide the value.
            x, height = path["x"][0], path["y"][0]
            assert 0.0 < math.hypot(x, height - y) < 0.5, "it starts at its own input"
            assert height == pytest.approx(y * (1 - x / comparison_figure.SUM[0]), abs=1e-3), "on its own edge"
        else:
            assert path["y"][0] == y, "it starts at its own input"


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_no_pulse_is_on_its_way_after_it_has_arrived(run: Comparison, side: str) -> None:
    """An arrival at t moves V from t on, so a pulse drawn to come later would be an effect's cause after the effect."""
    for pulses in picture(run, side).pulses[:2]:
        for source in pulses["of"]:
            assert source["after"] == 0.0
            assert source["before"] == comparison_figure.TRAVEL_MS


def test_a_pulse_ends_at_its_synapse_and_the_dendrite_answers_at_once() -> None:
    drawn = picture(RUNS["7 inputs"], "right")
    for path in drawn.pulses[0]["paths"]:
        assert path["x"][-1] == pytest.approx(0.47, abs=0.01)
    answers = drawn.glows[1]
    trains = [driver["train"] for driver in answers["of"] if "train" in driver]
    assert all(driver.get("shift", 0.0) == 0.0 for driver in answers["of"])
    assert sorted(set(trains)) == [i for i, w in enumerate(RUNS["7 inputs"].neuron.weights) if w]


def test_the_electrode_has_an_arrow_for_each_direction() -> None:
    drawn = picture(RUNS["step"], "right")
    answers = drawn.glows[1]
    marker = drawn.spec["data"][answers["trace"]]["marker"]
    arrows = {driver["sign"]: marker["symbol"][i] for i, driver in enumerate(answers["of"]) if "sign" in driver}
    assert arrows == {1: "triangle-up", -1: "triangle-down"}, "into the soma above it, and out of it"


def test_the_box_holds_the_curve_in_the_same_units() -> None:
    """A marker's size is in pixels, the curve's in the axes' units: in another picture's shape it would stick out."""
    data = picture(RUNS["default"], "left").spec["data"]
    curve = curve_icon("relu", PALETTES["light"])
    box = data[next(i for i, trace in enumerate(data) if trace["x"] == curve["x"]) - 1]
    for axis in "xy":
        assert min(box[axis]) < min(curve[axis])
        assert max(curve[axis]) < max(box[axis])


def test_the_spike_reaches_the_terminals_after_the_axons_delay() -> None:
    run = RUNS["default"]
    glow = picture(run, "right").glows[0]
    n = len(run.neuron.inputs)
    delays = [driver["spike"] for driver in glow["of"][2 * n + 2:]]
    assert delays == sorted(delays)
    assert (delays[0], delays[-1]) == (0.0, run.delay_ms)
    assert picture(run, "right").pulses[2]["of"][0]["after"] == pytest.approx(run.delay_ms)


def test_in_myelin_the_spike_jumps_and_in_a_bare_axon_it_glides() -> None:
    myelin, bare = (picture(RUNS[name], "right").pulses[2]["paths"][0] for name in ("default", "bare"))
    assert len(bare["x"]) == 2
    jumps = list(zip(myelin["x"], myelin["share"], strict=True))
    waits = sum(b[1] - a[1] for a, b in zip(jumps, jumps[1:], strict=False) if b[0] == a[0])
    assert waits == pytest.approx(0.7, abs=0.01), "most of the time goes by at the nodes"


@pytest.mark.parametrize("side", SIDES)
def test_where_the_axon_lets_nothing_through_nothing_travels(side: str) -> None:
    drawn = picture(RUNS["blocked"], side)
    assert len(RUNS["blocked"].result.spikes_ms) > 0
    assert math.isinf(RUNS["blocked"].delay_ms)
    assert drawn.pulses[2]["of"] == []
    assert drawn.glows[0]["of"][-1] == {"on": 0.0}


# --- numbers and words ---------------------------------------------------------------------------

@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_the_nodes_show_the_numbers_that_were_computed(run: Comparison) -> None:
    neuron, drawn = run.neuron, picture(run, "left")
    (nodes,) = [t for t in drawn.spec["data"] if t["mode"] == "markers+text"]
    named = len(neuron.inputs) <= MOST_NAMED
    z = math.fsum(w * x for w, x in zip(neuron.weights, neuron.inputs, strict=True)) + neuron.bias
    a = float(ACTIVATIONS[neuron.activation].f(np.array([z]))[0])
    assert nodes["text"] == [
        *(compact(x) if len(neuron.inputs) <= MOST_INSIDE else BLANK for x in neuron.inputs),
        compact(z), compact(a), compact(neuron.bias),
    ]
    if named:
        shown = " ".join(texts(drawn))
        assert all(compact(x) in shown for x in neuron.inputs), "too small to hold it, it stands beside the name"
        assert all(compact(w) in texts(drawn) for w in neuron.weights)


@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_a_neuron_is_as_full_as_its_value_is_large(run: Comparison) -> None:
    drawn = picture(run, "left")
    (nodes,) = [t for t in drawn.spec["data"] if t["mode"] == "markers+text"]
    vessels = drawn.living["vessels"]
    values = [*run.neuron.inputs, run.z, run.a, run.neuron.bias]
    most = max(1.0, *map(abs, values))
    assert [tuple(v["at"]) for v in vessels] == points(nodes)
    assert [v["share"] for v in vessels] == pytest.approx([abs(v) / most for v in values], abs=1e-4)
    assert [v["sign"] for v in vessels] == np.sign(values).tolist()


@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_a_branch_is_as_bright_as_the_current_of_its_own_input(run: Comparison) -> None:
    time = np.linspace(0.0, run.neuron.duration_ms, 37).tolist()
    rows = np.array(current_steps(run, time))
    assert rows.shape == (len(run.trains), 37)
    assert rows.min() >= 0
    assert rows.max() <= 255
    for row, weight, train in zip(rows, run.neuron.weights, run.trains, strict=True):
        if not weight or not len(train):
            assert not row.any(), "nothing arrives, so nothing flows"
        else:
            assert not row[np.array(time) < train[0] - 0.1].any(), "not before the first arrival"


def test_markup_in_a_name_is_shown_as_it_was_typed() -> None:
    run = RUNS["default"]
    for draw in SIDES.values():
        drawn = draw(run, ["<b>x</b>", "a&b", "c"], words(), PALETTES["light"])
        shown = " ".join(texts(drawn))
        assert "&lt;b&gt;x" in shown
        assert "<b>x" not in shown


def test_many_inputs_are_not_named() -> None:
    assert any("x₁" in text for text in texts(picture(RUNS["10 inputs"], "right")))
    assert not any("x₁" in text for text in texts(picture(RUNS["11 inputs"], "right")))


@pytest.mark.parametrize("name", ["relu", "tanh", "step", "linear"])
def test_the_icon_is_the_activations_own_curve(name: str) -> None:
    trace = curve_icon(name, PALETTES["light"])
    y = np.array(trace["y"])
    a = np.clip(ACTIVATIONS[name].f(np.linspace(-3.0, 3.0, len(y))), -1.4, 3.0)
    assert float(np.corrcoef(y, a)[0, 1]) == pytest.approx(1.0, abs=1e-4)
    assert (y.min(), y.max()) == pytest.approx((-0.352, 0.352))


def test_the_thickest_line_is_the_largest_weight() -> None:
    run = RUNS["all negative"]
    # A line has two ends.
    edges = [t for t in picture(run, "left").spec["data"][:9] if t["x"][1] is not None]
    widest = max(edges, key=lambda t: t["line"]["width"])
    assert widest["y"][0] == max(t["y"][0] for t in edges) > 0.0, "of -1, -0.5, -0.1 the first, on top"
    assert all(t["line"]["dash"] != "solid" for t in edges)
    assert [t["line"]["width"] for t in edges] == sorted({t["line"]["width"] for t in edges})


@pytest.mark.parametrize("name", ["default", "hodgkin_huxley", "all negative"])
def test_a_weights_pill_lies_on_its_edge_and_holds_its_number(name: str) -> None:
    run = RUNS[name]
    spec = picture(run, "left").spec
    (pills,) = [trace for trace in spec["data"] if trace.get("fill") == "toself"]
    x, y = pills["x"], pills["y"]
    ends = [i for i, v in enumerate(x) if v is None]
    assert len(ends) == len(run.neuron.weights)
    for start, end, height, weight in zip([0, *(i + 1 for i in ends)], ends, heights(len(ends)), run.neuron.weights,
                                          strict=False):
        middle = [0.5 * (min(axis[start:end]) + max(axis[start:end])) for axis in (x, y)]
        assert math.hypot(*(a - b for a, b in zip(middle, along(height, WEIGHT_AT), strict=True))) < 0.01
        assert max(x[start:end]) - min(x[start:end]) > 0.5 * TEXT * len(compact(weight))
