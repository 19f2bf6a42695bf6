"""The exported page: Plotly's own buttons and slider, every frame whole, the same numbers as in the app."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given

from neuroviz.document import Document
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.studio.network_figure import Traces
from neuroviz.viz.studio.standalone import standalone_figure, standalone_html
from tests.examples import examples
from tests.viz.studio.scenes import LARGEST, LOOKS, OVERFLOWING, PRESET_DOCUMENTS, any_document, merged, played, view

CONTROLS = {"play": "Play it", "pause": "Hold it"}

each_preset = pytest.mark.parametrize("document", PRESET_DOCUMENTS.values(), ids=PRESET_DOCUMENTS)
each_look = pytest.mark.parametrize(("theme", "lang"), LOOKS)


def export(document: Document, theme: str = "light", lang: str = "en") -> dict[str, Any]:
    return standalone_figure(view(document, theme, lang), CONTROLS)


@each_look
@each_preset
def test_every_preset_exports_as_a_valid_figure(document: Document, theme: str, lang: str) -> None:
    go.Figure(export(document, theme, lang))


@examples(25)
@given(any_document)
def test_every_document_exports_as_a_valid_figure(document: Document) -> None:
    go.Figure(export(document))


@pytest.mark.parametrize("document", [LARGEST, OVERFLOWING], ids=["largest", "overflowing"])
def test_the_extremes_export(document: Document) -> None:
    go.Figure(export(document))


@given(any_document)
def test_a_frame_holds_everything_up_to_it(document: Document) -> None:
    """Plotly's slider jumps from anywhere to anywhere."""
    shown, exported = view(document), export(document)
    assert exported["data"] == shown["spec"]["data"]
    assert [frame["name"] for frame in exported["frames"]] == [str(i) for i in range(len(shown["frames"]))]
    for number in {0, len(shown["frames"]) // 2, len(shown["frames"]) - 1}:
        frame = exported["frames"][number]
        assert dict(zip(frame["traces"], frame["data"], strict=True)) == played(shown["frames"][: number + 1])


@given(any_document)
def test_the_last_frame_is_the_figure_at_rest(document: Document) -> None:
    exported = export(document)
    last = exported["frames"][-1]
    for trace, change in zip(last["traces"], last["data"], strict=True):
        if trace >= Traces.FIRST_LAYER:
            rest = exported["data"][trace]
            assert merged(rest, change) == rest


@each_look
def test_the_controls(theme: str, lang: str) -> None:
    document = PRESET_DOCUMENTS["xor"]
    exported = export(document, theme, lang)
    names = [frame["name"] for frame in exported["frames"]]
    play, pause = exported["layout"]["updatemenus"][0]["buttons"]
    assert (play["label"], play["method"], play["args"][0]) == ("Play it", "animate", None)
    assert (pause["label"], pause["method"], pause["args"][0]) == ("Hold it", "animate", [None])
    assert 0 < play["args"][1]["transition"]["duration"] <= play["args"][1]["frame"]["duration"]
    (slider,) = exported["layout"]["sliders"]
    assert [step["args"][0] for step in slider["steps"]] == [[name] for name in names]
    assert [step["label"] for step in slider["steps"]] == [f["caption"] for f in view(document, theme, lang)["frames"]]


def links_of(page: str) -> list[str]:
    """What the page's own tags would fetch. Plotly.js names addresses too, for maps that nobody draws here."""
    found: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if name in {"src", "href"})

    Tags().feed(page)
    return found


def test_the_page_is_whole_and_needs_no_network() -> None:
    t = LANGUAGES["zh"]
    page = standalone_html(view(PRESET_DOCUMENTS["article"], lang="zh"), t("app.title"), CONTROLS).decode()
    head = page[: page.index("<body")]
    assert head.count(f"<title>{t('app.title')}</title>") == 1
    assert head.count("<title>") == 1
    assert links_of(page) == []
    assert "Plotly.newPlot" in page
    assert "Plotly.addFrames" in page
    assert "utf-8" in page.lower()[:200]


def test_a_name_cannot_put_code_into_the_page() -> None:
    bad = "</script><b onload=a()>"[:24]
    document = PRESET_DOCUMENTS["article"]
    named = Document(
        layers=document.layers, input=document.input, input_names=(bad, bad), output_names=(bad, bad),
    )
    page = standalone_html(view(named), "neuroviz", CONTROLS).decode()
    assert bad not in page
    assert page.count("</script>") == standalone_html(view(document), "neuroviz", CONTROLS).decode().count("</script>")
