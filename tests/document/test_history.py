"""Undo takes back exactly what was committed; redo brings it back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Layer, Selection, edits, limits
from neuroviz.document.history import History
from tests.document.validity import bits

START = Document(layers=(Layer(((1.0,),), (0.0,), "linear"),), input=(0.0,))


def numbered(value: int) -> Document:
    return edits.set_input(START, 0, float(value))


@dataclass
class Tape:
    """What a user expects: a row of states and a place in it."""

    states: list[Document]
    place: int = 0
    gesture: str | None = None

    def commit(self, document: Document, gesture: str | None) -> None:
        if gesture is not None and gesture == self.gesture:
            self.states[self.place:] = [document]
            return
        self.states[self.place + 1:] = [document]
        self.place = len(self.states) - 1
        self.gesture = gesture


steps = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), st.none() | st.sampled_from(["drag w", "drag b"])),
        st.just(("undo", None)),
        st.just(("redo", None)),
    ),
    max_size=40,
)


@given(script=steps)
def test_history_is_a_tape(script: list[tuple[str, str | None]]) -> None:
    history, tape = History(START), Tape([START])
    for number, (what, gesture) in enumerate(script, start=1):
        if what == "commit":
            history = history.commit(numbered(number), gesture)
            tape.commit(numbered(number), gesture)
        elif what == "undo":
            moved = tape.place > 0
            history = history.undo()
            tape.place -= moved
            tape.gesture = None if moved else tape.gesture
        else:
            moved = tape.place < len(tape.states) - 1
            history = history.redo()
            tape.place += moved
            tape.gesture = None if moved else tape.gesture
        assert (*history.past, history.present, *history.future) == tuple(tape.states)
        assert len(history.past) == tape.place


def test_undo_brings_back_every_bit() -> None:
    first = edits.set_bias(START, 1, 0, -0.0)
    second = edits.resize_layer(first, 0, 7)
    history = History(first).commit(second)
    assert bits(history.undo().present) == bits(first)
    assert bits(history.undo().redo().present) == bits(second)


def test_a_drag_is_one_step() -> None:
    history = History(START)
    for value in range(1, 30):
        history = history.commit(numbered(value), "drag")
    assert history.undo().present == START
    assert history.undo().redo().present == numbered(29)


def test_two_drags_are_two_steps_when_something_came_between() -> None:
    history = History(START).commit(numbered(1), "drag").commit(numbered(2)).commit(numbered(3), "drag")
    assert [history.undo().present, history.undo().undo().present] == [numbered(2), numbered(1)]


def test_an_edit_after_undo_forgets_what_was_undone() -> None:
    history = History(START).commit(numbered(1)).undo().commit(numbered(2))
    assert history.future == ()
    assert history.redo() == history
    assert history.undo().present == START


def test_selecting_is_no_step_and_keeps_what_can_be_redone() -> None:
    undone = History(START).commit(numbered(1)).undo()
    selected = undone.commit(edits.select(START, Selection(0, 0)))
    assert selected.present.selection == Selection(0, 0)
    assert (selected.past, selected.future) == (undone.past, undone.future)


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    assert History(START).commit(replace(START)).past == ()


def test_history_is_bounded() -> None:
    history = History(START)
    for value in range(1, limits.MAX_UNDO + 50):
        history = history.commit(numbered(value))
    assert len(history.past) == limits.MAX_UNDO
    for _ in range(limits.MAX_UNDO):
        history = history.undo()
    assert history.present == numbered(49)
    assert history.undo() == history
    for _ in range(limits.MAX_UNDO):
        history = history.redo()
    assert (history.present, len(history.past)) == (numbered(limits.MAX_UNDO + 49), limits.MAX_UNDO)
