"""A network travels: by link to another server, by file, across pages, reloads, languages; never to another visitor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Document, Fill, Layer, Selection, codec, limits
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.server import Server, start_server, wait_until_up
from tests.browser.studio_driver import PANELS, Studio, quiet_studio
from tests.document.validity import bits
from tests.examples import EVERYTHING

Visit = Callable[..., Page]

EXACT = Document(
    layers=(
        Layer(((1 / 3, -0.0), (5e-324, 1.7976931348623157e308), (0.1 + 0.2, -1e-17)), (0.1, -0.2, 1 / 7), "gelu"),
        Layer(((1e-300, 2 / 3, -7.0),), (0.3,), "linear"),
    ),
    input=(-1 / 7, 1e-5), input_names=("<b>hot</b>", "甜度"), output_names=("$x$ **y**",),
    examples=((-1 / 7, 1e-5), (0.0, 2.0)), fill=Fill("he", 0.3, 99), selection=Selection(1, 2, 1),
)
"""Numbers that any rounding on the way would change."""


def go(studio: Studio, page: str) -> None:
    studio.page.get_by_test_id("stTopNavLink").filter(has_text=studio.t(f"page.{page}")).click()
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t(f"page.{page}.heading"))
    wait_until_idle(studio.page)


@pytest.fixture(scope="module")
def other_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows none of the sessions on the shared one."""
    server = wait_until_up(start_server(tmp_path_factory.mktemp("other")))
    yield server
    server.stop()


MODELS = Path(__file__).parents[1] / "document" / "models" / "files"


# --- links ---------------------------------------------------------------------------------------

@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES if EVERYTHING else ["zh"])
def test_a_shared_link_shows_the_same_network_on_a_server_that_never_saw_it(
    still_visit: Visit, other_app: Server, lang: str,
) -> None:
    studio = quiet_studio(still_visit, lang)
    studio.open_document(EXACT)
    link = urlsplit(studio.share_link())
    query = parse_qs(link.query)
    assert link.path == "/studio"
    assert query["lang"] == [lang]
    # A browser that asks for another language: the link's own is the one that counts.
    page = still_visit("studio", lang=query["lang"][0], doc=query["doc"][0], url=other_app.url, locale="de-DE")
    other = Studio(page, lang)
    expect(other.page.get_by_role("heading", level=1)).to_have_text(other.t("page.studio.heading"))
    text = other.json()
    assert text == studio.json()
    assert bits(codec.from_json(text)) == bits(EXACT)


