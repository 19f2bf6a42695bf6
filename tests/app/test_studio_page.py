"""The studio without a browser: every panel in both languages, every edit, nothing lost, nothing shared."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, Fill, Layer, Selection, codec, edits, limits
from neuroviz.document.history import History
from neuroviz.document.numbers import parse_number
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common import session
from neuroviz.ui.common.text import escape_markdown
from tests.app.widgets import Canvas, Wall, held_by_the_browser, widget
from tests.document.validity import bits
from tests.viz.studio.scenes import LARGEST, OVERFLOWING

APP = str(Path(__file__).parents[2] / "app.py")
STUDIO = "pages/studio.py"
PANELS = ("network", "weights", "input", "file")

each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_panel = pytest.mark.parametrize("panel", PANELS)


def visit(lang: str = "en", panel: str | None = None, document: Document | None = None, **query: str) -> AppTest:
    """The studio as a visitor opens it; with `document` in the hand, and at `panel`."""
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = lang
    for name, value in query.items():
        at.query_params[name] = value
    at.switch_page(STUDIO).run()
    if panel is not None:
        at.session_state["studio.panel"] = panel
    if document is not None:
        at.session_state["neuroviz.history"] = History(document)
    if panel is not None or document is not None:
        at.run()
    assert not at.exception
    return at


def hand(at: AppTest) -> Document:
    """The document that the visitor has."""
    assert not at.exception
    return at.session_state["neuroviz.history"].present


def said(at: AppTest) -> list[str]:
    """The sentences that say what was refused."""
    return [error.value for error in at.error]


def chosen(at: AppTest, layer: int) -> AppTest:
    at.session_state["studio.layer"] = layer
    return at.run()


@pytest.mark.parametrize("name", PRESETS)
@each_language
def test_every_preset_opens_on_every_panel(lang: str, name: str) -> None:
    at = visit(lang)
    widget(at, "selectbox", "studio.preset").set_value(name).run()
    assert hand(at).preset == name
    assert hand(at).layers == PRESETS[name].document.layers
    assert LANGUAGES[lang](f"preset.{name}.why") in [caption.value for caption in at.caption]
    for panel in PANELS:
        at.session_state["studio.panel"] = panel
        at.run()
        assert hand(at).preset == name


@each_panel
@each_language
def test_every_panel_with_every_kind_of_selection(lang: str, panel: str) -> None:
    for selection in (None, Selection(0, 1), Selection(1, 2), Selection(2, 1, 3)):
        document = replace(PRESETS["fruit"].document, selection=selection)
        assert hand(visit(lang, panel, document)) == document


@each_panel
@pytest.mark.parametrize("document", [LARGEST, OVERFLOWING], ids=["largest", "overflowing"])
def test_every_panel_with_the_extremes(panel: str, document: Document) -> None:
    assert hand(visit("zh", panel, document)) == document


@pytest.mark.parametrize(
    "value",
    [5e-324, 1.7976931348623157e308, -1e12, 1e12, 1.0000000000001e12, 1000.0000000000001, 2.0000000000000004, -0.0],
)
def test_any_number_can_be_shown_for_editing(value: float) -> None:
    document = Document(layers=(Layer(((value,),), (value,), "tanh"),), input=(value,))
    for panel in PANELS:
        assert bits(hand(visit("en", panel, document)).input) == bits((value,))


@each_language
def test_the_first_network_is_named_in_the_visitors_language(lang: str) -> None:
    t = LANGUAGES[lang]
    document = hand(visit(lang))
    assert document.preset == FIRST
    assert "|".join(document.input_names) == t(f"preset.{FIRST}.inputs")
    assert "|".join(document.output_names) == t(f"preset.{FIRST}.outputs")


# --- layers --------------------------------------------------------------------------------------

def test_a_layer_grows_and_keeps_its_weights() -> None:
    at = visit(panel="network")
    before = hand(at)
    chosen(at, 1)
    widget(at, "slider", "studio.size").set_value(6).run()
    after = hand(at)
    assert after.sizes == (3, 6, 3)
    assert after.layers[0].weights[:4] == before.layers[0].weights
    assert [row[:4] for row in after.layers[1].weights] == [row[:4] for row in before.layers[1].weights]


def test_the_output_layer_shrinks_while_its_last_name_is_being_edited() -> None:
    at = chosen(visit(panel="network"), 2)
    widget(at, "selectbox", "studio.name_of.output").set_value(2).run()
    widget(at, "slider", "studio.size").set_value(2).run()
    assert hand(at).sizes == (3, 4, 2)
    assert len(hand(at).output_names) == 2
    widget(at, "text_input", "studio.name.output.1").input("pear").run()
    assert "pear" in hand(at).output_names


def test_activations_are_chosen_and_softmax_only_on_the_last_layer() -> None:
    at = chosen(visit(panel="network"), 1)
    t = LANGUAGES["en"]
    assert t("activation.softmax") not in widget(at, "selectbox", "studio.activation").options
    widget(at, "selectbox", "studio.activation").set_value("relu").run()
    assert [layer.activation for layer in hand(at).layers] == ["relu", "softmax"]
    chosen(at, 2)
    assert t("activation.softmax") in widget(at, "selectbox", "studio.activation").options
    widget(at, "selectbox", "studio.activation").set_value("linear").run()
    assert [layer.activation for layer in hand(at).layers] == ["relu", "linear"]
    chosen(at, 0)
    assert not any("studio.activation" in box.key for box in at.selectbox)


def test_layers_are_added_moved_and_removed() -> None:
    at = chosen(visit(panel="network"), 1)
    widget(at, "button", "studio.add").click().run()
    assert hand(at).sizes == (3, 4, 4, 3)
    widget(at, "slider", "studio.size").set_value(7).run()
    assert hand(at).sizes == (3, 4, 7, 3), "the layer that was added is the one in hand"
    widget(at, "button", "studio.left").click().run()
    assert hand(at).sizes == (3, 7, 4, 3)
    widget(at, "button", "studio.right").click().run()
    assert hand(at).sizes == (3, 4, 7, 3)
    widget(at, "button", "studio.remove").click().run()
    assert hand(at).sizes == (3, 4, 3)
    chosen(at, 0)
    assert widget(at, "button", "studio.remove").disabled
    assert widget(at, "button", "studio.left").disabled
    assert widget(at, "button", "studio.right").disabled


@each_language
def test_the_limit_of_layers_is_said_in_words(lang: str) -> None:
    at = chosen(visit(lang, "network"), 1)
    for _ in range(limits.MAX_LAYERS - 3):
        widget(at, "button", "studio.add").click().run()
    full = hand(at)
    assert len(full.sizes) == limits.MAX_LAYERS
    assert said(at) == []
    add = widget(at, "button", "studio.add")
    assert add.disabled, "what cannot work is not offered"
    assert add.help == LANGUAGES[lang]("refusal.too_many_layers", limit=limits.MAX_LAYERS)
    widget(at, "button", "studio.remove").click().run()
    assert not widget(at, "button", "studio.add").disabled


def test_names_of_inputs_and_outputs() -> None:
    at = chosen(visit(panel="network"), 0)
    widget(at, "text_input", "studio.name.input.0").input("<b>**hot**</b>").run()
    assert hand(at).input_names[0] == "<b>**hot**</b>"
    widget(at, "selectbox", "studio.name_of.input").set_value(1).run()
    widget(at, "text_input", "studio.name.input.1").input("").run()
    assert hand(at).input_names[1] == ""
    chosen(at, 2)
    assert widget(at, "selectbox", "studio.name_of.output").options == ["y₁ · lemon", "y₂ · apple", "y₃ · bread"]
    widget(at, "selectbox", "studio.name_of.output").set_value(2).run()
    widget(at, "text_input", "studio.name.output.2").input("糖").run()
    assert hand(at).output_names[2] == "糖"
    for panel in PANELS:
        at.session_state["studio.panel"] = panel
        at.run()
        assert not at.exception


def test_a_name_is_given_after_looking_at_both_ends(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser still holds the label of what was chosen at the other end."""
    held_by_the_browser(monkeypatch)
    at = chosen(visit(panel="network"), 0)
    for layer, side in ((2, "output"), (0, "input"), (2, "output")):
        at.segmented_control(key=widget(at, "button_group", "studio.layers").key).set_value(layer).run()
        assert not at.exception
        assert len(widget(at, "selectbox", f"studio.name_of.{side}").options) == 3
    widget(at, "text_input", "studio.name.output.0").input("lime").run()
    assert hand(at).output_names[0] == "lime"


