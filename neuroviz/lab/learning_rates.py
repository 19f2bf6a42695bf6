r"""How a walk downhill went, and which learning rates make it go so.

The rate η decides how far each step goes. Near a minimum the surface is a bowl of curvature λ: with η below 1/λ a walk
comes down on one side, between 1/λ and 2/λ it swings from wall to wall and yet comes down, above 2/λ every swing is
larger than the one before. Away from a minimum there is no such formula, so here nothing is derived: a walk is looked
at, and the rates are found by walking with many of them.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 4.3.1, 8.3.1; LeCun et al. 1998, *Efficient
BackProp*, section 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import numpy as np

from neuroviz.nn.surface import Descent

Verdict = Literal["overflow", "climbs", "turns", "past", "slow", "good"]
Wish = Literal["small", "right", "oscillating", "diverging"]

HARDLY = 1 / 3
"""Slow is a walk that comes down by less than this share of what there is to come down."""
TURNING = 1 / 3
"""Of the steps that are not yet tiny, so many have to go back for a walk to swing."""
PAST = 0.05
"""A walk that climbs again, on its way, by this share of what it came down, has rolled past the low ground."""
TINY = 0.02
"""Steps below this share of the longest do not count: there the walk has arrived."""


def verdict(walk: Descent, floor: float) -> Verdict:
    """How the walk went. floor: the lowest loss there is, as far as is known.

    overflow   a number became too large for a float
    climbs     it ended higher than it began
    turns      it goes back and forth: at least a third of its steps point against the one before
    past       with speed of its own (momentum, Adam) it ran through low ground and up again before it came back
    slow       no turning, and less than a third of the way down from the start to the floor
    good       none of these
    """
    if walk.diverged is not None:
        return "overflow"
    if walk.losses[-1] > walk.losses[0]:
        return "climbs"
    if turns(walk) >= TURNING:
        return "turns"
    if uphill(walk):
        return "past"
    way = float(walk.losses[0]) - floor
    return "slow" if way > 0.0 and walk.losses[0] - walk.losses[-1] < HARDLY * way else "good"


def risen(walk: Descent) -> int | None:
    """The step from which on the loss stayed above where it began, for a walk that ended there."""
    if walk.diverged is not None or not walk.losses[-1] > walk.losses[0]:
        return None
    low = np.flatnonzero(walk.losses <= walk.losses[0])
    return int(low[-1]) + 1


def uphill(walk: Descent) -> int:
    """How many steps of the walk led up, where all of them together climbed by more than `PAST`; else 0."""
    changes = np.diff(walk.losses)
    deep = float(walk.losses[0] - walk.losses.min(initial=math.inf))
    climbed = float(changes[changes > 0.0].sum())
    return int((changes > 0.0).sum()) if climbed > PAST * deep else 0


def turns(walk: Descent) -> float:
    """The share of steps, of those that are not tiny, that point against the one before; 0 to 1."""
    with np.errstate(all="ignore"):
        steps = np.diff(walk.positions, axis=0)
        lengths = np.linalg.norm(steps, axis=1)
        far = lengths > TINY * lengths.max(initial=0.0)
        pairs = far[1:] & far[:-1]
        back = (steps[1:] * steps[:-1]).sum(axis=1) < 0.0
    return float((back & pairs).sum() / pairs.sum()) if pairs.any() else 0.0


def find_rates(
    walk_at: Callable[[float], Descent], rates: Iterable[float], floor: float
) -> Mapping[Wish, float]:
    """Of these rates, the ones that do what they are called on the surface at hand; a wish no rate fulfils is left out.

    right        of the good ones, the one that ends lowest; where there are none, of those that roll past
    small        the largest slow one below it
    oscillating  of those that turn and yet end lower than they began, the largest
    diverging    the smallest that overflows; where none does, the smallest that ends higher than it began
    """
    walks = {rate: walk_at(rate) for rate in sorted(rates)}
    by: dict[Verdict, list[float]] = {
        "overflow": [], "climbs": [], "turns": [], "past": [], "slow": [], "good": [],
    }
    for rate, walk in walks.items():
        by[verdict(walk, floor)].append(rate)
    found: dict[Wish, float] = {}
    fine = by["good"] or by["past"]
    if fine:
        found["right"] = min(fine, key=lambda rate: walks[rate].losses[-1])
    slow = [rate for rate in by["slow"] if rate < found.get("right", np.inf)]
    if slow:
        found["small"] = slow[-1]
    if by["turns"]:
        found["oscillating"] = by["turns"][-1]
    if by["overflow"] or by["climbs"]:
        found["diverging"] = (by["overflow"] or by["climbs"])[0]
    return found
