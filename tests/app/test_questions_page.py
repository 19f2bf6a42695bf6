"""The page of open questions: its answers, its sources, and the weight that one of them hangs on."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.overfitting import Overfitting
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.overfitting_runs import result_of
from neuroviz.nn import forward
from neuroviz.ui.common import session
from neuroviz.ui.common.shell import PAGES
from neuroviz.ui.pages import questions as panel
from neuroviz.ui.pages.questions import ASKED, DECISIVE, SOUR, SOURCES
from neuroviz.viz.numbers import short

Visit = Callable[..., AppTest]

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def text(page: AppTest) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.caption))


@each_language
def test_every_question_is_answered_and_leads_to_where_it_can_be_caused(visit: Visit, lang: str) -> None:
    page, t = visit("questions", lang=lang), LANGUAGES[lang]
    for name, _ in ASKED:
        assert t(f"questions.{name}.asked") in text(page)
        assert t(f"questions.{name}.answer") in text(page)
    for name in SOURCES:
        assert t(f"questions.{name}.known") in text(page)
        assert t(f"questions.{name}.unsettled") in text(page)
    links = [link.proto.page for link in page.get("page_link")]
    assert links[:len(ASKED)] == [path for _, path in ASKED]
    assert {"overfitting", "neuron", "article"} <= set(links[len(ASKED):])
    assert set(links) <= {entry.path for entry in PAGES}


@each_language
def test_every_source_is_named_and_linked(visit: Visit, lang: str) -> None:
    said = text(visit("questions", lang=lang))
    works = [source for sources in SOURCES.values() for source in sources]
    assert len({source.url for source in works}) == len(works)
    for source in works:
        assert re.fullmatch(r"https://(doi\.org/10\.\d{4,5}/[\w.-]+|arxiv\.org/abs/\d{4}\.\d{5})", source.url)
        (name,) = re.findall(rf"\[([^\]]+)\]\({re.escape(source.url)}\)", said)
        assert source.authors[0] in name
        assert str(source.year) in name


def test_the_network_that_is_too_large_gives_its_training_points_away() -> None:
    """What the page says of privacy: a loss near 0 on the points it has learnt from, a high one on the others."""
    result = result_of(Overfitting().trial, "large")
    # The values to learn have a variance of 0.7: a fortieth of that is what "nearly 0" may say.
    assert result.train_loss < 0.02
    assert result.test_loss > 10 * result.train_loss


# --- the weight that decides ---------------------------------------------------------------------

def lemon(document: Document) -> float:
    """The share of "lemon" for the sour input, computed from the network alone."""
    return float(forward(document.network, document.examples[SOUR]).output[0])


def silenced(document: Document) -> dict[tuple[int, int, int], float]:
    """What is left of "lemon" with each weight at 0 in turn."""
    return {
        (layer, neuron, source): lemon(edits.set_weight(document, layer, neuron, source, 0.0))
        for layer in range(1, len(document.sizes))
        for neuron in range(document.sizes[layer])
        for source in range(document.sizes[layer - 1])
    }


def test_no_other_weight_matters_as_much_for_something_sour() -> None:
    document = PRESETS["fruit"].document
    assert np.argmax(document.examples[SOUR]) == 1, "the second input is the sour one"
    left = silenced(document)
    assert min(left, key=left.__getitem__) == (DECISIVE.layer, DECISIVE.neuron, DECISIVE.source)
    assert max(left.values()) <= lemon(document) + 0.01


@each_language
def test_the_numbers_said_are_those_of_the_network(visit: Visit, lang: str) -> None:
    document = PRESETS["fruit"].document
    network = document.network
    count = sum(w.size for w in network.weights) + sum(b.size for b in network.biases)
    after = silenced(document)[DECISIVE.layer, DECISIVE.neuron, DECISIVE.source or 0]
    (sentence,) = (line for line in text(visit("questions", lang=lang)).splitlines() if short(after) in line)
    assert re.search(rf"\b{count}\b", sentence)
    assert sentence.index(f"**{short(lemon(document))}**") < sentence.index(f"**{short(after)}**")
    assert LANGUAGES[lang]("preset.fruit.inputs").split("|")[1] in sentence


@each_language
def test_the_network_opens_with_the_weight_selected_and_nothing_else_is_lost(
    visit: Visit, lang: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = visit("questions", lang=lang)
    went: list[str] = []
    opened: list[Document] = []
    kept = edits.set_learning(Document(layers=PRESETS["and"].document.layers, input=(0.0, 0.0)), epochs=7)
    monkeypatch.setattr(session, "document", lambda: kept)
    monkeypatch.setattr(session, "open_document", opened.append)
    monkeypatch.setattr(panel.shell, "go_to", went.append)
    page.button(key="questions.explain.open").click().run()
    assert not page.exception
    assert went == ["studio"]
    (document,) = opened
    assert document.selection == DECISIVE
    assert document.input == PRESETS["fruit"].document.examples[SOUR]
    assert document.training == kept.training
