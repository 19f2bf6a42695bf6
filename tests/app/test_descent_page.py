"""The gradient descent page, driven as a visitor would, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, edits
from neuroviz.document.learning import Learning, recipe
from neuroviz.document.lesson import Lesson, step
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import fixed
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
SURFACE, NETWORK = "descent.surface", "descent.network"


def document(at: AppTest) -> Document:
    present: Document = at.session_state["neuroviz.history"].present
    return present


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
        seen.append(widget(at, "select_slider", "descent.rate.widget").value)
        # The followed optimiser's sentence comes first; its words, whatever the numbers are.
        pattern = "SGD.*" + re.escape(re.split(r"[{:：]", t.words[f"descent.verdict.{how}"].split("{name}**")[1])[0])
        assert re.search(pattern, said(at)), (wish, said(at))
    assert seen[0] < seen[1] < seen[2] < seen[3]
    assert at.warning, "divergence is explained"


def test_the_start_is_dragged_and_typed_alike(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    canvas.act(at, "probe", on=SURFACE, x=1.5, y=2.25)
    path = canvas.views[SURFACE]["walk"]["paths"][0]
    assert (path["x"][0], path["y"][0]) == (1.5, 2.25)
    assert widget(at, "slider", "descent.start.0").value == 1.5
    widget(at, "slider", "descent.start.1").set_value(3.0).run()
    path = canvas.views[SURFACE]["walk"]["paths"][0]
    assert (path["x"][0], path["y"][0]) == (1.5, 3.0)


def test_one_parameter_is_a_curve(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    widget(at, "selectbox", "descent.second.widget").set_value("").run()
    assert not at.exception
    view = canvas.views[SURFACE]
    assert view["spec"]["data"][0]["type"] == "scatter"
    assert "second" not in view["probe"]
    assert len(view["walk"]["segments"]["x"]) == len(view["frames"])


def test_data_are_opened_into_the_document_and_can_be_undone(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    widget(at, "selectbox", "descent.data").set_value("plane").run()
    assert not at.exception
    assert document(at).learning == recipe("plane")
    canvas.act(at, "undo", on=SURFACE)
    assert document(at).learning == Learning()
    assert not canvas.can("undo", on=SURFACE)


def test_who_walks_is_chosen_and_nobody_is_no_choice(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent")
    pills = widget(at, "button_group", "descent.shown.widget")
    pills.set_value(["adam", "nesterov"]).run()
    assert len(canvas.views[SURFACE]["walk"]["paths"]) == 2
    widget(at, "button_group", "descent.shown.widget").set_value([]).run()
    assert not at.exception
    assert len(canvas.views[SURFACE]["walk"]["paths"]) == 2


# --- the network ---------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_step_is_committed_and_undone(visit: Visit, canvas: Canvas, lang: str) -> None:
    at = network(visit, lang)
    before = document(at)
    press(at, "descent.apply")
    fruit = PRESETS["fruit"].document
    expected = step(fruit, Lesson(fruit, (fruit.input,), ((0.0, 1.0, 0.0),), "categorical_cross_entropy", 0.1))
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
    lesson = Lesson(document(at), (document(at).input,), ((1.0, 0.0, 0.0),), "categorical_cross_entropy", 0.1)
    assert fixed(lesson.gradients.loss) in said(at)
    losses = [f["caption"] for f in canvas.views[NETWORK]["frames"] if f["phase"] == "loss"]
    assert fixed(lesson.gradients.loss) in losses[0]


def test_all_rows_at_once_with_targets_of_ones_own(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    widget(at, "button_group", "descent.network.batch.widget").set_value(True).run()
    assert not at.exception
    canvas.act(at, "type", on="descent.network.targets", row=0, column=2, text="1")
    assert canvas.views["descent.network.targets"]["table"]["cells"][0][2][0] == "1"
    press(at, "descent.apply")
    assert document(at).layers != PRESETS["fruit"].document.layers


def test_step_functions_are_explained_and_made_smooth(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    at.session_state["neuroviz.history"] = at.session_state["neuroviz.history"].commit(PRESETS["xor"].document, None)
    at.run()
    assert LANGUAGES["en"]("descent.network.step_function") in said(at)
    press(at, "descent.smooth")
    assert {layer.activation for layer in document(at).layers} == {"sigmoid"}
    assert LANGUAGES["en"]("descent.network.step_function") not in said(at)


def test_a_step_into_infinity_changes_nothing_and_is_said(visit: Visit, canvas: Canvas) -> None:
    at = network(visit)
    huge = edits.set_input(PRESETS["dead_relu"].document, 0, 1e200)
    at.session_state["neuroviz.history"] = at.session_state["neuroviz.history"].commit(huge, None)
    at.run()
    before = document(at)
    press(at, "descent.apply_many")
    assert document(at) == before
    assert at.error


def test_the_projector_shows_the_canvas_alone(visit: Visit, canvas: Canvas) -> None:
    at = visit("descent", present="1")
    assert SURFACE in canvas.views
    assert not at.select_slider
