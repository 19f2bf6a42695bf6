"""The view of the two neurons."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from neuroviz.ui.live_plot.protocol.parts import DocumentView, Plain, Spec


class Labelled(TypedDict):
    """A figure, and what it is to who cannot see it."""

    spec: Spec
    label: str


class Glow(TypedDict):
    """Points that light up: a trace, and what drives each of its points, one of

    on      always so much
    line    the level of a line, with `sign` of one side of zero only
    spike   ms since the last of the neuron's own spikes
    train   the spikes of an input, seen `shift` ms later
    """

    trace: int
    of: list[dict[str, float | str]]


class PulsePath(TypedDict):
    """A polyline; share: of the way, at each of its points."""

    x: list[float]
    y: list[float]
    share: list[float]


class Pulses(TypedDict):
    """Points that run along paths, and whose spikes they are."""

    trace: int
    paths: list[PulsePath]
    of: list[dict[str, float | bool]]


class NeuronSide(Labelled):
    """One of the two neurons; living: vessels, branches and the body, see neuron/living.js."""

    glows: list[Glow]
    pulses: list[Pulses]
    living: Plain


class NeuronClock(TypedDict):
    """What happens at which time.

    lines     which trace of the rows is which
    levels    between which two values of a line its part goes from dark to lit
    currents  of each input at each time, in 255ths of the largest
    travel    ms that a drawn pulse takes to its synapse
    delay     from the hillock to the terminals, where spikes arrive
    events    (ms, number of a sentence)
    """

    duration: float
    time: list[float]
    lines: dict[str, int]
    levels: dict[str, list[float]]
    trains: list[list[float]]
    currents: list[list[int]]
    spikes: list[float]
    travel: float
    delay: float | None
    events: list[tuple[float, int]]
    sentences: list[str]


class NeuronEdit(TypedDict):
    """How a part's number is changed by hand."""

    part: str
    index: int
    value: float
    label: str


class NeuronPart(TypedDict):
    """What corresponds: where it is on either side, and what it is there in words."""

    name: str
    left: tuple[float, float]
    right: tuple[float, float]
    words: list[str]
    edit: NeuronEdit | None


class NeuronFormulas(TypedDict):
    """Lines; {v:1} stands for the value now, with so many digits."""

    left: list[str]
    right: list[str]


class WrongNumber(TypedDict):
    """What was typed and not taken, of which part, and why."""

    name: str
    text: str
    message: str


class NeuronView(DocumentView):
    """An artificial neuron, a biological one, and what happened over time.

    legend   what the colours and letters of the picture mean, a line each
    problem  why there is no run
    most     that a number may be
    """

    kind: Literal["neuron"]
    left: NeuronSide
    right: NeuronSide
    below: Labelled
    clock: NeuronClock
    formulas: NeuronFormulas
    legend: list[str]
    parts: list[NeuronPart]
    problem: str
    most: float
    signal: int
    wrong: NotRequired[WrongNumber | None]
