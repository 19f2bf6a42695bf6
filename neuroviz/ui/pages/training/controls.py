"""The widgets of the document's learning settings."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.training import Training
from neuroviz.ui.common.controls import Controls

TRAINING = Controls(
    prefix="training",
    words=lambda field: f"training.field.{field}",
    helps=lambda field: f"training.help.{field}",
    kind=Training,
    record=lambda document: document.training,
    edit=edits.set_learning,
)
