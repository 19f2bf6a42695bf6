"""Anything may happen in a room, in any order: who comes, leaves, crashes, leads, answers, and how time passes.

The machine keeps a model of its own, as plain as can be, and holds the room to it after each step.
"""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from neuroviz.room import MemoryBackend, Question, RoomError, Rooms, limits, place_of
from neuroviz.room.codes import is_secret, new_secret, read_code
from neuroviz.room.state import answer_of, checked_question, dump, load
from tests.room.conftest import Clock

PEOPLE = st.sampled_from([f"p{number}" for number in range(limits.MAX_PEOPLE + 3)])
CROWDS = st.sampled_from([1, 5, limits.MAX_PEOPLE - 1, limits.MAX_PEOPLE + 3])
CHOICES = 3
SECONDS = [0.5, limits.PERSON_S / 2, limits.PERSON_S + 1, limits.LIFE_S / 2, limits.LIFE_S + 1]


class RoomMachine(RuleBasedStateMachine):
    """A room, and what a plain model says of it."""

    @initialize()
    def open(self) -> None:
        self.clock = Clock()
        self.backend = MemoryBackend(self.clock)
        # Two processes, or two tabs of the presenter's, on one store.
        self.hands = [Rooms(self.backend, self.clock), Rooms(self.backend, self.clock)]
        self.secret, self.times = new_secret(), 0
        self.begin()

    def begin(self) -> None:
        self.times += 1
        self.code = self.hands[0].reopen(self.secret, f"tab {self.times}")
        self.born = self.signed = self.clock.now
        self.seen: dict[str, float] = {}
        self.answers: dict[str, int] = {}
        self.asked, self.open_question, self.sheets, self.shown = 0, False, dict[int, bytes](), 0

    @property
    def alive(self) -> bool:
        return (
            self.clock.now - self.signed <= limits.LIFE_S and self.clock.now - self.born <= limits.MAX_AGE_S
        )

    def present(self) -> set[str]:
        return {who for who, at in self.seen.items() if self.clock.now - at <= limits.PERSON_S}

    def lead(self, act: Any, *args: Any, **values: Any) -> Any:
        """What the presenter does; None where the room has ended."""
        if not self.alive:
            with pytest.raises(RoomError) as refusal:
                act(self.code, self.secret, *args, **values)
            assert refusal.value.code == "ended"
            return None
        self.signed = self.clock.now
        return act(self.code, self.secret, *args, **values)

    @rule(first=st.integers(0, limits.MAX_PEOPLE), many=CROWDS)
    def come(self, first: int, many: int) -> None:
        people = [f"p{number}" for number in range(first, min(first + many, limits.MAX_PEOPLE + 3))]
        placed = self.hands[0].stay(self.code, people)
        there = self.present()
        for person in people:
            assert (person in placed) == (person in there or len(there) < limits.MAX_PEOPLE)
            if person in placed:
                there.add(person)
                self.seen[person] = self.clock.now

    @rule(person=PEOPLE)
    def leave(self, person: str) -> None:
        self.hands[1].leave(self.code, [person])
        self.seen.pop(person, None)

    @rule(seconds=st.sampled_from(SECONDS))
    def time_passes(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule(who=st.sampled_from([0, 1]), document=st.binary(max_size=5))
    def show(self, who: int, document: bytes) -> None:
        room = self.lead(self.hands[who].lead, document=document)
        if room is not None:
            assert room.sheet > self.shown
            self.shown = room.sheet
            self.sheets[0] = document

    @rule(document=st.binary(max_size=5))
    def hand_out(self, document: bytes) -> None:
        if self.alive and len(self.sheets) - (0 in self.sheets) >= limits.MAX_SHEETS:
            with pytest.raises(RoomError):
                self.lead(self.hands[0].keep, document, hand_out=True)
        elif number := self.lead(self.hands[0].keep, document, hand_out=True):
            self.sheets[number] = document

    @rule()
    def ask(self) -> None:
        room = self.lead(self.hands[0].ask, Question(0, "winner", options=CHOICES))
        if room is not None:
            assert room.question.number > self.asked
            self.asked, self.open_question, self.answers = room.question.number, True, {}

    @rule()
    def reveal(self) -> None:
        if self.asked and (room := self.lead(self.hands[1].reveal, (1.0,))) is not None:
            assert room.question.truth == (1.0,)
            self.open_question = False

    @rule(person=PEOPLE, choice=st.integers(-1, CHOICES), late=st.booleans())
    def answer(self, person: str, choice: int, late: bool) -> None:
        right = (
            self.alive and self.open_question and not late and person in self.present() and 0 <= choice < CHOICES
            and (person in self.answers or len(self.answers) < limits.MAX_ANSWERS)
        )
        try:
            self.hands[0].answer(self.code, person, self.asked - late, choice)
        except RoomError:
            assert not right
        else:
            assert right
            self.answers[person] = choice

    @rule(wrong=st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_-]{32}", fullmatch=True)))
    def somebody_else_would_lead(self, wrong: str) -> None:
        with pytest.raises(RoomError):
            self.hands[0].lead(self.code, wrong, page="studio")

    @rule()
    def the_store_is_lost(self) -> None:
        """The server crashes, or the room has ended: the presenter's browser opens it anew."""
        self.backend.drop(list(self.backend._values))
        self.begin()

    @invariant()
    def all_see_what_the_model_says(self) -> None:
        for hand in self.hands:
            glance = hand.glances([self.code])[0]
            assert (glance.room is not None) == self.alive
            if glance.room is None:
                continue
            assert glance.people == len(self.present()) <= limits.MAX_PEOPLE
            assert (glance.room.question is not None) == bool(self.asked)
            if self.asked:
                counts = tuple(sum(choice == each for choice in self.answers.values()) for each in range(CHOICES))
                assert (glance.tally.answered, glance.tally.counts) == (len(self.answers), counts)
            for number, document in self.sheets.items():
                assert hand.sheet(self.code, number or self.shown) == document


TestRoomMachine = RoomMachine.TestCase


# --- what comes from outside ---------------------------------------------------------------------

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["at", "unit", "pointed", "selected", "x"]) | st.text(max_size=3), inner, max_size=4,
    ),
    max_leaves=8,
)


