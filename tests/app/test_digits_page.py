"""The page of digits, driven as the browser's side of its canvas drives it."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from neuroviz.document import codec
from neuroviz.document.settings.digits import Digits
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.digits import findings_of
from neuroviz.nn.digits.images import FORMATS
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
STAGE = "digits.stage"
STROKES = [[300, 200, 700, 200, 400, 900]]


def digits(canvas: Canvas) -> Digits:
    return codec.from_json(canvas.views[STAGE]["keep"]["document"]).digits


def test_a_drawing_is_kept_undone_and_reset(visit: Visit, canvas: Canvas) -> None:
    at = visit("digits")
    canvas.act(at, "draw", on=STAGE, strokes=STROKES)
    assert canvas.views[STAGE]["strokes"] == STROKES
    assert digits(canvas).strokes == (tuple(STROKES[0]),)
    canvas.act(at, "undo", on=STAGE)
    assert digits(canvas).strokes == ()
    canvas.act(at, "redo", on=STAGE)
    assert digits(canvas).strokes == (tuple(STROKES[0]),)
    canvas.act(at, "reset", on=STAGE)
    assert digits(canvas) == Digits()


def test_a_drawing_too_long_is_refused_in_words_and_the_last_one_stays(visit: Visit, canvas: Canvas) -> None:
    at = visit("digits", lang="zh")
    canvas.act(at, "draw", on=STAGE, strokes=STROKES)
    canvas.act(at, "draw", on=STAGE, strokes=[[1, 2] * 2000])
    assert digits(canvas).strokes == (tuple(STROKES[0]),)
    assert "24" in at.error[0].value
    assert at.error[0].value == LANGUAGES["zh"]("refusal.drawing_too_long", strokes=24, points=900)


def test_heavy_things_travel_once_and_again_where_they_were_lost(visit: Visit, canvas: Canvas) -> None:
    at = visit("digits")
    weights, pictures = canvas.views[STAGE]["weights"], canvas.views[STAGE]["pictures"]
    assert set(canvas.views[STAGE]["packs"]) == {weights}
    canvas.act(at, "need", on=STAGE, pack=pictures, have_packs=[weights])
    assert set(canvas.views[STAGE]["packs"]) == {pictures}
    canvas.act(at, "draw", on=STAGE, strokes=STROKES)
    assert set(canvas.views[STAGE]["packs"]) == {pictures}, "until the browser says that it has come"
    canvas.act(at, "need", on=STAGE, pack="", have_packs=[weights, pictures])
    assert canvas.views[STAGE]["packs"] == {}
    canvas.act(at, "need", on=STAGE, pack="../../secret", have_packs=[pictures])
    assert set(canvas.views[STAGE]["packs"]) == {weights}


def test_one_goes_back_to_a_stop_and_learns_on(visit: Visit, canvas: Canvas) -> None:
    at = visit("digits")
    widget(at, "selectbox", "digits.network").set_value(LANGUAGES["en"]("digits.network.optdigits")).run()
    assert canvas.views[STAGE]["images"] == "optdigits"
    for epoch in (0, 3, 31):
        canvas.act(at, "epochs", on=STAGE, count=epoch)
        view = canvas.views[STAGE]
        assert view["weights"] == f"optdigits.{epoch}"
        assert view["packs"][view["weights"]]
        share = dict(map(tuple, view["learning"]["stops"]))[epoch]
        assert share == round(100 * findings_of("optdigits", epoch).accuracy, 1)
    canvas.act(at, "epochs", on=STAGE, count=2)
    assert digits(canvas).epochs == 31, "there is no such stop"


def test_an_image_takes_the_drawings_place(visit: Visit, canvas: Canvas) -> None:
    at = visit("digits")
    canvas.act(at, "draw", on=STAGE, strokes=STROKES)
    canvas.act(at, "example", on=STAGE, index=17)
    assert (digits(canvas).strokes, digits(canvas).example) == ((), 17)
    canvas.act(at, "example", on=STAGE, index=FORMATS["mnist"].spare)
    assert at.error
    assert digits(canvas).example == 17


def test_the_licences_are_named(visit: Visit, canvas: Canvas) -> None:
    for lang in LANGUAGES:
        text = "\n".join(each.value for each in visit("digits", lang=lang).markdown)
        for word in ("LeCun", "Cortes", "Burges", "CC BY-SA 3.0", "Alpaydin", "Kaynak", "CC BY 4.0"):
            assert word in text
