"""A visitor's own table on the pages of overfitting and of gradient descent, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, codec
from neuroviz.document.settings.training import OWN
from neuroviz.i18n import LANGUAGES
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
STAGE = "overfitting.stage"
HOUSES = "size;rooms;price;sold\n" + "".join(
    f"{30 + 7 * i};{1 + i % 5};{100 + 20 * i + 9 * (i % 3)};{'yn'[i % 2]}\n" for i in range(30))


def document(canvas: Canvas, stage: str = STAGE) -> Document:
    return codec.from_json(canvas.views[stage]["keep"]["document"])


def give(at: AppTest, page: str, text: str) -> None:
    widget(at, "text_area", f"{page}.paste").set_value(text).run()
    assert not at.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_curve_through_ones_own_points_in_their_units(visit: Visit, canvas: Canvas, lang: str) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    before = document(canvas)
    give(at, "overfitting", HOUSES)
    widget(at, "selectbox", "overfitting.own.target").set_value(2).run()
    assert document(canvas) == before, "it is shown before it is learnt from"
    inputs = widget(at, "selectbox", "overfitting.own.inputs.0")
    assert (inputs.value, inputs.options) == (0, ["size", "rooms", r"sold\: y"]), "the one that tells most"
    at.button(key="overfitting.learn").click().run()
    assert not at.exception
    trial = document(canvas).overfitting.trial
    assert (trial.dataset, trial.own.names, trial.own.count) == (OWN, ("size", "price"), 30)
    layout = canvas.views[STAGE]["panes"][0]["spec"]["layout"]
    assert (layout["xaxis"]["title"]["text"], layout["yaxis"]["title"]["text"]) == ("size", "price")
    assert "100" in layout["xaxis"]["ticktext"]
    assert canvas.views[STAGE]["panes"][2]["title"] == t("overfitting.own_network.large")
    said = "\n".join(each.value for each in at.caption)
    assert t("overfitting.own.split", data=t("overfitting.own.columns", inputs="size", target="price"), rows=30,
             most=20, tested=10) in said
    assert not [each for each in at.slider if (each.key or "").startswith("overfitting.noise")]
    assert widget(at, "slider", "overfitting.points").max == 20
    # Another column, another picture; and a way back.
    widget(at, "selectbox", "overfitting.own.inputs.0").set_value(1).run()
    at.button(key="overfitting.learn").click().run()
    assert document(canvas).overfitting.trial.own.names == ("rooms", "price")
    canvas.act(at, "undo", on=STAGE)
    assert document(canvas).overfitting.trial.own.names == ("size", "price")
    widget(at, "selectbox", "overfitting.dataset").set_value("moons").run()
    assert not at.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_map_of_two_classes_and_what_cannot_be_drawn(visit: Visit, canvas: Canvas, lang: str) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    give(at, "overfitting", HOUSES)
    first, second = (widget(at, "selectbox", f"overfitting.own.inputs.{i}") for i in (0, 1))
    assert second.value not in first.options
    at.button(key="overfitting.learn").click().run()
    assert not at.exception
    assert canvas.views[STAGE]["flat"] is False
    assert document(canvas).overfitting.trial.own.classes == ("y", "n")
    widget(at, "selectbox", "overfitting.own.sample").set_value("iris").run()
    assert t("overfitting.own.classes", count=3) in [error.value for error in at.error]
    assert at.button(key="overfitting.learn").disabled
    give(at, "overfitting", "a,b\n1,2\n2,3.5\n3,4.5\n4,5.5\n5,6.5\n")
    assert t("refusal.training_few", least=12) in [error.value for error in at.error]
    assert at.button(key="overfitting.learn").disabled


def test_of_one_input_two_classes_are_a_curve_of_how_likely(visit: Visit, canvas: Canvas) -> None:
    at = visit("overfitting")
    give(at, "overfitting", "dose,well\n" + "".join(f"{i}.5,{'no' if i < 9 else 'yes'}\n" for i in range(20)))
    at.button(key="overfitting.learn").click().run()
    assert not at.exception
    assert canvas.views[STAGE]["flat"] is True
    assert canvas.views[STAGE]["panes"][0]["spec"]["layout"]["yaxis"]["ticktext"] == ["no", "yes"]


def test_a_kept_run_says_what_it_was_learnt_from(visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting"), LANGUAGES["en"]
    give(at, "overfitting", "a|b,*c*\n" + "".join(f"{i}.5,{i * i}.25\n" for i in range(20)))
    at.button(key="overfitting.learn").click().run()
    widget(at, "button", "overfitting.keep").click().run()
    assert not at.exception
    assert t("overfitting.own.columns", inputs=r"a\|b", target=r"\*c\*") in "\n".join(x.value for x in at.markdown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_given_on_one_page_is_there_on_another(visit: Visit, canvas: Canvas, lang: str) -> None:
    """And the descent goes down the loss on the visitor's own table."""
    at = visit("descent", lang=lang)
    give(at, "descent", HOUSES)
    at.button(key="descent.learn").click().run()
    assert not at.exception
    now = document(canvas, "descent.surface").training
    assert (now.dataset, now.own_names, now.own_count) == (OWN, ("size", "rooms", "price", "sold"), 30)
    at.switch_page("pages/overfitting.py").run()
    assert not at.exception
    assert widget(at, "text_area", "overfitting.paste").value == HOUSES
    assert not at.button(key="overfitting.learn").disabled
