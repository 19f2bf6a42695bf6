"""Chinese beside Latin writing: a space between the two, none within Chinese; also once a sentence is filled in."""

from __future__ import annotations

import re

import pytest

from neuroviz.i18n import LANGUAGES
from neuroviz.i18n.spacing import Sentence
from tests.i18n.test_catalogues import HAN, placeholders

LATIN = "A-Za-z0-9"
TOUCHING = re.compile(f"[{HAN}]\\**[{LATIN}]|[{LATIN}]\\**[{HAN}]")
APART = re.compile(f"[{HAN}]\\** \\**[{HAN}]")
ZH = LANGUAGES["zh"].words
FILLED = {key: sentence for key, sentence in ZH.items() if placeholders(sentence)}


def prose(sentence: str) -> str:
    """Without code, tags and addresses."""
    return re.sub(r"`[^`]*`|<[^<>]*>|\]\([^)]*\)", "·", sentence)


def test_the_catalogue_itself() -> None:
    bare = {key: prose(re.sub(r"\{+\w+(:\d)?\}+", "·", sentence)) for key, sentence in ZH.items()}
    assert {key: s for key, s in bare.items() if TOUCHING.search(s) or APART.search(s)} == {}


@pytest.mark.parametrize("value", ["SGD", "Nesterov 动量", "7", "x₁", "动量法"])
def test_every_sentence_filled_in(value: str) -> None:
    """With a Latin name, a Chinese one and one that is both: whatever a placeholder gets."""
    said = {key: prose(s.format(**dict.fromkeys(placeholders(s), value))) for key, s in FILLED.items()}
    assert {key: s for key, s in said.items() if TOUCHING.search(s.replace("x₁", "x")) or APART.search(s)} == {}


@pytest.mark.parametrize(("sentence", "value", "said"), [
    ("对{name}来说", "SGD", "对 SGD 来说"), ("对{name}来说", "动量法", "对动量法来说"),
    ("对 {name} 来说", "SGD", "对 SGD 来说"), ("对 {name} 来说", "动量法", "对动量法来说"),
    ("**{name}**在走", "SGD", "**SGD** 在走"), ("**{name}**在走", "动量法", "**动量法**在走"),
    ("看**{name}**走", "SGD", "看 **SGD** 走"), ("看 **{name}** 走", "动量法", "看**动量法**走"),
    ("“{name}”的概率", "cat", "“cat”的概率"), ("变成{n}", "−3", "变成 −3"), ("{name}：{name}", "SGD", "SGD：SGD"),
    ("{name} 走", "a", "a 走"), ("用 {{花括号}} 和{n:.1f}", 2.0, "用 {花括号} 和 2.0"),
    # What a visitor has written stays as it is written.
    ("{name}的概率", "红 花", "红 花的概率"), ("{name}的概率", "红 a花", "红 a花的概率"),
])
def test_a_value_finds_its_space(sentence: str, value: object, said: str) -> None:
    assert Sentence(sentence).format(name=value, n=value) == said


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Sentence("对{name}来说").format(n=1)


def test_english_is_filled_in_as_it_stands() -> None:
    assert not any(isinstance(sentence, Sentence) for sentence in LANGUAGES["en"].words.values())
