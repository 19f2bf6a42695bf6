"""A long computation lets shorter ones go first.

Python runs one thread at a time. Whoever shares a process (in the app: script runs, `neuroviz/ui/common/turns.py`) says
how a computation steps aside; long loops ask for it in between. Where nobody shares anything, nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Protocol


class Sharing(Protocol):
    """How the threads of a process share it."""

    def give_way(self) -> None:
        """Return at once where nobody waits; else when those who came with something short have been served."""

    def aside(self) -> AbstractContextManager[None]:
        """Return a context in which others compute, while this thread waits for something else."""


_SHARING: ContextVar[Sharing | None] = ContextVar("sharing", default=None)


@contextmanager
def shared_by(sharing: Sharing) -> Iterator[None]:
    """Let computations in this thread step aside as `sharing` says."""
    token = _SHARING.set(sharing)
    try:
        yield
    finally:
        _SHARING.reset(token)


def give_way() -> None:
    """Let others go first, between two steps of a long computation. Cheap where nobody waits."""
    sharing = _SHARING.get()
    if sharing is not None:
        sharing.give_way()


def aside() -> AbstractContextManager[None]:
    """Return a context for waiting, in which others compute."""
    sharing = _SHARING.get()
    return nullcontext() if sharing is None else sharing.aside()
