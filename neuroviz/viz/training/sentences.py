"""What is said below the training's pictures: how to read them, how an epoch went, and how the whole run ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neuroviz.document.settings.training import OWN, Training, base_row, is_slice, target_name
from neuroviz.lab.training_run import Frame
from neuroviz.nn.datasets import Split
from neuroviz.viz.training.map_figure import MOST_POINTS
from neuroviz.viz.training.own_units import is_own_table


def takes_points(training: Training) -> bool:
    """Return whether a click puts a point of the visitor's there."""
    return training.dataset == OWN and bool(training.own_classes) and training.dimension == 2


def legend(training: Training, words: Mapping[str, str]) -> str:
    """Return what colour, thickness, dash and filling mean, and what the hand can do."""
    said = words["legend_curve" if training.dimension == 1 else "legend"]
    if is_slice(training):
        row = base_row(training)
        held = words["legend_row"].format(row=row) if row else words["legend_means"]
        said = f"{said} {held}"
    if training.dataset == OWN and training.own_count > MOST_POINTS:
        said = f"{said} {words['legend_some'].format(count=training.own_count)}"
    return " ".join([said, *([words["legend_own"]] if takes_points(training) else [])])


def sentence(training: Training, data: Split, words: Mapping[str, str]) -> str:
    """Return what is said of an epoch; its numbers come in the frames. Without test points, nothing is said of them."""
    if training.classes or not len(data.test) or not is_own_table(training):
        return words[f"sentence_{'classes' if training.classes else 'values'}{'' if len(data.test) else '_untested'}"]
    name = target_name(training)
    return words["sentence_own"].replace("{target}", f"“{name}”" if name else "y")


def message(
    training: Training, frames: Sequence[Frame], state: str, best: int | None, broke: int | None,
    words: Mapping[str, str], trouble: str,
) -> str:
    """Return what is said of the whole run: how it ended, and why it learns nothing."""
    ended = state + ("_untested" if state == "finished" and best is None else "")
    said = [] if state == "running" else [words[f"state_{ended}"].format(
        best=best, broke=broke, stop=f"{frames[-1].epoch:g}", patience=training.patience,
    )]
    return " ".join([*said, *([words[f"trouble_{trouble}"]] if trouble else [])])
