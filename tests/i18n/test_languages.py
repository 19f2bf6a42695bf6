"""The look-up, and which language a visitor gets."""

from __future__ import annotations

import pytest

from neuroviz.i18n import DEFAULT, LANGUAGES, Language, choose

LANGUAGE = Language("xx", "X", {"a.b": "sentence", "a.c": "{n} of {m}", "ab.c": "other"})


@pytest.mark.parametrize(("wishes", "code"), [
    ((), DEFAULT), ((None,), DEFAULT), (("",), DEFAULT), (("fr",), DEFAULT), (("zh",), "zh"), (("zh-CN",), "zh"),
    (("zh_TW",), "zh"), (("ZH-hans-CN",), "zh"), (("en-GB", "zh"), "en"), (("zh", "en"), "zh"),
    ((None, "", "fr", "zh"), "zh"),
    (("zhx",), DEFAULT), (("<script>",), DEFAULT), (("-zh",), DEFAULT),
])
def test_the_first_wish_that_can_be_met_is(wishes: tuple[str | None, ...], code: str) -> None:
    assert choose(*wishes).code == code


def test_languages_are_keyed_by_code_and_named_in_themselves() -> None:
    assert [(code, language.code, language.name) for code, language in LANGUAGES.items()] == [
        ("en", "en", "English"), ("zh", "zh", "中文"),
    ]


def test_values_are_filled_in() -> None:
    assert LANGUAGE("a.b") == "sentence"
    assert LANGUAGE("a.c", n=1, m="{x}") == "1 of {x}"


def test_a_sentence_that_is_missing_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        LANGUAGE("a.x")
    with pytest.raises(KeyError):
        LANGUAGE("a.c", n=1)


def test_sentences_under_a_prefix() -> None:
    assert LANGUAGE.under("a") == {"b": "sentence", "c": "{n} of {m}"}
    assert LANGUAGE.under("b") == {}
    assert (LANGUAGE.has("a.b"), LANGUAGE.has("a")) == (True, False)
