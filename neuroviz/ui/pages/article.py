"""The steps of the article page, in the order they are read."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import Language
from neuroviz.lab import article as example
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.static_chart import static_chart
from neuroviz.ui.common.taking import chart, pictures
from neuroviz.viz import numbers
from neuroviz.viz.article import article_figure
from neuroviz.viz.article.article_figure import form_equation
from neuroviz.viz.palette import PALETTES

TITLE = example.TITLE

READING_WIDTH = 1000
"""Of the page's text and pictures, in pixels."""

SHAPED = ("as_printed", "column", "row_batch", "column_plus_flat_bias", "row_without_transpose")
"""The ways of writing the layer whose shapes are drawn."""

SLIPS = ("bias", "synapse", "activation", "comment", "overfitting", "linear")
"""As in the catalogues, article.slip_<name>. The formula below the list belongs to the last."""


def open_in_studio(t: Language, key: str) -> None:
    """Show the button that opens the article's network in the studio.

    key  of the button, without the page's prefix
    """
    st.button(
        t("article.open"), key=f"article.{key}", icon=":material/hub:", type="primary", on_click=session.told(_open),
    )


def _open() -> None:
    session.open_document(edits.with_pages_of(session.document(), PRESETS["article"].document))
    shell.go_to("studio")


def intro(t: Language) -> None:
    """Show which article this is about, and what is wrong with its code."""
    st.markdown(t("article.source", title=TITLE))
    st.caption(t("article.origin"))
    st.markdown(t("article.intro"))


def what_happens(t: Language) -> None:
    """Show the article's numbers, its line of code, and NumPy's error."""
    st.subheader(t("article.happens"), anchor=False)
    st.markdown(t("article.happens_numbers"))
    st.code(example.script(example.numbers_of_the_article))
    st.markdown(t("article.happens_line"))
    _code("as_printed")
    st.error(f"`{example.run_form('as_printed').error}`", icon=":material/error:")


def why(t: Language) -> None:
    """Show the shapes that do not fit, and those that do."""
    st.subheader(t("article.why"), anchor=False)
    st.markdown(t("article.why_text"))
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        st.markdown(t("article.why_printed"))
        _shapes("as_printed", t)
    with right:
        st.markdown(t("article.why_column"))
        _shapes("product", t)


def right_ways(t: Language) -> None:
    """Show the ways to write the sum that work."""
    st.subheader(t("article.right"), anchor=False)
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        _way("column", t("article.right_column"), t("article.right_column_text"), t)
    with right:
        _way("row_batch", t("article.right_row"), t("article.right_row_text"), t)
    st.markdown(t(
        "article.right_plain", z=example.run_form("plain_vector").z,
        code=example.script(example.plain_vector, "z"),
    ))


def wrong_ways(t: Language) -> None:
    """Show the ways that run and give something else."""
    st.subheader(t("article.wrong"), anchor=False)
    st.markdown(t("article.wrong_text"))
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        _way("column_plus_flat_bias", t("article.wrong_bias"), t("article.wrong_bias_text"), t)
    with right:
        _way("row_without_transpose", t("article.wrong_transpose"), t("article.wrong_transpose_text"), t)
    st.warning(t("article.wrong_after"), icon=":material/visibility:")


def how_near_one(t: Language) -> None:
    """Show how near tanh comes to 1, and how to compute the gap without losing it."""
    st.subheader(t("article.one"), anchor=False)
    st.markdown(t("article.one_text"))
    st.code("\n".join(example.script(way, "gap") for way in (example.gap_by_subtraction, example.gap_rewritten)))
    points = example.saturations()
    for place, at in zip(st.columns(2, gap="medium", border=True), points, strict=True):
        with place:
            # The numbers as Python prints them: every digit that the float has.
            st.markdown(f"#### z = {numbers.short(at.z)}\n\n`np.tanh(z)` = `{at.tanh!r}`")
            st.markdown("\n".join((
                f"**{t('article.gap')}**",
                f"- {t('article.subtracted', value=f'`{at.naive_gap!r}`')}",
                f"- {t('article.rewritten', value=f'`{at.gap!r}`')}",
                "",
                f"**{t('article.slope')}**",
                f"- {t('article.slope_subtracted', value=f'`{at.naive_slope!r}`')}",
                f"- {t('article.slope_stable', value=f'`{at.slope!r}`')}",
            )))


def what_it_means(t: Language) -> None:
    """Show the gap over z, and what it means for learning."""
    st.subheader(t("article.means"), anchor=False)
    static_chart(
        article_figure.gap_figure(t.under("article.figure"), PALETTES[session.theme()]), alt=t("article.gap_alt"),
        still=True,
    )
    first = example.saturations()[0]
    st.markdown(t(
        "article.learning", rate=numbers.short(example.LEARNING_RATE), w=numbers.short(first.w),
        step=numbers.short(first.step),
        result=t("article.learning_moved") if first.moves else t("article.learning_still"),
    ))
    st.markdown(t("article.remedy"))


def take_charts(t: Language) -> None:
    """Offer the page's pictures, folded away."""
    with st.expander(t("camera.title")):
        words = t.under("article.figure")
        pictures(t, "article", {
            t("article.means"): chart(lambda palette: article_figure.gap_figure(words, palette), t("article.gap_alt")),
            **{example.script(example.FORMS[name], "z"): chart(partial(article_figure.form_figure, name), _alt(name, t))
               for name in SHAPED},
        }, link=False)


def slips(t: Language) -> None:
    """Show what else to know about the article's claims."""
    st.subheader(t("article.slips"), anchor=False)
    st.markdown("\n".join(f"- {t(f'article.slip_{slip}')}" for slip in SLIPS))
    st.latex(r"W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)")


PARTS = {
    "article.happens": what_happens, "article.why": why, "article.right": right_ways, "article.wrong": wrong_ways,
    "article.one": how_near_one, "article.means": what_it_means, "article.slips": slips,
}
"""On a wall, one at a time."""


# --- parts ---------------------------------------------------------------------------------------

def _way(name: str, title: str, why: str, t: Language) -> None:
    """One way of writing the layer: its line of code, its shapes, what it gives."""
    st.markdown(title)
    _code(name)
    _shapes(name, t)
    outcome = example.run_form(name)
    st.code("\n".join((example.printed("z", outcome.z), example.printed("a", outcome.a))), language=None)
    st.markdown(why)


def _code(name: str) -> None:
    st.code(example.script(example.FORMS[name], "z"))


def _shapes(name: str, t: Language) -> None:
    static_chart(
        article_figure.form_figure(name, PALETTES[session.theme()]), key=f"article.{name}", alt=_alt(name, t),
        still=True,
    )


def _alt(name: str, t: Language) -> str:
    blocks = form_equation(name).blocks
    return t("article.shapes_alt", shapes=", ".join(f"{part.name} {part.shape}" for part in blocks))
