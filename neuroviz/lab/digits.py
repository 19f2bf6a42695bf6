"""What the images that training never saw tell about a network of the page "Digits"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.digits import EPOCHS
from neuroviz.nn import forward
from neuroviz.nn.digits.images import Images, never_seen
from neuroviz.nn.digits.recipe import STOPS, network_after
from neuroviz.nn.metrics import confusion_matrix

EXCITING = 8
"""Images shown of those that excite a neuron most."""

HARD = 24
"""Images that the network is least sure of."""

MOST_WRONG = 24
"""Wrong answers that it is surest of."""


@dataclass(frozen=True, eq=False)
class Findings:
    """A network and the images that it has never seen; images are given by their places among these.

    accuracy   share of right answers
    answers    (n,) the digit that each is taken for
    confusion  (10, 10) counts, by digit and answer
    hard       least distance between the two largest outputs, the least first
    wrong      wrong answers, the surest first
    exciting   for each layer after the input (neurons, EXCITING): where the neuron's activation is largest
    """

    accuracy: float
    answers: NDArray[np.int64]
    confusion: NDArray[np.int64]
    hard: NDArray[np.int64]
    wrong: NDArray[np.int64]
    exciting: tuple[NDArray[np.int64], ...]


def unseen(name: str) -> Images:
    """Return the images of this set that training never saw."""
    return never_seen(name)


@computed_once(2 * len(EPOCHS))
def findings_of(name: str, epoch: int) -> Findings:
    """Return what a network does with the images that it has never seen. Cached; its arrays are shared."""
    images = never_seen(name)
    trace = forward(network_after(name, epoch), images.inputs)
    outputs = trace.output
    answers = outputs.argmax(axis=1)
    ordered = np.sort(outputs, axis=1)
    margins, right = ordered[:, -1] - ordered[:, -2], answers == images.labels
    # Where two are alike the earlier one comes first, on every machine.
    sure = np.argsort(-ordered[:, -1], kind="stable")
    return Findings(
        float(right.mean()), answers, confusion_matrix(images.labels.astype(np.float64), answers, 10),
        np.argsort(margins, kind="stable")[:HARD], sure[~right[sure]][:MOST_WRONG],
        tuple(np.argsort(-a, axis=0, kind="stable")[:EXCITING].T for a in trace.activations[1:]),
    )


def learnt_so_far(name: str, epoch: int) -> list[tuple[int, float]]:
    """Return (epoch, share of right answers) for each of STOPS, and for `epoch` where that is a later one."""
    return [(stop, findings_of(name, stop).accuracy) for stop in sorted({*STOPS, epoch})]
