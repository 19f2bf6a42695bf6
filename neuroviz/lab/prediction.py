"""Predict before you see: what can be asked about a document, and the truth, computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.schema import Document
from neuroviz.lab import border
from neuroviz.lab.comparison.run import run
from neuroviz.lab.gradient_step import can_learn, gradient_step_of
from neuroviz.nn import ACTIVATIONS, forward

Kind = Literal["winner", "value", "boundary", "border", "fires", "loss"]

_MOST_LINE = 1e6
"""A number line with larger ends says nothing."""
_LOOKED_AT = 257
"""Values of an input between the ends of its line at which the answer is asked for."""
_HALVINGS = 60

YES, NO = 0, 1
"""The two choices of a question that is answered by yes or no, in this order."""


@dataclass(frozen=True)
class Prediction:
    """A question about a document.

    kind       winner: which output has the largest a; value: a neuron's a; boundary: at which value of an input the
               answer becomes another, all else as it is; border: the same of the network that training will end with,
               on a way across its map; fires: whether the biological neuron fires; loss: whether the
               loss is larger after the next step of gradient descent
    part       layer and neuron of "value" and "boundary"; axis and place of the way of "border"
    options    how many choices there are; 0 for a number line from `low` to `high`
    """

    kind: Kind
    part: tuple[int, ...] = ()
    options: int = 0
    low: float = 0.0
    high: float = 0.0


def predictions(document: Document, page: str) -> list[Prediction]:
    """Return what can be asked on this page, the best question first."""
    return [asked for kind in _ON_PAGE.get(page, ()) if (asked := _ASKS[kind](document)) is not None]


def truth(document: Document, asked: Prediction) -> tuple[float, ...]:
    """Return the answer: of choices, all that are right; of a number line, the number."""
    return _TRUTHS[asked.kind](document, asked)


# --- what is asked -------------------------------------------------------------------------------

def _winner(document: Document) -> Prediction | None:
    outputs = document.sizes[-1]
    if outputs < 2 or not np.isfinite(document.trace.output).all():
        return None
    return Prediction("winner", options=outputs)


def _value(document: Document) -> Prediction | None:
    chosen = document.selection
    part = (chosen.layer, chosen.neuron) if chosen is not None and chosen.layer > 0 else (len(document.layers), 0)
    ends = _ends(document, *part)
    return None if ends is None else Prediction("value", part, low=ends[0], high=ends[1])


def _ends(document: Document, layer: int, neuron: int) -> tuple[float, float] | None:
    """Return the ends of a number line on which a neuron's a lies, without saying where; None where there are none.

    Where the activation has bounds, these are the ends. Else they follow from how large z could be whatever the signs,
    rounded up to 1, 2 or 5 times a power of ten.
    """
    part = document.layers[layer - 1]
    kind = ACTIVATIONS[part.activation]
    low, high = kind.low, kind.high
    a = float(document.trace.activations[layer][neuron])
    if not math.isfinite(a):
        return None
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    before = np.abs(document.trace.activations[layer - 1])
    with np.errstate(over="ignore"):
        largest = float(np.abs(part.weights[neuron]) @ before + abs(part.biases[neuron]))
    end = _rounded_up(max(largest, abs(a), 1.0))
    return (-end, end) if end <= _MOST_LINE else None


def _rounded_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value)) if math.isfinite(value) else math.inf
    return next((times * power for times in (1, 2, 5) if times * power >= value), 10 * power)


def _boundary(document: Document) -> Prediction | None:
    """Ask about the input in hand, else about the first one that turns the answer at exactly one place."""
    chosen = document.selection
    inputs = list(range(document.sizes[0]))
    if chosen is not None and chosen.layer == 0:
        inputs.insert(0, inputs.pop(chosen.neuron))
    for i in inputs:
        end = _rounded_up(max(2 * abs(document.input[i]), 2.0))
        if end <= _MOST_LINE and _turn(document, i, end) is not None:
            return Prediction("boundary", (0, i), low=-end, high=end)
    return None


def _turn(document: Document, i: int, end: float) -> tuple[float, float] | None:
    """Return two neighbours among the values of input i from -end to end between which the answer becomes another; None
    where it never does, or more than once, or where there is none somewhere."""
    values = np.linspace(-end, end, _LOOKED_AT)
    answers = _answers(document, i, values)
    turns = np.flatnonzero(answers[1:] != answers[:-1])
    if len(turns) != 1 or answers.min() < 0:
        return None
    return float(values[turns[0]]), float(values[turns[0] + 1])


def _answers(document: Document, i: int, values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the network's answer where input i has each of these values: which output wins; of a single output whether
    it lies above the middle of its range, -1 where it has none or is no number."""
    x = np.tile(document.input, (len(values), 1))
    x[:, i] = values
    a = forward(document.network, x).output
    if a.shape[1] > 1:
        return np.where(np.isfinite(a).all(axis=1), a.argmax(axis=1), -1)
    kind = ACTIVATIONS[document.layers[-1].activation]
    middle = (kind.low + kind.high) / 2
    return np.where(np.isfinite(a[:, 0]) & math.isfinite(middle), a[:, 0] > middle, -1)


