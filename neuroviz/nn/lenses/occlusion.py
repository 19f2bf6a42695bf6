"""Cover a patch of the image, and see how far the output falls.

Nothing is differentiated: each covered image is simply sent through the network. A pixel's value is the mean fall over
the patches that cover it, so that maps of all patches and strides can be laid over the image. What the patch is painted
with is a part of the question: to cover ink with paper removes ink, to cover paper with ink adds some.

Source: Zeiler and Fergus 2014, section 4.2 (a grey square, and the class score as a function of its place).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.lenses.question import Question
from neuroviz.nn.network import Network, forward

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What covering does.

    places  where patches begin, in each direction
    falls   (places, places): what is asked for of the whole image, minus that of the covered one, by row and column
    map     (side²,): of each pixel, the mean fall over the patches that cover it
    """

    places: tuple[int, ...]
    falls: Array
    map: Array


def places_of(side: int, patch: int, stride: int) -> tuple[int, ...]:
    """Return where patches begin along one side; the last one ends at the edge, so that every pixel is covered.

    Raises ValueError unless 1 <= patch <= side and 1 <= stride <= patch.
    """
    if not 1 <= patch <= side or not 1 <= stride <= patch:
        raise ValueError(f"a patch of {patch} with a stride of {stride} does not cover {side} pixels")
    return tuple(sorted({*range(0, side - patch, stride), side - patch}))


def occlusion(
    network: Network, x: Array, question: Question, patch: int, stride: int = 1, cover: float = 0.0,
) -> Occlusion:
    """Cover each patch of a square image in turn.

    x       (side²,)
    patch   pixels along each side of the patch
    stride  pixels from one patch to the next
    cover   what covered pixels become

    Raises ValueError as `places_of`.
    """
    side = round(len(x) ** 0.5)
    places = places_of(side, patch, stride)
    covered = np.zeros((len(places) ** 2, side, side), dtype=bool)
    for index, (top, left) in enumerate((top, left) for top in places for left in places):
        covered[index, top:top + patch, left:left + patch] = True
    flat = covered.reshape(len(covered), -1)
    falls = question.value(forward(network, x)) - question.value(forward(network, np.where(flat, cover, x)))
    counts = flat.sum(axis=0)
    return Occlusion(places, falls.reshape(len(places), -1), np.asarray(falls @ flat / counts))
