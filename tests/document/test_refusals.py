"""Everything that can be refused has a sentence, in every language, with what was promised filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from neuroviz.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]


def raised() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where each `Refusal("code", name=...)` stands in the source, its code, and the names it fills in."""
    for path in [*sorted((ROOT / "neuroviz").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]:
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "Refusal(" in text else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Refusal":
                assert node.args, f"{path.name}:{node.lineno}: a Refusal without a code"
                code = node.args[0]
                assert isinstance(code, ast.Constant), f"{path.name}:{node.lineno}: the code must be written out"
                names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", str(code.value), names


RAISED = list(raised())


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("where", "refusal", "names"), RAISED, ids=[f"{r[1]}-{r[0]}" for r in RAISED])
def test_a_refusal_has_a_sentence_with_its_values(where: str, refusal: str, names: frozenset[str], code: str) -> None:
    sentence = LANGUAGES[code](f"refusal.{refusal}")
    assert placeholders(sentence) == names, where


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_of_refusal_is_used(code: str) -> None:
    assert set(LANGUAGES[code].under("refusal")) == {refusal for _, refusal, _ in RAISED}
