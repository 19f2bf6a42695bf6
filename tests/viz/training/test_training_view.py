"""What the training canvas is sent: whole figures, and weights from which the browser can draw what Python would."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import get_args

import numpy as np
import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neuroviz.document.settings.training import OWN, Training, data_of, from_dataset, network_of, recipe, settings_of
from neuroviz.document.tables.data import parse_csv
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.training_run import Frame, after_batch, frame
from neuroviz.nn import forward
from neuroviz.nn.datasets import DATASETS, network_inputs
from neuroviz.nn.parameters import pack, with_parameters
from neuroviz.nn.training import batches, train
from neuroviz.nn.trouble import Trouble
from neuroviz.viz.palette import PALETTES, rgb
from neuroviz.viz.studio.network_figure import EDGE_WIDTHS
from neuroviz.viz.training.own_units import round_numbers, said
from neuroviz.viz.training.training_view import said_of, training_view
from tests.examples import examples

POINTS = ((0.0, 0.5, 0.0), (1.0, 1.0, 1.0), (-1.0, 2.0, 1.0), (2.0, -1.0, 2.0), (0.2, -2.0, 2.0), (1.0, -0.4, 0.0))
SCENES = {
    **{name: replace(recipe(name), points=40) for name in DATASETS},
    "own": Training(dataset=OWN, own=POINTS, own_classes=("a", "b", "<b>"), hidden=(3, 2)),
    "features": Training(features=("x1", "x2", "x1_squared", "sin_x2"), hidden=(), points=40),
}


def frames_of(training: Training, epochs: int = 3) -> list[Frame]:
    data, network = data_of(training), network_of(training)
    records = train(network, data, replace(settings_of(training), epochs=epochs))
    return [frame(training, data, record) for record in records]


def view_of(training: Training, frames: list[Frame], have: int = 0, lang: str = "en", theme: str = "light") -> dict:
    words = LANGUAGES[lang].under("training.figure")
    return training_view(training, data_of(training), frames, have, "running", 1, None, words, PALETTES[theme])


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh", "dark")])
@pytest.mark.parametrize("training", SCENES.values(), ids=SCENES)
def test_every_figure_is_valid_and_travels(training: Training, lang: str, theme: str) -> None:
    view = view_of(training, frames_of(training), lang=lang, theme=theme)
    for name in ("network", "map", "losses", "weights"):
        go.Figure(view[name]["spec"])
        assert view[name]["title"]
        assert view[name]["label"]
    assert orjson.loads(orjson.dumps(view))["from"] == 0
    assert len(view["network"]["spec"]["data"]) == 2 * len(EDGE_WIDTHS) + 2


@pytest.mark.parametrize("training", SCENES.values(), ids=SCENES)
def test_the_weights_arrive_as_they_were(training: Training) -> None:
    frames = frames_of(training)
    view = view_of(training, frames)
    sent = np.frombuffer(base64.b64decode(view["weights_b64"]), dtype="<f4").reshape(len(frames), view["parameters"])
    assert np.array_equal(sent, np.stack([item.parameters for item in frames]).astype(np.float32))
    assert np.allclose(sent[0], pack(network_of(training)), rtol=1e-6)
    assert view["epochs"] == [0, 1, 2, 3]


def test_only_what_is_new_is_sent() -> None:
    training = SCENES["moons"]
    frames = frames_of(training)
    view = view_of(training, frames, have=2)
    assert (view["from"], view["epochs"], len(view["numbers"])) == (2, [2, 3], 2)
    assert view_of(training, frames, have=4)["weights_b64"] == ""


def test_pictures_count_as_the_same_while_only_epochs_are_added() -> None:
    """Of the same run the browser lays out nothing anew; of other points it does."""
    training = SCENES["moons"]
    frames = frames_of(training)
    assert view_of(training, frames)["layout"] == view_of(training, frames[:1])["layout"]
    assert view_of(training, frames)["layout"] != view_of(replace(training, data_seed=1), frames)["layout"]


@pytest.mark.parametrize("name", ["moons", "four_classes", "sine"])
def test_what_is_said_is_what_was_measured(name: str) -> None:
    training = SCENES[name]
    data, network = data_of(training), network_of(training)
    (*_, record) = train(network, data, replace(settings_of(training), epochs=4))
    numbers = said_of(training, data, frame(training, data, record))
    assert float(numbers["train_loss"]) == pytest.approx(record.train_loss, abs=5e-5)
    assert float(numbers["gap"].replace("−", "-")) == pytest.approx(record.test_loss - record.train_loss, abs=1e-4)
    if training.classes:
        confusion = np.array(numbers["confusion"])
        assert confusion.sum() == len(data.test)
        # The table says which points it counts: each name with its points' shape.
        signs = {"circle": "●", "diamond": "◆", "square": "■", "triangle-up": "▲"}
        view = view_of(training, (frame(training, data, record),))
        shapes = [trace["marker"]["symbol"] for trace in view["map"]["spec"]["data"] if trace.get("mode") == "markers"]
        named = [name[0] for name in view["data"]["class_names"]]
        assert named == [signs[shape] for shape in shapes if not shape.endswith("-open")]
        assert confusion.trace() / confusion.sum() == pytest.approx(record.test_metric)
    else:
        assert "confusion" not in numbers
        trained = with_parameters(network, record.state.parameters)
        left = data.test.y - forward(trained, network_inputs(data.test.x, training.features)).activations[-1][:, 0]
        assert float(numbers["largest"]) == pytest.approx(np.abs(left).max(), abs=5e-5)
        assert float(numbers["typical"]) == pytest.approx(np.sqrt((left**2).mean()), abs=5e-5)


def test_in_the_middle_of_an_epoch_the_numbers_are_those_of_the_weights_there() -> None:
    """After the last batch of an epoch they are the epoch's own."""
    training = SCENES["circles"]
    data, network = data_of(training), network_of(training)
    first, second = list(train(network, data, replace(settings_of(training), epochs=1)))
    for record in (first, second):
        numbers = said_of(training, data, after_batch(training, data, network, record.state))
        assert numbers["epoch"] == record.epoch
        assert numbers["test_loss_value"] == pytest.approx(record.test_loss, rel=1e-5)
        assert numbers["train_metric"] == said_of(training, data, frame(training, data, record))["train_metric"]


