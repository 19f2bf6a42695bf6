"""The widgets of the document's learning settings."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.training import CHOICES, RANGES
from neuroviz.ui.common.controls import Controls

TRAINING = Controls(
    prefix="training",
    words=lambda field: f"training.field.{field}",
    helps=lambda field: f"training.help.{field}",
    record=lambda document: document.training,
    edit=edits.set_learning,
    ranges=RANGES,
    choices=CHOICES,
)
