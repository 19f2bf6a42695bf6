"""Who was in? A network that has learnt by heart has small losses on what it has seen.

The attack needs no more than the loss of an example: below a threshold it says "was in". Each threshold finds a share
of the members (true positives) and accuses a share of the others (false positives); all thresholds together are the ROC
curve. Its area is the chance that of one member and one other the member has the smaller loss; the *advantage* is the
largest distance between the two shares: 0 is guessing, 1 is knowing.

Where only the answer is given and no loss, the attack says "was in" of whatever is answered rightly. Its advantage is
the gap between the two accuracies.

Sources: Yeom, Giacomelli, Fredrikson and Jha 2018 (both attacks, and the advantage); Shokri et al. 2017.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Attack:
    """How well a threshold on a score tells members from others.

    thresholds  ascending; "was in" is said of scores <= the threshold
    found       share of the members that are found at each threshold, from 0 to 1
    accused     share of the others of whom "was in" is said, too
    area        under the ROC curve
    best        which threshold has the largest distance between the two shares
    """

    thresholds: Array
    found: Array
    accused: Array
    area: float
    best: int

    @property
    def advantage(self) -> float:
        """The largest distance between the two shares."""
        return float(self.found[self.best] - self.accused[self.best])

    @property
    def threshold(self) -> float:
        """The best threshold."""
        return float(self.thresholds[self.best])


def attack(members: Array, others: Array) -> Attack:
    """Return what thresholds on a score tell; a small score speaks for a member.

    members, others  (n,) and (m,) scores, none of them empty
    """
    every = np.concatenate([[-np.inf], np.unique(np.concatenate([members, others]))])
    found, accused = (
        np.searchsorted(np.sort(scores), every, side="right") / len(scores) for scores in (members, others)
    )
    area = float(np.sum(np.diff(accused) * (found[1:] + found[:-1]) / 2))
    return Attack(every, found, accused, area, int(np.argmax(found - accused)))


def label_scores(answers: NDArray[np.integer], labels: NDArray[np.integer]) -> Array:
    """Return the scores of who sees the answer alone: 0 where it is right, 1 where it is wrong."""
    return np.asarray(answers != labels, dtype=np.float64)
