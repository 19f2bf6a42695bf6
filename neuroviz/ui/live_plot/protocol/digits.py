"""The view of the page "Digits": a pad, a network with an image as its first layer, and what it has learnt."""

from __future__ import annotations

from typing import Literal, TypedDict

from neuroviz.ui.live_plot.protocol.parts import DocumentView, MapColors, Spec


class Learning(TypedDict):
    """How far the network has come.

    epochs, kept, last   it has learnt for; the last of the kept ones; after which it learns no more
    more                 whether it can learn on
    stops                [epoch, right answers in percent] of images that training never saw
    count, answers       how many these are, and the digit that each is taken for, as one text
    confusion            counts by digit and answer
    hard, wrong          the least sure answers, and the surest of the wrong ones, by the images' places
    exciting             for each layer after the image and each neuron, what excites it most
    """

    epochs: int
    kept: int
    last: int
    more: bool
    stops: list[list[float]]
    count: int
    answers: str
    confusion: list[list[int]]
    hard: list[int]
    wrong: list[int]
    exciting: list[list[list[int]]]


class DigitsView(DocumentView):
    """What is drawn, and all that computing the network takes.

    images, side, most   the set, its images' sides, and their pixels' largest value
    pad, pens            the pad's sides in units of a stroke's places, and widths of pens
    heads, gs, bounded   of each layer's activation: before a bracket, its name, whether it has a largest value
    signal               another one is played anew
    example, example_b64, example_label   the image that is shown where nothing is drawn: place, pixels, digit
    columns, ys, bars    where layers, neurons and bars stand in the figure
    weights, pictures    names of the packs with the network's parameters, and with the images
    packs                those that the browser has not got
    """

    kind: Literal["digits"]
    images: str
    side: int
    most: int
    pad: int
    pens: tuple[int, ...]
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    heads: list[str]
    gs: list[str]
    bounded: list[bool]
    layers: list[str]
    signal: int
    strokes: tuple[tuple[int, ...], ...]
    width: int
    example: int
    example_b64: str
    example_label: int
    spec: Spec
    columns: list[float]
    ys: list[list[float]]
    bars: list[float]
    traces: dict[str, int]
    weights: str
    pictures: str
    packs: dict[str, str]
    palette: dict[str, str]
    map_colors: MapColors
    learning: Learning
    words: dict[str, str]
