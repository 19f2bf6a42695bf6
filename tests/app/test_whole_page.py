"""The page of wide models, driven as the browser's side of its canvas drives it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Refusal
from neuroviz.document.models.handed import FOLDER, hand_over, handed
from neuroviz.document.models.slicing import strongest_path
from neuroviz.document.models.whole import Whole, whole_of
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.whole import EXAMPLES, FIRST, example, images_for
from neuroviz.nn import Network, forward
from neuroviz.ui.common import model_import, shell
from neuroviz.ui.live_plot import whole as component
from tests.app.opened import each_language, hand, kept, opened, put
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
STAGE = "whole.stage"


class Numbers:
    """Stands in for the component that brings a model's numbers: keeps the last that came."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.data = b""

    def __call__(self, *, key: str, data: bytes) -> None:
        head, _, self.data = data.partition(b"\n")
        self.heads.append(head)


Press = Callable[[AppTest, str], str]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    """Presses a button, and says where it leads, which AppTest does not follow."""
    went: list[str] = []

    def do(at: AppTest, key: str) -> str:
        monkeypatch.setattr(shell, "go_to", lambda page: went.append(f"pages/{page}.py"))
        monkeypatch.setattr(model_import, "go_to", shell.go_to)
        at.button(key=key).click().run()
        assert not at.exception
        return went[-1] if went else ""

    return do


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Numbers:
    numbers = Numbers()
    monkeypatch.setattr(component, "_whole", numbers)
    return numbers


def wide_file(*sizes: int, **more: Any) -> tuple[str, bytes, str]:
    rng = np.random.default_rng(3)
    arrays = {f"{i}.{name}": rng.normal(size=shape).astype("f4") for i, (a, b) in enumerate(
        zip(sizes, sizes[1:], strict=False)) for name, shape in (("weight", (b, a)), ("bias", b))}
    made = io.BytesIO()
    np.savez(made, **arrays, **more)
    return "mine <b>.npz", made.getvalue(), "application/octet-stream"


def model(at: AppTest) -> Whole:
    assert not at.exception
    history = kept(at).get("whole.steps")
    return example(FIRST) if history is None else history.present  # type: ignore[no-any-return]


def test_what_python_has_handed_over_is_there_by_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canvas: Canvas,
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    rng = np.random.default_rng(2)
    weights, biases = [rng.normal(size=(50, 6)), rng.normal(size=(2, 50))], [np.ones(50), np.zeros(2)]
    network = Network(weights, biases, ("relu", "tanh"))
    name = hand_over(whole_of(network, np.arange(6.0), title="<b>net</b>"), tmp_path)
    at = opened("pages/whole.py", "en", model=name)
    assert model(at).sizes == (6, 50, 2)
    assert model(at).input.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert any("6-50-2" in caption.value for caption in at.caption)
    # Once: what was changed since is not undone by a run of the page.
    at.button(key="whole.ones").click().run()
    assert set(model(at).input.tolist()) == {1.0}


@each_language
@pytest.mark.parametrize("name", ["0" * 32, "../secret", "a", "0" * 31 + "g", "/etc/passwd"])
def test_an_address_names_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canvas: Canvas, lang: str, name: str,
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "in"))
    (tmp_path / f"{hand_over(example('narrow'), tmp_path)}.model").rename(tmp_path / "secret.model")
    at = opened("pages/whole.py", lang, model=name)
    assert [error.value for error in at.error] == [LANGUAGES[lang]("refusal.whole_gone")]
    assert model(at) is example(FIRST)
    monkeypatch.delenv(FOLDER)
    with pytest.raises(Refusal, match="whole_gone"):
        handed(name)


def dropped(at: AppTest, *files: tuple[str, bytes, str], key: str = "whole.open") -> AppTest:
    at.file_uploader(key=key).set_value(list(files)).run()
    assert not at.exception
    return at


# --- opened --------------------------------------------------------------------------------------

