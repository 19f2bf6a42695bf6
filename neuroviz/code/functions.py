"""The activation functions and their slopes, as each library writes them.

They are those of `neuroviz.nn.activations`, number by number: where a library's own differs (PyTorch's softplus becomes
a straight line from 20 on; Keras has no step, and on JAX, the one of its backends that computes a layer in 64 bits, its
tanh has 32), the difference is made good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

NUMPY: Mapping[str, str] = MappingProxyType({
    "sigmoid": "1 / (1 + np.exp(-z))",
    "tanh": "np.tanh(z)",
    "relu": "np.maximum(z, 0)",
    "leaky_relu": "np.maximum(z, 0.01 * z)",
    "elu": "np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
    "softplus": "np.logaddexp(0, z)",
    "gelu": "z / (1 + np.exp(-2 * np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))",
    "linear": "1.0 * z",
    "step": "np.where(z >= 0, 1.0, 0.0)",
    "softmax": "",
})

_SOFTMAX = """
def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
"""

SLOPES: Mapping[str, str] = MappingProxyType({
    "sigmoid": "a * (1 - a)",
    "tanh": "1 - a**2",
    "relu": "np.where(z > 0, 1.0, 0.0)",
    "leaky_relu": "np.where(z > 0, 1.0, 0.01)",
    "elu": "np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))",
    "softplus": "1 / (1 + np.exp(-z))",
    "linear": "np.ones_like(z)",
    "gelu": "",
})
"""dg/dz of what a hidden layer can have, given z and a."""

_GELU_SLOPE = """
def gelu_slope(z, a):
    s = 1 / (1 + np.exp(-2 * np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
    return s + z * s * (1 - s) * 2 * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * z**2)
"""

TORCH: Mapping[str, str] = MappingProxyType({
    "sigmoid": "torch.nn.Sigmoid()", "tanh": "torch.nn.Tanh()", "relu": "torch.nn.ReLU()",
    "leaky_relu": "torch.nn.LeakyReLU(0.01)", "elu": "torch.nn.ELU()", "softplus": "torch.nn.Softplus(threshold=40)",
    "gelu": 'torch.nn.GELU(approximate="tanh")', "linear": "torch.nn.Identity()", "step": "Step()",
    "softmax": "torch.nn.Softmax(dim=-1)",
})

TORCH_STEP = """
class Step(torch.nn.Module):
    def forward(self, z):
        return (z >= 0).to(z.dtype)
"""

KERAS: Mapping[str, str] = MappingProxyType({
    "sigmoid": '"sigmoid"', "tanh": "jnp.tanh", "relu": '"relu"',
    "leaky_relu": "lambda z: keras.activations.leaky_relu(z, negative_slope=0.01)", "elu": '"elu"',
    "softplus": '"softplus"', "gelu": "lambda z: keras.activations.gelu(z, approximate=True)", "linear": '"linear"',
    "step": "lambda z: keras.ops.cast(z >= 0, z.dtype)", "softmax": '"softmax"',
})

JAX: Mapping[str, str] = MappingProxyType({
    "sigmoid": "jax.nn.sigmoid(z)", "tanh": "jnp.tanh(z)", "relu": "jax.nn.relu(z)",
    "leaky_relu": "jnp.where(z > 0, z, 0.01 * z)", "elu": "jax.nn.elu(z)", "softplus": "jax.nn.softplus(z)",
    "gelu": "jax.nn.gelu(z, approximate=True)", "linear": "1.0 * z", "step": "jnp.where(z >= 0, 1.0, 0.0)",
    "softmax": "jax.nn.softmax(z, axis=-1)",
})


def numpy_functions(names: Iterable[str], *, slopes: Iterable[str] = ()) -> str:
    """Return the definitions of these activations, each once, and of the slopes of those in `slopes`."""
    parts = [
        _SOFTMAX.strip() if name == "softmax" else f"def {name}(z):\n    return {NUMPY[name]}"
        for name in dict.fromkeys(names)
    ]
    parts += [
        _GELU_SLOPE.strip() if name == "gelu" else f"def {name}_slope(z, a):\n    return {SLOPES[name]}"
        for name in dict.fromkeys(slopes)
    ]
    return "\n\n\n".join(parts)


def jax_functions(names: Iterable[str]) -> str:
    """Return the definitions of these activations, each once."""
    return "\n\n\n".join(f"def {name}(z):\n    return {JAX[name]}" for name in dict.fromkeys(names))
