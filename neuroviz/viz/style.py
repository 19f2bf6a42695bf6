"""What all figures share: the clear background, an axis, a frame, a factor in brackets, and short numbers for JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.viz.numbers import MINUS, short
from neuroviz.viz.palette import Palette

CLEAR = "rgba(0,0,0,0)"
"""No colour at all: the page shows through."""

HIDDEN_AXIS: dict[str, Any] = {"visible": False, "zeroline": False, "showgrid": False}
"""An axis that only places things."""


def on_page() -> dict[str, Any]:
    """Return the part of a layout that lets the page's background show through."""
    return {"paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR}


def still(color: str, size: int) -> dict[str, Any]:
    """Return the layout of a figure that is read, not handled: clear, without hover, drag and legend.

    color, size  of its letters; size in pixels
    """
    return {
        **on_page(), "showlegend": False, "hovermode": False, "dragmode": False, "font": {"color": color, "size": size},
    }


def axis(palette: Palette, size: int = 12, **more: Any) -> dict[str, Any]:
    """Return an axis that cannot be dragged, with a faint grid and muted tick labels.

    size  of the tick labels, in pixels
    more  further entries of Plotly's axis, or others in the place of these
    """
    return {
        "fixedrange": True, "gridcolor": palette.grid, "tickfont": {"size": size, "color": palette.muted}, **more,
    }


def apart(px: int) -> dict[str, Any]:
    """Return the part of an axis that moves its numbers `px` pixels away: so the first numbers of two axes, which
    meet in the corner, stand apart. Ticks that are not seen do it."""
    return {"ticks": "outside", "ticklen": px, "tickcolor": CLEAR}


def zero_axis(palette: Palette, size: int = 12, **more: Any) -> dict[str, Any]:
    """Return an `axis` whose line at 0 stands out."""
    return axis(palette, size, **{"zerolinecolor": palette.muted, "zerolinewidth": 1, **more})


def bracketed(value: float) -> str:
    """Return `value` as a factor: a negative one in brackets."""
    text = short(value)
    return f"({text})" if text.startswith(MINUS) else text


def rounded(value: float, digits: int) -> float:
    """Round a finite value to so many significant digits."""
    return float(f"{value:.{digits}g}")


def significant(values: Iterable[float], digits: int) -> list[float | None]:
    """Round each value to so many significant digits. What is not finite becomes None, a gap in a line."""
    def near(value: float) -> float:
        found = rounded(value, digits)
        # 1.5e308 to one digit would be 2e308, which is more than there is.
        return found if math.isfinite(found) else value

    return [near(value) if math.isfinite(value) else None for value in values]


def decimals(values: NDArray[np.float64], places: int) -> list[float | None]:
    """Round an array to so many decimal places. NaN becomes None, a gap in a line."""
    return [None if value != value else value for value in values.round(places).tolist()]
