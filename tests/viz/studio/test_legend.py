"""The line below the studio's picture says how to read it; here the picture is held to that line."""

from __future__ import annotations

import colorsys
import re

import pytest

from neuroviz.document import Document, Layer
from neuroviz.i18n import LANGUAGES, Language
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Traces, figure, lit_layer, summed_layer
from tests.viz.studio.scenes import scene

DOCUMENT = Document(layers=(Layer(((4.0, -4.0, 0.0, 0.5),), (0.25,), "tanh"),), input=(1.0, 1.0, 1.0, 1.0))

each_theme = pytest.mark.parametrize("theme", PALETTES)
each_language = pytest.mark.parametrize("t", LANGUAGES.values(), ids=lambda t: t.code)


def hue(color: str) -> float:
    """Of a colour in hexadecimal, in degrees."""
    red, green, blue = (int(color[i:i + 2], 16) / 255 for i in (1, 3, 5))
    return 360 * colorsys.rgb_to_hls(red, green, blue)[0]


def line_of_edge(source: int, theme: str) -> dict[str, object]:
    """How the edge from the input numbered `source` is drawn."""
    spec = figure(scene(DOCUMENT, theme))
    height = scene(DOCUMENT, theme).layout.ys[0][source]
    (trace,) = (trace for trace in spec["data"][:Traces.ZERO_EDGES + 1] if height in trace["y"][2::3])
    return dict(trace["line"])


@each_theme
def test_positive_is_blue_and_negative_orange_and_dashed_and_zero_dotted(theme: str) -> None:
    positive, negative, zero = (line_of_edge(source, theme) for source in (0, 1, 2))
    assert 195 < hue(str(positive["color"])) < 225
    assert 15 < hue(str(negative["color"])) < 45
    assert positive["dash"] == "solid"
    assert re.fullmatch(r"\d+px,\d+px", str(negative["dash"]))
    assert zero["dash"] == "dot"


@each_theme
def test_a_large_weight_is_thick(theme: str) -> None:
    widths = [float(str(line_of_edge(source, theme)["width"])) for source in (0, 3)]
    assert widths[0] > 2 * widths[1]
    assert line_of_edge(0, theme)["width"] == line_of_edge(1, theme)["width"], "whatever its sign"


def test_a_sum_is_in_italics_and_an_activation_upright() -> None:
    (summed,) = summed_layer(scene(DOCUMENT), 1, [0.75])["text"]
    (lit,) = lit_layer(scene(DOCUMENT), 1)["text"]
    assert summed == "<i>0.75</i>"
    assert "<i>" not in lit


def test_b_stands_for_the_bias() -> None:
    names = figure(scene(DOCUMENT))["data"][Traces.NAMES]["text"]
    assert any(re.search(r"\bb 0\.25$", name) for name in names)


@each_language
def test_the_line_says_just_that(t: Language) -> None:
    said = t("studio.legend").lower()
    for word in {"en": ("blue", "orange", "dashed", "dotted", "thick", "italics", "upright", "b:"),
                 "zh": ("蓝", "橙", "虚线", "点线", "粗", "斜体", "正体", "b 是")}[t.code]:
        assert word in said