OWN_VALUES = parse_csv("surface,price\n" + "".join(
    f"{40 + 3 * i},{100_000 + 2500 * i + i % 5 * 900}\n" for i in range(30)))
THREE_OVER_ONE = parse_csv("len,kind\n" + "".join(f"{i % 3 * 4 + i / 10:.2f},{'<>&'[i % 3]}\n" for i in range(30)))


def test_errors_and_axes_are_in_the_units_of_the_table() -> None:
    """Against a network run by hand on the table itself: standardised there, put back here."""
    training = from_dataset(Training(hidden=(4,), epochs=4), OWN_VALUES)
    data, network = data_of(training), network_of(training)
    (*_, record) = train(network, data, settings_of(training))
    x, y = OWN_VALUES.x[:, 0], OWN_VALUES.y
    test = np.isin(np.round((x - x.mean()) / x.std(), 9), data.test.x[:, 0].round(9))
    assert test.sum() == len(data.test)
    trained = with_parameters(network, record.state.parameters)
    inputs = ((x[test] - x.mean()) / x.std())[:, None]
    left = y[test] - (forward(trained, inputs).activations[-1][:, 0] * y.std() + y.mean())
    numbers = said_of(training, data, frame(training, data, record))
    assert float(numbers["typical"]) == pytest.approx(np.sqrt((left**2).mean()), rel=1e-3)
    assert float(numbers["largest"]) == pytest.approx(np.abs(left).max(), rel=1e-3)
    view = view_of(training, [])
    assert "“price”" in view["sentence"]
    for name, values, title in (("xaxis", x, "surface"), ("yaxis", y, "price")):
        axis = view["map"]["spec"]["layout"][name]
        assert axis["title"]["text"] == title
        shown = [float(text.replace("−", "-")) for text in axis["ticktext"]]
        assert np.allclose(np.array(axis["tickvals"]) * values.std() + values.mean(), shown, rtol=1e-6)
        assert 3 <= sum(values.min() <= value <= values.max() for value in shown) <= 8
        low, high = axis["range"]
        assert all(low <= value <= high for value in axis["tickvals"])


