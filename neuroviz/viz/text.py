"""Text in figures."""

from __future__ import annotations


def escape_html(text: str) -> str:
    """Return `text` so that Plotly, which reads a little HTML, shows it as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
