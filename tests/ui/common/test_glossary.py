"""The terms at the foot of the pages: each is explained, each is used where it stands, and none is left over."""

from __future__ import annotations

import re

import pytest

from neuroviz.i18n import LANGUAGES, Language
from neuroviz.ui.common.glossary import TERMS
from neuroviz.ui.common.shell import PAGES

each_language = pytest.mark.parametrize("t", LANGUAGES.values(), ids=lambda t: t.code)

# Whose words a page shows, beside its heading and its card on the first page.
SHOWN = {
    "studio": ("studio", "preset", "player", "caption", "graph", "fill", "activation"),
    "activations": ("activations", "activation"),
    "article": ("article",),
    "neuron": ("neuron",),
    "descent": ("descent", "training"),
    "training": ("training", "player", "fill", "descent.loss"),
    "overfitting": ("overfitting", "training", "player"),
    "inside": ("inside", "activation"),
    "whole": ("whole", "activation"),
    "privacy": ("privacy",),
    "digits": ("digits", "player", "activation", "glossary.epoch"),
}

SYMBOL = re.compile(r"\s*\(.*?\)|\s+(g′\(z\)|∂L/∂w|[a-zA-Zηδ])\b")
STEM = 5


def forms(name: str) -> list[list[str]]:
    """How a term may be met in a sentence: each part of its name, as the beginnings of its words, without symbols.

    "Learning rate η (eta)" is met where "learn" and "rate" are, "Axon hillock, initial segment" where either part is.
    """
    parts = [SYMBOL.sub("", part.strip()).lower().split() for part in re.split("[,，、]", name)]
    return [[word[:STEM] for word in part] for part in parts if len("".join(part)) > 1 or not "".join(part).isascii()]


def is_used(name: str, said: str) -> bool:
    return any(part and all(stem in said for stem in part) for part in forms(name))


def test_forms() -> None:
    assert forms("Learning rate η (eta)") == [["learn", "rate"]]
    assert forms("Axon hillock, initial segment") == [["axon", "hillo"], ["initi", "segme"]]
    assert forms("梯度 ∂L/∂w") == [["梯度"]]
    assert forms("Gates m, h, n") == [["gates"]]
    assert is_used("Saturation", "where it saturates")
    assert not is_used("Learning rate η (eta)", "what it learns")


def test_every_page_with_terms_is_a_page() -> None:
    assert TERMS.keys() == SHOWN.keys()
    assert TERMS.keys() <= {entry.key for entry in PAGES}
    assert all(len(set(terms)) == len(terms) for terms in TERMS.values())


@each_language
def test_every_term_is_explained_and_no_explanation_is_left_over(t: Language) -> None:
    explained = {key.split(".")[1] for key in t.words if re.fullmatch(r"glossary\.\w+\.(name|text)", key)}
    assert explained == {term for terms in TERMS.values() for term in terms}


@each_language
def test_a_name_stands_for_one_term(t: Language) -> None:
    names = [t(key) for key in t.words if re.fullmatch(r"glossary\.\w+\.name", key)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("page", TERMS)
@each_language
def test_a_page_uses_the_terms_that_stand_at_its_foot(t: Language, page: str) -> None:
    sections = (*(f"{section}." for section in SHOWN[page]), f"page.{page}", f"home.{page}")
    said = " ".join(sentence for key, sentence in t.words.items() if key.startswith(sections)).lower()
    unused = {term for term in TERMS[page] if not is_used(t(f"glossary.{term}.name"), said)}
    assert unused == set()
