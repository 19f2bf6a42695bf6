"""The widgets of the document's learning settings."""

from __future__ import annotations

from neuroviz.document.settings.training import Training, at_epoch
from neuroviz.ui.common.controls import Controls
from neuroviz.ui.pages.training.run import steer

TRAINING = Controls(
    prefix="training",
    words=lambda field: f"training.field.{field}",
    helps=lambda field: f"training.help.{field}",
    kind=Training,
    # What was changed in the middle of the run holds now.
    record=lambda document: at_epoch(document.training, document.training.epochs),
    edit=steer,
)
