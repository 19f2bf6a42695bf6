"""Cover a patch of the image, and see how far the output falls.

Nothing is differentiated: each covered image is sent through the network. (Of the first layer's sums only what the
patch changes is added up anew: W (cover − x) over its pixels.) A pixel's value is the mean fall over
the patches that cover it, so that maps of all patches and strides can be laid over the image. What the patch is painted
with is a part of the question: to cover ink with paper removes ink, to cover paper with ink adds some.

Source: Zeiler and Fergus 2014, section 4.2 (a grey square, and the class score as a function of its place).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.lenses.question import NeuronQuestion, onward
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
    network: Network, x: Array, question: NeuronQuestion, patch: int, stride: int = 1, cover: float = 0.0,
) -> Occlusion:
    """Cover each patch of a square image in turn.

    x       (side²,)
    patch   pixels along each side of the patch
    stride  pixels from one patch to the next
    cover   what covered pixels become

    Raises ValueError as `places_of`.
    """
    side = round(len(x) ** 0.5)
    places = np.array(places_of(side, patch, stride))
    whole = forward(network, x)
    terms = ((cover - x)[:, None] * np.asarray(network.weights[0]).T).reshape(side, side, -1)
    bands = sum(terms[places + step] for step in range(patch))
    added = sum(bands[:, places + step] for step in range(patch))
    z = whole.pre_activations[0] + np.asarray(added).reshape(len(places) ** 2, -1)
    falls = (question.value(whole) - question.value(onward(network, 0, z))).reshape(len(places), -1)
    total, count = np.zeros((2, side, side))
    for down in range(patch):
        for across in range(patch):
            at = np.ix_(places + down, places + across)
            total[at] += falls
            count[at] += 1.0
    return Occlusion(tuple(places.tolist()), falls, (total / count).reshape(-1))
