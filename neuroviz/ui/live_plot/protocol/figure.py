"""The view of one figure: the network with its player, a walk downhill, or a curve with a value to drag."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from neuroviz.ui.live_plot.protocol.parts import DocumentView, Numbers, Plain, Spec


class StepFrame(TypedDict):
    """A meaningful step of the signal, or of a walk downhill.

    ms          how long it takes to get there
    moment      of the equations: which pieces are true by then
    traces, data  which traces change, and to what
    offsets     where each neuron's pulses begin, and where the last one's end
    crowded     whether there are more labels than can be read
    whole       whether it is played layer by layer in any case
    book        whose equations go with it: "back", or the signal's own
    k, lines    of a walk: steps that are over, and their arithmetic
    """

    layer: int
    phase: str
    ms: float
    moment: int
    caption: str
    traces: NotRequired[list[int]]
    data: NotRequired[list[Plain]]
    offsets: NotRequired[list[int]]
    crowded: NotRequired[bool]
    whole: NotRequired[bool]
    at_once: NotRequired[bool]
    book: NotRequired[str]
    k: NotRequired[int]
    lines: NotRequired[list[str]]


class Live(TypedDict):
    """What the browser needs to compute the network itself (network/live.js).

    follows    whether all that is shown can be computed there while the hand moves a number
    drawn_for  width and height in px that places and sizes are for
    heads      how activations are written before a bracket
    bounded    whether a layer's colours are for values up to 1
    room       characters that a neuron has room for; 0: none
    """

    follows: bool
    drawn_for: list[float]
    activations: list[str]
    heads: list[str]
    bounded: list[bool]
    colors: dict[str, str]
    room: float
    widths: int
    labelled: list[bool]
    traces: dict[str, int]
    moments: dict[str, int]


class NetworkPart(TypedDict):
    """The network of the document, beside its picture.

    ys         the neurons of each layer
    layers     their names
    equations, back   (pieces, partial sums) of each layer after the input, neuron by neuron; of the way back
    wrong      what was typed and not taken
    shape      a sum of all that the picture shows but the network's numbers; with theirs, the browser says what it
               shows
    """

    ys: list[list[float]]
    layers: list[str]
    node_px: float
    traces: dict[str, int]
    paper: str
    weights: list[list[list[float]]]
    biases: list[list[float]]
    input: list[float]
    names: list[list[str]]
    selection: Plain | None
    z: list[Numbers]
    a: list[Numbers]
    equations: list[list[list[Any]]]
    back: NotRequired[list[list[list[Any]]]]
    matrices: list[Plain]
    live: Live
    wrong: NotRequired[dict[str, str]]
    shape: NotRequired[int]


class Verdict(TypedDict):
    """How a walk went."""

    text: str
    alarm: bool


class Segments(TypedDict):
    """The slope at each step of a walk, and the trace that shows it."""

    trace: int
    x: list[list[float]]
    y: list[list[float]]


class WalkPath(TypedDict):
    """The points of a walk, and the traces that show them."""

    tail: int
    head: int
    x: list[float]
    y: list[float]


class HillPath(TypedDict):
    """A walk on the hills; corners: of the mark on its ball."""

    x: list[float]
    y: list[float]
    color: str
    dash: list[int]
    corners: int


class Hills(TypedDict):
    """The ground in three dimensions; places from -1 to 1, heights from 0 to 1."""

    z: list[list[float]]
    steps: int
    low: str
    high: str
    line: str
    paper: str
    shine: str
    paths: list[HillPath]


class WalkPart(TypedDict):
    """Walks downhill."""

    paths: list[WalkPath]
    hills: Hills | None
    segments: NotRequired[Segments]
    verdicts: list[Verdict]


class Probe(TypedDict):
    """A value that is dragged along an axis: x, from min to max, in steps of an arrow key; name: for screen readers."""

    x: float
    min: float
    max: float
    step: float
    name: str


class Probes(Probe):
    """One value to drag along x, and perhaps a second along y."""

    second: NotRequired[Probe]


class FigureView(DocumentView):
    """One figure, and what is around it.

    side     the curve of an activation
    signal   another one is played anew
    legend   how to read the picture
    rest     px that have to be seen below the picture, which takes what its window leaves
    simple   for a picture that plays round and round, with nothing beside it
    coach    how often the visitor has asked for the first steps on the canvas, where they may be shown
    prompt   what the hand can do, until it has done it; `prompt_touch`, what a finger can
    fixed    nothing can be changed: a saved page, without a server
    tall     px that it is tall, whatever the window leaves: for a picture that is taken of it
    """

    kind: Literal["figure"]
    spec: Spec
    label: str
    frames: NotRequired[list[StepFrame]]
    network: NotRequired[NetworkPart]
    side: NotRequired[Spec]
    signal: NotRequired[int]
    walk: NotRequired[WalkPart]
    probe: NotRequired[Probes]
    legend: NotRequired[str]
    rest: NotRequired[int]
    simple: NotRequired[bool]
    coach: NotRequired[int]
    prompt: NotRequired[str]
    prompt_touch: NotRequired[str]
    fixed: NotRequired[bool]
    tall: NotRequired[int]


class KnownView(DocumentView):
    """What the browser shows of the network is right: the answer to an event with which it said what it shows.

    shape    the sum of all but the network's numbers, as the picture came with it
    numbers  theirs
    """

    kind: Literal["known"]
    shape: int
    numbers: int
    signal: int
