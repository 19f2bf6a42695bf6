"""What can be done on the canvas of a training, and what nobody can: (kind, label, payload) of each event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def training_presses(run: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Go on with a run, begin it anew, put a point far away; build the network with parts that are there, and none."""
    for steps in ("batch", 2, 0):
        yield "more", str(steps), {"run": run, "have": 0, "steps": steps}
    yield "restart", "", {}
    yield "point", "", {"x": 0.5, "y": -1e6}
    for count in (-1, 1):
        yield "build", f"layers {count}", {"part": "layers", "count": count}
        for layer in (0, 1, 9):
            yield "build", f"neurons {layer} {count}", {"part": "neurons", "layer": layer, "count": count}
    for name in ("x2", "nothing"):
        for on in (0, 1):
            yield "build", f"input {name} {on}", {"part": "input", "field": name, "value": on}
