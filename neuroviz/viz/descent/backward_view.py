"""The network's view with the way back after the way forward."""

from __future__ import annotations

import zlib
from typing import Any

from neuroviz.lab.gradient_step import GradientStep
from neuroviz.viz.descent.backward_equation import backward_equation
from neuroviz.viz.descent.backward_timeline import with_backward
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.network_figure import Scene, Words
from neuroviz.viz.studio.network_view import network_view


def backward_view(
    now: GradientStep, palette: Palette, words: Words, captions: dict[str, str], back: dict[str, str],
) -> dict[str, Any]:
    """Return `network_view` of the now's document, with frames and equations for both ways.

    back   a caption a phase of the way back
    """
    document = now.document
    view = network_view(document, palette, words, captions)
    view["frames"] = with_backward(Scene.of(document, palette, words), view["spec"], view["frames"], now, back)
    view["network"]["back"] = [
        [[backward_equation(now, layer, neuron), []] for neuron in range(document.sizes[layer])]
        for layer in range(1, len(document.sizes))
    ]
    # The way back is Python's alone: until it is here, the old one would stand beside new numbers.
    view["network"]["live"]["follows"] = False
    view["signal"] = zlib.crc32(
        repr((view["signal"], now.inputs, now.targets, now.loss, now.rate)).encode()
    )
    return view
