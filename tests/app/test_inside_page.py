"""The page that looks inside, driven as the browser's side of its canvas drives it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import codec, limits
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.i18n import LANGUAGES
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
STAGE = "inside.stage"


def inside(canvas: Canvas) -> Inside:
    return codec.from_json(canvas.views[STAGE]["keep"]["document"]).inside


def test_what_is_chosen_is_kept_undone_and_reset(visit: Visit, canvas: Canvas) -> None:
    at = visit("inside")
    canvas.act(at, "set", on=STAGE, field="lens", text="occlusion")
    canvas.act(at, "set", on=STAGE, field="patch", value=3)
    canvas.act(at, "set", on=STAGE, field="test", text="ground")
    assert inside(canvas) == Inside(lens="occlusion", patch=3, test="ground")
    assert canvas.views[STAGE]["thumb_b64"]
    canvas.act(at, "undo", on=STAGE)
    assert inside(canvas).test == "untrained"
    canvas.act(at, "reset", on=STAGE)
    assert inside(canvas) == Inside()


def test_the_drawing_of_the_other_page_comes_along(visit: Visit, canvas: Canvas) -> None:
    at = visit("digits")
    strokes = [[300, 200, 700, 200, 400, 900]]
    canvas.act(at, "draw", on="digits.stage", strokes=strokes)
    at.switch_page("pages/inside.py").run()
    assert canvas.views[STAGE]["digit_said"][0] == LANGUAGES["en"]("inside.figure.hand_drawn")
    canvas.act(at, "example", on=STAGE, index=4)
    kept = codec.from_json(canvas.views[STAGE]["keep"]["document"])
    assert (kept.digits.strokes, kept.digits.example) == ((), 4)


def test_neurons_are_silenced_and_mended(visit: Visit, canvas: Canvas) -> None:
    at = visit("inside")
    canvas.act(at, "set", on=STAGE, field="lens", text="lesion")
    before = canvas.views[STAGE]["said"]
    for neuron in range(5):
        canvas.act(at, "lesion", on=STAGE, layer=1, neuron=neuron)
    assert inside(canvas).silent == tuple((1, neuron) for neuron in range(5))
    assert canvas.views[STAGE]["said"] != before
    canvas.act(at, "lesion", on=STAGE, layer=1, neuron=0)
    assert len(inside(canvas).silent) == 4
    canvas.act(at, "mend", on=STAGE)
    assert inside(canvas).silent == ()
    assert canvas.views[STAGE]["said"] == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_cut_too_many_is_refused_in_words(visit: Visit, canvas: Canvas, lang: str) -> None:
    at = visit("inside", lang=lang)
    canvas.act(at, "set", on=STAGE, field="lens", text="lesion")
    canvas.act(at, "set", on=STAGE, field="part", text="connections")
    for source in range(limits.MAX_CUT + 1):
        canvas.act(at, "lesion", on=STAGE, layer=2, neuron=source // 16, source=source % 16)
    assert at.error[0].value == LANGUAGES[lang](
        "refusal.too_many_lesions", silent=limits.MAX_SILENT, cut=limits.MAX_CUT)
    assert len(inside(canvas).cut) == limits.MAX_CUT


def test_another_network_is_looked_into(visit: Visit, canvas: Canvas) -> None:
    at = visit("inside")
    widget(at, "selectbox", "inside.network").set_value(LANGUAGES["en"]("digits.network.optdigits")).run()
    assert canvas.views[STAGE]["side"] == 8
    assert codec.from_json(canvas.views[STAGE]["keep"]["document"]).digits == Digits(images="optdigits")


def test_sources_are_named(visit: Visit, canvas: Canvas) -> None:
    for lang in LANGUAGES:
        text = "\n".join(each.value for each in visit("inside", lang=lang).markdown)
        for name in ("Simonyan", "Zeiler", "Adebayo", "Rudin"):
            assert name in text
