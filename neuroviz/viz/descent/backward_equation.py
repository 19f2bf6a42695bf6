"""A neuron's share of the blame in symbols and numbers, cut into pieces that light up as the error passes.

    ∂L/∂a = Σ wδ = 2.4·(−0.9) + ... = −2.1          once the error has arrived
    δ = ∂L/∂a · g′(z) = −2.1·0.42 = −0.88            once it has gone through the slope
    ∂L/∂w₁ = δ·x₁ = −0.88·0.8 = −0.71                once it has met the signal
    w₁ ← w₁ − η ∂L/∂w₁ = 1.5 − 0.5·(−0.71) = 1.85    once the step is taken

Pieces are as in `equation`: [text, when, sign]; a piece LINE begins a new line. For a batch, the numbers are means over
its rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neuroviz.lab.gradient_step import GradientStep
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.numbers import MINUS, short, subscript
from neuroviz.viz.studio.equation import Piece
from neuroviz.viz.style import bracketed

LOSS, ERROR, DELTA, GRADIENT, UPDATE = 1, 2, 3, 4, 5
"""The moments of the way back."""

LINE = "\n"
MOST_SHOWN = 4
"""Terms of a sum, rows of a batch and weights of a neuron that are written out."""


def backward_equation(now: GradientStep, layer: int, neuron: int) -> list[Piece]:
    """Return what passes through neuron `neuron` of layer `layer` >= 1 on the way back."""
    lines = [*_loss(now, layer, neuron), _error(now, layer, neuron), _delta(now, layer, neuron)]
    sources = _sources(now, layer, neuron)
    lines += [_gradient(now, layer, neuron, i) for i in sources]
    lines += [_update(now, layer, neuron, i) for i in sources]
    out: list[Piece] = []
    for line in filter(None, lines):
        if out:
            out.append([LINE, 0, 0])
        out.extend(line)
    return out


def _sources(now: GradientStep, layer: int, neuron: int) -> list[int | None]:
    """Return the weights that are written out: the selected one, else the first few; then the bias (None)."""
    chosen = now.document.selection
    if chosen is not None and chosen.source is not None and (chosen.layer, chosen.neuron) == (layer, neuron):
        return [chosen.source]
    count = len(now.document.layers[layer - 1].weights[neuron])
    return [*range(min(count, MOST_SHOWN)), None]


def _loss(now: GradientStep, layer: int, neuron: int) -> list[list[Piece]]:
    """L, written once for each output neuron."""
    if layer < len(now.document.layers):
        return []
    found = now.gradients
    if not now.single:
        each = _sum([bracketed(v) for v in found.losses.tolist()])
        return [[[f"L = ({each})/{len(found.losses)}", LOSS, 0], [f" = {short(found.loss)}", LOSS, 0]]]
    a, y = now.trace.output[0].tolist(), now.targets[0]
    pairs = list(zip(a, y, strict=True))
    if now.loss == "squared_error":
        terms, head = [f"({short(p)} {_minus(q)})²" for p, q in pairs], "½ Σ (a − y)² = ½ ("
    elif now.loss == "categorical_cross_entropy":
        terms, head = [f"{short(q)}·ln {short(p)}" for p, q in pairs if q], "−Σ y ln a = −("
    else:
        terms = [f"{short(q)}·ln {short(p)} + {short(1 - q)}·ln {short(1 - p)}" for p, q in pairs]
        head = "−Σ [y ln a + (1 − y) ln(1 − a)] = −("
    return [[[f"L = {head}{_sum(terms)})", LOSS, 0], [f" = {short(found.loss)}", LOSS, 0]]]


def _error(now: GradientStep, layer: int, neuron: int) -> list[Piece]:
    """∂L/∂a; nothing where δ is found at once."""
    last = len(now.document.layers)
    if layer == last and now.fused:
        return []
    value = upstream(now, layer)[neuron]
    if layer == last:
        if not now.single:
            return [["1/n Σ ∂L/∂a", ERROR, 0], [f" = {short(value)}", ERROR, _sign(value)]]
        a, y = float(now.trace.output[0][neuron]), now.targets[0][neuron]
        formula = {
            "squared_error": f"a − y = {short(a)} {_minus(y)}",
            "binary_cross_entropy": f"−y/a + (1 − y)/(1 − a) = −{bracketed(y)}/{bracketed(a)}"
                                    f" + {bracketed(1 - y)}/{bracketed(1 - a)}",
            "categorical_cross_entropy": f"−y/a = −{bracketed(y)}/{bracketed(a)}",
        }[now.loss]
        return [[f"∂L/∂a = {formula}", ERROR, 0], [f" = {short(value)}", ERROR, _sign(value)]]
    following = now.document.layers[layer]
    ds = deltas(now, layer + 1)
    terms = [f"{bracketed(row[neuron])}·{bracketed(d)}" for row, d in zip(following.weights, ds, strict=True)]
    return [[f"∂L/∂a = Σ w·δ = {_sum(terms)}", ERROR, 0], [f" = {short(value)}", ERROR, _sign(value)]]


def _delta(now: GradientStep, layer: int, neuron: int) -> list[Piece]:
    delta = deltas(now, layer)[neuron]
    end: Piece = [f" = {short(delta)}", DELTA, _sign(delta)]
    if not now.single:
        rows = [bracketed(v) for v in now.gradients.deltas[layer - 1][:, neuron].tolist()]
        return [[f"δ = ({_sum(rows)})/{len(rows)}", DELTA, 0], end]
    activation = now.document.layers[layer - 1].activation
    a = float(now.trace.activations[layer][0][neuron])
    if layer == len(now.document.layers) and now.fused:
        return [[f"δ = ∂L/∂z = a − y = {short(a)} {_minus(now.targets[0][neuron])}", DELTA, 0], end]
    u = upstream(now, layer)
    if ACTIVATIONS[activation].elementwise:
        slope = slopes(now, layer)[neuron]
        return [[f"δ = ∂L/∂a · g′(z) = {bracketed(u[neuron])}·{bracketed(slope)}", DELTA, 0], end]
    with np.errstate(all="ignore"):
        mean = float(np.dot(u, now.trace.activations[layer][0]))
    return [[
        f"δ = a·(∂L/∂a − Σ a ∂L/∂a) = {bracketed(a)}·({short(u[neuron])} {_minus(mean)})", DELTA, 0,
    ], end]


def _gradient(now: GradientStep, layer: int, neuron: int, source: int | None) -> list[Piece]:
    value = gradient(now, layer, neuron, source)
    end: Piece = [f" = {short(value)}", GRADIENT, _sign(value)]
    if source is None:
        return [["∂L/∂b = δ", GRADIENT, 0], end]
    name, signal = f"∂L/∂w{subscript(source + 1)}", f"{'x' if layer == 1 else 'a'}{subscript(source + 1)}"
    rows = zip(
        now.gradients.deltas[layer - 1][:, neuron].tolist(),
        now.gradients.signals[layer - 1][:, source].tolist(), strict=True,
    )
    products = [f"{bracketed(d)}·{bracketed(a)}" for d, a in rows]
    if now.single:
        return [[f"{name} = δ·{signal} = {products[0]}", GRADIENT, 0], end]
    return [[f"{name} = 1/n Σ δ·{signal} = ({_sum(products)})/{len(products)}", GRADIENT, 0], end]


def _update(now: GradientStep, layer: int, neuron: int, source: int | None) -> list[Piece]:
    old = now.document.layers[layer - 1]
    before = old.biases[neuron] if source is None else old.weights[neuron][source]
    name = "b" if source is None else f"w{subscript(source + 1)}"
    slope, after = gradient(now, layer, neuron, source), updated(now, layer, neuron, source)
    return [
        [f"{name} ← {name} {MINUS} η ∂L/∂{name} = {short(before)} {MINUS} {short(now.rate)}·{bracketed(slope)}",
         UPDATE, 0],
        [f" = {short(after)}", UPDATE, _sign(after)],
    ]


# --- the numbers, as `nn.backward` found them ----------------------------------------------------

def deltas(now: GradientStep, layer: int) -> list[float]:
    """Return δ of each neuron of a layer: of the one row, or the mean of all."""
    return _mean(now.gradients.deltas[layer - 1])


def upstream(now: GradientStep, layer: int) -> list[float]:
    """Return ∂L/∂a of each neuron of a layer."""
    return _mean(now.gradients.upstream[layer - 1])


def slopes(now: GradientStep, layer: int) -> list[float]:
    """Return g′(z) of each neuron of a layer, for the first row; not for softmax."""
    df = ACTIVATIONS[now.document.layers[layer - 1].activation].df
    return [float(v) for v in df(now.trace.pre_activations[layer - 1][0])]


def gradient(now: GradientStep, layer: int, neuron: int, source: int | None) -> float:
    """Return ∂L/∂w from `source`, or ∂L/∂b."""
    found = now.gradients
    return float(found.biases[layer - 1][neuron] if source is None else found.weights[layer - 1][neuron, source])


def updated(now: GradientStep, layer: int, neuron: int, source: int | None) -> float:
    """Return the weight from `source`, or the bias, after the step."""
    network = now.updated
    if source is None:
        return float(np.asarray(network.biases[layer - 1])[neuron])
    return float(np.asarray(network.weights[layer - 1])[neuron, source])


def _mean(rows: np.ndarray) -> list[float]:
    with np.errstate(all="ignore"):
        return [float(v) for v in rows.mean(axis=0)]


# --- text ----------------------------------------------------------------------------------------

def _sum(terms: Sequence[str]) -> str:
    shown = list(terms)
    if len(shown) > MOST_SHOWN + 1:
        shown = [*shown[: MOST_SHOWN - 1], "⋯", shown[-1]]
    return " + ".join(shown)


def _minus(value: float) -> str:
    """"− 0.5" or "− (−0.5)"."""
    return f"{MINUS} {bracketed(value)}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
