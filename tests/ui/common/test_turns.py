"""Script runs take turns: in order, one at a time, and nobody waits for a long one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from neuroviz.nn.recipes import RECIPES
from neuroviz.nn.training import Epoch, train
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


def test_who_waits_sleeps_until_his_turn_comes() -> None:
    """One looks after the turns for all: two hundred who look by themselves would keep the server from its work."""
    turns, threads, over = Turns(0.001), [], threading.Event()

    def watchers() -> int:
        return sum(thread.name == "neuroviz turns" for thread in threading.enumerate())

    def hold() -> None:
        with turns.turn():
            over.wait(FOREVER_S)

    before = watchers()
    for _ in range(20):
        threads.append(started(hold))
    # Each is given the turn while the ones before still hold it, and one thread has seen to that.
    while turns._waiting:
        time.sleep(0.001)
    assert watchers() == before + 1
    over.set()
    for thread in threads:
        thread.join(FOREVER_S)
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


def test_who_gives_way_goes_on_after_those_who_came_meanwhile_and_before_those_who_come_later() -> None:
    turns, order = Turns(FOREVER_S, slice_s=0.0, starved_s=FOREVER_S), []

    def short(name: str) -> threading.Thread:
        def run() -> None:
            with turns.turn():
                order.append(name)

        return started(run)

    with turns.turn():
        turns.give_way()  # Nobody waits: it is as if nothing had been said.
        threads = [short("first"), short("second")]
        waits(turns, threads[-1], 2)
        order.append("long begins")
        turns.give_way()
        order.append("long goes on")
        threads.append(short("third"))
        waits(turns, threads[-1], 1)
    for thread in threads:
        thread.join(FOREVER_S)
    assert order[0] == "long begins"
    assert sorted(order[1:3]) == ["first", "second"]
    assert order[3:] == ["long goes on", "third"]


def test_within_its_slice_nobody_gives_way() -> None:
    turns, order = Turns(FOREVER_S, slice_s=FOREVER_S), []

    def run() -> None:
        with turns.turn():
            order.append("short")

    with turns.turn():
        thread = started(run)
        waits(turns, thread, 1)
        turns.give_way()
        order.append("long")
    thread.join(FOREVER_S)
    assert order == ["long", "short"]


def test_long_runs_share_and_none_starves_while_short_ones_keep_coming() -> None:
    turns, steps, over = Turns(FOREVER_S, slice_s=0.0, starved_s=0.001), [0, 0], threading.Event()

    def long(number: int) -> None:
        with turns.turn():
            while steps[number] < 50:
                steps[number] += 1
                time.sleep(0)
                turns.give_way()

    def shorts() -> None:
        while not over.is_set():
            with turns.turn():
                time.sleep(0)

    hurry = [started(shorts) for _ in range(3)]
    runs = [started(lambda number=number: long(number)) for number in range(2)]
    for thread in runs:
        thread.join(FOREVER_S)
    over.set()
    for thread in hurry:
        thread.join(FOREVER_S)
    assert steps == [50, 50]
    assert turns._holder is None


def test_who_waits_for_something_else_leaves_the_turn_to_others() -> None:
    turns, ready = Turns(FOREVER_S), threading.Event()

    def other() -> None:
        with turns.turn():
            ready.set()

    with turns.turn():
        thread = started(other)
        with turns.aside():
            assert ready.wait(FOREVER_S)
        assert turns._holder is not None
        thread.join(FOREVER_S)
    assert turns._holder is None
    with turns.aside():  # Outside a turn there is nothing to leave.
        assert turns._holder is None


def test_a_network_that_learns_lets_others_go_first() -> None:
    """The way from the training's loop to the turns: nothing between them is told."""
    turns, served = Turns(FOREVER_S, slice_s=0.0), []

    def edit() -> None:
        with turns.turn():
            served.append(len(epochs))

    recipe = RECIPES["xor"]
    data, network = recipe.data(1), recipe.network(1)
    with turns.turn():
        epochs: list[Epoch] = []
        thread = started(edit)
        waits(turns, thread, 1)
        for epoch in train(network, data, recipe.settings):
            epochs.append(epoch)
            if len(epochs) == 5:
                break
    thread.join(FOREVER_S)
    assert served
    assert served[0] < 5, "the edit was served before the fifth epoch"
