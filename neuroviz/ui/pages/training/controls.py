"""The widgets of the document's learning settings."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.training import CHOICES, RANGES
from neuroviz.ui.common.controls import Controls

LEARNING = Controls(
    "learning", lambda field: f"learning.field.{field}", lambda field: f"learning.help.{field}",
    lambda document: document.learning, edits.set_learning, RANGES, CHOICES,
)
