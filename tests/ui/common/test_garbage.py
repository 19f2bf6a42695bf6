"""The schedule of garbage collection: when it comes, what it frees, and that it keeps out of Streamlit's way."""

from __future__ import annotations

import gc
import threading
import time
import tomllib
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from neuroviz.ui.common import garbage

ROOT = Path(__file__).parents[3]


class Ring:
    """Garbage that no reference count frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A schedule whose minute is a moment."""
    monkeypatch.setattr(garbage, "EVERY_S", 0.01)
    monkeypatch.setattr(garbage, "LATEST_S", 0.02)
    monkeypatch.setattr(garbage, "QUIET_S", 0.001)
    monkeypatch.setattr(garbage, "MOST_OF_THE_TIME", 1.0)


@pytest.fixture
def collector(quick: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Thread]:
    # Pages that other tests have run may have started one, whose minute is a minute.
    for running in threading.enumerate():
        if isinstance(running, garbage.Collector):
            running.stop()
    monkeypatch.setattr(garbage, "streamlit_collects", lambda: False)
    thread = garbage.start_collecting()
    assert isinstance(thread, garbage.Collector)
    yield thread
    thread.stop()
    assert not thread.is_alive()


def frozen_ring() -> weakref.ref[Ring]:
    """A cycle that died after it was frozen, as the state of a visitor does who has left."""
    ring = Ring()
    garbage.freeze()
    return weakref.ref(ring)


def test_our_config_turns_streamlits_own_collection_off() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["runner"]["postScriptGC"] is False
    # The option is still there, in the Streamlit that is installed.
    assert st.get_option("runner.postScriptGC") in {True, False}


def test_what_is_frozen_is_walked_by_no_collection_but_ours() -> None:
    ring = frozen_ring()
    gc.collect()
    assert ring() is not None
    assert garbage.collect_all() > 0
    assert ring() is None


def test_what_is_left_is_frozen_again() -> None:
    garbage.collect_all()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_the_thread_frees_what_was_frozen(collector: threading.Thread) -> None:
    ring = frozen_ring()
    end = time.monotonic() + 60
    while ring() is not None and time.monotonic() < end:
        # A process at work: the thread leaves an idle one alone.
        sum(range(100_000))
    assert ring() is None


def test_an_idle_process_is_left_alone(collector: threading.Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "process_time", lambda: 1.0)
    calls: list[float] = []
    monkeypatch.setattr(garbage, "collect_all", lambda: calls.append(0.0) or 0.0)
    collector.join(0.5)
    # At most the one that was about to come when the clock stopped.
    assert len(calls) <= 1


def test_a_process_that_is_never_quiet_is_collected_too(monkeypatch: pytest.MonkeyPatch, quick: None) -> None:
    clock = iter(range(1_000_000))
    monkeypatch.setattr(time, "process_time", lambda: float(next(clock)))
    collected = threading.Event()
    monkeypatch.setattr(garbage, "collect_all", lambda: collected.set() or 0.0)
    thread = garbage.Collector()
    thread.start()
    assert collected.wait(60)
    thread.stop()


def test_there_is_one_thread_however_many_ask(collector: threading.Thread) -> None:
    asked: list[threading.Thread | None] = []
    askers = [threading.Thread(target=lambda: asked.append(garbage.start_collecting())) for _ in range(20)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert asked == [collector] * 20


@pytest.mark.parametrize("answer", [True, RuntimeError("unknown option")])
def test_where_streamlit_collects_itself_there_is_no_thread(
    answer: bool | Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def option(name: str) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(st, "get_option", option)
    assert garbage.streamlit_collects()
    assert garbage.start_collecting() is None


def test_streamlit_says_so_of_an_option_that_it_does_not_know() -> None:
    with pytest.raises(RuntimeError):
        st.get_option("runner.noSuchOption")


@pytest.mark.parametrize(("pause_s", "due_s"), [(0.0, 60.0), (0.1, 60.0), (0.3, 60.0), (1.0, 200.0), (3.0, 600.0)])
def test_collecting_takes_a_small_share_of_the_time(pause_s: float, due_s: float) -> None:
    assert garbage.wait_s(pause_s) == due_s
