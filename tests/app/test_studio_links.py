"""Nothing that was made in the studio is lost: other pages, other languages, links and files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, Fill, Layer, Selection, codec, limits
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from tests.app.opened import each_language, hand, kept
from tests.app.studio_visit import STUDIO, chosen, said, visit
from tests.app.widgets import Canvas, widget
from tests.document.validity import bits
from tests.viz.studio.scenes import LARGEST

# --- nothing is lost ---------------------------------------------------------------------------------

def edited(lang: str = "en") -> AppTest:
    at = chosen(visit(lang, "network"), 1)
    widget(at, "slider", "studio.size").set_value(6).run()
    return at


@pytest.mark.parametrize("page", ["pages/home.py", "pages/activations.py", "pages/article.py"])
def test_another_page_and_back_keeps_the_network(page: str, canvas: Canvas) -> None:
    at = edited()
    before = kept(at)["history"]
    at.switch_page(page).run()
    assert not at.exception
    at.switch_page(STUDIO).run()
    assert hand(at) == before.present
    assert kept(at)["history"] == before
    canvas.act(at, "undo")
    assert hand(at).sizes == (3, 4, 3)


@each_language
def test_another_language_keeps_the_network(lang: str) -> None:
    at = edited(lang)
    before = kept(at)["history"]
    (other,) = set(LANGUAGES) - {lang}
    at.query_params["lang"] = other
    at.run()
    assert kept(at)["history"] == before
    assert at.title[0].value == LANGUAGES[other]("page.studio.heading")
    assert widget(at, "slider", "studio.size").label == LANGUAGES[other]("studio.neurons")
    assert widget(at, "slider", "studio.size").value == 6


# --- links -------------------------------------------------------------------------------------------

@each_language
def test_a_good_link_opens_its_document(lang: str) -> None:
    document = Document(
        layers=(Layer(((1 / 3, -0.0), (5e-324, 1.7e308)), (0.1, -0.2), "gelu"),), input=(0.7, -1 / 7),
        input_names=("<b>", "糖"), fill=Fill("he", 0.3, 99), selection=Selection(1, 1, 0),
    )
    at = visit(lang, doc=codec.to_link(document))
    assert bits(hand(at)) == bits(document)
    assert said(at) == []
    assert not kept(at)["history"].past


@each_language
@pytest.mark.parametrize(
    ("link", "code"),
    [("1abc", "link_broken"), ("<script>", "link_broken"), ("1" + "A" * limits.MAX_LINK_CHARS, "link_too_long"),
     (codec.to_link(PRESETS["xor"].document)[:-9], "link_broken")],
)
def test_a_bad_link_is_refused_in_words_and_changes_nothing(lang: str, link: str, code: str) -> None:
    at = visit(lang, doc=link)
    assert said(at) == [LANGUAGES[lang](f"refusal.{code}", length=len(link), limit=limits.MAX_LINK_CHARS)]
    assert hand(at).layers == PRESETS[FIRST].document.layers


def test_a_bad_link_keeps_what_was_made() -> None:
    at = edited()
    before = kept(at)["history"]
    at.query_params["doc"] = "1broken"
    at.run()
    assert kept(at)["history"] == before
    assert said(at) == [LANGUAGES["en"]("refusal.link_broken")]


def test_a_link_opened_during_work_can_be_undone_and_is_opened_once(canvas: Canvas) -> None:
    at = edited()
    work = hand(at)
    at.query_params["doc"] = codec.to_link(PRESETS["xor"].document)
    at.run()
    assert hand(at) == PRESETS["xor"].document
    canvas.act(at, "undo")
    assert hand(at) == work
    at.run()
    assert hand(at) == work, "the address still holds the link, but it has been opened"


@each_language
def test_the_share_panel_holds_the_document(lang: str) -> None:
    document = replace(PRESETS["article"].document, input=(1 / 3, -0.0))
    at = visit(lang, "file", document)
    code = at.code[0]
    link = code.value.partition("doc=")[2].partition("&")[0]
    assert bits(codec.from_link(link)) == bits(document)
    assert f"lang={lang}" in code.value


@each_language
def test_a_document_too_large_for_a_link_is_offered_as_a_file(lang: str) -> None:
    at = visit(lang, "file", LARGEST)
    assert len(at.code) == 0
    (info,) = at.info
    t = LANGUAGES[lang]
    assert info.value.split("(")[0].split("（")[0] == t("refusal.link_too_long").split("(")[0].split("（")[0]
    assert "{" not in info.value
