"""Figures as SVG files: valid XML whatever is in them, and where the page itself places things."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.viz.svg import runs_of, svg_page
from neuroviz.viz.text import escape_html
from tests.strategies import HARD_NAMES

SVG = "{http://www.w3.org/2000/svg}"


def spec(text: str = "a", **trace: object) -> dict[str, object]:
    return {
        "data": [{
            "mode": "lines+markers+text", "x": [0, 1, None, 1], "y": [0, 1, None, 0], "text": [text] * 4,
            "textposition": "bottom center", "textfont": {"size": 10, "color": "#123456", "shadow": "1px"},
            "line": {"color": "#abcdef", "width": 2, "dash": "dot"},
            "marker": {"size": [10, 0, 0, 20], "color": "#fedcba", "line": {"width": 1, "color": "#000000"}}, **trace,
        }],
        "layout": {
            "height": 100, "margin": {"l": 10, "r": 10, "t": 0, "b": 0}, "font": {"color": "#111111"},
            "xaxis": {"range": [0, 1]}, "yaxis": {"range": [0, 1]},
        },
    }


def page(given: dict[str, object], title: str = "t", about: str = "d") -> ElementTree.Element:
    return ElementTree.fromstring(svg_page(given, 120, paper="#ffffff", title=title, about=about))


def test_lines_points_and_letters_stand_where_the_axes_put_them() -> None:
    root = page(spec())
    path = next(root.iter(f"{SVG}path"))
    assert (path.get("d"), path.get("stroke-dasharray")) == ("M10.00,100.00L110.00,0.00", "3 3")
    circles = [(c.get("cx"), c.get("cy"), c.get("r")) for c in root.iter(f"{SVG}circle")]
    assert circles == [("10", "100", "5"), ("110", "100", "10")]
    said = [("".join(t.itertext()), t.get("y"), t.get("stroke")) for t in root.iter(f"{SVG}text")]
    # Below a point of radius 5: 5/0.8 + 1 off, and three quarters of a letter down to its line.
    assert said[0] == ("a", "114.75", "#ffffff")
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("120", "100", "0 0 120 100")


def test_what_figures_write_of_html_becomes_runs_of_letters() -> None:
    assert runs_of("<b>A &amp; B</b><br><span style='color:#56616f'>tanh</span> x") == [
        [("A & B", {"font-weight": "bold"})], [("tanh", {"fill": "#56616f"}), (" x", {})],
    ]


@pytest.mark.parametrize("hard", [*HARD_NAMES, "\x00\x1b\ufffe\ud800", "]]>", "<!--", "&#x0;", "<script>", "</svg>"])
def test_a_name_is_text_and_nothing_else(hard: str) -> None:
    plain, made = page(spec()), page(spec(escape_html(hard)), hard, hard)
    assert {node.tag for node in made.iter()} <= {node.tag for node in plain.iter()}
    assert {name for node in made.iter() for name in node.attrib} <= {name for n in plain.iter() for name in n.attrib}


@given(st.text())
def test_any_name_is_read_back(text: str) -> None:
    made = page(spec(escape_html(text)), text)
    kept = "".join(c if c.isprintable() or c == "\xa0" else " " for c in text)
    title = next(made.iter(f"{SVG}title")).text or ""
    assert "".join(c if c.isprintable() or c == "\xa0" else " " for c in title) == kept
