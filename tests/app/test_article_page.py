"""The article page in both languages: the error, the four results, the tail of tanh, the way to the studio.

The numbers are those of the shared oracle neurons.json, entry "ann".
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.article import TITLE
from neuroviz.ui.pages import article as panel

APP = str(Path(__file__).parents[2] / "app.py")


def visit(lang: str) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = lang
    at.switch_page("pages/article.py").run()
    assert not at.exception
    return at


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_article_is_named_and_its_slips_are_told_one_by_one(lang: str) -> None:
    at, t = visit(lang), LANGUAGES[lang]
    said = "\n".join(element.value for element in at.markdown)
    assert TITLE in said
    told = [words for key, words in t.words.items() if key.startswith("article.slip_")]
    assert all(words in said for words in told)
    assert len(told) == 6
    assert {"en": "Six", "zh": "六处"}[lang] in t("article.slips")
    assert {"en": "six", "zh": "六处"}[lang] in t("questions.article_link")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_the_article_is_not_linked_is_said(lang: str) -> None:
    """No address of it is known: none is made up, and who looks for one reads why."""
    at, t = visit(lang), LANGUAGES[lang]
    assert t("article.origin") in [caption.value for caption in at.caption]
    assert not [key for key in ("article.source", "article.origin", "home.article_source") if "http" in t(key)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_error_is_numpys(lang: str) -> None:
    at = visit(lang)
    assert at.error[0].value == "`ValueError: shapes (2,2) and (1,2) not aligned: 2 (dim 1) != 1 (dim 0)`"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_code_and_its_results(lang: str) -> None:
    code = [element.value for element in visit(lang).code]
    assert code == [
        "W = np.array([[1, 2], [3, 4]])\nb = np.array([5, 6])\nx = np.array([[7, 8]])",
        "z = np.dot(W, x) + b",
        "z = W @ x.T + b[:, np.newaxis]", "z = [[28]\n     [59]]\na = [[1.]\n     [1.]]",
        "z = x @ W.T + b", "z = [[28 59]]\na = [[1. 1.]]",
        "z = W @ x.T + b", "z = [[28 29]\n     [58 59]]\na = [[1. 1.]\n     [1. 1.]]",
        "z = x @ W + b", "z = [[36 52]]\na = [[1. 1.]]",
        "gap = 1 - np.tanh(z)\ngap = 2 / (np.exp(2 * z) + 1)",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_distance_from_one_to_full_precision(lang: str) -> None:
    text = "\n".join(element.value for element in visit(lang).markdown)
    for number in ("`9.561785767770938e-25`", "`1.133133635271788e-51`", "`1.91235715355418", "`2.26626727054357"):
        assert number in text
    assert text.count("`np.tanh(z)` = `1.0`") == 2
    assert text.count("`0.0`") == 4
    assert LANGUAGES[lang]("article.learning_still") in text
    assert LANGUAGES[lang]("article.learning_moved") not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("button", ["article.open_first", "article.open_last"])
def test_the_example_opens_in_the_studio(button: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, went = [], []
    kept = edits.set_learning(PRESETS["and"].document, epochs=7)
    monkeypatch.setattr(panel.session, "open_document", opened.append)
    at = visit(lang)
    monkeypatch.setattr(panel.session, "document", lambda: kept)
    assert opened == []
    monkeypatch.setattr(panel.shell, "go_to", went.append)
    at.button(key=button).click().run()
    assert not at.exception
    # What was made on other pages stays.
    assert opened == [replace(PRESETS["article"].document, training=kept.training)]
    assert went == ["studio"]
