"""The widgets of the document's neuron."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.document.settings.neuron import Neuron
from neuroviz.ui.common.controls import Controls

NEURON = Controls(
    prefix="neuron",
    words=lambda field: f"neuron.field.{field}",
    helps=lambda field: f"neuron.help.{field}",
    kind=Neuron,
    record=lambda document: document.neuron,
    edit=edits.set_neuron,
)