def test_of_three_classes_over_one_input_each_has_its_curve() -> None:
    """Not the first class's share drawn against the number of each class."""
    training = from_dataset(Training(hidden=(4,)), THREE_OVER_ONE)
    view = view_of(training, frames_of(training))
    traces = view["map"]["spec"]["data"]
    assert (view["map"]["lines"], view["map"]["sticks"]) == (3, 3)
    points = traces[4:]
    assert [curve["line"]["color"] for curve in traces[:3]] == [each["marker"]["color"] for each in points[:3]]
    # Each point stands where its own class's curve should get to, and is joined to that.
    assert {value for trace in points for value in trace["y"]} == {1.0}
    sent = view["data"]["train"]
    assert sent["curve"] == data_of(training).train.y.tolist()
    (_, (bottom, top)) = view["data"]["domain"]
    assert bottom < 0 < 1 < top
    go.Figure(view["map"]["spec"])


def test_what_has_no_table_looks_as_before() -> None:
    for name in ("moons", "sine", "own"):
        layout = view_of(SCENES[name], [])["map"]["spec"]["layout"]
        assert "tickvals" not in layout["xaxis"]
    assert view_of(SCENES["moons"], [])["network"]["spec"]["layout"]["annotations"] == []


@given(low=st.floats(-1e12, 1e12), width=st.floats(1e-6, 1e12))
def test_round_numbers_lie_within_and_are_round(low: float, width: float) -> None:
    high = low + width
    assume(high - low > 1e-9 * max(abs(low), abs(high)))
    found = round_numbers(low, high)
    assert 2 <= len(found) <= 7
    assert all(low - 1e-6 * width <= value <= high + 1e-6 * width for value in found)
    steps = np.diff(found)
    mantissa = float(f"{steps[0]:e}".split("e")[0])
    assert min(abs(mantissa - k) for k in (1, 2, 5, 10)) < 1e-3
    assert np.allclose(steps, steps[0], rtol=1e-3)


@pytest.mark.parametrize(("value", "text"), [
    (132600.4, "132600"), (-0.5, "−0.5"), (0.0, "0"), (100.0, "100"), (57.12345, "57.123"), (1234567.0, "1234567"),
    (0.0123456, "0.012346"), (-20.0, "−20"),
])
def test_a_number_of_the_visitors_units_is_written_out(value: float, text: str) -> None:
    assert said(value) == text


# --- nothing kept back to test with ---------------------------------------------------------------