def test_neurons_of_one_name_are_told_apart() -> None:
    at = chosen(visit(panel="network"), 0)
    for index in range(2):
        widget(at, "selectbox", "studio.name_of.input").set_value(index).run()
        widget(at, "text_input", f"studio.name.input.{index}").input("same").run()
    options = widget(at, "selectbox", "studio.name_of.input").options
    assert len(set(options)) == len(options) == 3


def test_what_is_said_of_an_example_is_said_of_it_alone(canvas: Canvas) -> None:
    """Its sentence is true of its weights; of a network that was made of it, another one is."""
    at, t = visit(), LANGUAGES["en"]
    why, changed = t("preset.fruit.why"), t("studio.preset.changed", name=t("preset.fruit.title"))
    captions = lambda: [caption.value for caption in at.caption]  # noqa: E731
    canvas.act(at, "value", layer=0, neuron=0, source=None, value=0.1, gesture="drag-0")
    assert why in captions(), "another input is no other network"
    canvas.act(at, "value", layer=1, neuron=0, source=0, value=9.0, gesture="drag-1")
    assert why not in captions()
    assert changed in captions()
    widget(at, "selectbox", "studio.preset").set_value("fruit").run()
    assert hand(at).layers == PRESETS["fruit"].document.layers
    assert why in captions()
    canvas.act(at, "undo")
    assert changed in captions()


