"""The signal's steps: in order, each saying what was computed, and adding up to the figure at rest."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given

from neuroviz.document import Document
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import compact
from neuroviz.viz.studio.equation import A, Z
from neuroviz.viz.studio.network_figure import Scene, Traces, figure, sign
from neuroviz.viz.studio.timeline import MOST_LABELLED_PULSES, MOST_PULSES, MOST_SINGLE_TERMS, frames
from tests.viz.studio.scenes import (
    LARGEST,
    LOOKS,
    OVERFLOWING,
    PRESET_DOCUMENTS,
    any_document,
    captions,
    change,
    drawn,
    inside,
    played,
    scene,
)

each_preset = pytest.mark.parametrize("document", PRESET_DOCUMENTS.values(), ids=PRESET_DOCUMENTS)

Frame = dict[str, Any]
CIRCLE, DIAMOND, CROSS = 0, 2, 4


def steps(document: Document, lang: str = "en") -> tuple[Scene, list[Frame]]:
    picture = scene(document, lang=lang)
    return picture, frames(picture, captions(lang))


def of_layer(made: list[Frame], layer: int) -> list[Frame]:
    return [frame for frame in made if frame["layer"] == layer]


def carried(document: Document, layer: int, neuron: int) -> list[float]:
    """w·a of every connection into a neuron."""
    sources = document.trace.activations[layer - 1].tolist()
    return [w * a for w, a in zip(document.layers[layer - 1].weights[neuron], sources, strict=True)]


def source_of(picture: Scene, layer: int, neuron: int, x: float, y: float) -> int:
    """The neuron from which a pulse at (x, y) came straight, on its way into `neuron` of `layer`."""
    share, target = x - (layer - 1), picture.layout.ys[layer][neuron]
    came_from = (y - share * target) / (1 - share)
    heights = picture.layout.ys[layer - 1]
    source = min(range(len(heights)), key=lambda i: abs(heights[i] - came_from))
    assert heights[source] + share * (target - heights[source]) == pytest.approx(y, abs=0.012)
    return source


def pulse_label(value: float) -> str:
    return ("+" if value > 0 else "") + compact(value)


@given(any_document)
def test_the_phases_of_a_layer_come_in_order(document: Document) -> None:
    _, made = steps(document)
    wanted: list[tuple[int, str, int]] = [(0, "start", 0)]
    for layer, part in enumerate(document.layers, start=1):
        terms = len(part.weights[0])
        singly = range(1, terms + 1) if terms <= MOST_SINGLE_TERMS else ()
        wanted += [
            (layer, "emit", 0), (layer, "travel", 0), *((layer, "add", k) for k in singly),
            (layer, "sum", Z), (layer, "activate", A),
        ]
    assert [(frame["layer"], frame["phase"], frame["moment"]) for frame in made] == wanted
    assert all(frame["ms"] > 0 for frame in made)
    for frame in made:
        assert len(frame["traces"]) == len(set(frame["traces"])) == len(frame["data"])


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
@each_preset
def test_every_presets_frames_are_valid(document: Document, theme: str, lang: str) -> None:
    picture = scene(document, theme, lang)
    made = frames(picture, captions(lang))
    go.Figure({**figure(picture), "frames": [{k: f[k] for k in ("traces", "data")} for f in made]})
    assert all(0 <= trace < len(figure(picture)["data"]) for frame in made for trace in frame["traces"])


@given(any_document)
def test_every_documents_frames_are_valid(document: Document) -> None:
    picture, made = steps(document)
    go.Figure({**figure(picture), "frames": [{k: f[k] for k in ("traces", "data")} for f in made]})
    json.dumps(orjson.loads(orjson.dumps(made)), allow_nan=False)


@given(any_document)
def test_played_to_the_end_the_frames_are_the_figure_at_rest(document: Document) -> None:
    picture, made = steps(document)
    state, rest = played(made), figure(picture)["data"]
    for trace in range(Traces.FIRST_LAYER, len(rest)):
        marker = rest[trace]["marker"]
        assert state[trace] == {
            "text": rest[trace]["text"],
            "marker": {"color": marker["color"], "line": {"color": marker["line"]["color"]}},
        }
    assert set(state[Traces.PULSES]["text"]) == {"\u00a0"}
    assert state[Traces.PULSES]["marker"]["opacity"] == 0


@given(any_document)
def test_the_first_frame_shows_the_input_and_nothing_else(document: Document) -> None:
    picture, made = steps(document)
    rest = figure(picture)["data"]
    start = made[0]
    assert start["traces"] == [Traces.PULSES, Traces.HALO, *range(Traces.FIRST_LAYER, len(rest))]
    assert change(start, Traces.FIRST_LAYER)["text"] == rest[Traces.FIRST_LAYER]["text"]
    assert change(start, Traces.FIRST_LAYER)["marker"]["color"] == rest[Traces.FIRST_LAYER]["marker"]["color"]
    for layer in range(1, len(document.sizes)):
        later = change(start, Traces.FIRST_LAYER + layer)
        assert [text.strip() for text in later["text"]] == [""] * document.sizes[layer]
        assert len(set(later["marker"]["color"])) == 1
    assert change(start, Traces.PULSES)["marker"]["opacity"] == 0


@given(any_document)
def test_no_step_touches_names_headings_or_edges(document: Document) -> None:
    _, made = steps(document)
    moving = {Traces.PULSES, Traces.HALO, *range(Traces.FIRST_LAYER, Traces.FIRST_LAYER + len(document.sizes))}
    assert {trace for frame in made for trace in frame["traces"]} <= moving


@given(any_document)
def test_a_layer_changes_only_in_its_own_frames(document: Document) -> None:
    _, made = steps(document)
    assert not any(Traces.FIRST_LAYER in frame["traces"] for frame in made[1:])
    for layer in range(1, len(document.sizes)):
        own = [frame for frame in made[1:] if Traces.FIRST_LAYER + layer in frame["traces"]]
        assert {frame["layer"] for frame in own} == {layer}


@given(any_document)
def test_a_pulse_carries_weight_times_value(document: Document) -> None:
    picture, made = steps(document)
    for layer, part in enumerate(document.layers, start=1):
        emit = of_layer(made, layer)[0]
        pulses, offsets = change(emit, Traces.PULSES), emit["offsets"]
        sizes, symbols, colors = (pulses["marker"][key] for key in ("size", "symbol", "color"))
        count = offsets[-1]
        columns = (pulses["x"], pulses["y"], pulses["text"], sizes, symbols, colors)
        assert {len(column) for column in columns} == {count}
        assert offsets[0] == 0
        assert len(offsets) == part.size + 1
        assert count <= MOST_PULSES
        assert emit["crowded"] == (count > MOST_LABELLED_PULSES)
        assert all(layer - 1 < x < layer - 0.5 for x in pulses["x"]), "out from under the neurons"
        sent: list[float] = []
        for neuron in range(part.size):
            values = carried(document, layer, neuron)
            sources = [source_of(picture, layer, neuron, x, y) for x, y in zip(
                *(pulses[axis][offsets[neuron] : offsets[neuron + 1]] for axis in "xy"), strict=True)]
            assert sources == sorted(set(sources))
            # Of too many, those that carry most.
            left_out = [abs(v) for source, v in enumerate(values) if source not in sources]
            kept = [abs(values[source]) for source in sources]
            if not left_out:
                assert sources == list(range(len(values)))
            elif not any(map(math.isnan, values)):
                assert max(left_out) <= min(kept)
            assert not any(map(math.isnan, left_out)) or all(map(math.isnan, kept))
            sent += [values[source] for source in sources]
        assert pulses["text"] == [pulse_label(v) for v in sent]
        assert colors == [sign(v) for v in sent]
        assert symbols == [CROSS if not math.isfinite(v) else DIAMOND if v < 0 else CIRCLE for v in sent]
        by_value = sorted((abs(v), size) for v, size in zip(sent, sizes, strict=True) if math.isfinite(v))
        assert [size for _, size in by_value] == sorted(size for _, size in by_value)
        assert all(size > 0 for size in sizes)


def test_a_larger_pulse_carries_more() -> None:
    """Not only no less: one that carries four times as much can be told from it."""
    _, made = steps(PRESET_DOCUMENTS["saturated"])
    emit = made[1]
    pulses = change(emit, Traces.PULSES)
    size = dict(zip(pulses["text"], pulses["marker"]["size"], strict=True))
    assert list(size) == ["+9", "−4", "+7.5", "+7", "−12", "+3"]
    assert size["−12"] > size["+9"] > size["+7.5"] > size["−4"] > size["+3"]


@given(any_document)
def test_pulses_travel_towards_their_own_target_and_end_in_it(document: Document) -> None:
    picture, made = steps(document)
    for layer, part in enumerate(document.layers, start=1):
        emit, travel, *_, total, _ = of_layer(made, layer)
        offsets = emit["offsets"]
        start, way, end = (change(frame, Traces.PULSES) for frame in (emit, travel, total))
        assert len(way["x"]) == len(way["y"]) == len(end["x"]) == len(end["y"]) == offsets[-1]
        assert all(layer - 1 < x < layer for x in way["x"]), "on the way, not there"
        assert end["x"] == [layer] * offsets[-1]
        assert end["marker"]["opacity"] == 0
        for neuron in range(part.size):
            target = picture.layout.ys[layer][neuron]
            for i in range(offsets[neuron], offsets[neuron + 1]):
                assert end["y"][i] == target
                assert start["x"][i] < way["x"][i]
                source = source_of(picture, layer, neuron, start["x"][i], start["y"][i])
                assert source_of(picture, layer, neuron, way["x"][i], way["y"][i]) == source


@given(any_document)
def test_the_sum_builds_up_by_its_true_partial_sums(document: Document) -> None:
    picture, made = steps(document)
    for layer, part in enumerate(document.layers, start=1):
        target = Traces.FIRST_LAYER + layer
        own = of_layer(made, layer)
        running = [0.0] * part.size
        terms = [carried(document, layer, neuron) for neuron in range(part.size)]
        offsets = own[0]["offsets"]
        for k, frame in enumerate(f for f in own if f["phase"] == "add"):
            running = [total + term[k] for total, term in zip(running, terms, strict=True)]
            if picture.layout.roomy:
                assert change(frame, target)["text"] == [f"<i>{inside(picture, total)}</i>" for total in running]
            strokes = change(frame, target)["marker"]["line"]["color"]
            assert strokes == [stroke(picture, total) for total in running]
            # What has been added is gone, and what has not still waits.
            pulses = change(frame, Traces.PULSES)
            waiting = [1 if term > k else 0 for _ in range(part.size) for term in range(len(terms[0]))]
            opacity = pulses["marker"]["opacity"]
            assert (opacity if isinstance(opacity, list) else [opacity] * offsets[-1]) == waiting
            values = [v for row in terms for v in row]
            assert pulses["text"] == [
                pulse_label(v) if stays else "\u00a0" for v, stays in zip(values, waiting, strict=True)
            ]
        zs = document.trace.pre_activations[layer - 1].tolist()
        total_frame = own[-2]
        if picture.layout.roomy:
            assert change(total_frame, target)["text"] == [f"<i>{inside(picture, z)}</i>" for z in zs]
        assert change(total_frame, target)["marker"]["line"]["color"] == [stroke(picture, z) for z in zs]


def stroke(picture: Scene, value: float) -> str:
    palette = picture.palette
    if not math.isfinite(value):
        return palette.alarm
    return {1: palette.positive, -1: palette.negative, 0: palette.muted}[sign(value)]


@given(any_document)
def test_neurons_glow_by_their_activation_and_where_they_stand(document: Document) -> None:
    picture, made = steps(document)
    for layer in range(1, len(document.sizes)):
        glow = change(of_layer(made, layer)[-1], Traces.HALO)
        values = document.trace.activations[layer].tolist()
        assert glow["x"] == [layer] * len(values)
        assert glow["y"] == list(picture.layout.ys[layer])
        for value, size in zip(values, glow["marker"]["size"], strict=True):
            assert (size > 0) == (value != 0)
        before = change(of_layer(made, layer)[0], Traces.HALO)
        assert set(before["marker"]["size"]) == {0}, "nothing glows before the activation has acted"
        assert (before["x"], before["y"]) == (glow["x"], glow["y"])


@pytest.mark.parametrize("lang", LANGUAGES)
@given(document=any_document)
def test_captions_are_whole_sentences(lang: str, document: Document) -> None:
    _, made = steps(document, lang)
    t = LANGUAGES[lang]
    for frame in made:
        caption = frame["caption"]
        assert caption.strip()
        assert not re.search(r"[{}]", caption)
        names = {0: t("graph.input"), len(document.layers): t("graph.output")}
        assert names.get(frame["layer"], t("graph.hidden", n=frame["layer"])) in caption
        if frame["phase"] == "activate":
            assert t(f"activation.{document.layers[frame['layer'] - 1].activation}") in caption
        if frame["phase"] == "add":
            assert str(frame["moment"]) in caption


def test_what_is_no_number_travels_as_a_cross() -> None:
    _, made = steps(OVERFLOWING)
    pulses = [change(f, Traces.PULSES) for f in made if f["phase"] == "emit"]
    shown = {(text, s) for p in pulses for text, s in zip(p["text"], p["marker"]["symbol"], strict=True)}
    assert {("+∞", CROSS), ("−∞", CROSS)} <= shown
    assert all(symbol == CROSS for text, symbol in shown if "∞" in text or "NaN" in text)


def test_the_largest_network_has_no_more_pulses_than_can_be_moved() -> None:
    _, made = steps(LARGEST)
    emitted = [f for f in made if f["phase"] == "emit"]
    assert [f["offsets"][-1] for f in emitted] == [MOST_PULSES] * 9
    assert {len(set(f["offsets"])) for f in emitted} == {33}, "every neuron gets some"


@pytest.mark.parametrize(("sizes", "kilobytes"), [((4, 8, 8, 2), 28), ((16,) * 8, 250)])
def test_figure_and_frames_are_small(sizes: tuple[int, ...], kilobytes: int) -> None:
    picture, made = steps(drawn(*sizes))
    assert len(orjson.dumps([figure(picture), made])) < kilobytes * 1000
