"""The view of the page "The whole model": a model of any width, whose numbers travel beside it."""

from __future__ import annotations

from typing import Literal

from neuroviz.ui.live_plot.protocol.parts import DocumentView


class WholeView(DocumentView):
    """What is drawn, and all but the numbers that computing the model takes.

    pack                 the name of the numbers, which come as bytes (`live_plot.whole`)
    heads, gs            of each layer's activation: before a bracket, and its name
    layers               their names
    side                 of the square that the input is laid out as, or 0
    changed              numbers that are not as they came: layer, neuron, source (-1 for a bias), value
    signal               another one is played anew
    """

    kind: Literal["whole"]
    pack: str
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    heads: list[str]
    gs: list[str]
    layers: list[str]
    side: int
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    input: list[float]
    changed: list[list[float]]
    signal: int
    palette: dict[str, str]
    words: dict[str, str]
