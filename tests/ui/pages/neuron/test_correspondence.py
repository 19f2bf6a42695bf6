"""The two tables of the biology page: every row has its words and sources, and the HTML is sound."""

from __future__ import annotations

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from neuroviz.i18n import Language
from neuroviz.i18n.en import neuron_correspondence as en
from neuroviz.i18n.zh import neuron_correspondence as zh
from neuroviz.ui.pages.neuron import correspondence as panel
from neuroviz.ui.pages.neuron.correspondence import ROWS, SLIPS, SOURCES, article_html, table_html
from tests.bio.reference import REFERENCE

LANGUAGES = [Language("en", "English", en.WORDS), Language("zh", "中文", zh.WORDS)]
HOSTILE = "<script>alert(1)</script> & \"x\" 'y' $z$ **b**"

languages = pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.code)


def parsed(html: str) -> ElementTree.Element:
    """The markup as a tree: it is written so that even an XML reader, who forgives nothing, can read it."""
    return ElementTree.fromstring(html)


def text(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


# --- the registry --------------------------------------------------------------------------------

def test_rows_and_slips_are_unique_and_complete() -> None:
    assert len({row.key for row in ROWS}) == len(ROWS) == 12
    assert len(set(SLIPS)) == len(SLIPS) == 6


def test_every_row_has_sources_and_every_source_a_row() -> None:
    assert all(row.sources for row in ROWS)
    assert {source for row in ROWS for source in row.sources} == SOURCES.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_names_author_year_and_place_and_links_to_it(name: str) -> None:
    source = SOURCES[name]
    assert all(source.authors)
    assert 1940 < source.year <= 2026
    assert name.endswith(f"_{source.year}")
    assert source.published
    assert re.fullmatch(
        r"https://doi\.org/10\.\d{4,5}/[\w.()/-]+|https://openreview\.net/forum\?id=\w+"
        r"|https://neuronaldynamics\.epfl\.ch/online/Ch\d+\.S\d+\.html|https://www\.nvidia\.com/en-us/data-center/h100/",
        source.url,
    )


def test_no_work_is_listed_twice() -> None:
    assert len({source.url.lower() for source in SOURCES.values()}) == len(SOURCES)


# --- the words -----------------------------------------------------------------------------------

@languages
def test_words_are_those_of_the_rows_and_slips(t: Language) -> None:
    wanted = {f"{row.key}.{column}" for row in ROWS for column in ("artificial", "biological", "breaks")}
    wanted |= {f"{slip}.{column}" for slip in SLIPS for column in ("says", "science")}
    assert {key for key in t.under("neuron.correspondence") if "." in key} == wanted


@languages
def test_figures_in_the_words_are_computed_ones(t: Language) -> None:
    # On the page's own cell, solved here on its own: tau dV/dt = -(V + 70) - R g(t) V, g an alpha function of 2.5 ms.
    g, dt = 0.6 / (0.4 * math.e * 2.5 * 55.0), 0.001

    def lifted(n: int) -> float:
        v, top = -70.0, -70.0
        for k in range(40_000):
            s = (k + 0.5) * dt / 2.5
            v += dt / 8.0 * (-(v + 70.0) - 10.0 * n * g * s * math.exp(1.0 - s) * v)
            top = max(top, v)
        return top + 70.0

    said, one, ten = table_html(t), lifted(1), lifted(10)
    assert 20.0 > ten > 5.0, "below the threshold"
    for figure in ("0.6", f"{one:.2f} mV", f"{ten:.1f} mV", f"{10 * one:.1f}"):
        assert figure in said
    quantal = REFERENCE["passive"]["quantal"]
    assert f"{quantal['n']} " in t("neuron.correspondence.release.breaks")
    assert f"{quantal['p']}" in t("neuron.correspondence.release.breaks")
    assert round(1 / quantal["P_failure"]) == 6  # "one spike in six"


# --- the tables ----------------------------------------------------------------------------------

@languages
def test_the_table_has_a_row_for_each_and_headings_for_both_ways(t: Language) -> None:
    tree = parsed(table_html(t))
    table = tree.find("table")
    assert table is not None
    assert table.get("aria-label") == t("neuron.correspondence.heading")
    heads = table.findall("thead/tr/th")
    assert [text(head) for head in heads] == [
        t("neuron.correspondence.artificial"), t("neuron.correspondence.biological"), t("neuron.correspondence.breaks"),
        t("neuron.correspondence.source"),
    ]
    assert {head.get("scope") for head in heads} == {"col"}
    rows = table.findall("tbody/tr")
    assert [text(row[0]) for row in rows] == [t(f"neuron.correspondence.{row.key}.artificial") for row in ROWS]
    for element in rows:
        assert element[0].tag == "th"
        assert element[0].get("scope") == "row"
        assert [cell.get("data-label") for cell in element] == [text(head) for head in heads]


@languages
def test_each_row_links_to_its_sources(t: Language) -> None:
    rows = parsed(table_html(t)).findall("table/tbody/tr")
    for row, element in zip(ROWS, rows, strict=True):
        links = element.findall("td/div/a")
        assert [link.get("href") for link in links] == [SOURCES[name].url for name in row.sources]
        for link, name in zip(links, row.sources, strict=True):
            assert SOURCES[name].authors[0] in text(link)
            assert str(SOURCES[name].year) in text(link)
            assert SOURCES[name].published in text(link)
            assert "noopener" in str(link.get("rel"))


@languages
def test_the_article_is_read_beside_science(t: Language) -> None:
    rows = parsed(article_html(t)).findall("table/tbody/tr")
    assert [[text(cell) for cell in row] for row in rows] == [
        [t(f"neuron.correspondence.{slip}.says"), t(f"neuron.correspondence.{slip}.science")] for slip in SLIPS
    ]


def test_one_two_and_many_authors() -> None:
    html = text(parsed(table_html(LANGUAGES[0])))
    assert "Izhikevich (2004)" in html
    assert "del Castillo and Katz (1954)" in html
    assert "Beniaguev et al. (2021)" in html


def test_words_are_shown_as_they_stand() -> None:
    t = Language("xx", "X", dict.fromkeys(en.WORDS, HOSTILE))
    for tree in (parsed(table_html(t)), parsed(article_html(t))):
        assert not tree.findall(".//script")
        assert {text(head) for head in tree.findall("table/thead/tr/th")} == {HOSTILE}
        assert {text(head) for head in tree.findall("table/tbody/tr/th")} == {HOSTILE}
        assert {cell.get("data-label") for cell in tree.findall("table/tbody/tr/td")} == {HOSTILE}


def test_the_style_takes_its_colours_from_the_palette() -> None:
    style = (Path(panel.__file__).parent / "correspondence.css").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|</", style)
    assert set(re.findall(r"var\((--[\w-]+)", style)) <= {"--nv-muted", "--nv-positive", "--nv-line"}
