"""`import neuroviz`: models of one's own Python, as the page, in a notebook, and in the browser on a link.

The libraries are no dependency: what stands for their models here has their classes' names and attributes, and the
numbers of files that they wrote, so that it must give their answers. `tools/check_objects.py` has the libraries.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import url2pathname

import numpy as np
import pytest

import neuroviz
from neuroviz import showing
from neuroviz.document import codec
from neuroviz.document.models.safetensors import read_safetensors
from neuroviz.document.presets import PRESETS
from neuroviz.nn import forward

ROOT = Path(__file__).parents[1]
FILES = ROOT / "tests" / "document" / "models" / "files"
ANSWERS: dict[str, Any] = json.loads((FILES / "answers.json").read_text("ascii"))
X = np.array(ANSWERS["x"])


def difference(model: object, of: str, **more: Any) -> float:
    document = showing.as_document(model, X, **more)
    assert document.input == tuple(X[0])
    assert len(document.examples) == len(X)
    return float(np.abs(forward(document.network, X).output - np.array(ANSWERS["files"][of]["y"])).max())


class Sequential:
    """Stands for torch.nn.Sequential, which is known by its name."""

    def __init__(self, *modules: object) -> None:
        self.modules = modules

    def state_dict(self) -> None:
        raise AssertionError("a Sequential is asked for its layers")

    def named_children(self) -> list[tuple[str, object]]:
        return [(str(i), module) for i, module in enumerate(self.modules)]


def module(kind: str, **attributes: object) -> object:
    return type(kind, (), attributes)()


def linear(part: Any) -> object:
    return module("Linear", weight=part.weights, bias=part.biases)


def torch_model(*last: object) -> Sequential:
    first, second, third = (linear(part) for part in read_safetensors(
        (FILES / "torch.safetensors").read_bytes()).orders[0])
    return Sequential(first, module("ReLU"), Sequential(second, module("Tanh")), module("Dropout"), third, *last)


def test_a_torch_sequential() -> None:
    assert difference(torch_model(module("Softmax", dim=1)), "torch.safetensors") <= 1e-6


def test_arrays_by_names_and_in_turn() -> None:
    layers = read_safetensors((FILES / "torch.safetensors").read_bytes()).orders[0]
    acts = ANSWERS["files"]["torch.safetensors"]["activations"]
    for model in (
        {f"{name}{i}": values for i, part in enumerate(layers) for name, values in (("W", part.weights),
                                                                                   ("b", part.biases))},
        [values for part in layers for values in (part.weights, part.biases)],
        [(part.weights, part.biases) for part in layers],
        [(part.weights.T, part.biases) for part in layers],
    ):
        assert difference(model, "torch.safetensors", activations=acts) <= 1e-6


def test_a_scikit_learn_classifier() -> None:
    kept = np.load(FILES / "sklearn.npz")
    model = types.SimpleNamespace(
        coefs_=[kept[f"coefs_{i}"] for i in range(3)], intercepts_=[kept[f"intercepts_{i}"] for i in range(3)],
        activation="logistic", out_activation_="softmax", classes_=np.array(["<b>a</b>", "b", "c" * 99]),
    )
    assert difference(model, "sklearn.npz") <= 1e-6
    assert showing.as_document(model).output_names == ("<b>a</b>", "b", "c" * 24)


def test_a_keras_sequential() -> None:
    """Its description is the one in the .keras file, its numbers those that the reader finds there."""
    import zipfile

    from neuroviz.document.models.opening import read_model

    path = FILES / "keras.keras"
    with zipfile.ZipFile(path) as archive:
        description = archive.read("config.json").decode()
    parts = {part.name: part for part in read_model({path.name: path.read_bytes()}).orders[0]}

    def get_layer(name: str) -> object:
        numbers = [values for values in (parts[name].weights, parts[name].biases) if values is not None]
        return types.SimpleNamespace(get_weights=lambda: numbers)

    model = types.SimpleNamespace(to_json=lambda: description, get_layer=get_layer)
    assert difference(model, "keras.keras") <= 1e-6


def test_a_file_by_its_path(tmp_path: Path) -> None:
    assert difference(str(FILES / "sklearn.npz"), "sklearn.npz") <= 1e-6
    saved = tmp_path / "mine.json"
    saved.write_text(codec.to_json(PRESETS["xor"].document), "utf-8")
    assert showing.as_document(saved) == PRESETS["xor"].document


@pytest.mark.parametrize(("model", "words"), [
    (torch_model(module("GELU", approximate="none")), r"3 names.*GELU \(erf\)"),
    (torch_model(module("Conv2d")), "“Conv2d” at “5”"),
    ([np.eye(3)], "1 names, one a layer: the model does not say them"),
    (object(), "“object”"),
    ([np.ones((40, 3))], "40 neurons; the studio draws up to 32"),
    ([np.full((2, 2), np.nan)], "NaN"),
    ([np.array(["a"])], "is not read here|numbers of a kind"),
    (np.broadcast_to(1.0, (10**6, 10**6)), "“ndarray”"),
    ([np.broadcast_to(1.0, (10**6, 10**6))], "at most 1.000.000"),
    (str(FILES / "torch.pt"), "never opened here"),
], ids=range(10))
def test_what_cannot_be_shown_is_said_in_words(model: object, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        showing.as_document(model)
    assert "Your network is unchanged" not in str(refused.value)


@pytest.mark.parametrize("x", [[1.0], [[1.0, 2.0]], [1.0, np.nan, 2.0, 3.0], np.ones((0, 4)), "abcd"])
def test_an_input_that_does_not_fit_is_said(x: object) -> None:
    with pytest.raises(ValueError, match=r"x must be 4|convert"):
        showing.as_document(FILES / "sklearn.npz", x)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_is_saved(tmp_path: Path, language: str) -> None:
    path = neuroviz.save_html(FILES / "sklearn.npz", tmp_path / "page.html", language=language)
    text = path.read_text("utf-8")
    assert "4-7-4-3" in re.findall("<title>(.*?)</title>", text)[0]
    assert (language == "zh") == ('<html lang="zh' in text)


def test_a_link_is_opened_in_the_app_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(showing.webbrowser, "open", opened.append)
    address = neuroviz.open_link(FILES / "sklearn.npz", X, app="http://class.local:80/", language="zh")
    assert opened == [address]
    place = urlsplit(address)
    assert (place.netloc, place.path) == ("class.local:80", "/studio")
    assert codec.from_link(parse_qs(place.query)["doc"][0]) == showing.as_document(FILES / "sklearn.npz", X)


def test_what_is_too_large_for_a_link_is_opened_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(showing.webbrowser, "open", opened.append)
    large = [np.random.default_rng(0).normal(size=(32, 32))]
    address = neuroviz.open_link(large, activations=["tanh"])
    assert opened == [address]
    page = Path(url2pathname(urlsplit(address).path))
    assert "32-32" in page.read_text("utf-8")
    with pytest.raises(ValueError, match="too large for a link"):
        neuroviz.open_link(large, activations=["tanh"], app="http://class.local")


class ZMQInteractiveShell:
    """Stands for IPython with a kernel, which is known by its name."""


def test_in_a_notebook_the_page_stands_below_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []
    display = types.SimpleNamespace(display=lambda data, raw: shown.append(data))
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=ZMQInteractiveShell, display=display))
    neuroviz.show(FILES / "sklearn.npz")
    ((frame),) = shown
    (source,) = re.findall('srcdoc="([^"]*)"', frame["text/html"])
    assert html.unescape(source).encode() == showing._page(showing.as_document(FILES / "sklearn.npz"), "en", "light")


def test_the_network_alone_needs_numpy_alone() -> None:
    """Who imports `neuroviz.nn` does not wait for the app."""
    code = "import sys, neuroviz.nn; print(sorted({m.split('.')[0] for m in sys.modules} & {'streamlit', 'plotly'}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_app_is_started_where_none_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.request

    monkeypatch.setattr(showing.webbrowser, "open", lambda address: None)
    app = showing._Running()
    monkeypatch.setattr(showing, "_App", app)
    try:
        address = neuroviz.open_link(FILES / "sklearn.npz")
        assert address.startswith(f"{app.url}/studio?")
        assert urllib.request.urlopen(f"{app.url}/_stcore/health").read() == b"ok"
        assert app.running() == app.url, "one app is enough"
    finally:
        assert app.process is not None
        app.process.terminate()
        app.process.wait()
