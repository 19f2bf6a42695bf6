"""The saved page as a file: what an HTML parser finds in it, whatever the document's names are."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import saved_page
from neuroviz.ui.live_plot.standalone import inlined, json_inlined
from neuroviz.viz.palette import PALETTES
from tests.examples import examples
from tests.js.node import run_node
from tests.viz.studio.scenes import LARGEST, OVERFLOWING, any_document

FRUIT = PRESETS[FIRST].document
# What ends a script, a comment, a string or a line somewhere.
nasty = st.lists(
    st.sampled_from(["</script>", "</SCRIPT ", "<!--", "-->", "<script>", "&lt;", "\"", "'", "`", "${", "\\", "\u2028"])
    | st.characters(codec="utf-8"), max_size=8,
).map("".join)


class Found(HTMLParser):
    """scripts: attributes and text of each; links: what a tag would fetch; meta: by name; texts: by tag."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.links: list[str] = []
        self.meta: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.lang: str | None = None
        self._inside = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._inside = tag
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "data", "action"}]
        if tag == "script":
            self.scripts.append((named, ""))
        if tag == "html":
            self.lang = named["lang"]
        if tag == "meta" and (key := named.get("name") or named.get("http-equiv")):
            self.meta[key] = named["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            attrs, before = self.scripts[-1]
            self.scripts[-1] = attrs, before + data
        elif self._inside:
            self.texts[self._inside] = self.texts.get(self._inside, "") + data


def content_of(found: Found) -> dict[str, Any]:
    (content,) = (text for attrs, text in found.scripts if attrs.get("type") == "application/json")
    return json.loads(content)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_it_is(lang: str, theme: str) -> None:
    t = LANGUAGES[lang]
    found = Found(saved_page(FRUIT, t, theme))
    assert found.lang == t("player.html_lang")
    assert found.texts["title"] == found.texts["h1"] == t("studio.export.title", sizes="3-4-3")
    assert found.meta["color-scheme"] == theme
    assert "width=device-width" in found.meta["viewport"]
    content = content_of(found)
    assert content["words"] == t.under("player")
    view = content["message"]["view"]
    assert view["fixed"] is True
    assert view["colors"]["paper"] == PALETTES[theme].paper
    assert not {"history", "keep", "stale"} & set(view), "they need a server"


def test_it_fetches_nothing_and_runs_only_what_its_policy_names() -> None:
    found = Found(saved_page(FRUIT, LANGUAGES["en"], "light"))
    assert found.links == []
    policy = dict(part.split(" ", 1) for part in found.meta["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    code = [text for attrs, text in found.scripts if attrs.get("type") != "application/json"]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in code]
    assert policy["script-src"].split() == [f"'sha256-{digest}'" for digest in digests]
    assert len(code) == 3


def test_it_has_the_letters_of_the_app_in_itself() -> None:
    """The numbers' places are made for them; where Streamlit's letters have another name, this says so."""
    page = saved_page(FRUIT, LANGUAGES["en"], "light").decode()
    (rule,) = re.findall(r"@font-face \{[^}]*\}", page)
    assert re.search(r'src: url\("data:font/woff2;base64,[\w+/=]{100000,}"\)', rule)
    assert re.search(r"--st-font: \"Source Sans\",", page)
    assert "font-src data:" in Found(page.encode()).meta["Content-Security-Policy"]


@pytest.mark.parametrize("document", [LARGEST, OVERFLOWING], ids=["largest", "overflowing"])
def test_the_extremes_are_saved(document: Document) -> None:
    view = content_of(Found(saved_page(document, LANGUAGES["en"], "light")))["message"]["view"]
    assert [len(ys) for ys in view["network"]["ys"]] == list(document.sizes)


@examples(10)
@given(any_document)
def test_every_document_is_saved_with_its_numbers(document: Document) -> None:
    network = content_of(Found(saved_page(document, LANGUAGES["en"], "light")))["message"]["view"]["network"]
    assert [tuple(map(tuple, weights)) for weights in network["weights"]] == [each.weights for each in document.layers]


@examples(10)
@given(nasty)
def test_a_name_stays_a_name(name: str) -> None:
    page = saved_page(replace(FRUIT, input_names=(name,) * 3), LANGUAGES["en"], "light")
    found = Found(page)
    assert len(found.scripts) == 4
    assert content_of(found)["message"]["view"]["network"]["names"][0] == [name or "x₁", name or "x₂", name or "x₃"]
    assert "\u2028" not in page.decode()


@given(nasty)
def test_json_is_the_same_json_without_a_mark(text: str) -> None:
    written = json_inlined(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(written) == {text: text}
    assert not re.search("[<>&\u2028\u2029]", written)


def test_code_is_the_same_code_without_the_end_of_a_script() -> None:
    pieces = ["</script>", "</Script", "<!-- <script>", "a < b", "<!", "</scr"]
    code = (
        f"const texts = {json.dumps(pieces)}, raw = `</script>`, found = /<\\/script|<!--/i.test('</SCRIPT');"
        "process.stdout.write(JSON.stringify([texts, raw, found]))"
    )
    written = inlined(code)
    assert not re.search(r"</script|<!--", written, re.IGNORECASE)
    done = run_node("-e", written)
    assert json.loads(done.stdout) == [pieces, "</script>", True], done.stderr
