"""A model's file on the page: read, shown, asked about, opened; or refused, and nothing lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import limits
from neuroviz.i18n import LANGUAGES
from tests.app.opened import each_language, hand, kept, opened, put
from tests.app.widgets import Canvas, widget

FILES = Path(__file__).parents[1] / "document" / "models" / "files"


def file(name: str) -> tuple[str, bytes, str]:
    return name, (FILES / name).read_bytes(), "application/octet-stream"


def dropped(at: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    at.file_uploader(key="studio.open").set_value(list(files)).run()
    assert not at.exception
    return at


@pytest.fixture(autouse=True)
def drawn(canvas: Canvas) -> Canvas:
    return canvas


def studio(lang: str = "en") -> AppTest:
    return put(opened("pages/studio.py", lang), studio="file")


def errors(at: AppTest) -> str:
    return " ".join(each.value for each in at.error)


def open_button(at: AppTest) -> Any:
    return at.button(key="studio.model.open")


@each_language
def test_a_model_is_shown_and_opened_as_one_step(lang: str) -> None:
    at = studio(lang)
    before = hand(at)
    dropped(at, file("keras_functional.keras"))
    assert hand(at) == before, "nothing is opened before it is asked for"
    assert widget(at, "selectbox", "studio.model.activation.0").value == "tanh"
    open_button(at).click().run()
    assert hand(at).sizes == (4, 6, 2)
    assert LANGUAGES[lang]("studio.model.opened", sizes="4-6-2") in [each.value for each in at.success]
    kept(at)["history"] = kept(at)["history"].undo()
    assert hand(at.run()) == before


def test_what_the_file_does_not_say_is_chosen() -> None:
    at = dropped(studio(), file("torch_square.npz"))
    assert any("does not say" in each.value for each in at.info)
    widget(at, "selectbox", "studio.model.activation.0").set_value("sigmoid").run()
    widget(at, "selectbox", "studio.model.orientation").set_value("in_out").run()
    open_button(at).click().run()
    stored = np.load(FILES / "torch_square.npz")["0.weight"]
    assert np.array_equal(np.array(hand(at).layers[0].weights), stored.T)
    assert [layer.activation for layer in hand(at).layers] == ["sigmoid", "linear"]


def test_what_is_none_of_ours_waits() -> None:
    at = dropped(studio(), file("keras_gelu.keras"))
    assert open_button(at).disabled
    assert "GELU comes closest" in at.info[0].value
    widget(at, "selectbox", "studio.model.activation.0").set_value("gelu").run()
    assert not open_button(at).disabled


def test_the_files_of_tensorflowjs_may_come_one_after_the_other() -> None:
    at = dropped(studio(), file("tfjs.model.json"))
    assert "tfjs.weights.bin" in errors(at).replace("\\", "")
    dropped(at, file("tfjs.model.json"), file("tfjs.weights.bin"))
    assert not at.error
    open_button(at).click().run()
    assert hand(at).sizes == (4, 6, 2)


def npz(**arrays: np.ndarray[Any, Any]) -> bytes:
    made = io.BytesIO()
    np.savez(made, **arrays)
    return made.getvalue()


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("w.npy", bytes(50_000_000))
    return made.getvalue()


@each_language
@pytest.mark.parametrize(("name", "content", "code", "said"), [
    ("m.pt", (FILES / "torch.pt").read_bytes(), "model_pickle_torch", "m.pt"),
    ("<b>m</b>.joblib", b"\x80\x04\x95", "model_pickle", "<b>m</b>.joblib"),
    ("m.onnx", (FILES / "torch_conv.onnx").read_bytes(), "model_operation", "Conv"),
    ("m.npz", bomb(), "model_unpacked", "w.npy"),
    ("m.npz", npz(w=np.ones((1025, 3))), "whole_wide", "1025"),
    ("m.npz", npz(**{f"w{i}": np.ones((2, 2)) for i in range(limits.MAX_LAYERS)}), "model_layers", "11"),
    ("m.npz", npz(**{"<img src=x>": np.full((2, 2), np.nan)}), "model_not_finite", "<img src=x>"),
    ("m.png", b"\x89PNG\r\n\x1a\n0000", "model_unknown", "m.png"),
])
def test_what_is_refused_is_said_and_nothing_is_lost(
    lang: str, name: str, content: bytes, code: str, said: str,
) -> None:
    at = studio(lang)
    before = hand(at)
    dropped(at, (name, content, ""))
    shown = errors(at).replace("\\", "")
    words = [part for part in LANGUAGES[lang](f"refusal.{code}").split("{") if part][-1].split("}")[-1]
    assert words in shown
    assert said in shown
    assert hand(at) == before
    assert any("np.savez" in each.value for each in at.code) == (code == "model_pickle")


@pytest.mark.parametrize("script", ["pages/descent.py", "pages/overfitting.py", "pages/digits.py"])
def test_a_model_is_opened_from_any_page(script: str) -> None:
    at = dropped(opened(script, "en"), file("sklearn.npz"))
    open_button(at).click().run()
    assert hand(at).sizes == (4, 7, 4, 3)
