"""What the canvas of the page "The whole model" is sent: all but the numbers, which travel beside it."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from typing import Any

from neuroviz.document.models.whole import Whole
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.equation import HEADS

_SEEN = ("positive", "negative", "positive_soft", "negative_soft", "muted", "ink", "paper", "zero", "grid", "select")
_DRAWN = (*_SEEN, "alarm")

LEAST_SIDE = 6
"""Inputs in a square smaller than this are a column, as those of other layers are."""


def side_of(count: int) -> int:
    """Return the side of the square that an input of so many numbers is laid out as, or 0."""
    side = math.isqrt(count)
    return side if side * side == count and side >= LEAST_SIDE else 0


def layer_names(sizes: tuple[int, ...], words: Mapping[str, str]) -> list[str]:
    """Return the names of the layers, the input first."""
    last = len(sizes) - 1
    return [words["input"], *(words["hidden"].format(n=layer) for layer in range(1, last)), words["output"]]


def signal_of(whole: Whole) -> int:
    """Return a number that is another one where another signal runs through the model."""
    return zlib.crc32(repr((whole.activations, sorted(whole.changed.items(), key=repr))).encode(),
                      zlib.crc32(whole.input.tobytes()))


def whole_view(
    whole: Whole, pack: str, words: Mapping[str, str], activations: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    """Return the canvas's view.

    pack         the name of its numbers
    words        everything under "whole.figure" of a catalogue
    activations  the activation functions' names
    """
    sizes = whole.sizes
    return {
        "kind": "whole", "pack": pack, "sizes": sizes, "activations": whole.activations,
        "heads": [HEADS.get(name, "") for name in whole.activations],
        "gs": [activations[name] for name in whole.activations],
        "layers": layer_names(sizes, words), "side": side_of(sizes[0]),
        "input_names": whole.input_names, "output_names": whole.output_names,
        "input": whole.input.tolist(),
        "changed": [
            [layer, neuron, -1 if source is None else source, value]
            for (layer, neuron, source), value in whole.changed.items()
        ],
        "signal": signal_of(whole),
        "palette": {name: getattr(palette, name) for name in _DRAWN},
        "words": dict(words),
        "colors": {name.replace("_", "-"): getattr(palette, name) for name in _SEEN},
    }