# --- undo, redo, reset -----------------------------------------------------------------------------

def test_every_edit_is_undone_and_redone(canvas: Canvas) -> None:
    at = chosen(visit(panel="network"), 1)
    documents = [hand(at)]
    assert not canvas.can("undo")
    assert not canvas.can("redo")
    for act in (
        lambda: widget(at, "slider", "studio.size").set_value(5).run(),
        lambda: widget(at, "selectbox", "studio.activation").set_value("elu").run(),
        lambda: widget(at, "button", "studio.add").click().run(),
        lambda: widget(at, "button", "studio.left").click().run(),
        lambda: widget(at, "button", "studio.remove").click().run(),
        lambda: canvas.act(at, "value", layer=1, neuron=0, source=1, value=2.5, gesture="drag-1"),
        lambda: canvas.act(at, "typed", layer=1, neuron=0, text="1/3"),
        lambda: widget(at, "selectbox", "studio.preset").set_value("xor").run(),
    ):
        act()
        documents.append(hand(at))
    assert len({codec.to_json(document) for document in documents}) == len(documents)
    for earlier in reversed(documents[:-1]):
        canvas.act(at, "undo")
        assert hand(at) == earlier
    assert not canvas.can("undo")
    for later in documents[1:]:
        canvas.act(at, "redo")
        assert hand(at) == later
    assert not canvas.can("redo")


def test_one_drag_is_one_step_and_the_next_another(canvas: Canvas) -> None:
    at = visit(panel="weights")
    begun = hand(at)
    for value in (1.6, 1.7, 1.8):
        canvas.act(at, "value", layer=1, neuron=0, source=0, value=value, gesture="drag-1")
    canvas.act(at, "value", layer=1, neuron=0, source=0, value=9.0, gesture="drag-2")
    assert hand(at).layers[0].weights[0][0] == 9.0
    canvas.act(at, "undo")
    assert hand(at).layers[0].weights[0][0] == 1.8
    canvas.act(at, "undo")
    assert hand(at) == begun


def test_what_comes_twice_is_done_once(canvas: Canvas) -> None:
    """The browser repeats what it has no answer to."""
    at = visit()
    begun = hand(at)
    canvas.act(at, "value", layer=1, neuron=0, source=0, value=9.0, gesture="drag-1")
    canvas.act(at, "undo")
    canvas.number -= 2
    canvas.act(at, "value", layer=1, neuron=0, source=0, value=9.0, gesture="drag-1")
    assert hand(at) == begun


def test_reset_goes_back_to_what_was_opened_and_can_be_undone(canvas: Canvas) -> None:
    at = visit(panel="network")
    widget(at, "selectbox", "studio.preset").set_value("xor").run()
    begun = hand(at)
    assert not canvas.can("reset")
    widget(at, "slider", "studio.size").set_value(9).run()
    edited = hand(at)
    assert canvas.can("reset")
    canvas.act(at, "reset")
    assert hand(at) == begun
    canvas.act(at, "undo")
    assert hand(at) == edited


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
        at.session_state["studio.inputs.first"] = first
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
    at.session_state["neuroviz.history"] = History(edits.set_weight(first, 1, 0, 0, 99.0))
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
    at.session_state["neuroviz.history"] = History(edits.set_weight(filled, 2, 0, 0, 99.0))
    at.run()
    widget(at, "button", "studio.fill.again").click().run()
    assert hand(at).layers[1] == filled.layers[1]
    assert hand(at).layers[0] == before.layers[0]


# --- nothing is lost ---------------------------------------------------------------------------------

def edited(lang: str = "en") -> AppTest:
    at = chosen(visit(lang, "network"), 1)
    widget(at, "slider", "studio.size").set_value(6).run()
    return at


@pytest.mark.parametrize("page", ["pages/home.py", "pages/activations.py", "pages/article.py"])
def test_another_page_and_back_keeps_the_network(page: str, canvas: Canvas) -> None:
    at = edited()
    before = at.session_state["neuroviz.history"]
    at.switch_page(page).run()
    assert not at.exception
    at.switch_page(STUDIO).run()
    assert hand(at) == before.present
    assert at.session_state["neuroviz.history"] == before
    canvas.act(at, "undo")
    assert hand(at).sizes == (3, 4, 3)


