"""From what a file has to a network: what is open, what a visitor chose, and the document that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from neuroviz.document import limits
from neuroviz.document.models.arrays import fitting, misfit
from neuroviz.document.models.model import IN_OUT, ORIENTATIONS, OUT_IN, ModelLayer, ReadModel
from neuroviz.document.page_edits import with_pages_of
from neuroviz.document.parts import clean_name
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Layer, Vector
from neuroviz.nn import ACTIVATIONS

_HIDDEN, _LAST = "relu", "linear"
_START = 1.0
"""What an input begins with: with 0 all that is seen would be biases."""


@dataclass(frozen=True)
class Wish:
    """What a visitor chose where a file leaves it open; "" and -1 stand for what nobody has chosen yet.

    order         which of the model's orders
    orientation   of all matrices
    activations   one a layer, as far as they were chosen
    """

    order: int = 0
    orientation: str = ""
    activations: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Arranged:
    """A model as it would be opened.

    parts         the layers in their order
    sizes         neurons in each layer, the input first
    orientations  those that fit; two where the shapes leave it open and the format does not say it
    orientation   the one that is taken, or "" where it must be chosen
    activations   one a layer: a name of `nn.ACTIVATIONS`, or "" where it must be chosen
    suggested     the layers whose activation is only suggested, since the file does not say it
    problem       why it cannot be opened, or None
    """

    parts: tuple[ModelLayer, ...]
    sizes: tuple[int, ...]
    orientations: tuple[str, ...]
    orientation: str
    activations: tuple[str, ...]
    suggested: tuple[int, ...]
    problem: Refusal | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be opened: nothing is wrong, and nothing waits to be chosen."""
        return self.problem is None and bool(self.orientation) and all(self.activations)


def arrange_model(model: ReadModel, wish: Wish, widest: int = limits.MAX_NEURONS) -> Arranged:
    """Return the model as it would be opened with what was chosen. Never raises.

    widest  neurons that a layer may have
    """
    parts = model.orders[wish.order if 0 <= wish.order < len(model.orders) else 0]
    offered = fitting(parts, (model.orientation,) if model.orientation else ORIENTATIONS)
    taken = offered[0] if len(offered) == 1 else next(
        (each for each in (wish.orientation, model.likely) if each in offered), "")
    # Sizes are shown also while it is open which way the matrices stand, or when they do not fit.
    sizes = _sizes(parts, taken or model.orientation or model.likely or OUT_IN)
    activations, suggested = _activations(parts, wish)
    arranged = Arranged(parts, sizes, offered, taken, activations, suggested)
    try:
        _check(model, arranged, widest)
    except Refusal as problem:
        return replace(arranged, problem=problem)
    return arranged


def opened_model(document: Document, model: ReadModel, wish: Wish) -> Document:
    """Return the model as a document; all pages' settings stay. Raises Refusal as `arrange_model` says.

    The present input, its names and the saved inputs stay where the new network has as many.
    """
    arranged = arrange_model(model, wish)
    if arranged.problem is not None:
        raise arranged.problem
    if not arranged.ready:
        raise Refusal("model_open")
    layers = tuple(_layer(part, arranged.orientation, activation)
                   for part, activation in zip(arranged.parts, arranged.activations, strict=True))
    n_in, n_out = arranged.sizes[0], arranged.sizes[-1]
    same = len(document.input) == n_in
    names = model.input_names or (document.input_names if same else ())
    outputs = model.output_names or (document.output_names if same and document.sizes[-1] == n_out else ())
    return with_pages_of(document, Document(
        layers=layers, input=document.input if same else (_START,) * n_in,
        input_names=_cut(names, n_in), output_names=_cut(outputs, n_out), examples=document.examples if same else (),
    ))


def _cut(names: Sequence[str], count: int) -> tuple[str, ...]:
    """Names as a document may have them, one a neuron, or none."""
    return tuple(clean_name(name[:limits.MAX_NAME_CHARS]) for name in names) if len(names) == count else ()


def _sizes(parts: Sequence[ModelLayer], orientation: str) -> tuple[int, ...]:
    shapes = [part.weights.shape if orientation == OUT_IN else part.weights.shape[::-1] for part in parts]
    return (shapes[0][1], *(n_out for n_out, _ in shapes))


def _activations(parts: Sequence[ModelLayer], wish: Wish) -> tuple[tuple[str, ...], tuple[int, ...]]:
    found: list[str] = []
    suggested: list[int] = []
    for place, part in enumerate(parts):
        chosen = wish.activations[place] if place < len(wish.activations) else ""
        if chosen in ACTIVATIONS:
            found.append(chosen)
        elif part.activation or part.said:
            # What the file names and this app does not have is not exchanged for something else unasked.
            found.append(part.activation)
        else:
            found.append(_LAST if place == len(parts) - 1 else _HIDDEN)
            suggested.append(place)
    return tuple(found), tuple(suggested)


def _check(model: ReadModel, arranged: Arranged, widest: int) -> None:
    parts, sizes = arranged.parts, arranged.sizes
    if not arranged.orientations:
        _explain(parts, model.orientation or model.likely or OUT_IN)
    if len(sizes) > limits.MAX_LAYERS:
        raise Refusal("model_layers", count=len(sizes), limit=limits.MAX_LAYERS)
    for place, size in enumerate(sizes):
        if size > widest:
            if widest > limits.MAX_NEURONS:
                raise Refusal("whole_wide", place=place + 1, count=size, limit=widest)
            raise Refusal("model_wide", place=place + 1, count=size, limit=widest)
    for activation in arranged.activations[:-1]:
        if activation and not ACTIVATIONS[activation].elementwise:
            raise Refusal("softmax_last")


def _explain(parts: Sequence[ModelLayer], orientation: str) -> None:
    """Raise the refusal that says which layer does not fit."""
    place = misfit(parts, orientation)
    assert place is not None
    part = parts[place]
    n_out, n_in = part.weights.shape if orientation == OUT_IN else part.weights.shape[::-1]
    if part.biases is not None and len(part.biases) != n_out:
        raise Refusal("model_bias", where=quoted(part.name), got=len(part.biases), expected=n_out)
    raise Refusal(
        "model_chain", first=quoted(parts[place - 1].name), gives=_sizes(parts, orientation)[place],
        second=quoted(part.name), takes=n_in,
    )


def _layer(part: ModelLayer, orientation: str, activation: str) -> Layer:
    weights = part.weights.T if orientation == IN_OUT else part.weights
    biases: Vector = (0.0,) * len(weights) if part.biases is None else tuple(part.biases.tolist())
    return Layer(tuple(map(tuple, weights.tolist())), biases, activation)
