"""What every page explains of itself, with its technical terms, and the way to the next page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.i18n import LANGUAGES
from neuroviz.nn import ACTIVATIONS
from neuroviz.ui.common import check
from neuroviz.ui.common.glossary import TERMS
from neuroviz.ui.common.help import KEYS
from neuroviz.ui.common.shell import PAGES, PageEntry


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_a_page_explains_itself_and_its_terms_and_leads_to_the_next(
    visit: Callable[..., AppTest], entry: PageEntry,
) -> None:
    page, t = visit(entry.key, lang="zh"), LANGUAGES["zh"]
    (unfolded,) = (each for each in page.expander if each.label == t("help.open"))
    said = "\n".join(each.value for each in unfolded.markdown)
    assert t(f"help.{entry.key}.shows") in said
    assert t(f"help.{entry.key}.hand") in said
    assert all(t(f"key.{name}").partition("|")[2] in said for name in KEYS.get(entry.key, ()))
    assert (t("help.keys") in said) == (entry.key in KEYS)
    assert all(t(f"glossary.{term}.text") in said for term in TERMS.get(entry.key, ()))
    assert (t("glossary.on_page") in said) == (entry.key in TERMS)
    # The lessons are for teachers, who know.
    assert (entry.key in check.RIGHT) == (entry.key != "teaching")
    after = PAGES[PAGES.index(entry) + 1:]
    if entry.path and after:
        last = page.get("page_link")[-1].proto
        assert (last.page, last.label) == (after[0].path, t("glossary.next", page=t(f"page.{after[0].key}")))


def test_the_projector_shows_neither(visit: Callable[..., AppTest]) -> None:
    page = visit("studio", present="1")
    assert not page.expander
    assert not page.get("page_link")


def test_all_terms_are_explained_on_the_last_page(visit: Callable[..., AppTest]) -> None:
    page, t = visit("questions"), LANGUAGES["en"]
    (every,) = (each for each in page.expander if each.label == t("glossary.all"))
    assert all(t(f"glossary.{term}.text") in every.markdown[0].value for terms in TERMS.values() for term in terms)


# --- the question of each page -------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_is_answered_with_the_reason(visit: Callable[..., AppTest], lang: str) -> None:
    page, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    radio = next(each for each in page.radio if each.label == t("check.overfitting.ask"))
    assert radio.value is None
    assert list(radio.options) == check.choices("overfitting", t)
    for k, choice in enumerate(radio.options):
        radio = next(each for each in page.radio if each.label == t("check.overfitting.ask"))
        radio.set_value(choice).run()
        right = k == check.RIGHT["overfitting"]
        said = [each.value for each in (page.success if right else page.warning)]
        assert t("check.right" if right else "check.wrong", why=t("check.overfitting.why")) in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", check.RIGHT)
def test_a_question_has_three_choices(key: str, lang: str) -> None:
    assert len(set(check.choices(key, LANGUAGES[lang]))) == 3
    assert 0 <= check.RIGHT[key] < 3


def test_what_can_be_computed_is_answered_as_it_is() -> None:
    def right(key: str) -> str:
        return check.choices(key, LANGUAGES["en"])[check.RIGHT[key]]

    assert right("studio") == f"{ACTIVATIONS['relu'].f(np.array([2.0 - 3.0]))[0]:g}"
    assert right("whole") == f"{784 * 128:,}"
    slopes = {name: float(ACTIVATIONS[name].df(np.array([6.0]))[0]) for name in ("relu", "softplus", "tanh")}
    assert right("activations") == min(slopes, key=lambda name: slopes[name])
    assert slopes["tanh"] < 1e-4
    assert min(slopes["relu"], slopes["softplus"]) > 0.99
    W, x = np.zeros((2, 3)), np.zeros((1, 3))  # noqa: N806
    computed = []
    for choice in check.choices("article", LANGUAGES["en"]):
        try:
            eval(choice, {"W": W, "x": x})
        except ValueError:
            continue
        computed.append(choice)
    assert computed == [right("article")]
