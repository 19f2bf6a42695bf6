"""Text from outside, read by a Markdown reader, shows as it stands and as nothing else."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from neuroviz.ui.common.text import escape_markdown
from tests.strategies import HARD_NAMES

# CommonMark with raw HTML, tables and strike-through on: the reader that would believe the most.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The text that a reader sees. Fails where anything but plain text was understood."""
    tokens = READER.parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inside = tokens[1].children or []
    assert {token.type for token in inside} <= {"text", "text_special"}
    return "".join(token.content for token in inside)


@pytest.mark.parametrize("text", HARD_NAMES, ids=range(len(HARD_NAMES)))
def test_hard_names_show_as_they_stand(text: str) -> None:
    assert shown(f"name {escape_markdown(text)} end") == f"name {text} end"


@given(text=st.text(st.sampled_from(string.ascii_letters + string.digits + string.punctuation + " 甜−é"), min_size=1))
def test_any_line_shows_as_it_stands(text: str) -> None:
    assert shown(f"name {escape_markdown(text)} end") == f"name {text} end"


@pytest.mark.parametrize("text", ["$x$", ":red[x]", ":material/home:", ":smile:", "[x](y)", "~x~", "<b>", "https://x.y"])
def test_what_streamlit_adds_to_markdown_is_broken_up(text: str) -> None:
    """Streamlit's own marks ($, :, [, ~, <) and bare addresses need their marks bare: none is left so."""
    escaped = escape_markdown(text)
    for mark in "$:[~<":
        assert f"\\{mark}" in escaped or mark not in text
        assert mark not in escaped.replace(f"\\{mark}", "")
