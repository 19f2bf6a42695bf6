"""The colours can be read, and told apart without colour vision (WCAG 2.2: 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from neuroviz.ui import live_plot
from neuroviz.viz.palette import PALETTES, Palette, mix

# Machado, Oliveira and Fernandes 2009, table 1, severity 1.0, on linear RGB.
COLOUR_BLINDNESS = {
    "normal": np.eye(3),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


def linear_rgb(colour: str) -> np.ndarray:
    c = np.array([int(colour[i:i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear_rgb(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, kind: str) -> np.ndarray:
    """CIE L*a*b* (D65) as an eye of this kind sees it."""
    rgb = np.clip(COLOUR_BLINDNESS[kind] @ linear_rgb(colour), 0.0, 1.0)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ rgb / [0.95047, 1.0, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.fixture(params=PALETTES)
def palette(request: pytest.FixtureRequest) -> Palette:
    return PALETTES[request.param]


def test_every_colour_is_written_the_same_way(palette: Palette) -> None:
    colours = [getattr(palette, field.name) for field in fields(palette) if field.name not in {"series", "more"}]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in [*colours, *palette.series, *palette.more])


@pytest.mark.parametrize("name", ["ink", "muted", "positive", "negative", "alarm", "select"])
def test_text_can_be_read_on_paper(palette: Palette, name: str) -> None:
    assert contrast(getattr(palette, name), palette.paper) >= 4.5


def test_what_is_compared_can_be_read_on_paper(palette: Palette) -> None:
    assert all(contrast(colour, palette.paper) >= 4.5 for colour in (*palette.series, *palette.more))


@pytest.mark.parametrize(("name", "least"), [("ink", 4.5), ("muted", 3.0), ("positive", 3.0), ("negative", 3.0)])
def test_what_is_still_to_come_can_be_read(palette: Palette, name: str, least: float) -> None:
    """An equation's later terms recede; signs are large text there (1.4.3)."""
    style = (Path(live_plot.__file__).parent / "live_plot.css").read_text("utf-8")
    found = re.search(r"\.nv-later \{ opacity: ([\d.]+); \}", style)
    assert found is not None
    assert contrast(mix(palette.paper, getattr(palette, name), float(found[1])), palette.paper) >= least


@pytest.mark.parametrize("name", ["positive_soft", "negative_soft", "zero"])
def test_text_can_be_read_on_a_filled_node(palette: Palette, name: str) -> None:
    """Also on every shade between no activation and full activation."""
    for share in np.linspace(0.0, 1.0, 11):
        assert contrast(palette.ink, mix(palette.zero, getattr(palette, name), float(share))) >= 4.5


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_signs_differ_for_every_kind_of_colour_vision(palette: Palette, kind: str) -> None:
    """20 in CIE76 is far past the 2.3 that can just be noticed."""
    assert np.linalg.norm(lab(palette.positive, kind) - lab(palette.negative, kind)) > 20
    assert np.linalg.norm(lab(palette.positive_soft, kind) - lab(palette.negative_soft, kind)) > 20


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_what_is_compared_differs_for_every_kind_of_colour_vision(palette: Palette, kind: str) -> None:
    for one, other in combinations(palette.series, 2):
        assert np.linalg.norm(lab(one, kind) - lab(other, kind)) > 20


def test_mix_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#ff8040", 0.0) == "#000000"
    assert mix("#000000", "#ff8040", 1.0) == "#ff8040"
    assert mix("#000000", "#ff8040", 0.5) == "#804020"
    assert mix("#ff8040", "#ff8040", 0.3) == "#ff8040"
