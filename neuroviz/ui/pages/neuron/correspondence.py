"""What corresponds between network and brain and what does not; and what the article says and science says.

Two tables. They are HTML, because Streamlit's own tables neither wrap their text nor fold up on a phone: there each row
becomes a card whose cells carry their column's name. The words are in the catalogues, under
`neuron.correspondence.<row>`; a row's place and its sources are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.lab.comparison.summation import TOGETHER, WEIGHT, summation
from neuroviz.ui.common import shell
from neuroviz.ui.common.sources import Reference

_STYLE = (Path(__file__).parent / "correspondence.css").read_text("utf-8")


SOURCES: Mapping[str, Reference] = MappingProxyType({
    "attwell_2001": Reference(
        ("Attwell", "Laughlin"), 2001, "J Cereb Blood Flow Metab 21:1133",
        "https://doi.org/10.1097/00004647-200110000-00001",
    ),
    "azevedo_2009": Reference(
        ("Azevedo", "Carvalho", "Grinberg"), 2009, "J Comp Neurol 513:532", "https://doi.org/10.1002/cne.21974",
    ),
    "balasubramanian_2021": Reference(
        ("Balasubramanian",), 2021, "PNAS 118:e2107022118", "https://doi.org/10.1073/pnas.2107022118",
    ),
    "beniaguev_2021": Reference(
        ("Beniaguev", "Segev", "London"), 2021, "Neuron 109:2727", "https://doi.org/10.1016/j.neuron.2021.07.002",
    ),
    "brette_2005": Reference(
        ("Brette", "Gerstner"), 2005, "J Neurophysiol 94:3637", "https://doi.org/10.1152/jn.00686.2005",
    ),
    "castillo_1954": Reference(
        ("del Castillo", "Katz"), 1954, "J Physiol 124:560", "https://doi.org/10.1113/jphysiol.1954.sp005129",
    ),
    "cornford_2021": Reference(
        ("Cornford", "Kalajdzievski", "Leite"), 2021, "ICLR", "https://openreview.net/forum?id=eU776ZYxEpz",
    ),
    "fremaux_2016": Reference(
        ("Frémaux", "Gerstner"), 2016, "Front Neural Circuits 9:85", "https://doi.org/10.3389/fncir.2015.00085",
    ),
    "gerstner_2014": Reference(
        ("Gerstner", "Kistler", "Naud", "Paninski"), 2014, "Neuronal Dynamics, 1.3",
        "https://neuronaldynamics.epfl.ch/online/Ch1.S3.html",
    ),
    "hodgkin_1952": Reference(
        ("Hodgkin", "Huxley"), 1952, "J Physiol 117:500", "https://doi.org/10.1113/jphysiol.1952.sp004764",
    ),
    "izhikevich_2003": Reference(
        ("Izhikevich",), 2003, "IEEE Trans Neural Netw 14:1569", "https://doi.org/10.1109/TNN.2003.820440",
    ),
    "izhikevich_2004": Reference(
        ("Izhikevich",), 2004, "IEEE Trans Neural Netw 15:1063", "https://doi.org/10.1109/TNN.2004.832719",
    ),
    "jahr_1990": Reference(
        ("Jahr", "Stevens"), 1990, "J Neurosci 10:3178", "https://doi.org/10.1523/JNEUROSCI.10-09-03178.1990",
    ),
    "kole_2012": Reference(("Kole", "Stuart"), 2012, "Neuron 73:235", "https://doi.org/10.1016/j.neuron.2012.01.007"),
    "lillicrap_2020": Reference(
        ("Lillicrap", "Santoro", "Marris"), 2020, "Nat Rev Neurosci 21:335",
        "https://doi.org/10.1038/s41583-020-0277-3",
    ),
    "mainen_1995": Reference(
        ("Mainen", "Sejnowski"), 1995, "Science 268:1503", "https://doi.org/10.1126/science.7770778",
    ),
    "naud_2008": Reference(
        ("Naud", "Marcille", "Clopath", "Gerstner"), 2008, "Biol Cybern 99:335",
        "https://doi.org/10.1007/s00422-008-0264-7",
    ),
    "nvidia_2022": Reference(("NVIDIA",), 2022, "H100, product data", "https://www.nvidia.com/en-us/data-center/h100/"),
    "platkiewicz_2010": Reference(
        ("Platkiewicz", "Brette"), 2010, "PLoS Comput Biol 6:e1000850", "https://doi.org/10.1371/journal.pcbi.1000850",
    ),
    "song_2000": Reference(("Song", "Miller", "Abbott"), 2000, "Nat Neurosci 3:919", "https://doi.org/10.1038/78829"),
    "tran_2015": Reference(
        ("Tran-Van-Minh", "Cazé", "Abrahamsson"), 2015, "Front Cell Neurosci 9:67",
        "https://doi.org/10.3389/fncel.2015.00067",
    ),
    "von_bartheld_2016": Reference(
        ("von Bartheld", "Bahney", "Herculano-Houzel"), 2016, "J Comp Neurol 524:3865",
        "https://doi.org/10.1002/cne.24040",
    ),
})


@dataclass(frozen=True, slots=True)
class Row:
    """key: as in the catalogues, correspondence.<key>.artificial, .biological and .breaks; sources: of `SOURCES`."""

    key: str
    sources: tuple[str, ...]


ROWS = (
    Row("inputs", ("beniaguev_2021",)),
    Row("weight", ("cornford_2021",)),
    Row("sum", ("tran_2015", "jahr_1990")),
    Row("bias", ("platkiewicz_2010", "kole_2012")),
    Row("activation", ("hodgkin_1952", "gerstner_2014")),
    Row("rate", ("mainen_1995",)),
    Row("tick", ("gerstner_2014",)),
    Row("release", ("castillo_1954",)),
    Row("learning", ("lillicrap_2020", "song_2000", "fremaux_2016")),
    Row("types", ("izhikevich_2004", "izhikevich_2003", "brette_2005", "naud_2008")),
    Row("glia", ("von_bartheld_2016",)),
    Row("energy", ("nvidia_2022", "balasubramanian_2021", "azevedo_2009", "attwell_2001")),
)
"""In the order in which a signal meets them, and at the end what has no counterpart."""

SLIPS = ("oxidation", "cells", "acts_on", "linear", "formula", "code")
"""As in the catalogues, correspondence.<slip>.says and .science; in the article's order, the code last."""


