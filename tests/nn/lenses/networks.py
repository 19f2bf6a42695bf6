"""Networks that the lenses are tried on, and the same arithmetic by mpmath."""

from __future__ import annotations

from collections.abc import Sequence

import mpmath
import numpy as np
from hypothesis import strategies as st

from neuroviz.nn import Network
from neuroviz.nn.lenses.question import NeuronQuestion

SMOOTH = ("tanh", "sigmoid", "gelu", "softplus")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, np.ndarray, NeuronQuestion]:
    """A network with a square image as its input, an image, and a question about any of its neurons."""
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    side = draw(st.integers(2, 4))
    sizes = (side * side, *draw(st.lists(st.integers(1, 5), min_size=0, max_size=3)), draw(st.integers(2, 4)))
    names = [draw(st.sampled_from(SMOOTH)) for _ in sizes[1:-1]] + [draw(st.sampled_from((*SMOOTH, "softmax")))]
    network = Network(
        [rng.normal(0, 0.8, (n, m)) for m, n in zip(sizes, sizes[1:], strict=False)],
        [rng.normal(0, 0.3, n) for n in sizes[1:]], names,
    )
    layer = draw(st.integers(1, len(sizes) - 1))
    question = NeuronQuestion(layer, draw(st.integers(0, sizes[layer] - 1)), draw(st.sampled_from(("z", "a"))))
    return network, rng.uniform(0, 1, sizes[0]), question


def value_by_mpmath(network: Network, x: Sequence[mpmath.mpf], question: NeuronQuestion) -> mpmath.mpf:
    """What is asked for, written out: tanh, sigmoid and softmax alone."""
    a = list(x)
    for layer, (w, b, name) in enumerate(
        zip(network.weights, network.biases, network.activations, strict=True), start=1,
    ):
        z = [mpmath.fsum([mpmath.mpf(float(v)) * u for v, u in zip(row, a, strict=True)]) + mpmath.mpf(float(bias))
             for row, bias in zip(np.asarray(w), np.asarray(b), strict=True)]
        if name == "tanh":
            a = [mpmath.tanh(u) for u in z]
        elif name == "sigmoid":
            a = [1 / (1 + mpmath.exp(-u)) for u in z]
        else:
            total = mpmath.fsum([mpmath.exp(u) for u in z])
            a = [mpmath.exp(u) / total for u in z]
        if layer == question.layer:
            return (z if question.measure == "z" else a)[question.neuron]
    raise AssertionError("there is no such layer")
