"""The widgets of the document's neuron."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.neuron import CHOICES, RANGES
from neuroviz.ui.common.controls import Controls

NEURON = Controls(
    prefix="neuron",
    words=lambda field: f"neuron.field.{field}",
    helps=lambda field: f"neuron.help.{field}",
    record=lambda document: document.neuron,
    edit=edits.set_neuron,
    ranges=RANGES,
    choices=CHOICES,
)
