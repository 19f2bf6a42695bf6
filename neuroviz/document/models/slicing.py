"""A slice of a wide model: some neurons of each layer, as a document for the studio.

What is left out does not vanish unsaid. Either its share of each sum, as it is for the present input, goes into the
bias: then every sum of the slice is the whole model's, for this input and no other. Or it is taken away, and the sums
are others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from neuroviz.document import limits
from neuroviz.document.models.whole import Whole
from neuroviz.document.page_edits import with_pages_of
from neuroviz.document.parts import clean_name
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Layer
from neuroviz.nn import forward

Chosen = tuple[tuple[int, ...], ...]
"""For each layer, the input first, the neurons that are taken, counted from 0."""

HIDDEN, INPUTS, OUTPUTS = 8, 12, 10
"""Neurons of a layer in the slice that is offered: more would be a crowd of edges."""


def strongest_path(whole: Whole, target: int | None = None) -> Chosen:
    """Return the neurons that the answer owes most to: from the outputs backwards, those whose terms |w·a| in the sums
    of the neurons chosen after them are largest together. Of equals, the first.

    target  an output to begin with; without it, all of them where they are few, else the most active
    """
    network = whole.now
    activations = forward(network, whole.input).activations
    last = activations[-1]
    after: tuple[int, ...]
    if target is not None:
        after = (target,)
    elif len(last) <= OUTPUTS:
        after = tuple(range(len(last)))
    else:
        after = _largest(np.abs(last), OUTPUTS)
    chosen = [after]
    for layer in range(len(whole.sizes) - 1, 0, -1):
        weights = np.asarray(network.weights[layer - 1])[list(after)]
        terms = np.abs(weights) * np.abs(activations[layer - 1])
        after = _largest(terms.sum(axis=0), INPUTS if layer == 1 else HIDDEN)
        chosen.append(after)
    return tuple(reversed(chosen))


def _largest(values: np.ndarray[tuple[int], np.dtype[np.float64]], count: int) -> tuple[int, ...]:
    found = np.argsort(-np.nan_to_num(values), kind="stable")[:count]
    return tuple(sorted(found.tolist()))


def slice_of(whole: Whole, chosen: Sequence[Sequence[int]], document: Document, *, keep_rest: bool = True) -> Document:
    """Return the chosen neurons as a document; all pages' settings stay those of `document`.

    keep_rest  whether what is left out stays in the biases, as it is for the present input

    Raises Refusal: "slice_layers", "slice_empty", "slice_wide" or "slice_place".
    """
    picked = _checked(whole, chosen)
    network = whole.now
    trace = forward(network, whole.input)
    layers = []
    for layer in range(1, len(whole.sizes)):
        rows, columns = list(picked[layer]), list(picked[layer - 1])
        weights = np.asarray(network.weights[layer - 1])[np.ix_(rows, columns)]
        biases = np.asarray(network.biases[layer - 1])[rows]
        if keep_rest and len(columns) < whole.sizes[layer - 1]:
            # All that a sum has beyond the chosen terms, so that it is the same again.
            kept = trace.pre_activations[layer - 1][rows] - weights @ trace.activations[layer - 1][columns]
            biases = np.where(np.isfinite(kept), kept, biases)
        layers.append(Layer(tuple(map(tuple, weights.tolist())), tuple(biases.tolist()), whole.activations[layer - 1]))
    names = _named(whole.input_names, picked[0], "x")
    outputs = _named(whole.output_names, picked[-1], "")
    made = Document(
        layers=tuple(layers), input=tuple(whole.input[list(picked[0])].tolist()), input_names=names,
        output_names=outputs, examples=(),
    )
    return replace(with_pages_of(document, made), selection=None)


def _named(names: Sequence[str], chosen: Sequence[int], letter: str) -> tuple[str, ...]:
    """Return the names of the chosen; where the model has none, their numbers: so each is found again in the whole."""
    if names:
        return tuple(names[i] for i in chosen)
    return tuple(clean_name(f"{letter}{i + 1}" if letter else str(i)) for i in chosen)


def _checked(whole: Whole, chosen: Sequence[Sequence[int]]) -> Chosen:
    if len(chosen) != len(whole.sizes):
        raise Refusal("slice_layers", got=len(chosen), expected=len(whole.sizes))
    picked = tuple(tuple(dict.fromkeys(part)) for part in chosen)
    for place, (part, size) in enumerate(zip(picked, whole.sizes, strict=True)):
        if not part:
            raise Refusal("slice_empty", place=place + 1)
        if len(part) > limits.MAX_NEURONS:
            raise Refusal("slice_wide", place=place + 1, count=len(part), limit=limits.MAX_NEURONS)
        for neuron in part:
            if not 0 <= neuron < size:
                raise Refusal("slice_place", place=place + 1, number=neuron + 1, count=size)
    return picked


# --- as people write it --------------------------------------------------------------------------

def as_spans(part: Sequence[int]) -> str:
    """Return neurons as people write them, counted from 1: "1–4, 9"."""
    spans: list[list[int]] = []
    for neuron in sorted(set(part)):
        if spans and neuron == spans[-1][1] + 1:
            spans[-1][1] = neuron
        else:
            spans.append([neuron, neuron])
    return ", ".join(
        str(low + 1) if low == high else f"{low + 1}{'–' if high > low + 1 else ', '}{high + 1}" for low, high in spans)


def read_part(text: str, place: int, size: int) -> tuple[int, ...]:
    """Read what `as_spans` writes, of the layer with this place (the input's is 0) and size.

    Raises Refusal "slice_words", "slice_place" or "slice_wide".
    """
    found: dict[int, None] = {}
    for piece in re.split(r"[,;，；、\s]+", re.sub(r"\s*[-–—~～至]\s*", "-", text.strip())):
        if not piece:
            continue
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", piece)
        if match is None:
            raise Refusal("slice_words", text=piece[:24])
        low, high = int(match[1]), int(match[2] or match[1])
        for number in (low, high):
            if not 1 <= number <= size:
                raise Refusal("slice_place", place=place + 1, number=number, count=size)
        found |= dict.fromkeys(range(min(low, high) - 1, max(low, high)))
    if len(found) > limits.MAX_NEURONS:
        raise Refusal("slice_wide", place=place + 1, count=len(found), limit=limits.MAX_NEURONS)
    return tuple(found)
