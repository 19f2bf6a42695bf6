"""A cache for what takes long: computed once, however many visitors ask for it in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import Lock
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


class _Turn:
    """A lock, and how many threads hold it or wait for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.threads = 0


def computed_once(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`functools.lru_cache` for a function that several threads call at once.

    `lru_cache` lets every thread compute what is not there yet: twenty visitors who open a page in the same second
    would train the same networks twenty times. Here the first computes, and the others wait for that result. Other
    arguments do not wait. A failure is not kept: the next caller tries again.

    maxsize  how many results are kept. They are shared by all visitors: nobody may change one.
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
                with turn.lock:
                    return cached(*args, **kwargs)
            finally:
                with guard:
                    turn.threads -= 1
                    if not turn.threads:
                        del turns[key]

        return call

    return decorate