def _border(document: Document) -> Prediction | None:
    way = border.way_to_ask(document.training)
    return None if way is None else Prediction("border", (way.axis, way.place), low=way.low, high=way.high)


def _fires(document: Document) -> Prediction | None:
    return Prediction("fires", options=2) if run(document.neuron).failed is None else None


def _loss(document: Document) -> Prediction | None:
    if document.descent.part != "network" or not can_learn(document):
        return None
    now = gradient_step_of(document)
    finite = math.isfinite(now.gradients.loss) and math.isfinite(now.loss_after)
    return Prediction("loss", options=2) if finite else None


_ON_PAGE: Mapping[str, tuple[Kind, ...]] = MappingProxyType({
    "home": ("winner", "value"), "studio": ("winner", "value", "boundary"), "neuron": ("fires",), "descent": ("loss",),
    "training": ("border",),
})
_ASKS: Mapping[Kind, Callable[[Document], Prediction | None]] = MappingProxyType({
    "winner": _winner, "value": _value, "boundary": _boundary, "border": _border, "fires": _fires, "loss": _loss,
})


# --- the truth -----------------------------------------------------------------------------------

def _true_winner(document: Document, asked: Prediction) -> tuple[float, ...]:
    a = document.trace.output
    return tuple(float(k) for k in np.flatnonzero(a == a.max()))


def _true_value(document: Document, asked: Prediction) -> tuple[float, ...]:
    layer, neuron = asked.part
    return (float(document.trace.activations[layer][neuron]),)


def _true_boundary(document: Document, asked: Prediction) -> tuple[float, ...]:
    _, i = asked.part
    turn = _turn(document, i, asked.high)
    if turn is None:
        return ()
    low, high = turn
    before = _answers(document, i, np.array([low]))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _answers(document, i, np.array([middle])) == before else (low, middle)
    return ((low + high) / 2,)


def _true_border(document: Document, asked: Prediction) -> tuple[float, ...]:
    axis, place = asked.part
    way = border.way_of(document.training, axis, place, asked.low, asked.high)
    found = border.border_on(document.training, way)
    return () if found is None else (found,)


def _true_fires(document: Document, asked: Prediction) -> tuple[float, ...]:
    return (float(YES if len(run(document.neuron).result.spikes_ms) else NO),)


def _true_loss(document: Document, asked: Prediction) -> tuple[float, ...]:
    now = gradient_step_of(document)
    return (float(YES if now.loss_after > now.gradients.loss else NO),)


_TRUTHS: Mapping[Kind, Callable[[Document, Prediction], tuple[float, ...]]] = MappingProxyType({
    "winner": _true_winner, "value": _true_value, "boundary": _true_boundary, "border": _true_border,
    "fires": _true_fires, "loss": _true_loss,
})
