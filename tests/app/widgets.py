"""Finding widgets on a page that AppTest has run."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest


def widget(at: AppTest, kind: str, key: str) -> Any:
    """The widget called `key`: one whose value was changed elsewhere has the number of its version at the end."""
    (found,) = (each for each in getattr(at, kind) if re.fullmatch(rf"{re.escape(key)}(\.\d+)?", each.key or ""))
    return found
