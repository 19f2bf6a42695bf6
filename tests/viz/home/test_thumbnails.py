"""The small pictures of the first page: one for each card, whole, and drawn within its frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.viz.home.thumbnails import HEIGHT, THUMBNAILS, WIDTH, thumbnail
from neuroviz.viz.palette import PALETTES

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("page", THUMBNAILS)
def test_a_picture_lies_within_its_frame(page: str, theme: str) -> None:
    picture = ET.fromstring(thumbnail(page, theme))
    places = [
        tuple(map(float, place.split(",")))
        for line in picture.iter(f"{SVG}polyline") for place in line.get("points", "").split()
    ]
    places += [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in picture.iter(f"{SVG}circle")]
    bars = [float(bar.get("x", "")) + float(bar.get("width", "")) for bar in picture.iter(f"{SVG}rect")]
    assert places or bars
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert all(width <= WIDTH for width in bars)


def test_the_studios_picture_is_the_first_network() -> None:
    layers = PRESETS[FIRST].document.layers
    signs = [weight > 0 for layer in layers for row in layer.weights for weight in row]
    drawn = re.findall(r'<line class="(positive|negative)"', thumbnail("studio", "light"))
    assert [kind == "positive" for kind in drawn] == signs


def test_the_two_themes_differ() -> None:
    assert all(thumbnail(page, "light") != thumbnail(page, "dark") for page in THUMBNAILS)
