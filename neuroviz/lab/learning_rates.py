r"""Verdicts on a walk downhill, and the learning rates that lead to each verdict.

The rate η decides how far each step goes. Near a minimum the surface is a bowl of curvature λ: with η below 1/λ a walk
comes down on one side, between 1/λ and 2/λ it swings from wall to wall and yet comes down, above 2/λ every swing is
larger than the one before. Away from a minimum there is no such formula, so nothing is derived here: walks are judged
by their course, and the rates are found by walking with many of them.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 4.3.1, 8.3.1; LeCun et al. 1998, *Efficient
BackProp*, section 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import numpy as np

from neuroviz.nn.surface import Walk

Verdict = Literal["overflow", "climbs", "turns", "past", "slow", "good"]
Wish = Literal["small", "right", "oscillating", "diverging"]

HARDLY = 1 / 3
"""A walk is slow if it descends by less than this share of the height between start and floor."""
NEAR = 2 / 3
"""A walk comes near the floor if it descends by at least this share of that height."""
TURNING = 1 / 3
"""A walk oscillates if at least this share of its steps, without tiny ones, point back."""
PAST = 0.05
"""A walk has passed the minimum if it climbs again by this share of its descent."""
TINY = 0.02
"""Steps below this share of the longest are tiny and do not count: the walk has arrived."""


def verdict(walk: Walk, floor: float) -> Verdict:
    """Return the verdict on a walk. floor: the lowest known loss.

    overflow   a number became non-finite
    climbs     the walk ended higher than it started
    turns      it goes back and forth: at least a third of its steps point against the one before
    past       with its momentum (momentum, Adam) it ran past the minimum and uphill before it came back
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
    return "slow" if descended(walk, floor) < HARDLY else "good"


def descended(walk: Walk, floor: float) -> float:
    """Return the share of the height between its start and the floor that a walk comes down; 1 if there is none."""
    way = float(walk.losses[0]) - floor
    return float(walk.losses[0] - walk.losses[-1]) / way if way > 0.0 else 1.0


def risen(walk: Walk) -> int | None:
    """Return the step from which the loss stayed above its first value, or None if the walk did not end above it."""
    if walk.diverged is not None or not walk.losses[-1] > walk.losses[0]:
        return None
    low = np.flatnonzero(walk.losses <= walk.losses[0])
    return int(low[-1]) + 1


def uphill(walk: Walk) -> int:
    """Return how many steps led uphill, if they climbed by more than `PAST` of the descent together; else 0."""
    changes = np.diff(walk.losses)
    deep = float(walk.losses[0] - walk.losses.min(initial=math.inf))
    climbed = float(changes[changes > 0.0].sum())
    return int((changes > 0.0).sum()) if climbed > PAST * deep else 0


def turns(walk: Walk) -> float:
    """Return the share of steps, without tiny ones, that point against the one before; 0 to 1."""
    with np.errstate(all="ignore"):
        steps = np.diff(walk.positions, axis=0)
        lengths = np.linalg.norm(steps, axis=1)
        far = lengths > TINY * lengths.max(initial=0.0)
        pairs = far[1:] & far[:-1]
        back = (steps[1:] * steps[:-1]).sum(axis=1) < 0.0
    return float((back & pairs).sum() / pairs.sum()) if pairs.any() else 0.0


def find_rates(
    walk_at: Callable[[float], Walk], rates: Iterable[float], floor: float
) -> Mapping[Wish, float]:
    """Return a learning rate for each wish on the present surface; a wish that no rate fulfils is left out.

    walk_at, rates  a walk for a rate, and the rates to try; floor: the lowest known loss

    right        of the good rates the one that ends lowest; if that does not come `NEAR` the floor, of these and of
                 those that run past the minimum
    small        the largest slow rate below it
    oscillating  the largest rate that turns and still ends lower than it started
    diverging    the smallest rate that overflows; if there is none, the smallest that ends higher than it started
    """
    walks = {rate: walk_at(rate) for rate in sorted(rates)}
    by: dict[Verdict, list[float]] = {
        "overflow": [], "climbs": [], "turns": [], "past": [], "slow": [], "good": [],
    }
    for rate, walk in walks.items():
        by[verdict(walk, floor)].append(rate)
    found: dict[Wish, float] = {}
    near = [rate for rate in by["good"] if descended(walks[rate], floor) >= NEAR]
    fine = near or [*by["good"], *by["past"]]
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
