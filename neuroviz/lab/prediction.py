"""Predict before you see: what can be asked about a document, and the truth, computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from neuroviz.document.schema import Document
from neuroviz.lab.comparison.run import run
from neuroviz.lab.gradient_step import can_learn, gradient_step_of
from neuroviz.nn import ACTIVATIONS

Kind = Literal["winner", "value", "fires", "loss"]

_MOST_LINE = 1e6
"""A number line with larger ends says nothing."""

YES, NO = 0, 1
"""The two choices of a question that is answered by yes or no, in this order."""


@dataclass(frozen=True)
class Prediction:
    """A question about a document.

    kind       winner: which output has the largest a; value: a neuron's a; fires: whether the biological neuron fires;
               loss: whether the loss is larger after the next step of gradient descent
    part       layer and neuron of "value"
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


def _fires(document: Document) -> Prediction | None:
    return Prediction("fires", options=2) if run(document.neuron).failed is None else None


def _loss(document: Document) -> Prediction | None:
    if document.descent.part != "network" or not can_learn(document):
        return None
    now = gradient_step_of(document)
    finite = math.isfinite(now.gradients.loss) and math.isfinite(now.loss_after)
    return Prediction("loss", options=2) if finite else None


_ON_PAGE: Mapping[str, tuple[Kind, ...]] = MappingProxyType({
    "home": ("winner", "value"), "studio": ("winner", "value"), "neuron": ("fires",), "descent": ("loss",),
})
_ASKS: Mapping[Kind, Callable[[Document], Prediction | None]] = MappingProxyType({
    "winner": _winner, "value": _value, "fires": _fires, "loss": _loss,
})


# --- the truth -----------------------------------------------------------------------------------

def _true_winner(document: Document, asked: Prediction) -> tuple[float, ...]:
    a = document.trace.output
    return tuple(float(k) for k in np.flatnonzero(a == a.max()))


def _true_value(document: Document, asked: Prediction) -> tuple[float, ...]:
    layer, neuron = asked.part
    return (float(document.trace.activations[layer][neuron]),)


def _true_fires(document: Document, asked: Prediction) -> tuple[float, ...]:
    return (float(YES if len(run(document.neuron).result.spikes_ms) else NO),)


def _true_loss(document: Document, asked: Prediction) -> tuple[float, ...]:
    now = gradient_step_of(document)
    return (float(YES if now.loss_after > now.gradients.loss else NO),)


_TRUTHS: Mapping[Kind, Callable[[Document, Prediction], tuple[float, ...]]] = MappingProxyType({
    "winner": _true_winner, "value": _true_value, "fires": _true_fires, "loss": _true_loss,
})
