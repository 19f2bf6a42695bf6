"""How often somebody may try: a handful at once, then one at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

_MOST_KEYS = 10_000


class Limiter:
    """For each key so many tries at once, and one more each `each_s` seconds. Keys idle longest are forgotten."""

    def __init__(self, tries: int, each_s: float, clock: Callable[[], float]) -> None:
        self._tries, self._each_s, self._clock = tries, each_s, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._guard = threading.Lock()

    def take(self, key: str) -> bool:
        """Return whether `key` may try now, and count it."""
        with self._guard:
            left = self._now(key)
            allowed = left >= 1.0
            self._left[key] = left - allowed, self._clock()
            self._left.move_to_end(key)
            if len(self._left) > _MOST_KEYS:
                self._left.popitem(last=False)
        return allowed

    def may(self, key: str) -> bool:
        """Return whether `key` may try now, without counting."""
        with self._guard:
            return self._now(key) >= 1.0

    def _now(self, key: str) -> float:
        left, since = self._left.get(key, (float(self._tries), self._clock()))
        return min(float(self._tries), left + max(0.0, self._clock() - since) / self._each_s)
