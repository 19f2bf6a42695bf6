"""What has been tried in an experiment: a small table, folded away, and the same as a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape as in_html

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.record import Record
from neuroviz.lab.comparison.trial_table import TrialColumn, as_csv, plain_digits, trial_columns
from neuroviz.viz.numbers import MINUS


def field_name(field: str, t: Language) -> str:
    """Return what the page calls a field of the neuron, without what its name explains in brackets."""
    own = {"inputs": "neuron.numbers", "weights": "neuron.numbers", "bias": "neuron.figure.edit_bias"}
    return re.split(r"[(（]", t(own.get(field, f"neuron.field.{field}")))[0].strip()


def tried(now: Record, t: Language) -> None:
    """Show what has been tried in the experiment that is open; nothing where that is only what it begins with."""
    if len(now.trials) < 2:
        return
    table = trial_columns(EXPERIMENTS[now.name], now.trials)
    head, yes, no = [_head(column, t) for column in table], t("neuron.trials.yes"), t("neuron.trials.no")
    with st.popover(t("neuron.trials", n=len(now.trials)), icon=":material/table_rows:", type="tertiary"):
        st.html(_table(table, head, yes, no, t("neuron.trials.label")))
        st.download_button(
            t("neuron.trials.save"), as_csv(table, head, yes, no), file_name=f"neuroviz-{now.name}.csv",
            mime="text/csv", icon=":material/download:", key="neuron.trials.save", on_click="ignore",
        )


def _head(column: TrialColumn, t: Language) -> str:
    measured = f"neuron.trials.{column.name}"
    name = column.symbol or (t(measured) if t.has(measured) else field_name(column.name, t))
    return f"{name} ({column.unit})" if column.unit else name


def _table(table: Sequence[TrialColumn], head: Sequence[str], yes: str, no: str, label: str) -> str:
    def cell(column: TrialColumn, k: int) -> str:
        value = column.values[k]
        if column.switch:
            return yes if value else no
        return plain_digits(value).replace("-", MINUS) or "–"

    first = "".join(f'<th scope="col">{in_html(name)}</th>' for name in head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{in_html(cell(column, k))}</td>' for column in table)}</tr>"
        for k in range(len(table[0].values))
    )
    return (f'<div class="nv-sheet nv-trials" role="region" aria-label="{in_html(label)}" tabindex="0"><table>'
            f"<thead><tr>{first}</tr></thead><tbody>{rows}</tbody></table></div>")
