"""Numbers in the studio without a browser: typed, in the table, filled in, and out of range."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from neuroviz.document import Selection, edits, limits
from neuroviz.document.history import History
from neuroviz.document.numbers import parse_number
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.text import escape_markdown
from tests.app.opened import each_language, hand, kept
from tests.app.studio_visit import chosen, said, visit
from tests.app.widgets import Canvas, widget
from tests.document.validity import bits
from tests.viz.studio.scenes import LARGEST, OVERFLOWING

# --- numbers ---------------------------------------------------------------------------------------

TYPED = [("1/3", 1 / 3), ("0,5", 0.5), ("−2", -2.0), ("1e-3", 1e-3), ("１．５", 1.5)]
WRONG = [
    ("abc", "number_unreadable"), ("1/0", "number_zero_division"), ("9e999", "number_too_large"), ("", "number_empty"),
    ("nan", "number_unreadable"), ("1,000.5", "number_unreadable"), ("**<b>$x$</b>", "number_unreadable"),
]


@each_language
@pytest.mark.parametrize(("typed", "value"), TYPED)
def test_a_number_is_typed_exactly(lang: str, typed: str, value: float, canvas: Canvas) -> None:
    at = visit(lang, "input")
    for part, take in (
        ({"layer": 1, "neuron": 2, "source": 1}, lambda document: document.layers[0].weights[2][1]),
        ({"layer": 2, "neuron": 1, "source": None}, lambda document: document.layers[1].biases[1]),
        ({"layer": 0, "neuron": 2, "source": None}, lambda document: document.input[2]),
    ):
        canvas.act(at, "typed", **part, text=typed)
        assert take(hand(at)).hex() == value.hex()
        assert "wrong" not in canvas.network
        canvas.act(at, "undo")
    widget(at, "text_input", "studio.input.1.text").input(typed).run()
    assert hand(at).input[1].hex() == value.hex()
    assert parse_number(widget(at, "text_input", "studio.input.1.text").value) == value
    assert said(at) == []


@each_language
@pytest.mark.parametrize(("typed", "code"), WRONG)
def test_what_is_no_number_is_refused_in_words(lang: str, typed: str, code: str, canvas: Canvas) -> None:
    t = LANGUAGES[lang]
    at = visit(lang, "input")
    document = hand(at)
    canvas.act(at, "typed", layer=1, neuron=2, source=1, text=typed)
    assert hand(at) == document
    assert canvas.network["wrong"] == {"text": typed, "message": t(f"refusal.{code}", text=typed)}
    canvas.act(at, "typed", layer=1, neuron=2, source=1, text="2")
    assert "wrong" not in canvas.network
    assert hand(at).layers[0].weights[2][1] == 2.0
    document = hand(at)
    widget(at, "text_input", "studio.input.1.text").input(typed).run()
    assert hand(at) == document
    assert said(at) == [t(f"refusal.{code}", text=escape_markdown(typed))]
    widget(at, "text_input", "studio.input.1.text").input("2").run()
    assert said(at) == []
    assert hand(at).input[1] == 2.0


def test_what_was_wrong_is_forgotten_with_the_next_click(canvas: Canvas) -> None:
    at = visit()
    canvas.act(at, "typed", layer=1, neuron=2, source=1, text="abc")
    canvas.act(at, "select", layer=1, neuron=0, source=None)
    assert "wrong" not in canvas.network


def test_looking_is_no_edit_and_choosing_a_neuron_chooses_its_layer(canvas: Canvas) -> None:
    at = visit(panel="network")
    canvas.act(at, "select", layer=2, neuron=1, source=3)
    assert hand(at).selection == Selection(2, 1, 3)
    assert widget(at, "slider", "studio.size").value == 3
    canvas.act(at, "select", layer=1, neuron=0, source=None)
    assert hand(at).selection == Selection(1, 0)
    assert widget(at, "slider", "studio.size").value == 4
    canvas.act(at, "select", layer=None)
    assert hand(at).selection is None
    assert not canvas.can("undo")


def test_what_is_no_longer_there_cannot_be_changed(canvas: Canvas) -> None:
    """The browser may still speak of a network that another edit has just made smaller."""
    at = visit()
    begun = hand(at)
    for part in ({"layer": 9, "neuron": 0, "source": None}, {"layer": 1, "neuron": 7, "source": 0}):
        canvas.act(at, "select", **part)
        canvas.act(at, "value", **part, value=1.0, gesture="drag-1")
        canvas.act(at, "typed", **part, text="1")
        assert hand(at) == begun


def test_every_input_has_a_slider_and_a_field(canvas: Canvas) -> None:
    at = visit(panel="input")
    widget(at, "text_input", "studio.input.1.text").input("1/3").run()
    assert hand(at).input == (0.8, 1 / 3, 0.9)
    widget(at, "slider", "studio.input.2.slider").set_value(-0.5).run()
    assert hand(at).input == (0.8, 1 / 3, pytest.approx(-0.5))
    widget(at, "button", "studio.examples.add").click().run()
    assert hand(at).examples[-1] == hand(at).input
    assert widget(at, "button", "studio.examples.add").disabled
    canvas.act(at, "use", on="studio.examples", row=1)
    assert hand(at).input == hand(at).examples[1]
    # The fields show what the row brought, and what they held before does not come back.
    assert [parse_number(widget(at, "text_input", f"studio.input.{i}.text").value) for i in range(3)] == [0.2, 1.0, 0.1]
    widget(at, "text_input", "studio.input.0.text").input("7").run()
    assert hand(at).input == (7.0, 1.0, 0.1)
    canvas.act(at, "remove", on="studio.examples", row=0)
    assert hand(at).examples[0] == PRESETS["fruit"].document.examples[1]


def test_of_many_inputs_each_can_be_reached() -> None:
    at = visit(panel="input", document=LARGEST)
    reached = set()
    for first in range(0, limits.MAX_NEURONS, 8):
        kept(at)["studio.inputs.first"] = first
        at.run()
        reached |= {field.key for field in at.text_input}
    assert reached == {f"studio.input.{i}.text" for i in range(limits.MAX_NEURONS)}


# --- the table of weights ------------------------------------------------------------------------------

def table(canvas: Canvas, layer: int = 1) -> dict[str, Any]:
    return canvas.views[f"studio.weights.table.{layer}"]["table"]


@each_language
def test_the_table_shows_every_weight_and_bias(lang: str, canvas: Canvas) -> None:
    at = visit(lang, "weights")
    for layer, part in enumerate(hand(at).layers, start=1):
        chosen(at, layer)
        shown = table(canvas, layer)
        wanted = [[*row, bias] for row, bias in zip(part.weights, part.biases, strict=True)]
        assert [[float(full) for _, full in row] for row in shown["cells"]] == wanted
        assert len(shown["rows"]) == part.size
        assert shown["columns"][-1] == "b"


@each_language
@pytest.mark.parametrize(("typed", "code"), WRONG)
def test_a_cell_takes_numbers_and_says_what_is_none(lang: str, typed: str, code: str, canvas: Canvas) -> None:
    at, key = visit(lang, "weights"), "studio.weights.table.1"
    canvas.act(at, "cell", on=key, row=0, column=1, text="1/3")
    canvas.act(at, "cell", on=key, row=3, column=3, text="0,5")
    document = hand(at)
    assert (document.layers[0].weights[0][1], document.layers[0].biases[3]) == (1 / 3, 0.5)
    canvas.act(at, "cell", on=key, row=2, column=2, text=typed)
    assert hand(at) == document
    assert table(canvas)["errors"] == {"2,2": [typed, LANGUAGES[lang](f"refusal.{code}", text=typed)]}
    canvas.act(at, "cell", on=key, row=0, column=0, text="4")
    assert list(table(canvas)["errors"]) == ["2,2"]
    canvas.act(at, "clear", on=key, row=2, column=2)
    assert table(canvas)["errors"] == {}
    assert hand(at) == edits.set_weight(document, 1, 0, 0, 4.0)


@each_language
@pytest.mark.parametrize(("row", "column", "room_rows", "room_columns"), [(0, 0, 4, 4), (2, 2, 2, 2), (3, 3, 1, 1)])
def test_a_pasted_block_that_does_not_fit_is_refused_whole(
    lang: str, row: int, column: int, room_rows: int, room_columns: int, canvas: Canvas,
) -> None:
    at, key, t = visit(lang, "weights"), "studio.weights.table.1", LANGUAGES[lang]
    begun = hand(at)
    for rows, columns in ((1, room_columns + 1), (room_rows + 1, 1), (5, 7)):
        canvas.act(at, "paste", on=key, row=row, column=column, text="\n".join(["\t".join("9" * columns)] * rows))
        assert hand(at) == begun, "nothing may be lost, or land in the column of the biases"
        assert table(canvas)["refused"] == t(
            "refusal.paste_does_not_fit", rows=rows, columns=columns, room_rows=room_rows, room_columns=room_columns,
        )
    canvas.act(at, "paste", on=key, row=row, column=column, text="\n".join(["\t".join("9" * room_columns)] * room_rows))
    assert hand(at) != begun
    assert table(canvas)["refused"] == ""


def test_empty_cells_at_the_end_of_pasted_rows_need_no_room(canvas: Canvas) -> None:
    at = visit(panel="weights")
    canvas.act(at, "paste", on="studio.weights.table.1", row=0, column=2, text="3\t4\t\t\n5\t6\t\t")
    assert [(hand(at).layers[0].weights[row][2], hand(at).layers[0].biases[row]) for row in (0, 1)] == [(3, 4), (5, 6)]


def test_a_pasted_block_is_one_step_and_what_is_no_number_stays_in_its_cell(canvas: Canvas) -> None:
    at, key = visit(panel="weights"), "studio.weights.table.1"
    begun = hand(at)
    canvas.act(at, "paste", on=key, row=2, column=2, text="1/3\t0,5\nwhat\t7\n")
    layer = hand(at).layers[0]
    assert (layer.weights[2][2], layer.biases[2], layer.biases[3]) == (1 / 3, 0.5, 7.0)
    assert layer.weights[3][2] == begun.layers[0].weights[3][2]
    assert list(table(canvas)["errors"]) == ["3,2"]
    canvas.act(at, "undo")
    assert hand(at) == begun


def test_too_much_at_once_is_refused_in_words(canvas: Canvas) -> None:
    at = visit(panel="weights")
    begun = hand(at)
    text = "1\t" * limits.MAX_PASTE_CHARS
    canvas.act(at, "paste", on="studio.weights.table.1", row=0, column=0, text=text)
    assert hand(at) == begun
    assert table(canvas)["refused"] == LANGUAGES["en"]("refusal.paste_too_large", limit=limits.MAX_PASTE_CHARS)


def test_what_is_wrong_in_one_network_is_not_said_of_another(canvas: Canvas) -> None:
    at = visit(panel="weights")
    canvas.act(at, "cell", on="studio.weights.table.1", row=0, column=0, text="abc")
    assert table(canvas)["errors"]
    widget(at, "selectbox", "studio.preset").set_value("article").run()
    assert table(canvas)["errors"] == {}


# --- filling -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", ["zeros", "constant", "uniform", "normal", "xavier", "he"])
def test_filling_and_the_same_again(kind: str) -> None:
    at = visit(panel="weights")
    widget(at, "selectbox", "studio.fill.kind").set_value(kind).run()
    if not widget(at, "text_input", "studio.fill.scale").disabled:
        widget(at, "text_input", "studio.fill.scale").input("0,25").run()
    if not widget(at, "text_input", "studio.fill.seed").disabled:
        widget(at, "text_input", "studio.fill.seed").input("42").run()
    widget(at, "button", "studio.fill.all").click().run()
    first = hand(at)
    assert first.fill.kind == kind
    assert first.layers == edits.fill(first, first.fill).layers
    assert all(bias == 0.0 for layer in first.layers for bias in layer.biases)
    if kind in {"uniform", "normal", "xavier", "he"}:
        assert first.fill.seed == 42
        assert first.layers != edits.fill(first, replace(first.fill, seed=43)).layers
    kept(at)["history"] = History(edits.set_weight(first, 1, 0, 0, 99.0))
    at.run()
    widget(at, "button", "studio.fill.again").click().run()
    assert bits(hand(at).layers) == bits(first.layers)


@pytest.mark.parametrize("button", ["studio.fill.layer", "studio.fill.all"])
def test_filling_again_draws_other_weights_and_the_field_says_which_seed(button: str) -> None:
    at = visit(panel="weights")
    seen = {bits(hand(at).layers)}
    for count in range(3):
        widget(at, "button", button).click().run()
        assert bits(hand(at).layers) not in seen, "a button that is pressed does something"
        seen.add(bits(hand(at).layers))
        assert int(widget(at, "text_input", "studio.fill.seed").value) == hand(at).fill.seed == count
        assert widget(at, "button", "studio.fill.again").disabled, "it would change nothing"


def test_one_layer_is_filled_alone() -> None:
    at = chosen(visit(panel="weights"), 2)
    before = hand(at)
    widget(at, "selectbox", "studio.fill.kind").set_value("zeros").run()
    assert hand(at) == before, "choosing is not yet filling"
    widget(at, "button", "studio.fill.layer").click().run()
    assert hand(at).layers[0] == before.layers[0]
    assert hand(at).layers[1] == replace(before.layers[1], weights=((0.0,) * 4,) * 3, biases=(0.0,) * 3)


def test_same_again_restores_what_one_layer_was_filled_with_and_leaves_the_others() -> None:
    at = chosen(visit(panel="weights"), 2)
    before = hand(at)
    widget(at, "selectbox", "studio.fill.kind").set_value("normal").run()
    widget(at, "button", "studio.fill.layer").click().run()
    filled = hand(at)
    kept(at)["history"] = History(edits.set_weight(filled, 2, 0, 0, 99.0))
    at.run()
    widget(at, "button", "studio.fill.again").click().run()
    assert hand(at).layers[1] == filled.layers[1]
    assert hand(at).layers[0] == before.layers[0]


# --- what leaves the range of numbers ------------------------------------------------------------------

@each_language
def test_overflow_is_explained(lang: str, canvas: Canvas) -> None:
    explanation = LANGUAGES[lang]("studio.not_finite")
    at = visit(lang, "network", PRESETS["dead_relu"].document)
    canvas.act(at, "typed", layer=1, neuron=0, source=0, text="1e300")
    assert explanation not in [warning.value for warning in at.warning]
    canvas.act(at, "typed", layer=0, neuron=0, source=None, text="1e300")
    assert not math.isfinite(hand(at).trace.output[0])
    assert explanation in [warning.value for warning in at.warning]
    assert None in canvas.network["a"][1]
    canvas.act(at, "typed", layer=1, neuron=0, source=0, text="1")
    assert explanation not in [warning.value for warning in at.warning]


@each_language
def test_nan_is_explained(lang: str) -> None:
    at = visit(lang, document=OVERFLOWING)
    assert LANGUAGES[lang]("studio.not_finite") in [warning.value for warning in at.warning]
