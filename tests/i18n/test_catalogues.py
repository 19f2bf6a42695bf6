"""Every language says the same things, all of them are said somewhere, and none is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from neuroviz.i18n import DEFAULT, LANGUAGES

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in LANGUAGES if code != DEFAULT]
KEYS = LANGUAGES[DEFAULT].words.keys()
KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
HAN = "\u3400-\u4dbf\u4e00-\u9fff"


def placeholders(sentence: str) -> list[str]:
    """The {names} of a sentence. A sentence without any is never formatted: there { and } stand for themselves."""
    return sorted(re.findall(r"\{(\w*)\}", sentence))


# --- the languages agree -------------------------------------------------------------------------

@pytest.mark.parametrize("code", OTHERS)
def test_same_keys(code: str) -> None:
    assert LANGUAGES[code].words.keys() ^ KEYS == set()


@pytest.mark.parametrize("code", OTHERS)
def test_same_placeholders(code: str) -> None:
    ours, theirs = LANGUAGES[DEFAULT].words, LANGUAGES[code].words
    different = [key for key in KEYS & theirs.keys() if set(placeholders(ours[key])) != set(placeholders(theirs[key]))]
    assert different == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_placeholders_are_named(code: str) -> None:
    """{} and {0} would tie a translation to the order of words in English."""
    wrong = [
        key for key, sentence in LANGUAGES[code].words.items()
        if not all(name.isidentifier() for name in placeholders(sentence))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_sentences_with_placeholders_can_be_filled_in(code: str) -> None:
    """A stray brace would break str.format."""
    for sentence in LANGUAGES[code].words.values():
        if names := placeholders(sentence):
            assert sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None) == names


@pytest.mark.parametrize("code", LANGUAGES)
def test_keys_are_well_formed(code: str) -> None:
    assert [key for key in LANGUAGES[code].words if not KEY.fullmatch(key)] == []


SHARED = {
    "app", "page", "shell", "help", "check", "key", "present", "refusal", "glossary",  # the frame of every page
    "activation", "fill", "preset", "graph", "caption", "player", "table", "data", "own",  # what several pages show
    "room", "code", "camera",  # what is opened, and what is taken away
}


def test_the_words_of_a_page_are_under_its_key() -> None:
    from neuroviz.ui.common.shell import PAGES

    assert {key.split(".")[0] for key in KEYS} == SHARED | {entry.key for entry in PAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_key_is_defined_twice(code: str) -> None:
    """A second definition, in this file or the next, would silently replace the first."""
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "neuroviz" / "i18n" / code).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Constant):
                    here = f"{path.name}:{key.lineno}"
                    assert key.value not in seen, f"{key.value}: {seen[key.value]} and {here}"
                    seen[key.value] = here
    assert seen.keys() == LANGUAGES[code].words.keys()


# --- the sentences -------------------------------------------------------------------------------

@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_empty_or_badly_spaced(code: str) -> None:
    wrong = {
        key: sentence for key, sentence in LANGUAGES[code].words.items()
        if not sentence.strip() or sentence != sentence.strip() or re.search(r"[^\s]  +[^\s]", sentence)
    }
    assert wrong == {}


# Words that stay as they are in Chinese writing: names of functions, people, programs and formats.
NAMES = {
    "neuroviz", "sigmoid", "tanh", "relu", "leaky", "elu", "gelu", "softplus", "softmax", "xavier", "he", "and", "or",
    "not", "nand", "xor", "numpy", "python", "json", "html", "english",
    "adam", "nesterov", "oja", "sgd", "sin", "ampa", "nmda", "gaba", "stdp",
}


def test_chinese_is_chinese() -> None:
    """A sentence without a Chinese character is one that was forgotten, unless it is symbols and names only."""
    forgotten = {}
    for key, sentence in LANGUAGES["zh"].words.items():
        text = re.sub(r"\{[^{}]*\}|\$[^$]*\$|`[^`]*`|<[^<>]*>|\\[a-z]+", " ", sentence)
        words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}|\b[Hh]e\b", text)}
        if not re.search(f"[{HAN}]", sentence) and words - NAMES:
            forgotten[key] = sentence
    assert forgotten == {}


def test_english_has_no_chinese() -> None:
    assert {k: s for k, s in LANGUAGES["en"].words.items() if re.search(f"[{HAN}，。；：？！（）]", s)} == {}


def test_chinese_uses_full_width_punctuation() -> None:
    half_width = re.compile(f"[{HAN}][.,;:?!](?=[{HAN}\\s]|$)|[{HAN}]\\([^)]*[{HAN}]|\\([{HAN}]")
    found = {
        key: match.group() for key, sentence in LANGUAGES["zh"].words.items()
        # In [words](address) the bracket is Markdown's.
        if (match := half_width.search(re.sub(r"\]\([^)]*\)", "]", sentence)))
    }
    assert found == {}


# --- the source and the catalogues ---------------------------------------------------------------

@cache
def source() -> tuple[tuple[str, ast.AST], ...]:
    """Every node of the app's source but the catalogues, and where it stands."""
    return tuple(_nodes())


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    files = [*(ROOT / "neuroviz").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
    for path in sorted(files):
        if (ROOT / "neuroviz" / "i18n") in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}", node


def pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """The keys that f"page.{key}.heading" may mean; nothing where its first part is no beginning of a key."""
    first = node.values[0]
    if not (isinstance(first, ast.Constant) and re.match(r"[a-z0-9_]+\.", str(first.value))):
        return None
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
    return re.compile("".join(parts))


def said_by(node: ast.AST) -> re.Pattern[str] | None:
    """The keys that this piece of source can look up."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        return pattern(node)
    if is_call(node, "under") and isinstance(node.args[0], ast.Constant):
        return re.compile(re.escape(str(node.args[0].value)) + r"\..+")
    return None


def is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and name == getattr(
        node.func, "attr", getattr(node.func, "id", "")
    )


def choices(node: ast.AST) -> Iterator[ast.AST]:
    """What an argument can be: itself, or either side of a conditional."""
    if isinstance(node, ast.IfExp):
        yield from choices(node.body)
        yield from choices(node.orelse)
    else:
        yield node


def test_no_sentence_is_unused() -> None:
    patterns = {said.pattern for _, node in source() if (said := said_by(node))}
    unused = KEYS - {re.sub(r"\\(.)", r"\1", pattern) for pattern in patterns}
    wide = [re.compile(pattern) for pattern in patterns if ".+" in pattern]
    assert sorted(key for key in unused if not any(p.fullmatch(key) for p in wide)) == []


def test_no_sentence_is_missing() -> None:
    missing = []
    for where, node in source():
        if is_call(node, "t") or is_call(node, "under"):
            looked_up = [node] if is_call(node, "under") else choices(node.args[0])  # type: ignore[attr-defined]
            for piece in looked_up:
                said = said_by(piece)
                if said and not any(said.fullmatch(key) for key in KEYS):
                    missing.append(f"{where}: {said.pattern}")
    assert missing == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_value_that_is_filled_in_has_a_place(code: str) -> None:
    """t("key", a=..., b=...) names exactly the placeholders of its sentence; with none it hands the sentence on."""
    wrong = []
    for where, node in source():
        if is_call(node, "t") and isinstance(node, ast.Call) and not any(k.arg is None for k in node.keywords):
            given = {str(keyword.arg) for keyword in node.keywords}
            for piece in choices(node.args[0]):
                key = piece.value if isinstance(piece, ast.Constant) else None
                sentence = LANGUAGES[code].words.get(str(key))
                if given and sentence is not None and set(placeholders(sentence)) != given:
                    wrong.append(f"{where}: {key} has {placeholders(sentence)}, is given {sorted(given)}")
    assert wrong == []
