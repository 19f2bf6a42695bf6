"""One step of gradient descent on the visitor's own network: its targets, its gradient, and the network after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.schema import Document, Matrix, Vector
from neuroviz.document.settings import descent
from neuroviz.nn import forward
from neuroviz.nn.backward import Gradients, backward
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.network import Network, Trace
from neuroviz.nn.parameters import pack, with_parameters


@dataclass(frozen=True, eq=False)
class GradientStep:
    """A batch of rows for one step; a batch of one is one example.

    document          the document with the network
    inputs, targets   (n, n_in) and (n, n_out)
    loss, rate        a name of `LOSSES`, and η
    """

    document: Document
    inputs: Matrix
    targets: Matrix
    loss: str
    rate: float

    @property
    def single(self) -> bool:
        """Whether the batch is one example."""
        return len(self.inputs) == 1

    @cached_property
    def trace(self) -> Trace:
        """Forward pass of all rows."""
        return forward(self.document.network, self.inputs)

    @cached_property
    def gradients(self) -> Gradients:
        """Gradients of the loss for all rows."""
        return backward(self.document.network, self.trace, self.targets, self.loss)

    @cached_property
    def updated(self) -> Network:
        """Network after θ ← θ − η ∂L/∂θ."""
        network, found = self.document.network, self.gradients
        slope = np.concatenate([
            np.column_stack((w, b)).ravel() for w, b in zip(found.weights, found.biases, strict=True)
        ])
        with np.errstate(all="ignore"):
            return with_parameters(network, pack(network) - self.rate * slope)

    @cached_property
    def loss_after(self) -> float:
        """Mean loss of the same rows after the step."""
        found = backward(self.updated, forward(self.updated, self.inputs), self.targets, self.loss)
        return found.loss

    @property
    def fused(self) -> bool:
        """Whether δ of the output is a − y, because loss and output activation are partners."""
        return LOSSES[self.loss].partner == self.document.layers[-1].activation

    @property
    def stuck(self) -> bool:
        """Whether every gradient is exactly 0: nothing would be learnt."""
        return not any(np.any(w) for w in (*self.gradients.weights, *self.gradients.biases))


def losses_for(activation: str) -> tuple[str, ...]:
    """Return the names of the losses that fit this output activation, its partner first."""
    fitting = [name for name, loss in LOSSES.items() if loss.accepts(activation)]
    return tuple(sorted(fitting, key=lambda name: LOSSES[name].partner != activation))


def gradient_step_of(document: Document) -> GradientStep:
    """Return the next step of the document: the present input, or all rows of the table, with their targets."""
    chosen = document.descent
    inputs = document.examples if learns_all_rows(document) else (document.input,)
    fitting = losses_for(document.layers[-1].activation)
    loss = chosen.loss if chosen.loss in fitting else fitting[0]
    targets = tuple(fitted_target(_target(document, x), loss) for x in inputs)
    return GradientStep(document, inputs, targets, loss, chosen.rate)


def learns_all_rows(document: Document) -> bool:
    """Return whether a step uses the whole table."""
    return document.descent.batch and len(document.examples) > 0


def _target(document: Document, x: Vector) -> Vector:
    """Return the target of x: the visitor's own, else the first one."""
    outputs = document.sizes[-1]
    own = (y for known, y in document.descent.targets if known == x and len(y) == outputs)
    return next(own, None) or first_target(document, x)


def set_target(document: Document, x: Vector, y: Vector) -> Document:
    """Set y as the target of x. Raises Refusal for a number or length that is not allowed."""
    return replace(document, descent=descent.with_target(document.descent, x, y))


def first_target(document: Document, x: Vector) -> Vector:
    """Return the first target of x: the definite answer of the preset that the network was made from, or its own.

    Softmax: the likeliest class; sigmoid and step: 0 or 1; tanh: -1 or 1; else, and where the preset is of another
    shape: 1 for the first output, 0 for the rest.
    """
    start = PRESETS[document.preset].document if document.preset in PRESETS else document
    outputs = document.sizes[-1]
    plain = (1.0, *(0.0,) * (outputs - 1))
    if start.sizes[0] != len(x) or start.sizes[-1] != outputs:
        return plain
    a, kind = forward(start.network, x).output, start.layers[-1].activation
    if not np.isfinite(a).all():
        return plain
    if kind == "softmax":
        return tuple(float(k == int(np.argmax(a))) for k in range(outputs))
    if kind in {"sigmoid", "step"}:
        return tuple(float(v >= 0.5) for v in a)
    if kind == "tanh":
        return tuple(1.0 if v >= 0.0 else -1.0 for v in a)
    return plain


def fitted_target(target: Vector, loss: str) -> Vector:
    """Return the target clipped to the range of the loss: 0 to 1 for the cross-entropies."""
    if loss == "squared_error":
        return target
    return tuple(min(1.0, max(0.0, y)) for y in target)


def with_step(document: Document, now: GradientStep) -> Document:
    """Take the step. Raises Refusal "number_too_large" if a weight would become non-finite."""
    network = now.updated
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        rows = np.column_stack((np.asarray(w), np.asarray(b))).tolist()
        document = edits.set_cells(
            document, layer, [(j, i, value) for j, row in enumerate(rows) for i, value in enumerate(row)],
        )
    return document


def with_steps(now: GradientStep, count: int) -> Document:
    """Take `count` steps on the same rows, each with the gradient of the present network.

    Raises Refusal as `with_step` does.
    """
    document = now.document
    if document.preset not in PRESETS:
        # The targets came from the network's own answers: fix them, since its later answers differ.
        for x, y in zip(now.inputs, now.targets, strict=True):
            document = set_target(document, x, y)
    for _ in range(count):
        now = GradientStep(document, now.inputs, now.targets, now.loss, now.rate)
        document = with_step(document, now)
    return document


def can_learn(document: Document) -> bool:
    """Return whether no layer has a step activation: its slope is 0 everywhere, so no error passes it."""
    return all(layer.activation != "step" for layer in document.layers)


def without_steps(document: Document) -> Document:
    """Return the document with every step activation replaced by its smooth relative, the sigmoid."""
    for layer, part in enumerate(document.layers, start=1):
        if part.activation == "step":
            document = edits.set_activation(document, layer, "sigmoid")
    return document
