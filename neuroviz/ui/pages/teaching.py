"""The page for teachers: each lesson step by step, with what to open, to ask and to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from neuroviz.document import Document, Selection, edits
from neuroviz.document.presets import worded
from neuroviz.i18n import Language
from neuroviz.lab.lessons import LESSONS, LessonPlan, LessonStep
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.names import named_alone
from neuroviz.ui.common.text import escape_markdown
from neuroviz.viz.numbers import short
from neuroviz.viz.teaching.worksheet import Asked, worksheet

NETWORK_PAGES = ("studio", "descent")
"""Where a step is about a network of its own."""
READING_WIDTH = 1000
"""Of the page's text, in pixels."""


def lesson_part(lesson: LessonPlan, t: Language) -> None:
    """Show a lesson: its steps, and its worksheet."""
    st.subheader(f"{t(f'teaching.{lesson.key}')} · {t('teaching.minutes', n=lesson.minutes)}", anchor=False)
    st.markdown(t(f"teaching.{lesson.key}.goal"))
    for number, step in enumerate(lesson.steps, start=1):
        with st.container(border=True):
            _step(lesson, step, number, t)
    st.download_button(
        t("teaching.sheet"), partial(_sheet, lesson, t), f"{lesson.key}.{t.code}.html", "text/html",
        key=f"teaching.{lesson.key}.sheet", icon=":material/print:", on_click="ignore",
    )


PARTS: Mapping[str, Callable[[Language], None]] = {
    f"teaching.{lesson.key}": partial(lesson_part, lesson) for lesson in LESSONS
}
"""On a wall, one at a time."""


def _step(lesson: LessonPlan, step: LessonStep, number: int, t: Language) -> None:
    key = f"teaching.{lesson.key}.{step.key}"
    document = _opened(step, t)
    values = _values(step, document, t)
    text, way = st.columns([4, 1], gap="medium", vertical_alignment="center")
    with text:
        st.caption(f"{number} · {t(f'page.{step.page}')} · {t('teaching.minutes', n=step.minutes)}")
        st.markdown(f"**{t(f'{key}.ask', **_escaped(values))}**")
    way.button(
        t("teaching.open"), key=f"{key}.open", icon=":material/play_arrow:", width="stretch",
        on_click=session.told(_open), args=(step, document),
    )
    with st.expander(t("teaching.answer")):
        st.markdown(t(f"{key}.answer", **_escaped(values)))
        st.markdown(f"**{t('teaching.believed')}** {t(f'{key}.belief')}")


def _open(step: LessonStep, document: Document) -> None:
    session.open_document(_kept(step, document))
    shell.go_to(step.page)


def _opened(step: LessonStep, t: Language) -> Document:
    return step.opens(worded("fruit", t))


def _kept(step: LessonStep, document: Document) -> Document:
    """Return the visitor's document with what the step is about: a network, a page's settings, or both."""
    now = session.document()
    opened = edits.with_pages_of(now, document) if step.page in NETWORK_PAGES else now
    return opened if step.page == "studio" else replace(opened, **{step.page: getattr(document, step.page)})


def _values(step: LessonStep, document: Document, t: Language) -> dict[str, str]:
    """Return the figures of a step's answer, as they are read."""
    def worded(value: float | Selection) -> str:
        if isinstance(value, Selection):
            return named_alone(document, value.layer, value.neuron, t)
        return str(value) if isinstance(value, int) else short(value)
    return {name: worded(value) for name, value in step.figures(document).items()}


def _escaped(values: Mapping[str, str]) -> dict[str, str]:
    return {name: escape_markdown(value) for name, value in values.items()}


def _sheet(lesson: LessonPlan, t: Language) -> str:
    asked = []
    for step in lesson.steps:
        key, values = f"teaching.{lesson.key}.{step.key}", _values(step, _opened(step, t), t)
        asked.append(Asked(
            t("teaching.sheet.where", page=t(f"page.{step.page}")), t(f"{key}.ask", **values),
            t(f"{key}.answer", **values), t(f"{key}.belief"),
        ))
    return worksheet(t(f"teaching.{lesson.key}"), t(f"teaching.{lesson.key}.goal"), asked, t.under("teaching"), t.code)
