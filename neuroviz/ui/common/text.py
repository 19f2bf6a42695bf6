"""Text that came from outside, made safe to put into Markdown."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>:$<&])")


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown, HTML, LaTeX and Streamlit's :directives: show it as it stands."""
    return _MARKUP.sub(r"\\\1", text)
