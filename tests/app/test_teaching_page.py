"""The page for teachers: what a step opens, and that nothing of the visitor's is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.lessons import LESSONS, LessonPlan, LessonStep
from neuroviz.ui.pages import teaching as panel
from tests.app.opened import hand, put

Visit = Callable[..., AppTest]
STEPS = [(lesson, step) for lesson in LESSONS for step in lesson.steps]
OWN = edits.set_learning(replace(PRESETS["xor"].document, neuron=replace(PRESETS["xor"].document.neuron, bias=0.75)),
                         points=321)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_every_answer_is_filled_in(visit: Visit, lang: str) -> None:
    page = visit("teaching", lang=lang)
    said = [element.value for element in page.markdown]
    t = LANGUAGES[lang]
    for lesson, step in STEPS:
        start = t(f"teaching.{lesson.key}.{step.key}.belief")
        assert any(start in text for text in said)
    assert not any("{" in text for text in said)


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=[step.key for _, step in STEPS])
def test_a_step_opens_its_page_with_what_it_is_about_and_leaves_the_rest(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, lesson: LessonPlan, step: LessonStep,
) -> None:
    page = put(visit("teaching"), OWN)
    went: list[str] = []
    monkeypatch.setattr(panel.shell, "go_to", went.append)
    page.button(key=f"teaching.{lesson.key}.{step.key}.open").click().run()
    document = hand(page)
    assert went == [step.page]
    wanted = step.opens(edits.with_pages_of(OWN, PRESETS["fruit"].document))
    if step.page != "studio":
        assert getattr(document, step.page) == getattr(wanted, step.page)
    if step.page in {"studio", "descent"}:
        assert document.layers == wanted.layers
    else:
        assert document.layers == OWN.layers
    for each in {"neuron", "training"} - {step.page}:
        assert getattr(document, each) == getattr(OWN, each)