@given(anything)
def test_a_place_is_read_or_refused(raw: Any) -> None:
    try:
        place = place_of(raw)
    except RoomError as refusal:
        assert refusal.code == "unreadable"
    else:
        orjson.dumps([place.at, place.unit, place.pointed, place.selected])


@given(anything)
def test_so_is_an_answer(raw: Any) -> None:
    for question in (Question(1, "winner", options=3), Question(1, "value", low=-1.0, high=2.0)):
        try:
            value = answer_of(question, raw)
        except RoomError as refusal:
            assert refusal.code == "unreadable"
        else:
            assert 0 <= value < 3 if question.options else -1.0 <= value <= 2.0


@given(anything | st.text(alphabet="ABC0ol1 -", max_size=12))
def test_so_are_a_code_and_a_secret(raw: Any) -> None:
    code = read_code(raw)
    assert code == "" or (len(code) == limits.CODE_LENGTH and set(code) <= set(limits.CODE_LETTERS))
    assert not is_secret(raw) or len(raw) == 32


@given(st.integers(-5, 100), st.floats(), st.floats(), st.text(max_size=6))
def test_a_question_has_its_bounds(options: int, low: float, high: float, kind: str) -> None:
    try:
        question = checked_question(Question(1, kind, options=options, low=low, high=high))  # type: ignore[arg-type]
    except RoomError:
        return
    assert question.options in range(2, limits.MAX_OPTIONS + 1) or (not options and low < high)


@given(st.data())
def test_a_room_reads_back_as_it_was(data: st.DataObject) -> None:
    from neuroviz.room import Place, Room

    part = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9))
    room = data.draw(st.builds(
        Room, code=st.just("ABCDEF"), mark=st.text(max_size=4), opened=st.floats(0, 1e9), seen=st.floats(0, 1e9),
        page=st.sampled_from(["home", "studio"]), kept=st.lists(st.integers(1, 9)).map(tuple),
        place=st.builds(Place, at=st.none() | st.floats(0, 10), pointed=part, selected=part),
        question=st.none() | st.builds(
            Question, number=st.integers(1, 9), kind=st.just("winner"), part=st.just((1, 0)), options=st.integers(2, 5),
            truth=st.lists(st.floats(0, 1)).map(tuple),
        ),
    ))
    assert load(dump(room)) == room
