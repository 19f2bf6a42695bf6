"""The shared cache: one computation for many callers, and nobody waits for what he did not ask for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from neuroviz.caching import computed_once

CALLERS = 20
PATIENCE_S = 60


def test_callers_who_come_together_get_one_computation() -> None:
    computing, go_on, calls = threading.Event(), threading.Event(), []

    @computed_once(8)
    def slow(x: int) -> object:
        calls.append(x)
        computing.set()
        assert go_on.wait(PATIENCE_S)
        return object()

    with ThreadPoolExecutor(CALLERS) as pool:
        asked = [pool.submit(slow, 1) for _ in range(CALLERS)]
        assert computing.wait(PATIENCE_S)
        go_on.set()
        answers = {one.result(PATIENCE_S) for one in asked}
    assert len(answers) == 1
    assert calls == [1]


def test_other_arguments_do_not_wait() -> None:
    computing, go_on = threading.Event(), threading.Event()

    @computed_once(8)
    def slow(x: int, *, twice: bool = False) -> int:
        if x == 1:
            computing.set()
            assert go_on.wait(PATIENCE_S)
        return 2 * x if twice else x

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow, 1)
        assert computing.wait(PATIENCE_S)
        assert pool.submit(slow, 2).result(PATIENCE_S) == 2
        assert pool.submit(slow, 3, twice=True).result(PATIENCE_S) == 6
        go_on.set()
        assert first.result(PATIENCE_S) == 1


def test_a_failure_is_not_kept() -> None:
    calls = []

    @computed_once(8)
    def once_wrong(x: int) -> int:
        calls.append(x)
        if len(calls) == 1:
            raise ValueError(x)
        return x

    with pytest.raises(ValueError, match="1"):
        once_wrong(1)
    assert once_wrong(1) == 1
    assert once_wrong(1) == 1
    assert calls == [1, 1]


def test_no_more_is_kept_than_asked_for() -> None:
    calls = []

    @computed_once(2)
    def function(x: int) -> int:
        calls.append(x)
        return x

    for x in (1, 2, 1, 3, 1, 2):
        function(x)
    assert calls == [1, 2, 3, 2]
