"""What does `forward` cost over the bare NumPy that it stands for?

A batch of 10,000 through 64-64-64-10, against the formulas as a NumPy user would write them.
Run: python -m tests.bench.bench_forward
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn import Network, forward
from tests.bench._timing import medians

Array = NDArray[np.float64]

SIZES = (64, 64, 64, 10)
BATCH = 10_000
TARGET = 1.3
"""The largest ratio that is still no burden."""


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


PLAIN: dict[str, Callable[[Array], Array]] = {
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "softmax": softmax,
}

VARIANTS = (
    ("relu", "relu", "relu"),
    ("tanh", "tanh", "tanh"),
    ("sigmoid", "sigmoid", "sigmoid"),
    ("relu", "relu", "softmax"),
    ("tanh", "tanh", "softmax"),
)


def main() -> None:
    rng = np.random.default_rng(0)
    weights = [rng.normal(0.0, n_in**-0.5, (n_out, n_in)) for n_in, n_out in zip(SIZES, SIZES[1:], strict=False)]
    biases = [rng.normal(0.0, 0.1, n_out) for n_out in SIZES[1:]]
    x = rng.normal(size=(BATCH, SIZES[0]))

    def bare(activations: tuple[str, ...]) -> list[Array]:
        a, kept = x, []
        for w, b, name in zip(weights, biases, activations, strict=True):
            z = a @ w.T + b
            a = PLAIN[name](z)
            kept += [z, a]
        return kept

    print(f"batch {BATCH}, layers {'-'.join(map(str, SIZES))}; target: at most {TARGET} times bare NumPy")
    worst = 0.0
    for activations in VARIANTS:
        network = Network(weights, biases, activations)
        ours, theirs = medians(
            lambda network=network: forward(network, x),
            lambda activations=activations: bare(activations),
        )
        worst = max(worst, ours / theirs)
        print(f"{' '.join(activations):26} {ours * 1e3:7.2f} ms / {theirs * 1e3:7.2f} ms = {ours / theirs:.2f}")
    print(f"worst ratio {worst:.2f}: {'within' if worst <= TARGET else 'OVER'} the target")


if __name__ == "__main__":
    main()
