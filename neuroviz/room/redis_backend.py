"""Rooms in Redis or Valkey, for several processes that serve one class."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from neuroviz.room.backend import Edit
from neuroviz.room.error import RoomError

_PREFIX = "neuroviz:"
_PATIENCE_S = 2.0
_MOST_TRIES = 200

T = TypeVar("T")


class RedisBackend:
    """Rooms on a server of their own: they outlive the app's processes, which all see the same."""

    def __init__(self, address: str) -> None:
        """Connect when first asked. Raises RuntimeError where the package `redis` is not installed."""
        if importlib.util.find_spec("redis") is None:
            raise RuntimeError(
                "NEUROVIZ_ROOMS names a Redis server, and the Python package for it is not installed: "
                "pip install -r requirements-rooms.txt"
            )
        import redis

        self._errors: type[Exception] = redis.RedisError
        self._changed: type[Exception] = redis.WatchError
        # Of the client, the types know answers as text only; here they are bytes.
        self._client: Any = redis.Redis.from_url(
            address, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S, health_check_interval=30,
        )

    def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """See `Backend`."""
        return self._asked(lambda: self._client.mget(_named(keys))) if keys else []

    def change(self, key: str, edit: Edit, ttl_s: float) -> bytes | None:
        """See `Backend`."""
        return self._asked(lambda: self._change(_PREFIX + key, edit, ttl_s))

    def keep(self, keys: Sequence[str], ttl_s: float) -> None:
        """See `Backend`."""
        def keep() -> None:
            with self._client.pipeline(transaction=False) as batch:
                for key in _named(keys):
                    batch.pexpire(key, _ms(ttl_s))
                batch.execute()

        self._asked(keep)

    def drop(self, keys: Sequence[str]) -> None:
        """See `Backend`."""
        if keys:
            self._asked(lambda: self._client.delete(*_named(keys)))

    def _change(self, key: str, edit: Edit, ttl_s: float) -> bytes | None:
        for _ in range(_MOST_TRIES):
            with self._client.pipeline() as change:
                change.watch(key)
                value = edit(change.get(key))
                change.multi()
                if value is None:
                    change.delete(key)
                else:
                    change.set(key, value, px=_ms(ttl_s))
                try:
                    change.execute()
                except self._changed:
                    continue  # Somebody else was faster: look again.
                return value
        raise RoomError("away")

    def _asked(self, question: Callable[[], T]) -> T:
        try:
            return question()
        except self._errors as error:
            raise RoomError("away") from error


def _named(keys: Sequence[str]) -> list[str]:
    return [_PREFIX + key for key in keys]


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))
