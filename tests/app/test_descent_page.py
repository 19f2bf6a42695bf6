"""The gradient descent page, driven as a visitor would, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, codec, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.descent import Descent
from neuroviz.document.settings.training import Training, recipe
from neuroviz.i18n import LANGUAGES
from neuroviz.lab import loss_landscape as scenes
from neuroviz.lab.gradient_step import GradientStep, with_step
from neuroviz.nn.surface import Parameter
from neuroviz.viz.numbers import fixed, short
from tests.app.opened import kept
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
SURFACE, NETWORK = "descent.surface", "descent.network"


def document(at: AppTest) -> Document:
    present: Document = kept(at)["history"].present
    return present


def take(at: AppTest, network: Document) -> None:
    """Put another network into the hand, as the studio's presets do."""
    history = kept(at)["history"]
    kept(at)["history"] = history.commit(edits.with_pages_of(history.present, network))
    at.run()


def press(at: AppTest, key: str) -> None:
    widget(at, "button", key).click().run()
    assert not at.exception


def network(visit: Visit, lang: str = "en") -> AppTest:
    at = visit("descent", lang=lang)
    widget(at, "button_group", "descent.parts").set_value("network").run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    return "\n".join(element.value for element in (*at.markdown, *at.info, *at.warning))


# --- the surface ---------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_four_rates_are_set_and_what_follows_is_said(visit: Visit, canvas: Canvas, lang: str) -> None:
    at, t = visit("descent", lang=lang), LANGUAGES[lang]
    seen = []
    for wish, how in (("small", "slow"), ("right", "good"), ("oscillating", "turns"), ("diverging", "climbs")):
        press(at, f"descent.wish.{wish}")
        seen.append(widget(at, "select_slider", "descent.rates").value)
        # The followed optimiser's sentence comes first; its words, whatever the numbers are.
        pattern = "SGD.*" + re.escape(re.split(r"[{:：]", t.words[f"descent.verdict.{how}"].split("{name}**")[1])[0])
        verdicts = [each["text"] for each in canvas.views[SURFACE]["walk"]["verdicts"]]
        assert re.search(pattern, verdicts[0]), (wish, verdicts)
        assert not any(verdict in said(at) for verdict in verdicts), "the canvas says them, when the walk is over"
    assert seen[0] < seen[1] < seen[2] < seen[3]
    why = t("descent.overflow_why", rate=short(seen[3]))
    assert canvas.views[SURFACE]["walk"]["verdicts"][-1] == {"alarm": True, "text": why}


