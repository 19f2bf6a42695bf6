"""The panel for the input: a slider and a number each, and a table of rows to take it from."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.names import neuron_labels
from neuroviz.ui.common.number_table import number_table
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.common.value_editor import value_editor

_SHOWN_AT_ONCE = 8


def panel(t: Language) -> None:
    """Show the input, a slider and a field each, and the rows to take it from."""
    document = session.document()
    names = neuron_labels(document, 0)
    first = 0
    if len(names) > _SHOWN_AT_ONCE:
        starts = range(0, len(names), _SHOWN_AT_ONCE)
        shown = session.value("studio.inputs.first", 0)
        first = shown if shown in starts else 0
        st.segmented_control(
            t("studio.inputs.which"), default=first, required=True,
            **session.bound(
                "studio.inputs.which", first, partial(session.keep, "studio.inputs.first"), starts,
                lambda start: f"{start + 1}–{min(start + _SHOWN_AT_ONCE, len(names))}",
            ),
        )
    for index in range(first, min(first + _SHOWN_AT_ONCE, len(names))):
        # A widget's label is Markdown, and a name is what its visitor typed.
        value_editor(
            escape_markdown(names[index]), document.input[index], key=f"studio.input.{index}", t=t, plain=names[index],
            on_change=partial(_set_input, index),
        )
    current = document.examples.index(document.input) if document.input in document.examples else None
    if document.examples:
        number_table(
            document.examples, key="studio.examples", label=t("studio.examples"), t=t, current=current,
            rows=[str(row + 1) for row in range(len(document.examples))], columns=names,
            on_cells=lambda cells: session.attempt(edits.set_example_cells, cells), on_row=_row,
        )
    full = len(document.examples) >= limits.MAX_EXAMPLES
    st.button(
        t("studio.examples.add"), icon=":material/add:", key="studio.examples.add",
        disabled=current is not None or full,
        help=t("refusal.too_many_examples", limit=limits.MAX_EXAMPLES) if full else None,
        on_click=session.told(lambda: session.attempt(edits.add_example)),
    )


def _set_input(index: int, value: float) -> None:
    session.attempt(edits.set_input, index, value)


def _row(kind: str, row: int) -> None:
    session.attempt(edits.use_example if kind == "use" else edits.remove_example, row)
