"""The figure shows the network that was computed: each edge once with its sign and size, each neuron with its value."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given

from neuroviz.document import Document, Layer, Selection
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import brief, short
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import BLANK, EDGE_WIDTHS, Traces, figure, layer_name, neuron_name, sign
from tests.viz.studio.scenes import (
    LARGEST,
    LOOKS,
    OVERFLOWING,
    PRESET_DOCUMENTS,
    any_document,
    connections,
    drawn,
    inside,
    scene,
)

each_preset = pytest.mark.parametrize("document", PRESET_DOCUMENTS.values(), ids=PRESET_DOCUMENTS)
each_look = pytest.mark.parametrize(("theme", "lang"), LOOKS)

Spec = dict[str, Any]
Segment = tuple[float, float, float, float]


def assert_valid(spec: Spec) -> None:
    go.Figure(spec)
    # As it travels: what is no number becomes null, and nothing else stands in a picture's numbers.
    json.dumps(orjson.loads(orjson.dumps(spec)), allow_nan=False)


def segments(trace: Spec) -> list[Segment]:
    """(x0, y0, x1, y1) of the lines in a trace, which None parts."""
    xs, ys = trace["x"], trace["y"]
    assert len(xs) == len(ys)
    # Each begins with an unseen point, and what parts it from the lines.
    assert [xs[1], ys[1]] == [None, None]
    xs, ys = xs[2:], ys[2:]
    assert len(xs) % 3 == 0
    assert all(x is None and y is None for x, y in zip(xs[2::3], ys[2::3], strict=True))
    return list(zip(xs[0::3], ys[0::3], xs[1::3], ys[1::3], strict=True))


def edge_looks(document: Document) -> dict[tuple[int, int, int], Spec]:
    """The line of the trace that draws each edge; fails where one is drawn twice or not at all."""
    picture = scene(document)
    looks: dict[Segment, Spec] = {}
    for trace in figure(picture)["data"][: Traces.ZERO_EDGES + 1]:
        for segment in segments(trace):
            assert segment not in looks, "an edge is drawn twice"
            looks[segment] = trace["line"]
    ys = picture.layout.ys
    found = {
        (layer, neuron, source): looks.pop((layer - 1, ys[layer - 1][source], layer, ys[layer][neuron]))
        for layer, neuron, source, _ in connections(document)
    }
    assert looks == {}, "lines that are no edge"
    return found


def assert_edges_tell_the_weights(document: Document) -> None:
    looks = edge_looks(document)
    weights = {(layer, neuron, source): w for layer, neuron, source, w in connections(document)}
    palette = PALETTES["light"]
    for at, weight in weights.items():
        dash, color = looks[at]["dash"], looks[at]["color"]
        assert dash == {1: "solid", -1: "5px,4px", 0: "dot"}[sign(weight)]
        assert color == {1: palette.positive, -1: palette.negative, 0: palette.grid}[sign(weight)]
    for side in (-1, 1):
        by_size = sorted((abs(w), looks[at]["width"]) for at, w in weights.items() if sign(w) == side)
        for (small, thin), (large, thick) in itertools.pairwise(by_size):
            assert thin <= thick, f"{large} is drawn thinner than {small}"


@each_look
@each_preset
def test_every_preset_is_a_valid_figure(document: Document, theme: str, lang: str) -> None:
    assert_valid(figure(scene(document, theme, lang)))


@given(any_document)
def test_every_document_is_a_valid_figure(document: Document) -> None:
    for theme, lang in LOOKS:
        assert_valid(figure(scene(document, theme, lang)))


@given(any_document)
def test_the_traces_are_always_the_same_ones_in_the_same_order(document: Document) -> None:
    """An edit updates traces in place, so a trace may never mean something else."""
    data = figure(scene(document))["data"]
    assert len(data) == Traces.FIRST_LAYER + len(document.sizes)
    assert [t["mode"] for t in data[: Traces.FIRST_LAYER]] == [
        *["lines"] * (2 * (Traces.ZERO_EDGES + 1)), "text", "lines+markers", "markers", "markers+text", "text",
    ]
    assert Traces.FOCUS == Traces.ZERO_EDGES + 1
    assert [{**edge, "x": [], "y": [], "opacity": 1} for edge in data[: Traces.FOCUS]] == [
        {**edge, "x": [], "y": []} for edge in data[Traces.FOCUS : Traces.EDGE_LABELS]
    ], "each sign and width once more, for the eye to follow"
    single = [Traces.EDGE_LABELS - 1, Traces.EDGE_LABELS, Traces.SELECTED, Traces.HALO, Traces.PULSES, Traces.NAMES]
    assert single == list(range(Traces.EDGE_LABELS - 1, Traces.FIRST_LAYER))
    for layer, trace in enumerate(data[Traces.FIRST_LAYER :]):
        assert trace["mode"] == "markers+text"
        assert trace["x"] == [layer] * document.sizes[layer]
    styles = [(t["line"]["color"], t["line"]["width"], t["line"]["dash"]) for t in data[: Traces.ZERO_EDGES + 1]]
    assert styles == [
        (line["color"], line["width"], line["dash"])
        for line in (t["line"] for t in figure(scene(drawn(2, 1)))["data"][: Traces.ZERO_EDGES + 1])
    ]


@given(any_document)
def test_every_edge_is_drawn_once_with_its_sign_and_size(document: Document) -> None:
    assert_edges_tell_the_weights(document)


@each_preset
def test_every_presets_edges(document: Document) -> None:
    assert_edges_tell_the_weights(document)


def test_the_largest_networks_edges() -> None:
    assert len(edge_looks(LARGEST)) == 9 * 32 * 32
    assert_edges_tell_the_weights(LARGEST)


def test_widths_use_the_whole_range() -> None:
    document = Document(layers=(Layer(((0.1, 0.3, 0.6, 1.0, -0.1, -1.0, 0.0),), (0.0,), "linear"),), input=(1.0,) * 7)
    widths = [look["width"] for look in edge_looks(document).values()]
    assert widths == [*EDGE_WIDTHS, EDGE_WIDTHS[0], EDGE_WIDTHS[-1], EDGE_WIDTHS[0]]


@given(any_document)
def test_neurons_show_their_activation(document: Document) -> None:
    picture = scene(document)
    spec = figure(picture)
    palette = PALETTES["light"]
    for layer, trace in enumerate(spec["data"][Traces.FIRST_LAYER :]):
        values = document.trace.activations[layer].tolist()
        assert trace["y"] == list(picture.layout.ys[layer])
        if picture.layout.roomy:
            assert trace["text"] == [inside(picture, v) for v in values]
        else:
            assert [text.strip() for text in trace["text"]] == [""] * len(values)
        strokes = trace["marker"]["line"]["color"]
        assert len(strokes) == len(trace["marker"]["color"]) == len(values)
        for value, stroke in zip(values, strokes, strict=True):
            if math.isfinite(value):
                assert stroke == {1: palette.positive, -1: palette.negative, 0: palette.muted}[sign(value)]
            else:
                assert stroke == palette.alarm
        (low_x, high_x), (low_y, high_y) = (spec["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
        assert low_x < layer < high_x
        assert all(low_y < y < high_y for y in trace["y"])


def test_what_is_no_number_is_shown_as_such() -> None:
    assert any(math.isnan(z) for zs in OVERFLOWING.trace.pre_activations for z in zs)
    assert any(math.isinf(z) for zs in OVERFLOWING.trace.pre_activations for z in zs)
    for theme, lang in LOOKS:
        spec = figure(scene(OVERFLOWING, theme, lang))
        assert_valid(spec)
        shown = {text for trace in spec["data"][Traces.FIRST_LAYER :] for text in trace["text"]}
        assert {"∞", "NaN"} <= shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_is_shown_as_it_stands_and_never_read_as_html(lang: str) -> None:
    bad = "<b>x</b>&amp;"
    document = Document(
        layers=(Layer(((1.0,),), (0.5,), "tanh"),), input=(1.0,), input_names=(bad,), output_names=("<script>",),
    )
    text = figure(scene(document, lang=lang))["data"][Traces.NAMES]["text"]
    assert "&lt;b&gt;x&lt;/b&gt;&amp;amp;" in text
    assert any(label.startswith("&lt;script&gt;") for label in text)
    assert not any("<script" in label or "<b>x" in label for label in text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_headings_are_the_visitors(lang: str) -> None:
    document = Document(
        layers=(Layer(((1.0, 2.0),), (0.5,), "relu"), Layer(((1.0,),), (-0.25,), "softmax")),
        input=(1.0, 2.0), input_names=("salt", ""), output_names=("soup",),
    )
    t = LANGUAGES[lang]
    text = figure(scene(document, lang=lang))["data"][Traces.NAMES]["text"]
    muted = f"<span style='color:{PALETTES['light'].muted}'>"
    assert text == [
        f"<b>{t('graph.input')}</b>", "salt", "x₂",
        f"<b>{t('graph.hidden', n=1)}</b> {muted}{t('activation.relu')}</span>", f"h₁ · b {short(0.5)}",
        f"<b>{t('graph.output')}</b> {muted}{t('activation.softmax')}</span>", f"soup · b {short(-0.25)}",
    ]
    assert [neuron_name(document, layer, 0) for layer in range(3)] == ["salt", "h₁", "soup"]
    assert [layer_name(document, layer, "in", "mid {n}", "out") for layer in range(3)] == ["in", "mid 1", "out"]


@given(any_document)
def test_what_shows_nothing_is_blank_and_never_empty(document: Document) -> None:
    """Plotly drops an empty label, and at the next step the one behind it flies in from the picture's corner."""
    for trace in figure(scene(document))["data"]:
        assert "" not in trace.get("text", ())


