"""The widgets of the document's learning settings."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.training import CHOICES, RANGES
from neuroviz.ui.common.controls import Controls

LEARNING = Controls(
    prefix="learning",
    words=lambda field: f"learning.field.{field}",
    helps=lambda field: f"learning.help.{field}",
    record=lambda document: document.learning,
    edit=edits.set_learning,
    ranges=RANGES,
    choices=CHOICES,
)
