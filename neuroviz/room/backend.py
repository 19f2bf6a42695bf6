"""Where rooms are kept: values under keys, each for a while. In this process's memory, unless an address says Redis."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

Edit = Callable[[bytes | None], bytes | None]
"""What a value becomes; None: there is none. It may be asked more than once, and may raise: nothing changes then."""


class Backend(Protocol):
    """What a store of rooms can do. Safe from any thread."""

    def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """Return the value under each of `keys`, all in one go."""

    def change(self, key: str, edit: Edit, ttl_s: float) -> bytes | None:
        """Put `edit(value)` in the place of the value under `key`, and return it; nobody else changes it meanwhile."""

    def keep(self, keys: Sequence[str], ttl_s: float) -> None:
        """Keep what is under `keys` for `ttl_s` seconds from now on."""

    def drop(self, keys: Sequence[str]) -> None:
        """Forget what is under `keys`."""


class MemoryBackend:
    """Rooms in the memory of this process: they end with it, and other processes do not see them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._values: dict[str, tuple[bytes, float]] = {}

    def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """See `Backend`."""
        with self._guard:
            return [self._get(key) for key in keys]

    def change(self, key: str, edit: Edit, ttl_s: float) -> bytes | None:
        """See `Backend`."""
        with self._guard:
            value = edit(self._get(key))
            if value is None:
                self._values.pop(key, None)
            else:
                self._values[key] = value, self._clock() + ttl_s
            self._sweep()
            return value

    def keep(self, keys: Sequence[str], ttl_s: float) -> None:
        """See `Backend`."""
        with self._guard:
            for key in keys:
                value = self._get(key)
                if value is not None:
                    self._values[key] = value, self._clock() + ttl_s

    def drop(self, keys: Sequence[str]) -> None:
        """See `Backend`."""
        with self._guard:
            for key in keys:
                self._values.pop(key, None)

    def _get(self, key: str) -> bytes | None:
        value, until = self._values.get(key, (None, 0.0))
        return value if until > self._clock() else None

    def _sweep(self) -> None:
        now = self._clock()
        for key in [key for key, (_, until) in self._values.items() if until <= now]:
            del self._values[key]
