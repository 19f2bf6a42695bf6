"""Script runs take turns: in order, one at a time, and nobody waits for a long one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from neuroviz.ui.common.turns import Turns

HOUSE = Path(__file__).parents[3]
FOREVER_S = 60.0


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def waits(turns: Turns, thread: threading.Thread, among: int) -> None:
    """Return when so many wait."""
    while len(turns._waiting) < among and thread.is_alive():
        time.sleep(0.001)


def test_one_at_a_time_in_the_order_of_their_coming() -> None:
    turns, at_work, order = Turns(FOREVER_S), [], []

    def run(number: int) -> None:
        with turns.turn():
            at_work.append(number)
            assert at_work == [number]
            order.append(number)
            at_work.remove(number)

    with turns.turn():
        threads = []
        for number in range(20):
            threads.append(started(lambda number=number: run(number)))
            waits(turns, threads[-1], number + 1)
    for thread in threads:
        thread.join(FOREVER_S)
    assert order == list(range(20))


def test_a_long_run_loses_its_turn_and_goes_on() -> None:
    turns, done = Turns(0.01), threading.Event()

    def short() -> None:
        with turns.turn():
            done.set()

    with turns.turn():
        thread = started(short)
        assert done.wait(FOREVER_S), "the short run waits for the long one"
        thread.join(FOREVER_S)
    # The long run had no turn to give back, and nobody is left with one.
    with turns.turn():
        late = started(short)
    late.join(FOREVER_S)
    assert not turns._waiting
    assert turns._holder is None


def test_within_a_turn_nothing_is_waited_for() -> None:
    turns = Turns(FOREVER_S)
    with turns.turn(), turns.turn():
        pass
    with turns.turn():  # The inner end did not give it back twice, the outer one did.
        assert turns._holder is not None
    assert turns._holder is None


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_run_that_is_broken_off_gives_its_turn_back(error: type[BaseException]) -> None:
    """Streamlit ends a run that is out of date by an exception."""
    turns, done = Turns(FOREVER_S), threading.Event()
    with pytest.raises(error), turns.turn():
        raise error

    def next_one() -> None:
        with turns.turn():
            done.set()

    started(next_one)
    assert done.wait(FOREVER_S)


def test_many_threads_never_hold_it_at_once_and_all_get_it() -> None:
    turns, inside, most, count = Turns(FOREVER_S), [0], [0], [0]

    def run() -> None:
        for _ in range(50):
            with turns.turn():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0)
                count[0] += 1
                inside[0] -= 1

    threads = [started(run) for _ in range(16)]
    for thread in threads:
        thread.join(FOREVER_S)
    assert (most[0], count[0]) == (1, 16 * 50)


def test_every_fragment_of_the_app_takes_its_turn() -> None:
    sources = [*(HOUSE / "neuroviz").rglob("*.py"), *(HOUSE / "pages").glob("*.py"), HOUSE / "app.py"]
    direct = [path.name for path in sources if "@st.fragment" in path.read_text("utf-8")]
    assert len(sources) > 100
    assert not direct, "use turns.fragment"