def panel(t: Language) -> None:
    """Show what corresponds and where it breaks; below it the article's slips beside what is known, and the way to
    the page about its code."""
    st.subheader(t("neuron.correspondence.heading"), anchor=False)
    st.markdown(t("neuron.correspondence.intro"))
    _show(table_html(t))
    st.subheader(t("neuron.correspondence.article_heading"), anchor=False)
    st.markdown(t("neuron.correspondence.article_intro"))
    _show(article_html(t))
    shell.page_link("article", t)


def table_html(t: Language) -> str:
    """Return the table of `ROWS`, as HTML."""
    heads = [t(f"neuron.correspondence.{column}") for column in ("artificial", "biological", "breaks", "source")]
    rows = [
        [escape(_words(row.key, column, t)) for column in ("artificial", "biological", "breaks")]
        + ["".join(_cited(SOURCES[source], t) for source in row.sources)]
        for row in ROWS
    ]
    return _table("nv-corresponds", t("neuron.correspondence.heading"), heads, rows)


def _words(key: str, column: str, t: Language) -> str:
    """Return what stands in a cell, with the numbers that are this app's own in their places."""
    if (key, column) != ("sum", "breaks"):
        return t(f"neuron.correspondence.{key}.{column}")
    found = summation()
    return t(
        "neuron.correspondence.sum.breaks", weight=f"{WEIGHT:g}", one=f"{found.one:.2f}", ten=f"{found.together:.1f}",
        sum=f"{TOGETHER * found.one:.1f}",
    )


def article_html(t: Language) -> str:
    """Return the table of `SLIPS`, as HTML."""
    columns = ("says", "science")
    rows = [[escape(t(f"neuron.correspondence.{slip}.{column}")) for column in columns] for slip in SLIPS]
    heads = [t(f"neuron.correspondence.{column}") for column in columns]
    return _table("nv-says", t("neuron.correspondence.article_heading"), heads, rows)


# --- parts ---------------------------------------------------------------------------------------

def _show(table: str) -> None:
    st.html(f"<style>{_STYLE}</style>")
    st.html(table)


def _table(kind: str, label: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table that folds up; `label`, `heads`: text; the cells of `rows`: HTML, the first of each its heading.

    The roles say again what the elements are: once CSS has laid a table out as cards, browsers forget it.
    """
    head = "".join(f'<th scope="col" role="columnheader">{escape(word)}</th>' for word in heads)
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader" data-label="{escape(heads[0])}">{first}</th>'
        + "".join(
            f'<td role="cell" data-label="{escape(word)}"><div>{cell}</div></td>'
            for word, cell in zip(heads[1:], others, strict=True)
        )
        + "</tr>"
        for first, *others in rows
    )
    return (
        f'<div class="nv-pairs {kind}"><table role="table" aria-label="{escape(label)}">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _cited(source: Reference, t: Language) -> str:
    """Return a link to the work: authors, year and journal. It opens beside the app, so that nothing here is lost."""
    if len(source.authors) > 2:
        authors = t("neuron.correspondence.many_authors", first=source.authors[0])
    elif len(source.authors) == 2:
        authors = t("neuron.correspondence.two_authors", first=source.authors[0], second=source.authors[1])
    else:
        authors = source.authors[0]
    name = t("neuron.correspondence.cited", authors=authors, year=source.year)
    return (
        f'<a href="{escape(source.url)}" target="_blank" rel="noopener noreferrer">{escape(name)} '
        f"<cite>{escape(source.published)}</cite></a>"
    )
