"""What other programs call an activation function, and which of ours it is.

Only what computes the same numbers has our name. GELU is ours in the tanh form alone, ELU with alpha = 1, leaky ReLU
with a slope of 0.01; of others, `NEAR` says what comes closest, for the visitor to decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from neuroviz.document.reading import quoted
from neuroviz.nn.activations import ACTIVATIONS, ELU_ALPHA, LEAKY_SLOPE

_SAME: Mapping[str, str] = MappingProxyType({
    **{name.replace("_", ""): name for name in ACTIVATIONS if name not in {"gelu", "leaky_relu", "elu"}},
    "identity": "linear", "none": "linear", "logistic": "sigmoid", "heaviside": "step",
    "gelutanh": "gelu", "geluapproximate": "gelu", "gelunew": "gelu",
})

NEAR: Mapping[str, str] = MappingProxyType({
    "gelu": "gelu", "silu": "gelu", "swish": "gelu", "mish": "gelu", "hardswish": "gelu", "hardsilu": "gelu",
    "quickgelu": "gelu", "leakyrelu": "leaky_relu", "prelu": "leaky_relu", "elu": "elu", "selu": "elu", "celu": "elu",
    "relu6": "relu", "clip": "relu", "thresholdedrelu": "relu", "hardsigmoid": "sigmoid", "hardtanh": "tanh",
    "softsign": "tanh", "logsoftmax": "softmax", "softmin": "softmax", "logsigmoid": "softplus",
})
"""What is none of ours, in small letters alone, and what comes closest to it."""


def activation_of(
    said: str, *, slope: float | None = None, alpha: float | None = None, approximate: bool = False,
) -> tuple[str, str]:
    """Return our name for an activation function, or "", and what to call it where it is none of ours.

    slope        of a leaky ReLU
    alpha        of an ELU
    approximate  whether a GELU is the tanh form
    """
    plain = _plain(said)
    if plain == "leakyrelu":
        known = slope is not None and math.isclose(slope, LEAKY_SLOPE, rel_tol=1e-6)
        return ("leaky_relu", "") if known else ("", f"leaky ReLU ({slope:g})" if slope is not None else "leaky ReLU")
    if plain == "elu":
        known = alpha is None or math.isclose(alpha, ELU_ALPHA, rel_tol=1e-6)
        return ("elu", "") if known else ("", f"ELU ({alpha:g})")
    if plain == "gelu":
        return ("gelu", "") if approximate else ("", "GELU (erf)")
    return (_SAME[plain], "") if plain in _SAME else ("", quoted(said))


def nearest(said: str) -> str:
    """Return which of ours comes closest to an activation function that is none of ours, or ""."""
    return NEAR.get(_plain(said.split(" (")[0]), "")


def is_activation(said: str) -> bool:
    """Return whether this is the name of an activation function, one of ours or not."""
    plain = _plain(said)
    return plain in _SAME or plain in NEAR


def _plain(said: str) -> str:
    return re.sub(r"[^a-z0-9]", "", said.lower())
