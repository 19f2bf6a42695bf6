"""A network's picture as a file: every neuron, connection and number of it, and room for all that is written."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given

from neuroviz.document import Document, Layer
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import brief, short
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import MOST_LABELLED_EDGES, neuron_name
from neuroviz.viz.studio.picture import network_svg
from neuroviz.viz.studio.placing import weight_shares
from tests.examples import examples
from tests.strategies import HARD_NAMES
from tests.viz.studio.scenes import LARGEST, OVERFLOWING, any_document, connections, drawn, inside, scene, words

SVG = "{http://www.w3.org/2000/svg}"


def drawing(document: Document, theme: str = "light", lang: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(network_svg(document, PALETTES[theme], words(lang), "title", "about"))


def said(root: ElementTree.Element) -> Counter[str]:
    return Counter("".join(node.itertext()) for node in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PRESETS)
def test_the_numbers_are_those_that_were_computed(name: str, lang: str, theme: str) -> None:
    document = PRESETS[name].document
    root, picture = drawing(document, theme, lang), scene(document, theme, lang)
    assert len(list(root.iter(f"{SVG}circle"))) == sum(document.sizes)
    segments = [path.get("d", "").count("L") for path in root.iter(f"{SVG}path")]
    assert sum(segments) == len(list(connections(document)))
    expected: Counter[str] = Counter()
    if picture.layout.roomy:
        for values in document.trace.activations:
            expected.update(inside(picture, value) for value in values.tolist())
    for index, layer in enumerate(document.layers):
        if layer.size * len(layer.weights[0]) <= MOST_LABELLED_EDGES:
            shares = weight_shares(document.sizes, index)
            expected.update(brief(w) for row, places in zip(layer.weights, shares, strict=True)
                            for w, place in zip(row, places, strict=True) if place is not None)
    last = len(document.layers)
    for layer, size in enumerate(document.sizes):
        for neuron in range(size if picture.layout.roomy or layer in (0, last) else 0):
            bias = f" · b {short(document.layers[layer - 1].biases[neuron])}" if layer else ""
            expected[neuron_name(document, layer, neuron) + bias] += 1
    assert expected <= said(root)
    assert len(document.sizes) == (said(root) - expected).total(), "beside these, a heading a layer"
    assert next(root.iter(f"{SVG}rect")).get("fill") == PALETTES[theme].paper


@pytest.mark.parametrize("hard", HARD_NAMES)
def test_hostile_and_long_names_are_text_that_has_room(hard: str) -> None:
    def made(name: str) -> ElementTree.Element:
        return drawing(Document(
            (Layer(((1.0, -1.0),), (0.5,), "tanh"),), (1.0, 2.0), input_names=(name, "b"), output_names=(name,)))

    plain, found = made("a"), made(hard)
    assert Counter(node.tag for node in plain.iter()) == Counter(node.tag for node in found.iter())
    assert float(made("W" * 24).get("width", 0)) > float(plain.get("width", 0)) + 200


def test_the_largest_network_has_a_picture_and_layers_far_apart_enough_for_their_headings() -> None:
    assert len(list(drawing(LARGEST).iter(f"{SVG}circle"))) == sum(LARGEST.sizes)
    deep = [node for node in drawing(drawn(*[3] * 10), lang="en").iter(f"{SVG}text") if node.get("font-size") == "16"]
    places = [float(node[0].get("x", 0)) for node in deep]
    assert len(places) == 10
    # "Hidden 8" in bold letters of 16 pixels.
    assert min(b - a for a, b in pairwise(places)) > 8 * 0.6 * 16


def test_infinite_sums_are_said() -> None:
    assert said(drawing(OVERFLOWING))["NaN"] >= 1


@examples(15)
@given(any_document)
def test_any_network_has_a_picture(document: Document) -> None:
    root = drawing(document, "dark", "zh")
    assert len(list(root.iter(f"{SVG}circle"))) == sum(document.sizes) + (
        document.selection is not None and document.selection.source is None)
    assert "nan" not in ElementTree.tostring(root, "unicode").replace("NaN", "").lower().split('"')
