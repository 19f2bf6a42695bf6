"""When garbage is collected: on a schedule and in a quiet moment, not after every script run.

Streamlit calls `gc.collect(2)` after every script run. That walks every container of the process: all that the
imports made, and all that every other session holds. The cost of one visitor's click thus grows with the number of
visitors, and all of them wait for it, because a collection keeps the interpreter to itself.

`.streamlit/config.toml` turns that off (`runner.postScriptGC`), and this module does the same work at other times:

- What the imports made lives as long as the process: it is frozen once (`gc.freeze`), and no collection walks it.
- A daemon thread collects everything (unfreeze, collect, freeze again) at least `EVERY_S` apart, as soon as the
  process is quiet; where it never is, `LATEST_S` after the last time at the latest.
- Bounded in time: the longer a collection takes, the later the next one comes, so that collections take at most
  `MOST_OF_THE_TIME` of the time.
- Bounded in memory: nearly everything is freed by its reference count. Of the cycles, Python's own automatic
  collection, which stays on, frees what has come since the last freeze; this thread frees the rest.

Where Streamlit collects after all (the option was renamed, or the app runs without our config.toml), only the
imports are frozen and the thread does not start: collecting twice would help nobody.
"""

from __future__ import annotations

import gc
import threading
import time

import streamlit as st

EVERY_S = 60.0
LATEST_S = 300.0
MOST_OF_THE_TIME = 0.005
# A moment is quiet where the process used less than this share of one core during it.
QUIET_S = 0.1
QUIET_SHARE = 0.1

_starting = threading.Lock()


def freeze() -> None:
    """Collect once, then set aside all objects that exist now: no later collection walks them."""
    gc.collect()
    gc.freeze()


def collect_all() -> float:
    """Collect everything, the frozen objects too, and freeze what is left. Returns the seconds it took."""
    began = time.perf_counter()
    gc.unfreeze()
    freeze()
    return time.perf_counter() - began


def streamlit_collects() -> bool:
    """Return whether Streamlit still collects after every script run."""
    try:
        return bool(st.get_option("runner.postScriptGC"))
    except RuntimeError:  # Streamlit's word for an option it does not know
        return True


def start_collecting() -> threading.Thread | None:
    """Start collecting on schedule, once a process. Returns the thread, or None where Streamlit collects itself."""
    with _starting:
        running = next((thread for thread in threading.enumerate() if isinstance(thread, Collector)), None)
        if running is not None or streamlit_collects():
            return running
        thread = Collector()
        thread.start()
        return thread


class Collector(threading.Thread):
    """The thread that collects. `stop` ends it."""

    def __init__(self) -> None:
        super().__init__(name="neuroviz garbage", daemon=True)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End the thread, and wait until it has ended."""
        self._stopping.set()
        self.join()

    def run(self) -> None:
        """Collect in quiet moments until the thread is stopped."""
        pause_s, used_s = 0.0, time.process_time()
        while not self._stopping.wait(wait_s(pause_s)):
            if time.process_time() - used_s < QUIET_S:
                continue  # Nobody has been here: there is nothing to collect.
            self._wait_for_quiet(LATEST_S - wait_s(pause_s))
            pause_s = collect_all()
            used_s = time.process_time()

    def _wait_for_quiet(self, at_most_s: float) -> None:
        """Return in a quiet moment, or after `at_most_s` seconds, or when stopping."""
        end = time.monotonic() + at_most_s
        while time.monotonic() < end:
            used_s = time.process_time()
            if self._stopping.wait(QUIET_S) or time.process_time() - used_s < QUIET_SHARE * QUIET_S:
                return


def wait_s(pause_s: float) -> float:
    """Return the seconds from a collection that took `pause_s` seconds until the next one is due."""
    return max(EVERY_S, pause_s / MOST_OF_THE_TIME)
