"""Where a visitor types a number it is read by the app, not by the browser."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_number_is_typed_into_a_field_of_the_browsers_own() -> None:
    """`st.number_input` is HTML's field for numbers: a German browser makes 1 of a typed 1.000, and says nothing."""
    files = [*(ROOT / "neuroviz").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    used = [
        f"{path.relative_to(ROOT)}:{node.lineno}" for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"number_input", "data_editor"}
    ]
    assert used == []


def test_no_module_of_the_browser_has_one_either() -> None:
    modules = [*(ROOT / "neuroviz" / "ui" / "live_plot" / "js").rglob("*.js"),
               *(ROOT / "neuroviz" / "ui" / "live_plot").glob("*.html")]
    assert modules
    assert [path.name for path in modules if 'type = "number"' in path.read_text(encoding="utf-8")
            or 'type: "number"' in path.read_text(encoding="utf-8")] == []
