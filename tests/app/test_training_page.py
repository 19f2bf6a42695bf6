"""The training page: panels, own data, and the run that the canvas drives, in both languages."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import OWN, RECIPE_NAMES, Training, data_of, network_of, recipe, settings_of
from neuroviz.i18n import LANGUAGES
from neuroviz.nn.parameters import pack
from neuroviz.nn.training import train
from neuroviz.ui.pages.training import stage
from tests.app.opened import kept
from tests.app.widgets import Canvas, widget

STAGE = "training.stage"
PANELS = ("data", "network", "method", "own", "share")


def document(canvas: Canvas) -> Document:
    return codec.from_json(canvas.views[STAGE]["keep"]["document"])


def training(canvas: Canvas) -> Training:
    return document(canvas).training


def panel(at: AppTest, name: str) -> AppTest:
    widget(at, "segmented_control", "training.panels").set_value(name).run()
    assert not at.exception
    return at


def more(canvas: Canvas, at: AppTest, steps: int | str, have: int | None = None) -> dict[str, Any]:
    view = canvas.views[STAGE]
    seen = view["from"] + len(view["epochs"]) if have is None else have
    canvas.act(at, "more", on=STAGE, run=view["run"], have=seen, steps=steps)
    return canvas.views[STAGE]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*RECIPE_NAMES, OWN])
def test_every_panel_of_every_data_set(visit: Callable[..., AppTest], canvas: Canvas, lang: str, name: str) -> None:
    rows = ((0.0, 0.5, 0.0), (1.0, 1.0, 1.0), (-1.0, 2.0, 1.0), (2.0, -1.0, 0.0))
    chosen = Training(dataset=OWN, own=rows, own_classes=("a", "b")) if name == OWN else recipe(name)
    link = codec.to_link(Document(**{**vars_of(PRESETS["xor"].document), "training": chosen}))
    at = visit("training", lang=lang, doc=link)
    assert training(canvas) == chosen
    for each in PANELS:
        panel(at, each)
    assert more(canvas, at, 2)["epochs"] == [1, 2]


def test_a_whole_number_is_typed_or_stepped_and_one_open_to_doubt_is_refused(
    visit: Callable[..., AppTest], canvas: Canvas,
) -> None:
    at = panel(visit("training"), "method")
    first = training(canvas)
    t = LANGUAGES["en"]
    for typed, said in (
        ("1.000", t("refusal.number_ambiguous", text="1.000", decimal="1.000", whole="1000")),
        ("2.5", t("refusal.number_not_whole", text="2.5")),
        ("5001", t("refusal.field_range", where=t("training.field.epochs"), low="1", high="5000", value="5001")),
    ):
        widget(at, "text_input", "training.epochs").input(typed).run()
        assert said in [error.value.replace("\\", "") for error in at.error]
        assert training(canvas) == first
        assert widget(at, "text_input", "training.epochs").value == str(first.epochs)
    widget(at, "text_input", "training.epochs").input("1000").run()
    assert training(canvas).epochs == 1000
    assert not at.error
    # Typed and stepped in one run: from what was typed.
    widget(at, "text_input", "training.epochs").input("4960")
    widget(at, "button", "training.epochs.more").click().run()
    assert training(canvas).epochs == 5000
    assert widget(at, "button", "training.epochs.more").disabled
    widget(at, "button", "training.epochs.less").click().run()
    assert training(canvas).epochs == 4950


def vars_of(given: Document) -> dict[str, Any]:
    return {name: getattr(given, name) for name in given.__dataclass_fields__}


def test_the_canvas_drives_the_run(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = visit("training")
    assert canvas.views[STAGE]["epochs"] == [0]
    assert more(canvas, at, 3)["epochs"] == [1, 2, 3]
    assert more(canvas, at, "batch")["epochs"] == [3.04]
    assert more(canvas, at, "many")["epochs"][0] == 4
    # A browser that has lost everything is sent everything.
    assert more(canvas, at, 0, have=0)["epochs"][:4] == [0, 1, 2, 3]
    canvas.act(at, "restart", on=STAGE)
    assert canvas.views[STAGE]["epochs"] == [0]
    assert canvas.views[STAGE]["from"] == 0


def test_what_the_browser_has_is_of_one_run_alone(
    visit: Callable[..., AppTest], canvas: Canvas, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A, then B, then A again: none of the three is taken for another, whatever address its objects have."""
    monkeypatch.setattr(stage, "id", lambda _: 1, raising=False)
    at = visit("training")
    more(canvas, at, 5)
    more(canvas, at, 1)
    assert canvas.views[STAGE]["from"] == 6
    for name in ("moons", "circles"):
        widget(at, "selectbox", "training.recipe").set_value(name).run()
        assert (canvas.views[STAGE]["from"], canvas.views[STAGE]["epochs"]) == (0, [0]), name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["table", "sine"])