@each_language
def test_another_language_keeps_the_network(lang: str) -> None:
    at = edited(lang)
    before = at.session_state["neuroviz.history"]
    (other,) = set(LANGUAGES) - {lang}
    at.query_params["lang"] = other
    at.run()
    assert at.session_state["neuroviz.history"] == before
    assert at.title[0].value == LANGUAGES[other]("page.studio.heading")
    assert widget(at, "slider", "studio.size").label == LANGUAGES[other]("studio.neurons")
    assert widget(at, "slider", "studio.size").value == 6


# --- links -------------------------------------------------------------------------------------------

@each_language
def test_a_good_link_opens_its_document(lang: str) -> None:
    document = Document(
        layers=(Layer(((1 / 3, -0.0), (5e-324, 1.7e308)), (0.1, -0.2), "gelu"),), input=(0.7, -1 / 7),
        input_names=("<b>", "糖"), fill=Fill("he", 0.3, 99), selection=Selection(1, 1, 0),
    )
    at = visit(lang, doc=codec.to_link(document))
    assert bits(hand(at)) == bits(document)
    assert said(at) == []
    assert not at.session_state["neuroviz.history"].past


@each_language
@pytest.mark.parametrize(
    ("link", "code"),
    [("1abc", "link_broken"), ("<script>", "link_broken"), ("1" + "A" * limits.MAX_LINK_CHARS, "link_too_long"),
     (codec.to_link(PRESETS["xor"].document)[:-9], "link_broken")],
)
def test_a_bad_link_is_refused_in_words_and_changes_nothing(lang: str, link: str, code: str) -> None:
    at = visit(lang, doc=link)
    assert said(at) == [LANGUAGES[lang](f"refusal.{code}", length=len(link), limit=limits.MAX_LINK_CHARS)]
    assert hand(at).layers == PRESETS[FIRST].document.layers


def test_a_bad_link_keeps_what_was_made() -> None:
    at = edited()
    before = at.session_state["neuroviz.history"]
    at.query_params["doc"] = "1broken"
    at.run()
    assert at.session_state["neuroviz.history"] == before
    assert said(at) == [LANGUAGES["en"]("refusal.link_broken")]


def test_a_link_opened_during_work_can_be_undone_and_is_opened_once(canvas: Canvas) -> None:
    at = edited()
    work = hand(at)
    at.query_params["doc"] = codec.to_link(PRESETS["xor"].document)
    at.run()
    assert hand(at) == PRESETS["xor"].document
    canvas.act(at, "undo")
    assert hand(at) == work
    at.run()
    assert hand(at) == work, "the address still holds the link, but it has been opened"


@each_language
def test_the_share_panel_holds_the_document(lang: str) -> None:
    document = replace(PRESETS["article"].document, input=(1 / 3, -0.0))
    at = visit(lang, "file", document)
    (code,) = at.code
    link = code.value.partition("doc=")[2].partition("&")[0]
    assert bits(codec.from_link(link)) == bits(document)
    assert f"lang={lang}" in code.value


@each_language
def test_a_document_too_large_for_a_link_is_offered_as_a_file(lang: str) -> None:
    at = visit(lang, "file", LARGEST)
    assert len(at.code) == 0
    (info,) = at.info
    t = LANGUAGES[lang]
    assert info.value.split("(")[0].split("（")[0] == t("refusal.link_too_long").split("(")[0].split("（")[0]
    assert "{" not in info.value


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


# --- visitors --------------------------------------------------------------------------------------------

def test_two_visitors_share_nothing() -> None:
    one, other = visit("en", "network"), visit("zh", "weights")
    begun = hand(other)
    widget(one, "slider", "studio.size").set_value(9).run()
    widget(one, "selectbox", "studio.preset").set_value("xor").run()
    other.run()
    assert hand(other) == begun
    assert not other.session_state["neuroviz.history"].past
    assert other.session_state["studio.panel"] == "weights"
    widget(other, "selectbox", "studio.preset").set_value("article").run()
    one.run()
    assert hand(one).preset == "xor"
    assert hand(visit("en")).layers == PRESETS[FIRST].document.layers


# --- the projector -----------------------------------------------------------------------------------------

@each_language
def test_the_projector_view_shows_no_panel_and_can_be_left(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Wall(monkeypatch)
    at = visit(lang, present="1")
    # AppTest runs a page that was switched to without app.py, and the rerun through it forgets the click.
    monkeypatch.setattr(session, "was_routed", lambda: True)
    assert len(at.button) == 0
    assert len(at.selectbox) == len(at.slider) == len(at.text_input) == len(at.title) == 0
    wall.press(at, "leave")
    assert "present" not in at.query_params
