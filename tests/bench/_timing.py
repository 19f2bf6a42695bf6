"""Times of two ways to do one thing, measured side by side.

Only their ratio means anything: on a shared machine the load moves every time, but it moves both
alike when the two take turns.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def medians(*ways: Callable[[], object], rounds: int = 41, warm_up: int = 5) -> list[float]:
    """The median time in seconds of one call of each of `ways`, which take turns for `rounds` rounds."""
    times: list[list[float]] = [[] for _ in ways]
    for turn in range(warm_up + rounds):
        for way, taken in zip(ways, times, strict=True):
            start = time.perf_counter()
            way()
            if turn >= warm_up:
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]