def test_without_test_points_the_page_goes_on(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str, name: str,
) -> None:
    if name == "table":
        at = panel(visit("training", lang=lang), "own")
        at.text_area(key="training.paste").set_value("x,y\n1,1.5\n2,2.5\n3,3.7\n4,4.1").run()
        at.button(key="training.read").click().run()
        widget(at, "button", "training.learn").click().run()
        panel(at, "data")
        widget(at, "slider", "training.train_share").set_value(90.0).run()
    else:
        few = Training(dataset="sine", features=("x1",), points=4, train_share=0.9)
        at = visit("training", lang=lang, doc=codec.to_link(
            Document(**{**vars_of(PRESETS["xor"].document), "training": few})))
    assert not at.exception
    for steps in (2, "batch", "many"):
        said = LANGUAGES[lang].words["training.figure.sentence_values_untested"]
        assert more(canvas, at, steps)["sentence"] == said
    assert canvas.views[STAGE]["best"] is None


def test_the_studio_gets_the_epoch_under_the_scrubber_and_after_an_early_stop_the_best(
    visit: Callable[..., AppTest], canvas: Canvas,
) -> None:
    noisy = Training(
        dataset="moons", noise=0.8, points=60, hidden=(16, 16), optimizer="adam", epochs=600, patience=20)
    link = codec.to_link(Document(**{**vars_of(PRESETS["xor"].document), "training": noisy}))
    records = list(train(network_of(noisy), data_of(noisy), settings_of(noisy)))
    best = min(records, key=lambda record: record.test_loss)
    assert (best.epoch, records[-1].epoch) == (11, 31)
    for seen, expected in ((None, best), (31, records[31]), (20, records[20])):
        at = visit("training", doc=link)
        while canvas.views[STAGE]["state"] == "running":
            more(canvas, at, "many")
        if seen is not None:
            canvas.act(at, "seen", on=STAGE, run=canvas.views[STAGE]["run"], frame=seen)
        # What the button "Open in the studio" takes along; the browser's tests press it.
        assert np.array_equal(pack(kept(at)["training.run"].shown), expected.state.parameters)
        assert "31" in canvas.views[STAGE]["message"]
        assert "11" in canvas.views[STAGE]["message"]


