"""In the figures that stand beside and below the pages' large pictures no text lies on another, and none is cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from neuroviz.i18n import LANGUAGES
from tests.browser.boxes import outside, overlaps, texts
from tests.browser.conftest import PATIENCE_MS, wait_until_idle

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]
WIDTHS = (1440, 1024, 390)


class Figures(NamedTuple):
    """Those of a page, or of a chapter of it. last: a word that is there when all are drawn; least: how many texts."""

    path: str
    last: str
    least: int
    chapter: str = ""


FIGURES = {
    "privacy": Figures("privacy", "privacy.roc.accused", 15),
    "article": Figures("article", "article.figure.subtraction", 40),
    "response": Figures("neuron", "neuron.response.figure.rate", 12, "neuron.chapter.response"),
    "potentials": Figures("neuron", "neuron.membrane.figure.axis", 8, "neuron.chapter.potentials"),
    "synapse": Figures("neuron", "neuron.synapse.window.post", 30, "neuron.chapter.synapse"),
    "activations": Figures("activations", "activation.gelu", 20),
}

MARKED = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .filter((graph) => !graph.closest('.st-key-neuroviz_plotly') && graph.checkVisibility())
    .map((graph, i) => {
        graph.dataset.figure = String(i)
        const {x, y, width, height} = graph.getBoundingClientRect()
        return {text: '', x, y, w: width, h: height}
    })"""


def faults(page: Page, least: int) -> list[str]:
    """Which texts lie on others or leave their figure, of at least so many."""
    found, seen = [], 0
    for i, frame in enumerate(page.evaluate(MARKED)):
        written = texts(page, f"[data-figure='{i}']")
        seen += len(written)
        found += [f"{one!r} on {other!r}" for one, other in overlaps(written)]
        found += [f"{text!r} leaves its figure" for text in outside(written, frame)]
    assert seen >= least
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_no_text_of_a_figure_lies_on_another(standing_visit: Visit, name: str, lang: str, width: int) -> None:
    figures, t = FIGURES[name], LANGUAGES[lang]
    page = standing_visit(figures.path, lang=lang, width=width)
    if figures.chapter:
        page.get_by_role("radio", name=t(figures.chapter), exact=True).last.click()
    page.wait_for_function(
        "word => [...document.querySelectorAll('.js-plotly-plot text')].some(each => each.textContent.includes(word))",
        arg=t(figures.last).split("{")[0], timeout=PATIENCE_MS,
    )
    wait_until_idle(page)
    assert faults(page, figures.least) == []