def test_the_page_begins_with_an_example_whose_numbers_come_beside_it(
    visit: Visit, canvas: Canvas, sent: Numbers,
) -> None:
    visit("whole")
    view, network = canvas.views[STAGE], example(FIRST).network
    assert (view["sizes"], view["side"]) == ([784, 128, 64, 10], 28)
    assert f'"name":"{view["pack"]}"'.encode() in sent.heads[-1]
    first = np.frombuffer(sent.data, "<f4", 784 * 128)
    assert np.array_equal(first.reshape(128, 784), np.asarray(network.weights[0]))
    assert view["input"] == example(FIRST).input.tolist()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_opened(visit: Visit, canvas: Canvas, name: str) -> None:
    at = visit("whole")
    widget(at, "selectbox", "whole.example").set_value(LANGUAGES["en"](f"whole.example.{name}")).run()
    assert canvas.views[STAGE]["sizes"] == list(example(name).sizes)


@each_language
def test_a_dropped_model_is_there_at_once_and_what_it_does_not_say_is_said(
    visit: Visit, canvas: Canvas, lang: str,
) -> None:
    at = visit("whole", lang=lang)
    before, t = hand(at), LANGUAGES[lang]
    dropped(at, wide_file(784, 128, 64, 10))
    view = canvas.views[STAGE]
    assert view["sizes"] == [784, 128, 64, 10]
    images = images_for(784)
    assert images is not None
    assert view["input"] == images.inputs[0].tolist(), "a digit, where it takes so many numbers"
    assert t("studio.model.unsaid") in [each.value for each in at.info]
    assert any("mine \\<b\\>\\.npz" in each.value for each in at.caption)
    choice = widget(at, "selectbox", "whole.activation.3")
    assert choice.value == "linear"
    choice.set_value("softmax").run()
    assert model(at).activations == ("relu", "relu", "softmax")
    assert model(at).suggested == (0, 1)
    assert hand(at) == before


def test_what_is_in_doubt_is_asked_first(visit: Visit, canvas: Canvas, press: Press) -> None:
    at = dropped(visit("whole"), ("square.npz", (wide_file(40, 40))[1], ""))
    assert canvas.views[STAGE]["sizes"] == [784, 128, 64, 10]
    assert press(at, "whole.see") == ""
    assert canvas.views[STAGE]["sizes"] == [40, 40]


def test_what_the_studio_is_too_narrow_for_is_shown_whole(canvas: Canvas, press: Press) -> None:
    at = put(opened("pages/studio.py", "en"), studio="file")
    before = hand(at)
    dropped(at, wide_file(100, 50, 3), key="studio.open")
    assert not at.error
    at.switch_page(press(at, "whole.see")).run()
    assert canvas.views[STAGE]["sizes"] == [100, 50, 3]
    assert hand(at) == before


@each_language
def test_what_is_too_wide_for_this_page_too_is_refused_and_nothing_is_lost(
    visit: Visit, canvas: Canvas, lang: str,
) -> None:
    at = dropped(visit("whole", lang=lang), wide_file(40, 3))
    kept = model(at)
    dropped(at, ("wider.npz", wide_file(3, 1025)[1], ""))
    assert at.error[0].value == LANGUAGES[lang]("refusal.whole_wide", place=2, count=1025, limit=1024)
    assert at.button(key="whole.see").disabled
    assert model(at) is kept


# --- edited --------------------------------------------------------------------------------------

def test_numbers_are_changed_taken_back_and_reset(visit: Visit, canvas: Canvas, sent: Numbers) -> None:
    at = visit("whole")
    document, came = hand(at), len(set(sent.heads))
    canvas.act(at, "put", on=STAGE, layer=0, neuron=300, value=0.25, gesture="one")
    canvas.act(at, "put", on=STAGE, layer=0, neuron=300, value=0.5, gesture="one")
    assert canvas.views[STAGE]["input"][300] == 0.5
    canvas.act(at, "write", on=STAGE, layer=2, neuron=7, source=100, text="1/4")
    canvas.act(at, "write", on=STAGE, layer=1, neuron=5, source=None, text="-0,5")
    assert canvas.views[STAGE]["changed"] == [[2, 7, 100, 0.25], [1, 5, -1, -0.5]]
    assert np.asarray(model(at).now.weights[1])[7, 100] == 0.25
    for _ in range(3):
        canvas.act(at, "undo", on=STAGE)
    assert canvas.views[STAGE]["changed"] == []
    assert canvas.views[STAGE]["input"] == example(FIRST).input.tolist(), "a drag is one step"
    assert not canvas.can("undo", on=STAGE)
    canvas.act(at, "redo", on=STAGE)
    assert canvas.views[STAGE]["input"][300] == 0.5
    canvas.act(at, "reset", on=STAGE)
    assert not canvas.can("reset", on=STAGE)
    assert canvas.can("undo", on=STAGE)
    assert hand(at) == document, "the visitor's network is another matter"
    assert len(set(sent.heads)) == came, "the numbers themselves are the same ones"


