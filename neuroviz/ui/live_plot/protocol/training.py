"""The view of a training."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from neuroviz.ui.live_plot.protocol.parts import DocumentView, MapColors, Rgb, Span, Spec


class Titled(TypedDict):
    """A figure with its title."""

    spec: Spec
    title: str
    label: str


class TrainingNetwork(Titled):
    """The network that is trained; ranges: which values of a layer are coloured fully; neuron: a neuron's own title."""

    sizes: tuple[int, ...]
    ys: list[list[float]]
    node_px: float
    widths: list[float] | tuple[float, ...]
    activations: tuple[str, ...]
    neuron: str
    ranges: list[Span]
    colors: MapColors


class TrainingMap(Titled):
    """The map of outputs: how many curves, and which trace joins the points to them."""

    isometric: bool
    lines: int
    sticks: int | None


class LeftOver(TypedDict):
    """The training points, where there is a curve."""

    x: list[float]
    y: list[float]
    curve: list[int]


class TrainingData(TypedDict):
    """What the map is of: `flat` is a curve, `classes` is 0 where values are learnt, `own` takes points by click.

    point, axes  where all inputs stay, but for the two that run across and up; discrete: the decision alone
    """

    domain: tuple[Span, Span]
    features: tuple[str, ...]
    flat: bool
    point: list[float]
    axes: tuple[int, int]
    discrete: bool
    classes: int
    own: bool
    class_names: list[str] | tuple[str, ...]
    class_colors: list[Rgb]
    range: Span
    train: LeftOver | None
    map_colors: MapColors


class EpochNumbers(TypedDict):
    """What is said of an epoch, by the names that a sentence uses; the two values are drawn."""

    epoch: float
    train_loss: str
    test_loss: str
    gap: str
    train_metric: str
    test_metric: str
    train_loss_value: float | None
    test_loss_value: float | None
    typical: NotRequired[str]
    largest: NotRequired[str]
    confusion: NotRequired[list[list[int]]]


class TrainingInput(TypedDict):
    """An input that the network could get, and whether it does."""

    name: str
    label: str
    on: bool


class TrainingBuild(TypedDict):
    """What the network can be built with in its picture."""

    most_neurons: int
    most_layers: int
    inputs: list[TrainingInput]
    words: dict[str, str]


_From = TypedDict("_From", {"from": int})
"""How many frames the browser has. Its own class, as "from" is no name in Python."""


class TrainingView(DocumentView, _From):
    """A training.

    layout    another one is drawn anew
    epochs, weights_b64, numbers   of the frames that are new
    sentence  with {train_loss} and the like
    """

    kind: Literal["training"]
    run: int
    layout: int
    network: TrainingNetwork
    map: TrainingMap
    losses: Titled
    weights: Titled
    data: TrainingData
    parameters: int
    shown_weights: list[int]
    epochs: list[float]
    weights_b64: str
    numbers: list[EpochNumbers]
    total: int
    state: Literal["running", "finished", "early_stop", "diverged"]
    best: int | None
    build: TrainingBuild
    legend: str
    sentence: str
    message: str
    arrived: NotRequired[int]
