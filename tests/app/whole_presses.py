"""What can be done on the canvas of a whole model, and what nobody can: (kind, label, payload) of each event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def whole_presses(texts: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Inputs, a bias and a weight, with each of the texts; and places that are not there."""
    yield "put", "an input", {"layer": 0, "neuron": 3, "value": 0.5, "gesture": "drag-1"}
    yield "put", "none such", {"layer": 0, "neuron": -1, "value": 0.5}
    for text in texts:
        for layer, source in ((0, None), (1, None), (2, 3)):
            yield "write", f"{layer} {text}", {"layer": layer, "neuron": 1, "source": source, "text": text}
    yield "write", "none such", {"layer": 9, "neuron": 1, "source": 3, "text": "1"}