@each_language
def test_what_is_no_number_is_refused_in_words(visit: Visit, canvas: Canvas, lang: str) -> None:
    at = visit("whole", lang=lang)
    canvas.act(at, "write", on=STAGE, layer=1, neuron=5, source=3, text="much")
    assert at.error[0].value == LANGUAGES[lang]("refusal.number_unreadable", text="much")
    canvas.act(at, "write", on=STAGE, layer=7, neuron=5, source=3, text="1")
    assert at.error[0].value == LANGUAGES[lang]("refusal.no_such_part")
    assert canvas.views[STAGE]["changed"] == []


@each_language
def test_a_row_is_pasted_or_refused_whole(visit: Visit, canvas: Canvas, lang: str) -> None:
    at = visit("whole", lang=lang)
    dropped(at, wide_file(40, 3))
    area = widget(at, "text_area", "whole.paste")
    area.set_value("\t".join(str(i / 4) for i in range(40))).run()
    assert canvas.views[STAGE]["input"] == [i / 4 for i in range(40)]
    widget(at, "text_area", "whole.paste").set_value("1 2 3").run()
    assert at.error[0].value == LANGUAGES[lang]("refusal.whole_input", got=3, expected=40)
    assert canvas.views[STAGE]["input"] == [i / 4 for i in range(40)]
    at.button(key="whole.zeros").click().run()
    assert canvas.views[STAGE]["input"] == [0.0] * 40
    assert not at.error


def test_an_image_that_training_never_saw_is_the_input(visit: Visit, canvas: Canvas) -> None:
    at = visit("whole")
    images = images_for(784)
    assert images is not None
    widget(at, "text_input", "whole.image.number").set_value("25").run()
    assert canvas.views[STAGE]["input"] == images.inputs[24].tolist()
    assert any(f"A {images.labels[24]}," in each.value for each in at.caption)
    answer = forward(model(at).now, images.inputs[24]).output.argmax()
    assert answer == images.labels[24]


# --- sliced --------------------------------------------------------------------------------------

def test_the_strongest_path_goes_into_the_studio_with_the_sums_of_the_whole(
    visit: Visit, canvas: Canvas, press: Press,
) -> None:
    at = visit("whole")
    before, whole = hand(at), example(FIRST)
    page = press(at, "whole.slice.open")
    made, chosen = hand(at), strongest_path(whole)
    assert made.sizes == tuple(map(len, chosen))
    sums = forward(whole.now, whole.input).pre_activations
    assert np.allclose(made.trace.pre_activations[-1], sums[-1][list(chosen[-1])])
    assert made.training == before.training
    at.switch_page(page).run()
    canvas.act(at, "undo")
    assert hand(at) == before


@each_language
def test_neurons_are_chosen_by_hand(visit: Visit, canvas: Canvas, press: Press, lang: str) -> None:
    at = visit("whole", lang=lang)
    for layer, text in enumerate(("300-303, 784", "1, 128", "5", "8")):
        widget(at, "text_input", f"whole.slice.{layer}").set_value(text).run()
        assert not at.error
    widget(at, "text_input", "whole.slice.1").set_value("129").run()
    assert at.error[0].value == LANGUAGES[lang]("refusal.slice_place", place=2, number=129, count=128)
    widget(at, "checkbox", "whole.slice.keep").set_value(False).run()
    assert press(at, "whole.slice.open") == "pages/studio.py"
    made, network = hand(at), example(FIRST).network
    assert made.sizes == (5, 2, 1, 1)
    assert made.layers[1].weights == (tuple(np.asarray(network.weights[1])[4, [0, 127]].tolist()),)
    assert made.layers[1].biases == (float(np.asarray(network.biases[1])[4]),)
    assert made.input_names == ("x300", "x301", "x302", "x303", "x784")
    assert made.output_names == ("7",)