@pytest.mark.thorough
def test_a_link_after_a_drag_holds_the_dragged_weight(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    link = parse_qs(urlsplit(studio.share_link()).query)["doc"][0]
    assert bits(codec.from_link(link)) == bits(studio.document())
    assert codec.from_link(link).layers[0].weights[0][0] == pytest.approx(1.87)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_damaged_link_says_so_and_shows_the_first_network(still_visit: Visit, lang: str) -> None:
    link = codec.to_link(EXACT)
    studio = quiet_studio(still_visit, lang, doc=link[: len(link) // 2])
    expect(studio.page.get_by_text(studio.t("refusal.link_broken"))).to_be_visible()
    assert studio.document().layers == PRESETS[FIRST].document.layers


# --- files ---------------------------------------------------------------------------------------

def test_a_saved_file_opens_again_and_can_be_undone(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    saved = studio.json()
    studio.changes(lambda: studio.preset("xor"))
    studio.panel("file")
    studio.changes(lambda: studio.open_json(saved))
    assert studio.json() == saved
    studio.undo()
    assert studio.document().preset == "xor"


def changed(**values: object) -> str:
    return json.dumps({**json.loads(codec.to_json(PRESETS["xor"].document)), **values})


def test_hostile_files_are_refused_in_words_and_change_nothing(still_visit: Visit) -> None:
    """Half of them in either language; tests/document/test_refusals.py says that each refusal has words in both."""
    studio = quiet_studio(still_visit)
    studio.panel("file")
    before = studio.document()
    many = [{"weights": [[1.0]], "biases": [0.0], "activation": "tanh"}] * 10_000
    for number, (content, code) in enumerate((
        ("", "file_empty"),
        ("{", "file_not_json"),
        (codec.to_json(EXACT)[:-20], "file_not_json"),
        ("[" * 100_000 + "]" * 100_000, "file_not_json"),
        (changed().replace("1.0", "NaN", 1), "file_not_json"),
        (changed().replace("1.0", "1e999", 1), "file_not_json"),
        (b"\xff\xfe\x00nonsense", "file_not_json"),
        ("[1, 2]", "not_neuroviz"),
        (changed(version=99), "file_version"),
        (changed(layers=many), "field_length"),
        (changed(input=["<img src=x onerror=alert(1)>", 1]), "field_number"),
        (changed(extra=1), "field_unknown"),
        (" " * (limits.MAX_FILE_BYTES + 1), "file_too_large"),
    )):
        if number == 6:
            studio.page.get_by_test_id("stButtonGroup").get_by_text(LANGUAGES["zh"].name, exact=True).click()
            studio.settled()
            studio.t = LANGUAGES["zh"]
        studio.open_json(content)
        alert = studio.page.get_by_test_id("stAlert")
        words = studio.t(f"refusal.{code}").split("{")[0]
        expect(alert).to_contain_text(words)
        expect(studio.page.get_by_test_id("stException")).to_have_count(0)
        assert studio.document() == before, code


@pytest.mark.thorough
def test_a_model_of_another_program_is_dropped_shown_opened_and_undone(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.panel("file")
    before = studio.document()
    for name in ("torch.pt", "sklearn.npz"):
        studio.open_json((MODELS / name).read_bytes(), name)
    # What is dropped last is what is shown.
    expect(studio.page.get_by_text(studio.t("studio.model.read", sizes="4-7-4-3"))).to_be_visible()
    expect(studio.page.get_by_test_id("stAlert")).to_have_count(0)
    assert studio.document() == before
    studio.changes(lambda: studio.keyed("studio.model.open").get_by_role("button").click())
    assert studio.document().sizes == (4, 7, 4, 3)
    studio.undo()
    assert studio.document() == before


@pytest.mark.thorough
def test_names_from_a_file_are_shown_as_they_stand(still_visit: Visit) -> None:
    bad = "<img src=x onerror=a()>"
    named = replace(
        PRESETS["article"].document, input_names=(bad, "**b** $x$"), output_names=("[a](b)", ":red[x]"),
        selection=Selection(0, 0),
    )
    studio = quiet_studio(still_visit)
    studio.open_document(named)
    for panel in PANELS:
        studio.panel(panel)
        main = studio.page.get_by_test_id("stMain")
        expect(main.locator("img[src=x]")).to_have_count(0)
        expect(main.locator("[onerror]")).to_have_count(0)
    assert bad in studio.graph.inner_text() or bad in studio.graph.text_content()
    studio.panel("input")
    assert bad in studio.page.get_by_test_id("stMain").inner_text()


# --- nothing is lost -------------------------------------------------------------------------------

@pytest.mark.thorough
def test_another_page_and_back_keeps_the_work(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    before = studio.document()
    for page in ("home", "activations", "article"):
        go(studio, page)
        go(studio, "studio")
        studio.ready()
        assert studio.document() == before, page
    studio.undo()
    assert studio.document().layers == PRESETS[FIRST].document.layers


@pytest.mark.thorough
def test_the_back_button_keeps_the_work(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    before = studio.document()
    go(studio, "article")
    studio.page.go_back()
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.studio.heading"))
    studio.ready()
    assert studio.document() == before


@pytest.mark.thorough
def test_another_language_keeps_the_work_and_the_graph(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    before = studio.document()
    studio.mark()
    studio.page.get_by_test_id("stButtonGroup").get_by_text("中文", exact=True).click()
    studio.t = LANGUAGES["zh"]
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.studio.heading"))
    studio.settled()
    studio.expect_marked()
    expect(studio.graph).to_contain_text(studio.t("graph.input"))
    assert studio.document() == before
    assert parse_qs(urlsplit(studio.page.url).query)["lang"] == ["zh"]


@pytest.mark.thorough
def test_a_reload_keeps_the_work(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    before = studio.json()
    studio.page.reload()
    studio.ready()
    assert studio.json() == before
    # A second one too, after more work.
    studio.changes(lambda: studio.preset("xor"))
    studio.page.reload()
    studio.ready()
    assert studio.document() == PRESETS["xor"].document


@pytest.mark.thorough
def test_a_new_tab_begins_anew(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    page = studio.page.context.new_page()
    page.goto(studio.page.url)
    other = Studio(page)
    assert other.document().layers == PRESETS[FIRST].document.layers


# --- visitors ----------------------------------------------------------------------------------------

@pytest.mark.thorough
def test_two_visitors_at_once_do_not_see_each_others_work(still_visit: Visit) -> None:
    one, other = quiet_studio(still_visit), quiet_studio(still_visit, "zh")
    one.drag_edge(1, 0, 0, up=37, share=0.3)
    other.changes(lambda: other.preset("xor"))
    one.panel("weights")
    one.changes(lambda: one.type_cell(0, 1, "1/3"))
    other.click_neuron(1, 1)
    other.changes(lambda: other.type_value("9"))
    mine, theirs = one.document(), other.document()
    assert mine.sizes == (3, 4, 3)
    assert mine.layers[0].weights[0][:2] == (pytest.approx(1.87), 1 / 3)
    assert mine.layers[0].biases == PRESETS[FIRST].document.layers[0].biases
    assert theirs.preset == "xor"
    assert theirs.layers[0].biases == (-0.5, 9.0)
    one.undo()
    one.undo()
    assert one.document().layers == PRESETS[FIRST].document.layers
    assert not one.history_open("undo")
    assert other.document() == theirs
