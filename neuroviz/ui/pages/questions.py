"""The page of open questions: the article's three, answered shortly, and what is still open, with sources.

Each answer leads to the page where a visitor can cause what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import streamlit as st

from neuroviz.document import Selection, edits
from neuroviz.document.presets import worded
from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.names import named_alone
from neuroviz.ui.common.sources import Reference, cited_line
from neuroviz.ui.common.text import escape_markdown
from neuroviz.viz import numbers

READING_WIDTH = 1000
"""Of the page's text, in pixels."""

SOURCES: Mapping[str, tuple[Reference, ...]] = MappingProxyType({
    "fit": (
        Reference(("Belkin", "Hsu", "Ma", "Mandal"), 2019, "PNAS 116:15849", "https://doi.org/10.1073/pnas.1903070116"),
    ),
    "explain": (
        Reference(("Rudin",), 2019, "Nat Mach Intell 1:206", "https://doi.org/10.1038/s42256-019-0048-x"),
        Reference(("Adebayo", "Gilmer", "Muelly"), 2018, "NeurIPS", "https://arxiv.org/abs/1810.03292"),
    ),
    "privacy": (
        Reference(("Shokri", "Stronati", "Song"), 2017, "IEEE Symp Security and Privacy", "https://arxiv.org/abs/1610.05820"),
        Reference(("Yeom", "Giacomelli", "Fredrikson"), 2018, "IEEE Comp Security Found", "https://arxiv.org/abs/1709.01604"),
        Reference(("Abadi", "Chu", "Goodfellow"), 2016, "ACM CCS", "https://doi.org/10.1145/2976749.2978318"),
        Reference(("McMahan", "Moore", "Ramage"), 2017, "AISTATS", "https://arxiv.org/abs/1602.05629"),
        Reference(("Zhu", "Liu", "Han"), 2019, "NeurIPS", "https://arxiv.org/abs/1906.08935"),
    ),
})
"""Open question -> the works that its words rest on."""

ASKED = (("activation", "activations"), ("descent", "descent"), ("overfitting", "overfitting"))
"""The article's questions, and the page where one can cause what each asks about."""

SOUR = 1
"""Which of the first preset's saved inputs is the sour one."""
DECISIVE = Selection(layer=1, neuron=1, source=1)
"""The weight that the answer to it hangs on: from "sour" to the second hidden neuron."""


def asked(t: Language) -> None:
    """Show the article's questions, each with a short answer and the way to its page."""
    st.subheader(t("questions.asked"), anchor=False)
    for place, (name, page) in zip(st.columns(len(ASKED), gap="medium", border=True), ASKED, strict=True):
        with place:
            st.markdown(f"**{t(f'questions.{name}.asked')}**")
            st.markdown(t(f"questions.{name}.answer"))
            shell.page_link(page, t, label=t(f"questions.{name}.cause"))


def fit(t: Language) -> None:
    """Overfitting: what is known, what can be tried here, what is open."""
    _question("fit", t("questions.fit.try"), t)
    shell.page_link("overfitting", t)
    _rest("fit", t)


def explain(t: Language) -> None:
    """Interpretability: the same."""
    silenced = silence(t)
    _question("explain", t(
        "questions.explain.try", count=silenced.count, before=numbers.short(silenced.before),
        after=numbers.short(silenced.after), source=escape_markdown(silenced.source),
        neuron=escape_markdown(silenced.neuron),
    ), t)
    shell.page_link("inside", t, label=t("questions.explain.inside"))
    shell.page_link("digits", t, label=t("questions.explain.digits"))
    st.button(
        t("questions.explain.open"), key="questions.explain.open", icon=":material/hub:",
        on_click=session.told(partial(_open_decisive, t)),
    )
    _rest("explain", t)


def privacy(t: Language) -> None:
    """Privacy: the same."""
    _question("privacy", t("questions.privacy.try"), t)
    shell.page_link("privacy", t, label=t("questions.privacy.page"))
    shell.page_link("overfitting", t)
    _rest("privacy", t)


def remains(t: Language) -> None:
    """Say what the article leaves open, and where to read on."""
    st.subheader(t("questions.remains"), anchor=False)
    st.markdown(t("questions.remains.text"))
    shell.page_link("neuron", t, label=t("questions.neuron_link"))
    shell.page_link("article", t, label=t("questions.article_link"))


PARTS = {
    "questions.asked": asked, "questions.fit": fit, "questions.explain": explain, "questions.privacy": privacy,
    "questions.remains": remains,
}
"""On a wall, one at a time."""


# --- one weight that decides ---------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Silenced:
    """What one weight of the first preset does to the answer "lemon".

    source, neuron   what the weight joins; count: the network's weights and biases
    before, after    the share of "lemon" with the weight, and with 0 in its place
    """

    source: str
    neuron: str
    count: int
    before: float
    after: float


def silence(t: Language) -> Silenced:
    """Compute what is shown, from the network that the button opens."""
    document = edits.use_example(worded("fruit", t), SOUR)
    weight = DECISIVE
    assert weight.source is not None
    without = edits.set_weight(document, weight.layer, weight.neuron, weight.source, 0.0)
    return Silenced(
        source=named_alone(document, weight.layer - 1, weight.source, t),
        neuron=named_alone(document, weight.layer, weight.neuron, t),
        count=sum(layer.size * (len(layer.weights[0]) + 1) for layer in document.layers),
        before=float(document.trace.activations[-1][0]), after=float(without.trace.activations[-1][0]),
    )


def _open_decisive(t: Language) -> None:
    document = edits.select(edits.use_example(worded("fruit", t), SOUR), DECISIVE)
    session.open_document(edits.with_pages_of(session.document(), document))
    shell.go_to("studio")


# --- parts ---------------------------------------------------------------------------------------

def _question(name: str, attempt: str, t: Language) -> None:
    st.markdown(f"#### {t(f'questions.{name}')}")
    st.markdown(f"**{t('questions.known')}** {t(f'questions.{name}.known')}")
    st.markdown(f"**{t('questions.try')}** {attempt}")


def _rest(name: str, t: Language) -> None:
    st.markdown(f"**{t('questions.unsettled')}** {t(f'questions.{name}.unsettled')}")
    st.caption(t("questions.sources", sources=cited_line(SOURCES[name], t)))