def test_a_recipe_brings_what_learns_it_and_can_be_undone(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = visit("training")
    before = training(canvas)
    widget(at, "selectbox", "training.recipe").set_value("spirals").run()
    assert training(canvas) == recipe("spirals")
    canvas.act(at, "undo", on=STAGE)
    assert training(canvas) == before


def test_settings_change_the_record_and_begin_a_new_run(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = visit("training")
    more(canvas, at, 5)
    panel(at, "method")
    widget(at, "selectbox", "training.optimizer").set_value("adam").run()
    widget(at, "select_slider", "training.learning_rate").set_value(0.01).run()
    panel(at, "network")
    widget(at, "slider", "training.layers").set_value(2).run()
    widget(at, "slider", "training.neurons.1").set_value(3).run()
    widget(at, "pills", "training.features").set_value(["x1", "x1_squared"]).run()
    now = training(canvas)
    assert (now.optimizer, now.learning_rate, now.hidden) == ("adam", 0.01, (6, 3))
    assert now.features == ("x1", "x1_squared")
    assert canvas.views[STAGE]["epochs"] == [0]
    # Without any input there is nothing to learn from: refused, and said.
    widget(at, "pills", "training.features").set_value([]).run()
    assert training(canvas).features == ("x1", "x1_squared")
    assert LANGUAGES["en"]("refusal.training_features") in "".join(error.value for error in at.error)


# --- in the middle of a training ---------------------------------------------------------------------

def test_a_learning_rate_is_changed_on_the_way_and_the_link_says_so(
    visit: Callable[..., AppTest], canvas: Canvas,
) -> None:
    at = panel(visit("training"), "method")
    run = more(canvas, at, 5)["run"]
    widget(at, "select_slider", "training.learning_rate").set_value(0.1).run()
    assert training(canvas).turns == ((5, "learning_rate", 0.1),)
    assert canvas.views[STAGE]["run"] == run
    weights = more(canvas, at, 4)["weights_b64"]
    # Whoever opens the link sees the same.
    there = visit("training", doc=codec.to_link(document(canvas)))
    more(canvas, there, 5)
    assert more(canvas, there, 4)["weights_b64"] == weights
    assert widget(panel(there, "method"), "select_slider", "training.learning_rate").value == 0.1
    # From the start again, with what holds now.
    canvas.act(there, "restart", on=STAGE)
    assert (training(canvas).turns, training(canvas).learning_rate) == ((), 0.1)
    assert canvas.views[STAGE]["epochs"] == [0]


def test_training_goes_on_beyond_its_end(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = panel(visit("training"), "method")
    widget(at, "text_input", "training.epochs").input("3").run()
    assert more(canvas, at, 3)["state"] == "finished"
    at.button(key="training.on").click().run()
    assert (canvas.views[STAGE]["state"], canvas.views[STAGE]["total"]) == ("running", 203)
    assert more(canvas, at, 2)["epochs"] == [4, 5]


def test_a_weight_is_set_on_the_way_and_taken_back(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = panel(visit("training"), "network")
    assert at.button(key="training.weight.set").disabled
    more(canvas, at, 2)
    widget(panel(at, "network"), "text_input", "training.weight.value.text").input("2.5").run()
    at.button(key="training.weight.set").click().run()
    assert training(canvas).turns == ((2, "weight.0", 2.5),)
    view = canvas.views[STAGE]
    assert view["epochs"][-1] == 2
    assert np.frombuffer(base64.b64decode(view["weights_b64"]), "<f4")[-view["parameters"]] == 2.5
    more(canvas, at, 2)
    canvas.act(at, "undo", on=STAGE)
    assert training(canvas).turns == ()
    assert more(canvas, at, 1)["epochs"] == [3]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_weight_too_large_is_refused_in_the_words_that_stand_over_it(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str,
) -> None:
    at, t = panel(visit("training", lang=lang), "network"), LANGUAGES[lang]
    more(canvas, at, 2)
    widget(panel(at, "network"), "text_input", "training.weight.value.text").input("-2500000").run()
    at.button(key="training.weight.set").click().run()
    said = t("refusal.field_range", where=t("training.weight.value"), value="−2500000", low="−1000000", high="1000000")
    assert [error.value.replace("\\", "") for error in at.error] == [said]
    assert training(canvas).turns == ()


def test_each_layer_has_an_activation_of_its_own(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = panel(visit("training"), "network")
    widget(at, "slider", "training.layers").set_value(2).run()
    widget(at, "toggle", "training.each").set_value(True).run()
    widget(at, "selectbox", "training.activation.1").set_value("relu").run()
    assert canvas.views[STAGE]["network"]["activations"] == ["tanh", "relu", "sigmoid"]
    widget(at, "toggle", "training.each").set_value(False).run()
    assert canvas.views[STAGE]["network"]["activations"] == ["tanh", "tanh", "sigmoid"]


def test_the_network_is_built_in_its_picture(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    """As in the panel, which follows; each press is a step of undo, and what cannot be is said."""
    at = panel(visit("training"), "network")
    before = training(canvas)

    def press(**what: object) -> Training:
        canvas.act(at, "build", on=STAGE, **what)
        return training(canvas)

    assert press(part="neurons", layer=1, count=1).hidden == (before.hidden[0] + 1, *before.hidden[1:])
    assert widget(at, "slider", "training.neurons.0").value == before.hidden[0] + 1
    assert press(part="layers", count=1).hidden[-1] == before.hidden[0] + 1
    assert press(part="input", field="x1_x2", value=1).features == ("x1", "x2", "x1_x2")
    offered = {each["name"]: each["on"] for each in canvas.views[STAGE]["build"]["inputs"]}
    assert [name for name, on in offered.items() if on] == ["x1", "x2", "x1_x2"]
    assert press(part="input", field="x1", value=0).features == ("x2", "x1_x2")
    built = press(part="layers", count=-1)
    assert canvas.views[STAGE]["network"]["sizes"] == list(built.sizes)
    for _ in range(5):
        canvas.act(at, "undo", on=STAGE)
    assert training(canvas) == before
    for refused in ({"part": "neurons", "layer": 9, "count": 1}, {"part": "neurons", "layer": 0, "count": 1},
                    {"part": "neurons", "layer": 1, "count": 99}, {"part": "layers", "count": 9},
                    {"part": "input", "field": "nothing", "value": 1}):
        assert press(**refused) == before
        assert at.error, refused


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_an_own_table_its_columns_are_offered_by_their_names(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str,
) -> None:
    rows = tuple((0.1 * k, 1.0 - 0.1 * k, float(k % 2)) for k in range(20))
    own = Training(dataset=OWN, own=rows, own_classes=("a", "b"), own_names=("<b>size</b>", "age", "kind"),
                   own_units=((0.0, 1.0), (0.0, 1.0), (0.0, 1.0)), features=("x1", "x2"))
    visit("training", lang=lang, doc=codec.to_link(Document(**{**vars_of(PRESETS["xor"].document), "training": own})))
    build = canvas.views[STAGE]["build"]
    assert [each["label"] for each in build["inputs"]][:2] == ["<b>size</b>", "age"]
    assert build["words"]["layer_more"] == LANGUAGES[lang]("training.figure.build_layer_more")


def test_points_are_put_by_clicks_and_taken_back(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = panel(visit("training"), "own")
    at.button(key="training.begin").click().run()
    count = len(training(canvas).own)
    widget(at, "segmented_control", "training.class.widget").set_value(1).run()
    canvas.act(at, "point", on=STAGE, x=0.25, y=-1.0)
    assert training(canvas).own[-1] == (0.25, -1.0, 1.0)
    panel(at, "own").button(key="training.remove_last").click().run()
    assert len(training(canvas).own) == count
