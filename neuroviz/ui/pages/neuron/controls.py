"""The widgets of the document's neuron."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.neuron import CHOICES, RANGES
from neuroviz.ui.common.controls import Controls

NEURON = Controls(
    "pair", lambda field: f"pair.field.{field}", lambda field: f"pair.help.{field}", lambda document: document.neuron,
    edits.set_neuron, RANGES, CHOICES,
)
