"""Figures as SVG files: a figure spec of lines, points and letters in, a picture of its own out, its text as text.

It places what Plotly would draw where Plotly would draw it, without a browser. `js/network/first_picture.js` does the
same in the page; the tests hold one to the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.sax.saxutils import escape, quoteattr

LETTERS = (
    "'Source Sans 3', 'Source Sans Pro', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
)
"""Families of a picture's letters: the page's own where there are such, then those of each system."""

_LINE_EM = 1.3
_RIM_PX = 4
_DASHES: Mapping[str, float] = {"dot": 3.0, "dash": 9.0}
"""As Plotly draws them: how long a dash of each kind is at least, in pixels; for a wide line, in widths of 1 and 3."""

_NAMED: Mapping[str, Mapping[str, str]] = {"b": {"font-weight": "bold"}, "i": {"font-style": "italic"}}


def svg_page(spec: Mapping[str, Any], width: float, *, paper: str, title: str, about: str) -> str:
    """Return a figure as an SVG file.

    spec    scatter traces on two axes whose ranges the layout says
    width   of the picture in pixels; its height is the layout's
    paper   colour of the ground, and of a rim around letters that lines cross
    title   what it is, and `about` what is to be seen, for whom it is read to
    """
    height = spec["layout"]["height"]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_number(width)}" height="{_number(height)}"'
        f' viewBox="0 0 {_number(width)} {_number(height)}" font-family="{LETTERS}">',
        f"<title>{_text(title)}</title>", f"<desc>{_text(about)}</desc>",
        f'<rect width="100%" height="100%" fill="{paper}"/>',
        *_drawn(spec, width, paper), "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _drawn(spec: Mapping[str, Any], width: float, paper: str) -> Iterator[str]:
    layout = spec["layout"]
    margin = layout["margin"]
    across = _scale(layout["xaxis"]["range"], margin["l"], width - margin["r"])
    up = _scale(layout["yaxis"]["range"], layout["height"] - margin["b"], margin["t"])
    for trace in spec["data"]:
        parts = [*_parts(trace, across, up, layout["font"]["color"], paper)]
        if parts:
            yield f'<g opacity="{_number(trace.get("opacity", 1))}">'
            yield from parts
            yield "</g>"


def _parts(
    trace: Mapping[str, Any], across: Callable[[float], float], up: Callable[[float], float], ink: str, paper: str,
) -> Iterator[str]:
    shown = trace["mode"].split("+")
    if "lines" in shown and (path := _path(trace, across, up)):
        line = trace["line"]
        yield (f'<path d="{path}" fill="none" stroke="{line["color"]}" stroke-width="{_number(line["width"])}"'
               f'{_dashes(line)}/>')
    for i, x in enumerate(trace["x"]):
        if x is None:
            continue
        place = across(x), up(trace["y"][i])
        radius = _nth(trace["marker"]["size"], i) / 2 if "markers" in shown else 0
        if radius:
            yield _point(trace["marker"], i, place, radius)
        text = trace["text"][i] if "text" in shown else ""
        if text.strip():
            yield _letters(trace, i, text, place, radius, ink, paper)


def _scale(range_: list[float], start: float, end: float) -> Callable[[float], float]:
    """From a stretch of numbers to a stretch of pixels."""
    low, high = range_
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _nth(values: Any, i: int) -> Any:
    """Return the i-th of a list, or the one for all."""
    return values[i] if isinstance(values, list | tuple) else values


def _path(trace: Mapping[str, Any], across: Callable[[float], float], up: Callable[[float], float]) -> str:
    """Return the lines of a trace; a point that nothing leads to or from draws nothing."""
    path, run = "", []
    for x, y in [*zip(trace["x"], trace["y"], strict=True), (None, None)]:
        if x is not None:
            run.append(f"{across(x):.2f},{up(y):.2f}")
            continue
        path += f"M{'L'.join(run)}" if len(run) > 1 else ""
        run = []
    return path


def _dashes(line: Mapping[str, Any]) -> str:
    dash = line.get("dash") or "solid"
    if dash == "solid":
        return ""
    if dash in _DASHES:
        least = _DASHES[dash]
        length = _number(max(least, least / 3 * line["width"]))
        return f' stroke-dasharray="{length} {length}"'
    return f' stroke-dasharray="{dash.replace("px", "").replace(",", " ")}"'


def _point(marker: Mapping[str, Any], i: int, place: tuple[float, float], radius: float) -> str:
    line = marker.get("line", {})
    width = _nth(line.get("width", 0), i)
    rim = f' stroke="{_nth(line["color"], i)}" stroke-width="{_number(width)}"' if width else ""
    opacity = _nth(marker.get("opacity", 1), i)
    faint = f' opacity="{_number(opacity)}"' if opacity != 1 else ""
    return (f'<circle cx="{_number(place[0])}" cy="{_number(place[1])}" r="{_number(radius)}"'
            f' fill="{_nth(marker["color"], i)}"{rim}{faint}/>')


def _letters(
    trace: Mapping[str, Any], i: int, text: str, place: tuple[float, float], radius: float, ink: str, paper: str,
) -> str:
    """One or more lines of letters at a point, where Plotly places them."""
    font = trace["textfont"]
    size, side = _nth(font["size"], i), _nth(trace["textposition"], i)
    off = radius / 0.8 + 1 if radius else 0.0
    lines = runs_of(text)
    way = {"top": -1, "bottom": 1}.get(side.split()[0], 0)
    rows = (len(lines) - 1) * _LINE_EM + 1
    y = place[1] + size * 0.75 + way * off + (way - 1) * rows * size / 2
    anchor = {"left": "end", "right": "start"}.get(side.split()[-1], "middle")
    weight = f' font-weight="{font["weight"]}"' if "weight" in font else ""
    rim = (f' stroke="{paper}" stroke-width="{_RIM_PX}" stroke-linejoin="round" paint-order="stroke"'
           if font.get("shadow", "none") != "none" else "")
    said = "".join(
        f'<tspan x="{_number(place[0])}"{f""" dy="{_LINE_EM}em" """.rstrip() if k else ""}>{_runs(runs)}</tspan>'
        for k, runs in enumerate(lines)
    )
    color = _nth(font.get("color", ink), i)
    return (f'<text y="{_number(y)}" fill="{color}" text-anchor="{anchor}" font-size="{_number(size)}"{weight}{rim}>'
            f"{said}</text>")


def _runs(runs: list[tuple[str, dict[str, str]]]) -> str:
    return "".join(
        f"<tspan{''.join(f' {name}={quoteattr(value)}' for name, value in style.items())}>{_text(words)}</tspan>"
        if style else _text(words) for words, style in runs
    )


Run = tuple[str, dict[str, str]]
"""Letters of one look: the text, and the attributes that it has in SVG."""


def runs_of(text: str) -> list[list[Run]]:
    """Read the little HTML that figures write (<b>, <i>, <br>, a coloured <span>, entities): its lines."""
    reader = _Runs()
    reader.feed(text)
    reader.close()
    return reader.lines


class _Runs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Run]] = [[]]
        self.within: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append([])
            return
        color = (dict(attrs).get("style") or "").removeprefix("color:")
        self.within.append((tag, {"fill": color} if tag == "span" and color else dict(_NAMED.get(tag, {}))))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == open_ for open_, _ in self.within):
            while self.within.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        style: dict[str, str] = {}
        for _, own in self.within:
            style |= own
        self.lines[-1].append((data, style))


def _text(text: str) -> str:
    """Text as it stands in an SVG file, without what XML has no sign for: https://www.w3.org/TR/xml/#charsets"""
    return escape("".join(c if _allowed(ord(c)) else " " for c in text))


def _allowed(code: int) -> bool:
    return 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000


def _number(value: float) -> str:
    """Return a length or a share with two decimals at most."""
    assert math.isfinite(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
