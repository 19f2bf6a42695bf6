"""The view of the page "Look inside": a digit, a lens's picture, and one that is held against it."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from neuroviz.ui.live_plot.protocol.parts import DocumentView, MapColors


class Tile(TypedDict):
    """A neuron: what is lost without it, as text and as a share of the most; whether it is silenced."""

    text: str
    share: float
    silent: bool
    label: str


class Tiles(TypedDict):
    """The neurons of a layer."""

    name: str
    layer: int
    tiles: list[Tile]


class Board(TypedDict):
    """One picture.

    kind        a map of numbers, tiles for neurons, or a film of images
    label       for screen readers; scale: what the colours mean
    wide        numbers in a row of a map; values_b64: the numbers, four bytes each
    outline     whether the ink's edge is drawn over it; x_b64: the image, a byte a pixel
    frames      images of a film, a byte a pixel; frame_said: what stands below each
    """

    kind: Literal["map", "tiles", "film"]
    title: str
    label: str
    wide: int
    values_b64: str
    outline: bool
    x_b64: str
    scale: str
    tiles: list[Tiles]
    frames: list[str]
    frame_said: list[str]


class Control(TypedDict):
    """Something to choose: a field of the settings, by options or on a range."""

    kind: Literal["choice", "range"]
    field: str
    name: str
    value: str | float
    options: NotRequired[list[list[str]]]
    low: NotRequired[float]
    high: NotRequired[float]
    step: NotRequired[float]


class Curve(TypedDict):
    """Parts that go one after the other: (share of the parts, share of the answer), and how many may go."""

    name: str
    points: list[list[float]]
    said: str
    survived: float


class Cut(TypedDict):
    """A connection, (layer, neuron, source), that is cut or can be."""

    place: list[int]
    text: str
    cut: bool


class Example(TypedDict):
    """An image to choose: its place among those that training never saw."""

    index: int
    b64: str
    label: str
    shown: bool


class InsideView(DocumentView):
    """What is drawn.

    digit_b64, digit_label, digit_said   the digit in hand: a byte a pixel, for screen readers, and what is said of it
    shares, share_texts, asked   of the ten answers, and which of them is asked about
    examples, hard     images to choose, and the places of those that the network is least sure of
    main, rival        the lens's picture, and what is held against it; verdict: what comes of it
    film_said          of a film, a sentence for each of its frames
    thumb_b64          the digit on other paper, or "" where it is not looked at
    tells, blind       what the lens can tell, and what it cannot
    said, curves, cuts, lesions   of lesions: what they cost, how many could go, what can be cut, whether there are any
    """

    kind: Literal["inside"]
    side: int
    digit_b64: str
    digit_label: str
    digit_said: list[str]
    shares: list[float]
    share_texts: list[str]
    asked: int
    examples: list[Example]
    hard: list[int]
    lens: str
    lenses: list[list[str]]
    test: str
    tests: list[list[str]]
    main: Board
    rival: Board
    film_said: list[str]
    verdict: list[str]
    thumb_b64: str
    controls: list[Control]
    test_controls: list[Control]
    tells: str
    blind: str
    said: list[str]
    curves: list[Curve]
    cuts: list[Cut]
    lesions: bool
    palette: dict[str, str]
    map_colors: MapColors
    words: dict[str, str]
