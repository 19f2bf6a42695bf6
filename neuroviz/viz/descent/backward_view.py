"""The network's view with the way back after the way forward."""

from __future__ import annotations

import zlib
from typing import Any

from neuroviz.lab.gradient_step import Lesson
from neuroviz.viz.descent.backward_equation import backward_equation
from neuroviz.viz.descent.backward_timeline import with_backward
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.network_figure import Scene, Words
from neuroviz.viz.studio.network_view import network_view


def backward_view(
    lesson: Lesson, palette: Palette, words: Words, captions: dict[str, str], back: dict[str, str],
) -> dict[str, Any]:
    """`network_view` of the lesson's document, with frames and equations for both ways.

    back   a caption a phase of the way back
    """
    document = lesson.document
    view = network_view(document, palette, words, captions)
    view["frames"] = with_backward(Scene.of(document, palette, words), view["spec"], view["frames"], lesson, back)
    view["network"]["back"] = [
        [[backward_equation(lesson, layer, neuron), []] for neuron in range(document.sizes[layer])]
        for layer in range(1, len(document.sizes))
    ]
    # The way back is Python's alone: until it is here, the old one would stand beside new numbers.
    view["network"]["live"]["follows"] = False
    view["signal"] = zlib.crc32(
        repr((view["signal"], lesson.inputs, lesson.targets, lesson.loss, lesson.rate)).encode()
    )
    return view
