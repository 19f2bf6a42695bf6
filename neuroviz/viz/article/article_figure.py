"""The figures of the article page: each way of writing W x + b as boxes, and the far tail of tanh."""

# ruff: noqa: N806 - a matrix is called W, here as in the article and in every textbook.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.lab import article
from neuroviz.viz import numbers
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.shape_figure import (
    EQUALS,
    NO_RESULT,
    PLUS,
    PRODUCT,
    ShapeEquation,
    block,
    shape_equation,
    shape_figure,
)
from neuroviz.viz.style import apart, axis, on_page, significant

Spec = dict[str, Any]
Array = NDArray[np.float64]

_Z_MAX = 62.0  # a little beyond the article's larger z, 59


def form_equation(name: str) -> ShapeEquation:
    """Return one of `article_example.FORMS`, or "product" for W x alone, as blocks with NumPy's numbers."""
    W, b, x = article.numbers_of_the_article()
    w, lying, standing, flat = block("W", W), block("x", x), block("x.T", x.T), block("b", b)
    if name == "as_printed":
        return shape_equation(w, PRODUCT, lying, NO_RESULT)
    if name == "product":
        return shape_equation(w, PRODUCT, standing, EQUALS, block("W @ x.T", W @ x.T))
    z = article.FORMS[name](W, b, x)
    result = block("z", z)
    match name:
        case "column":
            return shape_equation(w, PRODUCT, standing, PLUS, block("b[:, None]", b[:, np.newaxis]), EQUALS, result)
        case "row_batch":
            return shape_equation(lying, PRODUCT, block("W.T", W.T), PLUS, flat, EQUALS, result)
        case "column_plus_flat_bias":
            stretched = block("W @ x.T", W @ x.T, z.shape), PLUS, block("b", b, z.shape)
            return shape_equation(*stretched, EQUALS, result)
        case "row_without_transpose":
            return shape_equation(lying, PRODUCT, w, PLUS, flat, EQUALS, result)
    raise KeyError(name)


def form_figure(name: str, palette: Palette) -> Spec:
    """Draw one way of writing W x + b as boxes of numbers; a plain Plotly spec."""
    return shape_figure(form_equation(name), palette)


def gap_figure(words: Mapping[str, str], palette: Palette) -> Spec:
    """Return 1 - tanh(z) on a logarithmic axis: rewritten it goes on falling, by subtraction it ends near z = 19.

    words   "subtraction", "rewritten" (the curves' names) and "ends" (with {z})
    """
    z = np.linspace(0.0, _Z_MAX, 249)
    naive = article.gap_by_subtraction(z)
    there = naive > 0.0  # a logarithmic axis has no place for 0
    end = article.first_z_rounded_to_one()
    marked = article.saturations()
    plain = axis(palette, zeroline=False, tickfont={"color": palette.muted})
    return {
        "data": [
            _line(words["rewritten"], z, article.gap_rewritten(z),
                  {"color": palette.series[0], "width": 3}),
            _line(words["subtraction"], z[there], naive[there],
                  {"color": palette.series[1], "width": 6, "dash": "dot"}),
            {"type": "scatter", "mode": "markers+text", "x": [at.z for at in marked], "y": [at.gap for at in marked],
             "text": [f"z = {numbers.short(at.z)}: {numbers.short(at.gap)}" for at in marked],
             "textposition": ["top right", "bottom left"], "textfont": {"size": 14, "color": palette.ink},
             "marker": {"size": 12, "color": palette.series[0], "line": {"color": palette.paper, "width": 2}},
             "showlegend": False, "hoverinfo": "skip"},
        ],
        "layout": {
            **on_page(), "font": {"color": palette.ink, "size": 13},
            "height": 340, "margin": {"l": 84, "r": 10, "t": 10, "b": 48}, "dragmode": False, "hovermode": False,
            "uirevision": "constant",
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False,
                       "itemdoubleclick": False, "font": {"size": 13, "color": palette.ink}},
            "xaxis": plain | {"range": [0, _Z_MAX], "title": {"text": "z", "standoff": 4}} | apart(8),
            "yaxis": plain | {"type": "log", "range": [-60, 3], "dtick": 10, "exponentformat": "power"} | apart(8),
            "annotations": [{
                # The position on a logarithmic axis is given as a power of ten.
                "x": end, "y": float(np.log10(naive[there][-1])), "ax": -4, "ay": 52, "yanchor": "top",
                "text": words["ends"].format(z=numbers.short(end)), "showarrow": True, "arrowhead": 2,
                "arrowcolor": palette.series[1], "standoff": 6, "font": {"size": 13, "color": palette.ink},
            }],
        },
    }


def _line(name: str, x: Array, y: Array, style: Spec) -> Spec:
    return {"type": "scatter", "mode": "lines", "name": name, "x": x.tolist(), "y": significant(y, 5),
            "line": style, "hoverinfo": "skip"}
