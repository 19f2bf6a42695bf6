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
from xml.etree import ElementTree

import numpy as np
import pytest

import neuroviz
from neuroviz import showing
from neuroviz.document import codec
from neuroviz.document.models.handed import FOLDER, handed
from neuroviz.document.models.safetensors import read_safetensors
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.nn import Network, forward
from neuroviz.viz.numbers import brief

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
    ([np.ones((1025, 3))], "a width of 1025; models are shown whole up to 1024"),
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


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_a_picture_is_saved(tmp_path: Path, language: str, theme: showing.Theme) -> None:
    path = neuroviz.save_svg(FILES / "sklearn.npz", tmp_path / "net.svg", X, language=language, theme=theme)
    root = ElementTree.parse(path).getroot()
    said = ["".join(node.itertext()) for node in root.iter()]
    document = showing.as_document(FILES / "sklearn.npz", X)
    assert all(brief(value) in said for value in document.trace.activations[-1].tolist())
    assert LANGUAGES[language]("graph.output") in " ".join(said)
    assert "4-7-4-3" in said[1]
    with pytest.raises(ValueError, match="light or dark"):
        neuroviz.save_svg(FILES / "sklearn.npz", tmp_path / "no.svg", theme="blue")  # type: ignore[arg-type]
    assert not (tmp_path / "no.svg").exists()


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


WIDE = [np.random.default_rng(1).normal(size=(40, 784)), np.random.default_rng(2).normal(size=(3, 40))]
ACTS = ["relu", "softmax"]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> showing._Running:
    """An app that seems to run."""
    running = showing._Running(url="http://127.0.0.1:1", folder=tmp_path)
    monkeypatch.setattr(running, "running", lambda: running.url, raising=False)
    monkeypatch.setattr(showing, "_App", running)
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return running


def test_what_is_too_wide_for_the_studio_is_opened_whole(
    monkeypatch: pytest.MonkeyPatch, app: showing._Running,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(showing.webbrowser, "open", opened.append)
    x = np.linspace(-1.0, 1.0, 784)
    address = neuroviz.open_link(WIDE, x, activations=ACTS, language="zh")
    assert opened == [address]
    place = urlsplit(address)
    query = parse_qs(place.query)
    assert (place.path, query["lang"]) == ("/whole", ["zh"])
    whole = handed(query["model"][0])
    assert (whole.sizes, whole.title, whole.suggested) == ((784, 40, 3), "NumPy", ())
    assert np.array_equal(whole.input, x)
    network = Network(WIDE, [np.zeros(40), np.zeros(3)], ACTS)
    assert np.array_equal(forward(whole.now, x).output, forward(network, x).output)
    # Without an input, one that is worth seeing: an image of as many pixels.
    neuroviz.show(WIDE, activations=ACTS, wait=False)
    assert 0 < handed(parse_qs(urlsplit(opened[-1]).query)["model"][0]).input.sum() < 784


def test_in_a_notebook_the_whole_page_stands_below_the_cell(
    monkeypatch: pytest.MonkeyPatch, app: showing._Running,
) -> None:
    shown: list[dict[str, str]] = []
    display = types.SimpleNamespace(display=lambda data, raw: shown.append(data))
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=ZMQInteractiveShell, display=display))
    neuroviz.show(WIDE, activations=ACTS)
    link, frame = re.findall('(?:href|src)="([^"]*)"', shown[0]["text/html"])
    assert html.unescape(frame) == html.unescape(link) + "&embed=true"
    assert link.startswith(app.url)
    assert "784-40-3" in shown[0]["text/html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_only_the_studios_picture_will_do_it_is_said_what_shows_it(
    tmp_path: Path, language: str, app: showing._Running,
) -> None:
    said = LANGUAGES[language]("whole.python")
    for refused in (
        lambda: neuroviz.save_html(WIDE, tmp_path / "a.html", activations=ACTS, language=language),
        lambda: neuroviz.save_svg(WIDE, tmp_path / "a.svg", activations=ACTS, language=language),
        lambda: neuroviz.open_link(WIDE, activations=ACTS, language=language, app="http://class.local"),
    ):
        with pytest.raises(ValueError, match=re.escape(said)):
            refused()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="x must be 784"):
        neuroviz.show(WIDE, [1.0], activations=ACTS)
    with pytest.raises(ValueError, match=r"1\D?024"):
        neuroviz.show([np.ones((3, 1025))], activations=["tanh"])


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
        assert list(app.folder.iterdir()) == []
    finally:
        assert app.process is not None
        app.process.terminate()
        app.process.wait()
