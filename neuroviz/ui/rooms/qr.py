"""An address as a picture that a telephone reads."""

from __future__ import annotations

from functools import lru_cache

import segno

from neuroviz.viz.palette import NIGHT, ON_DARK

_MARGIN = 2
_KEPT = 64


@lru_cache(_KEPT)
def qr_of(address: str) -> str:
    """Return the QR code of `address` as SVG, dark on light whatever the theme: some telephones read no other."""
    svg: str = segno.make(address, error="m", micro=False).svg_inline(
        border=_MARGIN, dark=NIGHT, light=ON_DARK, omitsize=True, svgclass="nv-qr", lineclass=None,
    )
    return svg