def test_the_start_is_dragged_and_typed_alike(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    canvas.act(at, "probe", on=SURFACE, x=1.5, y=2.25, gesture="one")
    path = canvas.views[SURFACE]["walk"]["paths"][0]
    assert (path["x"][0], path["y"][0]) == (1.5, 2.25)
    assert widget(at, "slider", "descent.start.0").value == 1.5
    widget(at, "slider", "descent.start.1").set_value(3.0).run()
    path = canvas.views[SURFACE]["walk"]["paths"][0]
    assert (path["x"][0], path["y"][0]) == (1.5, 3.0)


def test_one_parameter_is_a_curve(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    widget(at, "selectbox", "descent.second").set_value("").run()
    assert not at.exception
    view = canvas.views[SURFACE]
    assert view["spec"]["data"][0]["type"] == "scatter"
    assert "second" not in view["probe"]
    assert len(view["walk"]["segments"]["x"]) == len(view["frames"])


def test_data_are_opened_into_the_document_and_can_be_undone(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    widget(at, "selectbox", "descent.data").set_value("plane").run()
    assert not at.exception
    assert document(at).training == recipe("plane")
    canvas.act(at, "undo", on=SURFACE)
    assert document(at).training == Training()
    assert not canvas.can("undo", on=SURFACE)


def test_who_walks_is_chosen_and_nobody_is_no_choice(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    pills = widget(at, "button_group", "descent.shown")
    pills.set_value(["adam", "nesterov"]).run()
    assert len(canvas.views[SURFACE]["walk"]["paths"]) == 2
    widget(at, "button_group", "descent.shown").set_value([]).run()
    assert not at.exception
    assert len(canvas.views[SURFACE]["walk"]["paths"]) == 2


@pytest.mark.parametrize(("kind", "key", "value", "field", "expected"), [
    ("selectbox", "descent.first", Parameter(1, 1), "first", (1, 1)),
    ("selectbox", "descent.second", Parameter(1, 2, 1), "second", (1, 2, 1)),
    ("selectbox", "descent.second", "", "curve", True),
    ("button_group", "descent.trained", False, "trained", False),
    ("button_group", "descent.reach", 2.0, "reach", 2.0),
    ("button_group", "descent.shown", ["sgd", "adam"], "shown", ("sgd", "adam")),
    ("selectbox", "descent.follow", "adam", "follow", "adam"),
    ("toggle", "descent.same", True, "same", True),
    ("selectbox", "descent.steps", 80, "steps", 80),
    ("select_slider", "descent.rates", 1.0, "rates", (("sgd", 1.0),)),
    ("button_group", "descent.parts", "network", "part", "network"),
])
def test_each_setting_is_an_edit_and_can_be_undone(
    visit: Visit, canvas: Canvas, kind: str, key: str, value: object, field: str, expected: object,
) -> None:
    at = visit("descent")
    before = document(at)
    widget(at, kind, key).set_value(value).run()
    assert not at.exception
    assert document(at).descent == replace(Descent(), **{field: expected})
    on = NETWORK if field == "part" else SURFACE
    canvas.act(at, "undo", on=on)
    assert document(at) == before
    assert SURFACE in canvas.views
    canvas.act(at, "redo", on=SURFACE)
    at.run()
    assert document(at).descent == replace(Descent(), **{field: expected})


def test_a_drag_of_the_start_is_one_step_of_undo(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    for x in (1.0, 1.25, 1.5):
        canvas.act(at, "probe", on=SURFACE, x=x, y=2.0, gesture="one")
    assert document(at).descent.start == (1.5, 2.0)
    canvas.act(at, "undo", on=SURFACE)
    assert document(at).descent.start == ()
    assert not canvas.can("undo", on=SURFACE)


def test_reset_takes_back_the_walk_and_its_ground_and_leaves_the_network(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    assert not canvas.can("reset", on=SURFACE)
    take(at, PRESETS["xor"].document)
    history = kept(at)["history"]
    kept(at)["history"] = history.commit(edits.keep_run(history.present, "mine"))
    widget(at, "selectbox", "descent.data").set_value("plane").run()
    widget(at, "selectbox", "descent.steps").set_value(80).run()
    before = document(at)
    canvas.act(at, "reset", on=SURFACE)
    assert document(at) == replace(before, training=Training(), descent=Descent())
    # In the network's part it is the network that goes back.
    widget(at, "button_group", "descent.parts").set_value("network").run()
    canvas.act(at, "reset", on=NETWORK)
    assert document(at).preset == "fruit"
    assert [run.name for run in document(at).overfitting.kept] == ["mine"]


def test_rates_stay_while_the_start_moves_and_begin_anew_on_other_ground(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    right = widget(at, "select_slider", "descent.rates").value
    canvas.act(at, "probe", on=SURFACE, x=0.5, y=0.5, gesture="one")
    assert widget(at, "select_slider", "descent.rates").value == right
    widget(at, "select_slider", "descent.rates").set_value(1.0).run()
    canvas.act(at, "probe", on=SURFACE, x=1.0, y=0.5, gesture="two")
    assert widget(at, "select_slider", "descent.rates").value == 1.0
    widget(at, "button_group", "descent.trained").set_value(False).run()
    assert document(at).descent.rates == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_with_the_same_walks(visit: Visit, canvas: Canvas, lang: str) -> None:
    there = Descent(
        first=(1, 0), second=(2, 0, 1), reach=10.0, steps=20, shown=("sgd", "nesterov"), follow="nesterov",
        start=(1.5, -2.0), rates=(("nesterov", 0.013),),
    )
    sent = replace(PRESETS["fruit"].document, descent=there, training=recipe("xor"))
    visit("descent", lang=lang, doc=codec.to_link(sent))
    place = scenes.ground(sent.training, True, (Parameter(1, 0), Parameter(2, 0, 1)), 10.0)
    walk = scenes.walk(sent.training, True, place.parameters, there.start, "nesterov", 0.013, 20)
    paths = canvas.views[SURFACE]["walk"]["paths"]
    assert len(paths) == 2
    # The picture's numbers have six digits.
    assert paths[1]["x"] == pytest.approx(walk.positions[:, 0].tolist(), rel=1e-5)
    assert paths[1]["y"] == pytest.approx(walk.positions[:, 1].tolist(), rel=1e-5)
    assert canvas.views[SURFACE]["keep"]["document"] == codec.to_json(sent)


def test_a_link_to_the_network_opens_on_it_with_its_targets(visit: Visit, canvas: Canvas) -> None:
    fruit = PRESETS["fruit"].document
    there = Descent(part="network", rate=0.5, loss="squared_error", targets=((fruit.input, (0.25, 0.5, 0.125)),))
    at = visit("descent", doc=codec.to_link(replace(fruit, descent=there)))
    now = GradientStep(fruit, (fruit.input,), ((0.25, 0.5, 0.125),), "squared_error", 0.5)
    assert fixed(now.gradients.loss) in said(at)
    assert widget(at, "select_slider", "descent.rate").value == 0.5
    cells = canvas.views["descent.network.targets"]["table"]["cells"][0]
    assert [cell[0] for cell in cells] == ["0.25", "0.5", "0.125"]


def test_the_link_in_the_panel_is_of_the_document(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    widget(at, "selectbox", "descent.steps").set_value(80).run()
    assert codec.from_link(parse_qs(urlsplit(at.code[0].value).query)["doc"][0]) == document(at)


# --- the network ---------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_step_is_committed_and_undone(visit: Visit, canvas: Canvas, lang: str) -> None:
    at = network(visit, lang)
    before = document(at)
    press(at, "descent.apply")
    fruit = PRESETS["fruit"].document
    step = GradientStep(fruit, (fruit.input,), ((0.0, 1.0, 0.0),), "categorical_cross_entropy", 0.1)
    expected = with_step(fruit, step)
    assert document(at).layers == expected.layers
    assert canvas.can("undo", on=NETWORK)
    canvas.act(at, "undo", on=NETWORK)
    assert document(at) == before


def test_repeated_steps_descend(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    losses = []
    for _ in range(3):
        found = re.search(r"L = \*\*([\d.]+)\*\*;", said(at))
        assert found
        losses.append(float(found[1]))
        press(at, "descent.apply")
    press(at, "descent.apply_many")
    losses.append(float(re.search(r"L = \*\*([\d.]+)\*\*;", said(at))[1]))  # type: ignore[index]
    assert losses == sorted(losses, reverse=True)


def test_another_right_answer_turns_the_error_round(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    widget(at, "selectbox", "descent.network.class").set_value(0).run()
    now = GradientStep(document(at), (document(at).input,), ((1.0, 0.0, 0.0),), "categorical_cross_entropy", 0.1)
    assert fixed(now.gradients.loss) in said(at)
    losses = [f["caption"] for f in canvas.views[NETWORK]["frames"] if f["phase"] == "loss"]
    assert fixed(now.gradients.loss) in losses[0]


def test_all_rows_at_once_with_targets_of_ones_own(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    widget(at, "button_group", "descent.batch").set_value(True).run()
    assert not at.exception
    canvas.act(at, "type", on="descent.network.targets", row=0, column=2, text="1")
    assert canvas.views["descent.network.targets"]["table"]["cells"][0][2][0] == "1"
    press(at, "descent.apply")
    assert document(at).layers != PRESETS["fruit"].document.layers


def test_step_functions_are_explained_and_made_smooth(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    take(at, PRESETS["xor"].document)
    assert LANGUAGES["en"]("descent.network.step_function") in said(at)
    press(at, "descent.smooth")
    assert {layer.activation for layer in document(at).layers} == {"sigmoid"}
    assert LANGUAGES["en"]("descent.network.step_function") not in said(at)


def test_a_step_into_infinity_changes_nothing_and_is_said(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    huge = edits.set_input(PRESETS["dead_relu"].document, 0, 1e200)
    take(at, huge)
    before = document(at)
    press(at, "descent.apply_many")
    assert document(at) == before
    assert at.error


def test_the_projector_shows_the_canvas_alone(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent", present="1")
    assert SURFACE in canvas.views
    assert not at.select_slider
