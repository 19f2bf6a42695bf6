"""What the page "The whole model" begins with, and what it can be given to look at: examples, images, pasted rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.models.whole import Whole, whole_of
from neuroviz.document.numbers import parse_number, split_block
from neuroviz.document.refusal import Refusal
from neuroviz.nn import INITIALIZERS, Network
from neuroviz.nn.digits.images import FORMATS, Images, never_seen
from neuroviz.nn.digits.recipe import STOPS, network_after
from neuroviz.nn.digits.wide import wide_network

Array = NDArray[np.float64]

FIRST = "wide"
"""The example that the page begins with."""

_UNTRAINED = (1024, 768, 256, 10)
_SEED = 15
_DIGITS = tuple("0123456789")


def _narrow() -> Whole:
    return _reads("narrow", network_after("mnist", STOPS[-1]))


def _wide() -> Whole:
    return _reads("wide", wide_network())


def _million() -> Whole:
    """Nearly a million numbers that have learnt nothing, and a pattern of 32 by 32 to send through them."""
    rng = np.random.default_rng(_SEED)
    he = INITIALIZERS["he"].draw
    # In four bytes each, as nearly all files have them.
    weights = [he(rng, (n_out, n_in), 1.0).astype(np.float32) for n_in, n_out in zip(
        _UNTRAINED, _UNTRAINED[1:], strict=False)]
    network = Network(weights, [np.zeros(n) for n in _UNTRAINED[1:]], ("relu", "relu", "softmax"))
    return whole_of(network, _rings(32), example="million")


def _reads(name: str, network: Network) -> Whole:
    """Return a network that reads digits, and the first image that training never saw."""
    return replace(whole_of(network, never_seen("mnist").inputs[0], example=name), output_names=_DIGITS)


def _rings(side: int) -> Array:
    """Return a picture of rings, from 0 to 1."""
    y, x = np.mgrid[0:side, 0:side] / (side - 1) - 0.5
    drawn: Array = np.round(0.5 + 0.5 * np.cos(18.0 * np.hypot(x, y)), 2).ravel()
    return drawn


_MAKERS: Mapping[str, Callable[[], Whole]] = MappingProxyType({"wide": _wide, "narrow": _narrow, "million": _million})
EXAMPLES = tuple(_MAKERS)
"""The examples by their names, in the order in which they are offered."""


@computed_once(len(_MAKERS))
def example(name: str) -> Whole:
    """Return an example. Cached: whoever opens it shares its arrays, which nobody changes."""
    return _MAKERS[name]()


def images_for(count: int) -> Images | None:
    """Return the images of digits that training never saw, of as many pixels as a model has inputs; None for none."""
    for name, format in FORMATS.items():
        if format.side ** 2 == count:
            return never_seen(name)
    return None


def begun(whole: Whole) -> Whole:
    """Return a model that has just been read with an input worth seeing: a digit where it takes so many numbers."""
    images = images_for(whole.sizes[0])
    return whole if images is None else replace(whole, input=images.inputs[0])


def pasted(text: str, count: int) -> list[float]:
    """Read one row of numbers, or a block of them, row by row. Raises Refusal."""
    cells = [cell for row in split_block(text) for cell in row if cell]
    if len(cells) != count:
        raise Refusal("whole_input", got=len(cells), expected=count)
    return [parse_number(cell) for cell in cells]
