"""The live canvas as one HTML file: it opens from a disk, without this app and without a network.

It is the runtime of the app, stage.js, with Plotly.js out of the installed plotly package, and the style and letters
that Streamlit gives in the app. Nothing but these three scripts can run in it, and nothing can be fetched: the
file's own policy says so. What needs a server is not shown: see "fixed" in js/protocol.js.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson
import streamlit
from plotly.offline import get_plotlyjs

from neuroviz.i18n import Language
from neuroviz.ui.live_plot import encode
from neuroviz.ui.live_plot.protocol import FigureView
from neuroviz.viz.palette import PALETTES, Palette, mix

_HERE = Path(__file__).parent
_DATA, _PLACE = "neuroviz-page", "neuroviz-place"
_OPEN = f"""
const content = document.getElementById("{_DATA}").textContent
globalThis.neuroviz.open(document.getElementById("{_PLACE}"), content)
"""


@dataclass(frozen=True, slots=True)
class _Script:
    """A script as it stands in the page, and its name in the page's policy."""

    code: str
    digest: str

    @classmethod
    def of(cls, code: str) -> _Script:
        # A browser takes any end of a line for "\n" before it looks at the digest.
        ends = inlined(code.replace("\r\n", "\n").replace("\r", "\n"))
        return cls(ends, base64.b64encode(hashlib.sha256(ends.encode()).digest()).decode())


def standalone_page(view: FigureView, t: Language, *, title: str, theme: str) -> bytes:
    """Return the page that shows `view`, whole and in UTF-8.

    view   as for `live_plot`, of the network with its player
    title  of the page, as plain text
    theme  "light" or "dark": the one that `view` was made for
    """
    plotly, stage, start = _plotly(), _stage(), _Script.of(_OPEN)
    allowed = " ".join(f"'sha256-{script.digest}'" for script in (plotly, stage, start))
    policy = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
    message = encode({**view, "fixed": True})
    content = orjson.dumps({"words": t.under("player"), "message": orjson.Fragment(message)})
    page = f"""<!DOCTYPE html>
<html lang="{html.escape(t("player.html_lang"))}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{theme}">
<meta name="generator" content="neuroviz">
<title>{html.escape(title)}</title>
<style>{_letters()}{_variables(PALETTES[theme])}{_style()}</style>
</head>
<body>
<main>
<h1>{html.escape(title)}</h1>
<noscript><p>{html.escape(t("studio.export.noscript"))}</p></noscript>
<div id="{_PLACE}"></div>
</main>
<script type="application/json" id="{_DATA}">{json_inlined(content.decode())}</script>
<script>{plotly.code}</script>
<script type="module">{stage.code}</script>
<script type="module">{start.code}</script>
</body>
</html>
"""
    return page.encode()


def inlined(code: str) -> str:
    r"""Return JavaScript that does the same and can stand between script tags.

    HTML ends a script at "</script" wherever that stands, and begins a comment in it at "<!--". In strings, templates
    and regular expressions, the only places for either, "\x3c" is the same as "<".
    """
    return re.sub(r"<(?=/script|!--)", r"\\x3c", code, flags=re.IGNORECASE)


def json_inlined(content: str) -> str:
    """Return the same JSON without a character that HTML or JavaScript could take for more than a part of a text."""
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", content)


@cache
def _plotly() -> _Script:
    return _Script.of(get_plotlyjs())


@cache
def _stage() -> _Script:
    return _Script.of((_HERE / "stage.js").read_text("utf-8"))


@cache
def _letters() -> str:
    """Return the rule that brings the app's letters along.

    Its places are made for them: those of another system may be a fifth wider, and names would lie on numbers.
    """
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    return "".join(
        f'@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: url("data:font/woff2;base64,'
        f'{base64.b64encode(file.read_bytes()).decode()}") format("woff2"); }}\n'
        for file in sorted(media.glob("SourceSansVF-Upright*.woff2"))[:1]
    )


@cache
def _style() -> str:
    return "".join((_HERE / f"{name}.css").read_text("utf-8") for name in ("live_plot", "fingers", "standalone"))


def _variables(palette: Palette) -> str:
    """Return the colours that Streamlit gives the canvas in the app, under its names."""
    colors = {
        "primary-color": palette.positive, "text-color": palette.ink, "background-color": palette.paper,
        "secondary-background-color": palette.zero, "border-color": palette.grid,
        "red-color": palette.alarm, "red-text-color": palette.alarm,
        "red-background-color": mix(palette.paper, palette.alarm, 0.12),
    }
    return ":root {" + " ".join(f"--st-{name}: {color};" for name, color in colors.items()) + "}\n"