def untested(training: Training) -> Training:
    """The same with few points and nearly all of them trained on: of each class all of them."""
    own = tuple((float(k), float(k % 3), float(k % max(1, training.classes))) for k in range(4))
    return replace(
        training, dataset=OWN, own=own if training.dimension == 2 else tuple((x, y) for x, y, _ in own),
        own_classes=tuple("abcd"[: training.classes]), features=("x1",), train_share=0.9,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("training", [
    *(untested(SCENES[name]) for name in ("plane", "circles", "three_classes", "four_classes")),
    untested(Training(dataset="sine", features=("x1",))),
    Training(dataset="sine", features=("x1",), points=4, train_share=0.9),
    replace(untested(SCENES["plane"]), patience=2, l2=0.01, dropout=0.3),
], ids=lambda value: f"{value.dataset}-{value.dimension}-{value.classes}" if isinstance(value, Training) else value)
def test_without_test_points_all_else_is_said_and_drawn(training: Training, lang: str) -> None:
    """Not a number, warning or sentence about a test that there was not."""
    data = data_of(training)
    assert len(data.test) == 0
    network, settings = network_of(training), replace(settings_of(training), epochs=3)
    records = list(train(network, data, settings))
    frames = [frame(training, data, record) for record in records]
    frames.append(after_batch(training, data, network, next(batches(network, data, settings)).state))
    words = LANGUAGES[lang].under("training.figure")
    view = training_view(training, data, frames, 0, "finished", None, None, words, PALETTES["light"])
    for name in ("network", "map", "losses", "weights"):
        go.Figure(view[name]["spec"])
    assert all(numbers["train_loss_value"] is not None for numbers in view["numbers"])
    assert all(numbers["test_loss_value"] is None for numbers in view["numbers"])
    assert not any("confusion" in numbers for numbers in view["numbers"])
    asked = set(re.findall(r"\{(\w+)\}", view["sentence"]))
    assert asked == {"epoch", "train_loss", "train_metric"}
    assert view["message"] == words["state_finished_untested"]
    assert "{" not in view["message"]


@examples(60)
@given(st.integers(4, 40), st.floats(0.1, 0.9), st.sampled_from(["sine", "plane", "moons", "three_classes"]))
def test_any_share_of_any_few_points_is_said_and_drawn(points: int, share: float, name: str) -> None:
    training = replace(SCENES[name], points=points, train_share=share)
    view_of(training, frames_of(training, 1))


# --- how a run ended ------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", ["finished", "early_stop", "diverged"])
@pytest.mark.parametrize("why", ["", *get_args(Trouble)[1:]])
def test_how_it_ended_and_why_it_learns_nothing_is_said(lang: str, state: str, why: str) -> None:
    training = replace(SCENES["moons"], patience=7)
    words = LANGUAGES[lang].under("training.figure")
    said = training_view(
        training, data_of(training), frames_of(training), 0, state, 2, 3, words, PALETTES["light"], why,
    )["message"]
    assert "{" not in said
    if state == "early_stop":
        assert {"2", "3", "7"} <= set(re.findall(r"\d+", said)), "best epoch, stop epoch, patience"
    assert not why or words[f"trouble_{why}"] in said


# --- the map --------------------------------------------------------------------------------------

@pytest.mark.parametrize("training", SCENES.values(), ids=SCENES)
def test_a_unit_of_the_map_is_as_long_up_as_across(training: Training) -> None:
    view = view_of(training, frames_of(training, 1))
    across, up = view["data"]["domain"]
    assert view["map"]["isometric"] == (training.dimension == 2)
    if training.dimension == 2:
        assert across[1] - across[0] == pytest.approx(up[1] - up[0], abs=2e-3)


@pytest.mark.parametrize("theme", PALETTES)
def test_a_value_has_the_colour_that_the_map_has_where_it_says_the_same(theme: str) -> None:
    """The browser paints a value at share s of its range: below the middle from the lower colour to the paper."""
    training = SCENES["plane"]
    view, data = view_of(training, frames_of(training, 1), theme=theme), data_of(training)
    low, high = view["data"]["range"]
    colors = {name: np.array(color, float) for name, color in view["data"]["map_colors"].items()}
    filled, _, rings = view["map"]["spec"]["data"]
    for trace, part in ((filled, data.train), (rings, data.test)):
        assert len(trace["marker"]["color"]) == len(part)
        for color, y in zip(trace["marker"]["color"], part.y, strict=True):
            s = np.clip((y - low) / ((high - low) / 2) - 1, -1, 1)
            end = colors["negative" if s < 0 else "positive"]
            expected = colors["middle"] + (end - colors["middle"]) * abs(s)
            assert np.abs(np.array(rgb(color)) - expected).max() <= 1.0


def test_classes_are_told_apart_by_shape_as_well_as_by_colour() -> None:
    spec = view_of(SCENES["four_classes"], frames_of(SCENES["four_classes"]))["map"]["spec"]
    symbols = [trace["marker"]["symbol"] for trace in spec["data"]]
    assert len(set(symbols)) == 8
    assert sum(symbol.endswith("-open") for symbol in symbols) == 4


# --- tables with many inputs -------------------------------------------------------------------------

WIDE = parse_csv("a,b,c,d,kind\n" + "".join(
    f"{i % 7}.5,{i * i % 11}.25,{i % 5},{i * 3 % 13}.5,{'klmnopqrst'[i % 10]}\n" for i in range(60)))


@pytest.mark.parametrize("row", [0, 7, 61])
def test_a_slice_is_what_the_network_says_there(row: int) -> None:
    """Two inputs run, all others stay at their means or at a row's: computed here from the table itself."""
    training = replace(from_dataset(Training(hidden=(3,)), WIDE), plane=(2, 1), plane_row=row)
    data = view_of(training, frames_of(training))["data"]
    held = WIDE.x[row - 1] if 1 <= row <= 60 else WIDE.x.mean(axis=0)
    assert np.allclose(data["point"], (held - WIDE.x.mean(axis=0)) / WIDE.x.std(axis=0), atol=1e-6)
    assert (data["axes"], data["features"]) == ((2, 1), ("x1", "x2", "x3", "x4"))
    view = view_of(training, frames_of(training))
    layout = view["map"]["spec"]["layout"]
    assert [layout[name]["title"]["text"] for name in ("xaxis", "yaxis")] == ["c", "b"]
    assert ("row 7" in view["legend"]) is (row == 7)
    shown = sorted(x for trace in view["map"]["spec"]["data"] for x in trace["x"])
    assert np.allclose(shown, sorted((WIDE.x[:, 2] - WIDE.x[:, 2].mean()) / WIDE.x[:, 2].std()), atol=1e-4)


@pytest.mark.parametrize("theme", PALETTES)
def test_ten_classes_have_ten_shapes_and_ten_colours(theme: str) -> None:
    training = from_dataset(Training(hidden=(3,)), WIDE)
    view = view_of(training, frames_of(training), theme=theme)
    marks = [trace["marker"] for trace in view["map"]["spec"]["data"]]
    assert len({mark["symbol"] for mark in marks}) == 20
    assert len({mark["color"] for mark in marks}) == len({tuple(color) for color in view["data"]["class_colors"]}) == 10
    assert len({name[0] for name in view["data"]["class_names"]}) == 10
    go.Figure(view["map"]["spec"])


def test_what_is_only_seen_is_no_other_run() -> None:
    training = from_dataset(Training(hidden=(3,)), WIDE)
    frames = frames_of(training)
    first = view_of(training, frames)
    for change in ({"plane": (3, 0)}, {"plane_row": 5}, {"show_test": False}, {"discrete": True}):
        other = view_of(replace(training, **change), frames)
        assert other["run"] == first["run"]
        assert other["layout"] != first["layout"]
    assert view_of(replace(training, show_test=False), frames)["map"]["spec"]["data"] == (
        first["map"]["spec"]["data"][:10])


def test_of_very_many_points_some_are_drawn_and_it_is_said() -> None:
    many = parse_csv("a,b,kind\n" + "".join(f"{i % 97}.5,{i * i % 89}.25,{'kl'[i % 2]}\n" for i in range(4500)))
    training = from_dataset(Training(hidden=()), many)
    view = view_of(training, frames_of(training, 1))
    assert 1400 < sum(len(trace["x"]) for trace in view["map"]["spec"]["data"]) <= 2000
    assert "4500" in view["legend"]
    assert "4500" not in view_of(SCENES["moons"], [])["legend"]
