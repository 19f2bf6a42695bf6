"""Every colour, in one place, for light and dark.

Sign is blue (+) or orange (−): the pair of Okabe and Ito (2008) that all common kinds of colour
blindness tell apart. It is never said by colour alone: negative edges are dashed, negative pulses
are diamonds, and numbers carry their sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Palette:
    """positive, negative: strokes; *_soft: fills behind text; ink, muted, grid: text and lines; paper: background;
    raised: ground of what unfolds over a page; select: what is selected, and nothing else; alarm: NaN and infinity;
    series: what is compared, in order (functions, optimisers, training and test); more: of a table's further classes,
    which have shapes of their own."""

    positive: str
    negative: str
    positive_soft: str
    negative_soft: str
    zero: str
    ink: str
    muted: str
    grid: str
    paper: str
    raised: str
    select: str
    alarm: str
    series: tuple[str, str, str, str]
    more: tuple[str, ...]


PALETTES: Mapping[str, Palette] = MappingProxyType({
    "light": Palette(
        positive="#0067ab", negative="#c04a00", positive_soft="#9fd0f5", negative_soft="#ffc08f", zero="#f3f5f8",
        ink="#1b2430", muted="#56616f", grid="#dfe4ea", paper="#ffffff", raised="#ffffff", select="#8a2be2",
        alarm="#b00020", series=("#1b2430", "#0c745a", "#7c6622", "#ce2fa1"),
        more=("#7c6622", "#00757f", "#7a3b1d", "#56616f", "#4a7500", "#c4325a"),
    ),
    "dark": Palette(
        positive="#63b8ff", negative="#ff9a4d", positive_soft="#1c5c92", negative_soft="#8a4410", zero="#222a35",
        ink="#eef2f7", muted="#a3afbd", grid="#343d4a", paper="#0e1117", raised="#1a202b", select="#c79bff",
        alarm="#ff6b81", series=("#eef2f7", "#029067", "#eda509", "#e851b7"),
        more=("#eda509", "#35c9d6", "#c98a5b", "#a3afbd", "#9bd13c", "#ff9db0"),
    ),
})

MEMBRANE = ((-80.0, "#0a1f57"), (-65.0, "#17479e"), (-52.0, "#3b83d6"), (-40.0, "#c4532d"), (0.0, "#ffab3d"),
            (40.0, "#fff7e0"))
"""A membrane potential in mV as a colour: deep blue at rest, white-hot at a spike's peak; the same on either ground."""

ON_LIGHT, ON_DARK = "#10151d", "#ffffff"
"""What is written on a light colour, and on a dark one, in either theme; the second is also where light falls."""

BAR, BAR_RING = "#141a24", "#63b8ff"
"""The projector view's bar, and what is around the one of its buttons that keys have come to, in either theme."""

NIGHT = "#000000"
"""Shadows, and all that is around a spotlight."""

SPIKE = "#ffc23d"
"""A spike on its way along an axon: as hot as the soma that sent it."""


def mix(low: str, high: str, share: float) -> str:
    """Return the colour `share` of the way from `low` to `high`, both #rrggbb."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_rgb(low), _rgb(high), strict=True))


def rgb(color: str) -> list[int]:
    """Red, green and blue of #rrggbb, each 0 to 255."""
    return list(_rgb(color))


@cache
def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i:i + 2], 16) for i in (1, 3, 5))


def rim(palette: Palette) -> str:
    """Return a text's shadow: a rim of background colour, so that a label can be read where lines cross it."""
    return ", ".join(f"{x}px {y}px 2px {palette.paper}" for x in (-2, 0, 2) for y in (-2, 0, 2))
