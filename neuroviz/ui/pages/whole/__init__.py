"""The page of wide models: the canvas; below it a model of one's own, its input, and a slice of it for the studio.

Two fragments, one in the other, as in the studio: what is done on the canvas runs the canvas alone. The numbers lie
outside of both: they travel once a page.
"""

from __future__ import annotations

import streamlit as st

from neuroviz.document.models.bounds import in_thousands
from neuroviz.i18n import Language
from neuroviz.lab.whole import EXAMPLES, example
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, shell, turns
from neuroviz.ui.common.model_import import whole_opener
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.common.whole_model import has_other_numbers, numbers, open_handed, open_whole, whole_now
from neuroviz.ui.live_plot.whole import whole_numbers
from neuroviz.ui.pages.whole.inputs import inputs_panel
from neuroviz.ui.pages.whole.model import model_panel
from neuroviz.ui.pages.whole.slicing import slice_panel
from neuroviz.ui.pages.whole.stage import stage
from neuroviz.viz.whole.whole_view import signal_of

_DRAWN = "whole.panels.drawn"


def whole_page(t: Language) -> None:
    """Show the whole page below its head."""
    name, kind, data = numbers()
    whole_numbers(name, kind, whole_now().sizes, data)
    if session.presenting():
        _canvas(t)
        return
    _desk(t)
    left, right = st.columns(2, gap="medium")
    left.markdown(t("whole.try"))
    right.markdown(t("whole.sources"))


def whole_head(t: Language) -> shell.Head:
    """Return the examples, and what the page is about. What the address names is there before both."""
    open_handed()
    now = whole_now()
    return shell.Head(
        chooser=shell.Chooser(
            "whole.example", t("whole.example"), EXAMPLES, now.example or None,
            lambda name: t(f"whole.example.{name}"), lambda name: open_whole(example(name)),
        ),
        note=t("whole.intro") if now.example else t(
            "whole.own", title=escape_markdown(now.title), sizes="-".join(map(str, now.sizes)),
            count=in_thousands(now.count)),
    )


@turns.fragment
def _desk(t: Language) -> None:
    session.keep(_DRAWN, _shown())
    _canvas(t)
    live_plot.rerun_when_stale()
    model, inputs, part = st.columns(3, gap="medium")
    with model:
        st.subheader(t("whole.model"), anchor=False)
        whole_opener(t)
        model_panel(t)
    with inputs:
        inputs_panel(t)
    with part:
        slice_panel(t)


@turns.fragment
def _canvas(t: Language) -> None:
    shell.rerun_if_head_changed(whole_head(t))
    if has_other_numbers():
        st.rerun()
    # A place of its own: a notice that comes or goes does not move the canvas, which would be mounted anew.
    with st.container():
        shell.show_notice(t)
    stage(t, stale=not session.presenting() and session.value(_DRAWN) != _shown())


def _shown() -> object:
    """Return what the panels show: where it is the same, they need no new run."""
    return signal_of(whole_now())
