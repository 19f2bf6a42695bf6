"""What draws models of any width, and a model's numbers: both come only where such a model is shown.

The numbers go to the browser as bytes, once a page: an edit of the input, or of a weight, travels without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson
import streamlit as st

_HERE = Path(__file__).parent

_whole = st.components.v2.component(
    "neuroviz_whole", js=(_HERE / "whole.js").read_text("utf-8"), css=(_HERE / "whole.css").read_text("utf-8"),
    isolate_styles=False,
)


def whole_numbers(name: str, kind: str, sizes: Sequence[int], data: bytes) -> None:
    """Bring the numbers called `name`: of this kind ("<f4" or "<f8"), layer by layer (`models.whole.packed`)."""
    head = orjson.dumps({"name": name, "kind": kind, "sizes": list(sizes)})
    with st.container(key="neuroviz_numbers", height=1, border=False):
        _whole(key="whole.numbers", data=head + b"\n" + data)
