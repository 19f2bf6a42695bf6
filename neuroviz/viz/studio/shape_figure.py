"""Matrix shapes drawn as boxes.

The lesson: a product A B exists where A has as many columns as B has rows, the two inner numbers of
(n, k) (k, m); and a sum exists where NumPy can stretch one side to the other, which is not always
what one meant. So each matrix is drawn as its boxes with its shape beneath; the inner numbers of a
product meet in "2 = 2" or "2 ≠ 1" (a sign, not a colour alone); stretched copies are dotted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from neuroviz.viz import numbers
from neuroviz.viz.palette import Palette
from neuroviz.viz.style import CLEAR, on_page

Spec = dict[str, Any]
Rows = tuple[tuple[float, ...], ...]

PRODUCT, PLUS, EQUALS, NO_RESULT = "·", "+", "=", "✗"
"""The signs between blocks. NO_RESULT ends an equation whose product does not exist."""

_ABOVE, _BELOW = 26, 50  # pixels for the names, and for shapes and verdicts
_HEIGHT = _ABOVE + 2 * 44 + _BELOW  # two rows of boxes, smaller where the window is narrow
_SIGN_WIDTH = 0.9  # of a box
_FONT = 14


@dataclass(frozen=True, slots=True)
class Block:
    """A matrix in an equation.

    rows   its numbers as drawn
    real   how many (rows, columns) of them exist; the others are copies that broadcasting imagines.
           None: all of them
    flat   whether it is a NumPy array with one axis, of shape (n,)
    """

    name: str
    rows: Rows
    real: tuple[int, int] | None = None
    flat: bool = False

    @property
    def drawn(self) -> tuple[int, int]:
        """Rows and columns as they are drawn, imagined copies included."""
        return len(self.rows), len(self.rows[0])

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the numbers; a flat array has one row."""
        return self.real or self.drawn


def block(name: str, array: Any, stretched_to: tuple[int, ...] | None = None) -> Block:
    """Return a NumPy array as a block; one axis lies down as a row. `stretched_to`: the shape it is broadcast to."""
    array = np.asarray(array)
    full = np.atleast_2d(array)
    drawn = full if stretched_to is None else np.broadcast_to(full, stretched_to)
    rows = tuple(tuple(float(v) for v in row) for row in drawn)
    return Block(name, rows, (full.shape[0], full.shape[1]), flat=array.ndim == 1)


@dataclass(frozen=True, slots=True)
class ShapeEquation:
    """Blocks with signs: signs[i] stands after blocks[i], so the last block has one only where there is no result."""

    blocks: tuple[Block, ...]
    signs: tuple[str, ...]

    def inner(self, i: int) -> tuple[int, int]:
        """Return the two numbers that must agree where blocks i and i + 1 are multiplied."""
        return self.blocks[i].shape[1], self.blocks[i + 1].shape[0]

    @property
    def products(self) -> list[int]:
        """The places of the products among the signs."""
        return [i for i, sign in enumerate(self.signs) if sign == PRODUCT]


def shape_equation(*parts: Block | str) -> ShapeEquation:
    """Blocks and signs in turn, as they are read: equation(W, PRODUCT, x, EQUALS, z)."""
    return ShapeEquation(
        tuple(part for part in parts if isinstance(part, Block)),
        tuple(part for part in parts if isinstance(part, str)),
    )


def shape_figure(what: ShapeEquation, palette: Palette) -> Spec:
    """Return an equation of matrices, drawn to one scale."""
    half = max(part.drawn[0] for part in what.blocks) / 2
    shapes: list[Spec] = []
    texts: list[Spec] = []
    x = 0.0
    for i, part in enumerate(what.blocks):
        middle = x + part.drawn[1] / 2
        shapes += _boxes(part, x, palette)
        texts.append(_text(f"<b>{part.name}</b>", middle, half, palette.ink, above=True))
        texts.append(_text(_shape_text(what, i, palette), middle, -half, palette.ink, below=2))
        x += part.drawn[1]
        if i == len(what.signs):
            break
        sign, middle = what.signs[i], x + _SIGN_WIDTH / 2
        texts.append(_text(f"<b>{sign}</b>", middle, 0.0, palette.alarm if sign == NO_RESULT else palette.ink, 22))
        if sign == PRODUCT:
            left, right = what.inner(i)
            verdict = f"<b>{left} {'=' if left == right else '≠'} {right}</b>"
            texts.append(_text(verdict, middle, -half, _verdict_colour(what, i, palette), 17, below=22))
        x += _SIGN_WIDTH
    return {
        # Plotly draws axes, and so shapes, only where there is a trace.
        "data": [{"type": "scatter", "x": [0], "y": [0], "mode": "markers", "marker": {"opacity": 0},
                  "hoverinfo": "skip"}],
        "layout": {
            **on_page(), "font": {"color": palette.ink, "size": _FONT},
            "margin": {"l": 2, "r": 2, "t": _ABOVE, "b": _BELOW}, "height": _HEIGHT,
            "showlegend": False, "dragmode": False, "hovermode": False, "uirevision": "constant",
            "shapes": shapes, "annotations": texts,
            "xaxis": {"visible": False, "fixedrange": True, "range": [-0.15, x + 0.15], "constrain": "domain"},
            "yaxis": {"visible": False, "fixedrange": True, "range": [-half - 0.02, half + 0.02],
                      "scaleanchor": "x", "constrain": "domain"},
        },
    }


# --- parts ---------------------------------------------------------------------------------------

def _boxes(part: Block, left: float, palette: Palette) -> list[Spec]:
    """Return the boxes of a block with their numbers as labels; imagined copies are dotted and pale."""
    boxes = []
    for r, row in enumerate(part.rows):
        for c, number in enumerate(row):
            real = r < part.shape[0] and c < part.shape[1]
            top = part.drawn[0] / 2 - r
            boxes.append({
                "type": "rect", "x0": left + c, "x1": left + c + 1, "y0": top - 1, "y1": top,
                "fillcolor": palette.zero if real else CLEAR,
                "line": {"color": palette.ink if real else palette.muted, "width": 1.5 if real else 1,
                         "dash": "solid" if real else "dot"},
                "label": {"text": numbers.short(number),
                          "font": {"size": 16, "color": palette.ink if real else palette.muted}},
            })
    return boxes


def _verdict_colour(what: ShapeEquation, i: int, palette: Palette) -> str:
    """Return the colour of the product between blocks i and i + 1: do the inner numbers agree?"""
    left, right = what.inner(i)
    return palette.positive if left == right else palette.alarm


def _shape_text(what: ShapeEquation, i: int, palette: Palette) -> str:
    """Return the shape of block i as NumPy writes it; the number that a product looks at stands out."""
    part = what.blocks[i]
    if part.flat:
        return f"({part.shape[1]},)"
    texts = [str(n) for n in part.shape]
    for product, which in ((i - 1, 0), (i, 1)):
        if product in what.products:
            texts[which] = f"<b><span style='color:{_verdict_colour(what, product, palette)}'>{texts[which]}</span></b>"
    return f"({', '.join(texts)})"


def _text(
    text: str, x: float, y: float, colour: str, size: int = _FONT, *, above: bool = False, below: int | None = None,
) -> Spec:
    """Text at (x, y): around it, above it, or `below` pixels below it, so that boxes may shrink and letters stay."""
    place: Spec = {}
    if above:
        place = {"yanchor": "bottom", "yshift": 3}
    elif below is not None:
        place = {"yanchor": "top", "yshift": -below}
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": size, "color": colour}, **place}
