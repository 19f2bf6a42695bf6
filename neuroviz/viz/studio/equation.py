"""A neuron's arithmetic in symbols and numbers, cut into pieces that light up as the signal passes.

    a = tanh(w₁x₁ + w₂x₂ + b) = tanh(1·7 + 2·8 + 5) = tanh(28) = 1.0000

A piece is [text, when, sign]. `when` is the moment from which it is true: 0 from the start, k once
the k-th term has been added, Z once the sum is complete, A once the activation has acted. `sign` is
the sign of the term's value, for its colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from neuroviz.document import Document
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.numbers import MINUS, fixed, short, subscript
from neuroviz.viz.style import bracketed

Z = 1000
"""When the sum is complete."""
A = 1001
"""When the activation has acted."""

MOST_TERMS = 6
"""Terms written out; of a longer sum, the first ones and the last."""

HEADS = {
    "sigmoid": "σ", "tanh": "tanh", "relu": "ReLU", "leaky_relu": "LeakyReLU", "elu": "ELU", "softplus": "softplus",
    "gelu": "GELU", "step": "step",
}
"""How an activation is written before a bracket; the identity is not, and softmax names its neuron."""

Piece = list[str | int]


@dataclass(frozen=True, slots=True)
class Equation:
    """pieces: the line, in order; partials: the running sum after each term, the bias last."""

    pieces: list[Piece]
    partials: list[str]

    @property
    def text(self) -> str:
        """The whole equation as one line of text."""
        return "".join(str(piece[0]) for piece in self.pieces)


def equation(document: Document, layer: int, neuron: int) -> Equation:
    """Return what neuron `neuron` of layer `layer` (1 is the first after the input) computes."""
    return layer_equations(document, layer)[neuron]


def layer_equations(document: Document, layer: int) -> list[Equation]:
    """Return what each neuron of layer `layer` computes."""
    part = document.layers[layer - 1]
    sources = document.trace.activations[layer - 1].tolist()
    zs = document.trace.pre_activations[layer - 1].tolist()
    results = document.trace.activations[layer].tolist()
    shown = _shown(len(sources))
    symbols = _symbols(len(sources), "x" if layer == 1 else "a")
    factors = [bracketed(sources[i]) if i is not None else "" for i in shown]
    heads, insides = _calls(part.activation, zs)
    made = []
    for neuron, (weights, bias) in enumerate(zip(part.weights, part.biases, strict=True)):
        values = [weight * source for weight, source in zip(weights, sources, strict=True)]
        numbers = _numbers(weights, bias, values, shown, factors)
        head, inside = heads[neuron], insides[neuron]
        if not ACTIVATIONS[part.activation].elementwise:
            # Softmax takes all the sums of its layer, so this neuron's own sum comes first.
            pieces: list[Piece] = [
                [f"z{subscript(neuron + 1)} = {symbols} = ", 0, 0], *numbers, [f" = {short(zs[neuron])}", Z, 0],
                [f",  a{subscript(neuron + 1)} = {head}({inside})", Z, 0],
            ]
        elif head:
            pieces = [
                [f"a = {head}({symbols}) = {head}(", 0, 0], *numbers, [")", 0, 0], [f" = {head}({inside})", Z, 0],
            ]
        else:
            pieces = [[f"a = z = {symbols} = ", 0, 0], *numbers]
        pieces.append([f" = {fixed(results[neuron])}", A, 0])
        made.append(Equation(pieces, _partials([*values, bias])))
    return made


@lru_cache(maxsize=64)
def _symbols(terms: int, symbol: str) -> str:
    """Return the sum in symbols: w₁x₁ + w₂x₂ + b."""
    return " + ".join(
        f"w{subscript(i + 1)}{symbol}{subscript(i + 1)}" if i is not None else "⋯" for i in _shown(terms)
    ) + " + b"


def _shown(terms: int) -> list[int | None]:
    """Return indices of the terms that are written; None stands for those left out."""
    if terms <= MOST_TERMS:
        return list(range(terms))
    return [0, 1, 2, None, terms - 1]


def _numbers(
    weights: Sequence[float], bias: float, values: Sequence[float], shown: list[int | None], factors: Sequence[str],
) -> list[Piece]:
    """Return the sum in numbers: `values` the terms' own, `factors` what each shown weight is multiplied by."""
    pieces: list[Piece] = []
    for i, factor in zip(shown, factors, strict=True):
        if i is None:
            pieces.append([" + ⋯", len(weights) - 1, 0])
            continue
        weight, value = weights[i], values[i]
        negative = weight < 0
        joint = (f" {MINUS} " if negative else " + ") if pieces else (MINUS if negative else "")
        pieces.append([f"{joint}{short(abs(weight))}·{factor}", i + 1, (value > 0) - (value < 0)])
    pieces.append([f" {MINUS if bias < 0 else '+'} {short(abs(bias))}", len(weights) + 1, (bias > 0) - (bias < 0)])
    return pieces


def _partials(terms: Sequence[float]) -> list[str]:
    """Return the running sum after each term, the bias last; of a sum that is written out."""
    return [short(total) for total in accumulate(terms, initial=0.0)][1:] if len(terms) <= MOST_TERMS + 1 else []


def _calls(activation: str, zs: Sequence[float]) -> tuple[list[str], list[str]]:
    """For each neuron, the activation's name as written before a bracket, and what stands in the bracket."""
    if ACTIVATIONS[activation].elementwise:
        return [HEADS.get(activation, "")] * len(zs), [short(z) for z in zs]
    listed = [short(z) for z in zs[:MOST_TERMS]] + (["⋯"] if len(zs) > MOST_TERMS else [])
    return [f"softmax{subscript(neuron + 1)}" for neuron in range(len(zs))], [", ".join(listed)] * len(zs)


def matrix_form(document: Document, layer: int) -> dict[str, object]:
    """Return a layer as one line of linear algebra: the shapes, and the numbers where they fit.

    Returns {"shape": "z (2) = W (2×2) · x (2) + b (2)", "z": [...], "W": [[...]], "x": [...], "b": [...]}; a long
    column is cut to its first entries, ⋯ and its last.
    """
    part = document.layers[layer - 1]
    n_out, n_in = part.size, len(part.weights[0])
    symbol = "x" if layer == 1 else "a"
    rows, columns = _shown(n_out), _shown(n_in)
    return {
        "shape": f"z ({n_out}) = W ({n_out}×{n_in}) · {symbol} ({n_in}) + b ({n_out})",
        "x_symbol": symbol,
        "z": _column(document.trace.pre_activations[layer - 1].tolist(), rows),
        "W": [_column(part.weights[i], columns) if i is not None else ["⋯"] * len(columns) for i in rows],
        "x": _column(document.trace.activations[layer - 1].tolist(), columns),
        "b": _column(part.biases, rows),
    }


def _column(values: Sequence[float], shown: list[int | None]) -> list[str]:
    return [short(values[i]) if i is not None else "⋯" for i in shown]
