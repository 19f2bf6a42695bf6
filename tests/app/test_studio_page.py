"""The studio without a browser: every panel in both languages, every edit, nothing lost, nothing shared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neuroviz.document import Document, Layer, Selection, codec, limits
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common import session
from tests.app.opened import each_language, hand, kept
from tests.app.studio_visit import PANELS, chosen, each_panel, said, visit
from tests.app.widgets import Canvas, Wall, held_by_the_browser, widget
from tests.document.validity import bits
from tests.viz.studio.scenes import LARGEST, OVERFLOWING


@pytest.mark.parametrize("name", PRESETS)
@each_language
def test_every_preset_opens_on_every_panel(lang: str, name: str) -> None:
    at = visit(lang)
    widget(at, "selectbox", "studio.preset").set_value(name).run()
    assert hand(at).preset == name
    assert hand(at).layers == PRESETS[name].document.layers
    assert LANGUAGES[lang](f"preset.{name}.why") in [caption.value for caption in at.caption]
    for panel in PANELS:
        kept(at)["studio.panel"] = panel
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
        kept(at)["studio.panel"] = panel
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


# --- visitors --------------------------------------------------------------------------------------------

def test_two_visitors_share_nothing() -> None:
    one, other = visit("en", "network"), visit("zh", "weights")
    begun = hand(other)
    widget(one, "slider", "studio.size").set_value(9).run()
    widget(one, "selectbox", "studio.preset").set_value("xor").run()
    other.run()
    assert hand(other) == begun
    assert not kept(other)["history"].past
    assert kept(other)["studio.panel"] == "weights"
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


def test_what_is_said_by_a_page_that_has_not_met_this_session_waits(canvas: Canvas) -> None:
    """Its server was restarted: the document that the browser has kept must come first, and the session stays fresh."""
    at = visit(panel="weights")
    before = hand(at)
    canvas.knows = "of a server that is gone"
    canvas.act(at, "value", layer=1, neuron=0, source=0, value=7.0, gesture="g")
    canvas.act(at, "cell", on="studio.weights.table.1", row=0, column=0, text="7")
    assert hand(at) == before
    assert canvas.views["studio.canvas"]["keep"]["fresh"]
    canvas.knows = None
    canvas.act(at, "value", layer=1, neuron=0, source=0, value=7.0, gesture="g")
    assert hand(at).layers[0].weights[0][0] == 7.0