@each_preset
def test_few_edges_carry_their_weight_in_numbers(document: Document) -> None:
    labels = figure(scene(document))["data"][Traces.EDGE_LABELS]
    small = {i for i, part in enumerate(document.layers, start=1) if part.size * len(part.weights[0]) <= 16}
    weights = [w for layer, _, _, w in connections(document) if layer in small]
    assert all(text in {brief(w), BLANK} for text, w in zip(labels["text"], weights, strict=True))
    assert labels["text"].count(BLANK) == 0, "of a preset, each can be read"
    places = list(zip(labels["x"], labels["y"], strict=True))
    assert len(set(places)) == len(places), "two labels stand on top of each other"


@pytest.mark.parametrize(
    ("selection", "ends"), [(None, 1), (Selection(0, 1), 1), (Selection(1, 2), 1), (Selection(1, 2, 0), 2)]
)
def test_the_selected_part_is_marked(selection: Selection | None, ends: int) -> None:
    base = PRESET_DOCUMENTS["saturated"]
    document = Document(layers=base.layers, input=base.input, selection=selection)
    picture = scene(document)
    trace = figure(picture)["data"][Traces.SELECTED]
    assert len(trace["x"]) == len(trace["y"]) == ends
    if selection is None:
        assert trace["marker"]["size"] == [0], "nothing is to be seen; of a single 0 Plotly makes a 6"
    else:
        assert (trace["x"][-1], trace["y"][-1]) == (
            selection.layer, picture.layout.ys[selection.layer][selection.neuron]
        )
        assert [size > 0 for size in trace["marker"]["size"]] == [selection.source is None] * ends
    if selection is not None and selection.source is not None:
        assert (trace["x"][0], trace["y"][0]) == (0, picture.layout.ys[0][selection.source])


def test_zoom_is_kept_while_the_architecture_is() -> None:
    revisions = [figure(scene(d))["layout"]["uirevision"] for d in (drawn(2, 3, 1), drawn(2, 3, 1, activation="relu"))]
    assert revisions[0] == revisions[1]
    assert figure(scene(drawn(2, 4, 1)))["layout"]["uirevision"] != revisions[0]
