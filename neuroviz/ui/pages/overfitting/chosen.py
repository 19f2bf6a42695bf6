"""What the overfitting page shows: the document's trial, and the trial it is compared with."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.overfitting import Kept, Trial
from neuroviz.document.settings.training_rules import OWN
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.controls import Controls
from neuroviz.ui.common.text import escape_markdown

# The words of these stand elsewhere, and the help of those here.
_NAMED_ELSEWHERE = ("epochs", "optimizer", "learning_rate")
_HELPED_HERE = ("points", "noise", "neurons", "patience")

TRIAL = Controls(
    prefix="overfitting",
    words=lambda field: f"training.field.{field}" if field in _NAMED_ELSEWHERE else f"overfitting.lever.{field}",
    helps=lambda field: f"overfitting.lever.{field}.help" if field in _HELPED_HERE else f"training.help.{field}",
    kind=Trial,
    record=lambda document: document.overfitting.trial,
    edit=edits.set_trial,
)


def name_of(kept: Kept, t: Language) -> str:
    """Return a kept run's name: the visitor's own, else its number."""
    return kept.name or t("overfitting.kept.numbered", number=kept.number)


def data_said(trial: Trial, t: Language) -> str:
    """Return the data set's name; of the visitor's own the columns' too, for Markdown."""
    if trial.dataset != OWN:
        return t(f"training.dataset.{trial.dataset}")
    *inputs, target = trial.own.names or [""]
    if not target or not all(inputs):
        return t("own.title")
    return t("overfitting.own.columns", inputs=" × ".join(map(escape_markdown, inputs)), target=escape_markdown(target))


def network_name(network: str, trial: Trial, t: Language) -> str:
    """Return a network's name: whether it is too small is known of made-up data alone."""
    return t(f"overfitting.{'own_network' if trial.dataset == OWN else 'network'}.{network}")


def trial() -> Trial:
    """Return the document's trial."""
    return session.document().overfitting.trial


def base() -> Trial | None:
    """Return the trial that this one is compared with, or None."""
    return session.document().overfitting.base
