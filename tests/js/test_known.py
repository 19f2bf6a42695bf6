"""What the browser says that it shows of a network is what Python would send: its numbers' sum, and every pulse."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from neuroviz.document import Document
from neuroviz.viz import numbers
from neuroviz.viz.studio.network_view import numbers_sum, signal_sum
from neuroviz.viz.studio.timeline import are_all_shown
from tests.js.test_forward import sent
from tests.js.test_live import any_numbers, documents, near, node
from tests.viz.studio.scenes import LARGEST, drawn, view

KNOWN = "./neuroviz/ui/live_plot/js/network/known.js"
PAIRS = [pair for pair in documents() if are_all_shown(pair[0])]


def test_both_sides_make_the_same_sum_of_the_numbers() -> None:
    made = [*(each for pair in documents() for each in pair), replace(drawn(2, 2), input=(-0.0, 5e-324))]
    parts = [orjson.loads(orjson.dumps(view(document)["network"])) for document in made]
    found = node(f'import {{numbersSum}} from "{KNOWN}"', "given.map(numbersSum)", parts)
    assert found == [numbers_sum(document) for document in made]


def test_the_sum_is_another_one_where_any_number_is() -> None:
    document = drawn(2, 3, 2)
    others = [replace(document, input=(0.1, 0.3))]
    for at, layer in enumerate(document.layers):
        weights = (layer.weights[0][::-1], *layer.weights[1:])
        for new in (replace(layer, weights=weights), replace(layer, biases=(1.0, *layer.biases[1:]))):
            others.append(replace(document, layers=(*document.layers[:at], new, *document.layers[at + 1:])))
    assert len({numbers_sum(each) for each in (document, *others)}) == 1 + len(others)
    other = replace(document, layers=(replace(document.layers[0], activation="relu"), *document.layers[1:]))
    assert (numbers_sum(other), signal_sum(other)) == (numbers_sum(document), signal_sum(other))
    assert signal_sum(other) != signal_sum(document)


def test_a_number_beside_a_pulse_has_the_same_digits() -> None:
    values = any_numbers()
    found = node(
        'import {compact} from "./neuroviz/ui/live_plot/js/lib/numbers.js"', "given.map((v) => compact(v))",
        sent(values))
    assert dict(zip(map(repr, values), found, strict=True)) == {repr(v): numbers.compact(v) for v in values}


def test_what_every_frame_shows_after_an_edit_is_what_python_would_send() -> None:
    seen = [[orjson.loads(orjson.dumps(view(document))) for document in pair] for pair in PAIRS]
    given = [
        {"view": before, **{name: after["network"][name] for name in ("weights", "biases", "input")}}
        for before, after in seen
    ]
    found = node(f"""
        import {{recompute}} from "./neuroviz/ui/live_plot/js/network/live.js"
        import {{carry}} from "{KNOWN}"
    """, """given.map(({view, ...numbers}) => {
        Object.assign(view.network, numbers); recompute(view); carry(view); return view.frames })""", given)
    for (_, document), (_, wanted), frames in zip(PAIRS, seen, found, strict=True):
        for ours, theirs in zip(frames, wanted["frames"], strict=True):
            assert near(ours, theirs), (document, theirs["layer"], theirs["phase"])


@pytest.mark.parametrize(("document", "all_shown"), [(drawn(4, 8, 8, 2), True), (LARGEST, False)])
def test_where_some_pulses_are_left_out_python_chooses_them(document: Document, all_shown: bool) -> None:
    frames = [frame for frame in view(document)["frames"] if frame["phase"] == "emit"]
    pulses = [len(frame["data"][0]["x"]) for frame in frames]
    whole = [layer.size * len(layer.weights[0]) for layer in document.layers]
    assert (pulses == whole) is are_all_shown(document) is all_shown
