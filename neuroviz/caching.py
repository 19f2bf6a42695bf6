"""A cache for slow functions: each result is computed once, however many visitors ask for it at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import Lock
from typing import ParamSpec, TypeVar, cast

from neuroviz.giving_way import aside

P = ParamSpec("P")
R = TypeVar("R")


class _Turn:
    """A lock, and the number of threads that have it or wait for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.threads = 0


def computed_once(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator like `functools.lru_cache`, for a function that several threads call at once.

    With `lru_cache` every thread computes a result that is not cached yet: twenty visitors who open a page in the same
    second would train the same networks twenty times. Here the first thread computes the result, and the others wait
    for it. Calls with other arguments do not wait. An exception is not cached: the next caller tries again.

    maxsize  number of results in the cache. All visitors share them: no caller may change one
    """
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        cached = cast(Callable[P, R], lru_cache(maxsize)(function))
        turns: dict[Hashable, _Turn] = {}
        guard = Lock()

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            with guard:
                turn = turns.setdefault(key, _Turn())
                turn.threads += 1
            try:
                if not turn.lock.acquire(blocking=False):
                    with aside():
                        turn.lock.acquire()
                try:
                    return cached(*args, **kwargs)
                finally:
                    turn.lock.release()
            finally:
                with guard:
                    turn.threads -= 1
                    if not turn.threads:
                        del turns[key]

        return call

    return decorate
