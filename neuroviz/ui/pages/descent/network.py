"""The whole network: the signal forward, the error back, and the step, on the visitor's own network."""

from __future__ import annotations

from functools import partial
from typing import cast

import streamlit as st

from neuroviz.document import Document
from neuroviz.document.settings.descent import RATES
from neuroviz.i18n import Language
from neuroviz.lab import gradient_step
from neuroviz.lab.gradient_step import GradientStep
from neuroviz.nn import forward
from neuroviz.ui import live_plot
from neuroviz.ui.common import network_canvas, session, shell, turns
from neuroviz.ui.common.names import neuron_labels
from neuroviz.ui.common.number_table import number_table
from neuroviz.ui.common.sharing import share_expander
from neuroviz.ui.common.taking import Taken, pictures
from neuroviz.ui.live_plot.protocol import FigureView
from neuroviz.ui.pages.descent.controls import DESCENT, rerun_if_part_changed
from neuroviz.viz.descent.backward_view import backward_view
from neuroviz.viz.numbers import fixed, short
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Words

CANVAS = "descent.network"
_DRAWN = "descent.network.drawn"
_MANY = 10
Row = tuple[float, ...]


def network_part(t: Language) -> None:
    """Show the whole part of the page."""
    if session.presenting():
        _canvas(t)
    else:
        _desk(t)


@turns.fragment
def _desk(t: Language) -> None:
    rerun_if_part_changed("network")
    now = gradient_step.gradient_step_of(session.document())
    session.keep(_DRAWN, _beside(now))
    graph, side = st.columns([2.3, 1], gap="medium")
    with graph:
        _canvas(t)
    with side:
        _step(now, t)
        _targets(now, t)
        share_expander(t, lambda: pictures(
            t, "descent", Taken(CANVAS, lambda theme: _view(now, t, theme), moves=True)))
        live_plot.rerun_when_stale()


@turns.fragment
def _canvas(t: Language) -> None:
    rerun_if_part_changed("network")
    now = gradient_step.gradient_step_of(session.document())
    view = _view(now, t, session.theme())
    network_canvas.show(view, t, key=CANVAS, stale=session.value(_DRAWN) != _beside(now))


def _view(now: GradientStep, t: Language, theme: session.Theme) -> FigureView:
    words = Words(t("graph.input"), t("graph.hidden"), t("graph.output"), t.under("activation"))
    view = cast(FigureView, backward_view(
        now, PALETTES[theme], words, t.under("caption"), t.under("descent.back"),
    ))
    view["label"] = t("descent.network_label", sizes="-".join(map(str, now.document.sizes)))
    return view


def _beside(now: GradientStep) -> object:
    """Return what the panel beside the canvas shows."""
    return now.document.layers, now.inputs, now.targets, now.loss, now.rate, session.notice()


# --- the step ------------------------------------------------------------------------------------

def _step(now: GradientStep, t: Language) -> None:
    document = now.document
    st.markdown(t("descent.network.loss_now", before=fixed(now.gradients.loss), after=fixed(now.loss_after)))
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("descent.network.apply"), key="descent.apply", type="primary", icon=":material/south_east:",
            on_click=session.told(_apply), args=(1,), help=t("descent.network.apply.help"),
        )
        st.button(
            t("descent.network.apply_many", n=_MANY), key="descent.apply_many",
            on_click=session.told(_apply), args=(_MANY,),
            help=t("descent.network.apply_many.help", n=_MANY),
        )
    shell.show_notice(t)
    if not gradient_step.can_learn(document):
        st.warning(t("descent.network.step_function"), icon=":material/horizontal_rule:")
        st.button(
            t("descent.network.smooth"), key="descent.smooth", icon=":material/moving:",
            on_click=session.told(lambda: session.attempt(gradient_step.without_steps)),
        )
    elif now.stuck:
        st.info(t("descent.network.stuck"), icon=":material/horizontal_rule:")
    elif now.loss_after > now.gradients.loss:
        st.warning(t("descent.network.too_far", rate=short(now.rate)), icon=":material/trending_up:")
    st.select_slider(
        t("descent.rate"), value=now.rate,
        **session.bound(
            "descent.rate", now.rate, DESCENT.change("rate"), sorted({*RATES, now.rate}),
            lambda rate: f"η = {short(rate)}",
        ),
    )
    fitting = gradient_step.losses_for(document.layers[-1].activation)
    st.selectbox(
        t("descent.loss"), index=fitting.index(now.loss),
        **session.bound(
            "descent.loss", now.loss, DESCENT.change("loss"), fitting, lambda name: t(f"descent.loss.{name}"),
        ),
    )


def _apply(count: int) -> None:
    """Take the step, or several; where a number would become infinite, nothing is changed and it is said."""
    session.attempt(lambda document: gradient_step.with_steps(gradient_step.gradient_step_of(document), count))


# --- the targets ---------------------------------------------------------------------------------

def _targets(now: GradientStep, t: Language) -> None:
    document = now.document
    batch = gradient_step.learns_all_rows(document)
    if document.examples:
        st.segmented_control(
            t("descent.network.batch"), default=batch, required=True,
            **session.bound(
                "descent.batch", batch, DESCENT.change("batch"), [False, True],
                lambda all_rows: t("descent.network.batch_all", n=len(document.examples)) if all_rows
                else t("descent.network.batch_one"),
            ),
        )
    names = neuron_labels(document, len(document.layers))
    if not batch and now.loss == "categorical_cross_entropy":
        y = now.targets[0]
        right = y.index(max(y))
        st.selectbox(
            t("descent.network.class"), index=right,
            **session.bound(
                "descent.network.class", right, partial(_set_class, document.input, len(names)), range(len(names)),
                names.__getitem__,
            ),
        )
        return
    answers = forward(document.network, now.inputs).output.tolist()
    number_table(
        now.targets, key="descent.network.targets", label=t("descent.network.targets"), t=t, columns=names,
        rows=[_row_name(x) for x in now.inputs], on_cells=partial(_set_cells, now),
    )
    st.caption(t("descent.network.targets_note"))
    st.markdown("\n".join(
        f"- {_row_name(x)} → {', '.join(short(a) for a in row[:6])}{' ⋯' if len(row) > 6 else ''}"
        for x, row in list(zip(now.inputs, answers, strict=True))[:8]
    ))


def _row_name(x: Row) -> str:
    return ", ".join(short(v) for v in x[:3]) + (" ⋯" if len(x) > 3 else "")


def _set_class(x: Row, outputs: int, index: int) -> None:
    session.attempt(gradient_step.set_target, x, tuple(float(k == index) for k in range(outputs)))


def _set_cells(now: GradientStep, cells: list[tuple[int, int, float]]) -> None:
    rows = [list(y) for y in now.targets]
    for row, column, value in cells:
        rows[row][column] = value
    targets = [gradient_step.fitted_target(tuple(y), now.loss) for y in rows]

    def all_of_them(document: Document) -> Document:
        for x, y in zip(now.inputs, targets, strict=True):
            document = gradient_step.set_target(document, x, y)
        return document

    session.attempt(all_of_them)
