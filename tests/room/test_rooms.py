"""Rooms, on both stores: who may look, who may lead, what is full, what is over, and what is kept."""

from __future__ import annotations

import pytest

from neuroviz.room import Backend, Place, Question, RoomError, Rooms, limits
from neuroviz.room.codes import code_of, new_secret, read_code
from tests.room.conftest import Clock

WINNER = Question(0, "winner", options=3)
VALUE = Question(0, "value", (1, 0), low=-1.0, high=1.0)


@pytest.fixture
def rooms(backend: Backend, clock: Clock) -> Rooms:
    return Rooms(backend, clock)


def refused(act: object, *args: object, **values: object) -> str:
    with pytest.raises(RoomError) as refusal:
        act(*args, **values)  # type: ignore[operator]
    return refusal.value.code


def test_who_has_the_code_sees_what_the_presenter_shows(rooms: Rooms) -> None:
    code, secret = rooms.open()
    rooms.lead(code, secret, page="studio", place=Place(3.0, "neuron", (1, 0), (1, 0, 2)), document=b"{}")
    found = rooms.find(f" {code[:3].lower()}-{code[3:]} ")
    room = rooms.glances([found])[0].room
    assert room is not None
    assert (room.page, room.place) == ("studio", Place(3.0, "neuron", (1, 0), (1, 0, 2)))
    assert rooms.sheet(code, room.sheet) == b"{}"


def test_a_model_is_shown_and_its_numbers_stay_while_its_words_change(rooms: Rooms) -> None:
    code, secret = rooms.open()
    first = rooms.lead(code, secret, model=b"words", numbers=b"numbers")
    assert (rooms.sheet(code, first.model), rooms.sheet(code, first.numbers)) == (b"words", b"numbers")
    # Documents come and go beside it, and its words change.
    rooms.lead(code, secret, document=b"{}")
    second = rooms.lead(code, secret, model=b"other words")
    assert second.numbers == first.numbers
    assert second.model > first.model
    assert rooms.sheet(code, second.numbers) == b"numbers"
    assert refused(rooms.sheet, code, first.model) == "no_sheet"
    # Another one takes the place of both; one that names its numbers has none; then there is none at all.
    third = rooms.lead(code, secret, model=b"its name", numbers=b"")
    assert third.numbers == 0
    assert refused(rooms.sheet, code, first.numbers) == "no_sheet"
    assert rooms.lead(code, secret, model=b"", numbers=b"").model == 0
    assert refused(rooms.sheet, code, third.model) == "no_sheet"
    assert refused(rooms.lead, code, secret, numbers=bytes(limits.MAX_MODEL_BYTES + 1)) == "too_large"


def test_a_code_that_is_none_and_one_that_is_nobodys_are_said(rooms: Rooms) -> None:
    assert refused(rooms.find, "hello") == "code"
    assert refused(rooms.find, code_of(new_secret())) == "unknown"
    assert rooms.glances([code_of(new_secret())])[0].room is None


def test_nobody_leads_without_the_secret(rooms: Rooms) -> None:
    code, secret = rooms.open()
    _, other = rooms.open()
    before = rooms.glances([code])
    for wrong in (other, "", secret[:-1], code):
        assert refused(rooms.lead, code, wrong, page="studio", document=b"{}") == "not_leading"
        assert refused(rooms.freeze, code, wrong, True) == "not_leading"
        assert refused(rooms.keep, code, wrong, b"{}", hand_out=True) == "not_leading"
        assert refused(rooms.ask, code, wrong, WINNER) == "not_leading"
        assert refused(rooms.reveal, code, wrong, (0.0,)) == "not_leading"
        assert refused(rooms.dismiss, code, wrong) == "not_leading"
        assert refused(rooms.sign, code, wrong) == "not_leading"
        assert refused(rooms.close, code, wrong) == "not_leading"
    assert rooms.glances([code]) == before
    assert refused(rooms.reopen, code) == "not_leading"


def test_a_room_that_was_lost_is_opened_again_by_its_presenter_alone(backend: Backend, rooms: Rooms) -> None:
    code, secret = rooms.open()
    rooms.lead(code, secret, page="studio", document=b"{}")
    assert rooms.reopen(secret) == code
    assert rooms.glances([code])[0].room.page == "studio"  # type: ignore[union-attr]
    rooms.close(code, secret)
    assert rooms.glances([code])[0].room is None
    assert refused(rooms.lead, code, secret, page="studio") == "ended"
    assert rooms.reopen(secret) == code
    assert rooms.glances([code])[0].room.page == "home"  # type: ignore[union-attr]


def test_there_is_room_for_so_many_people(rooms: Rooms, clock: Clock) -> None:
    code, _ = rooms.open()
    everybody = [f"p{number}" for number in range(limits.MAX_PEOPLE + 2)]
    assert rooms.stay(code, everybody) == everybody[:-2]
    assert rooms.glances([code])[0].people == limits.MAX_PEOPLE
    rooms.leave(code, ["p0"])
    assert rooms.stay(code, everybody[-2:]) == everybody[-2:-1]
    clock.now += limits.PERSON_S - 1
    assert rooms.stay(code, ["p1"]) == ["p1"]
    clock.now += 2
    assert rooms.glances([code])[0].people == 1


def test_there_are_so_many_rooms(rooms: Rooms, clock: Clock) -> None:
    opened = [rooms.open(str(number)) for number in range(limits.MAX_ROOMS)]
    assert refused(rooms.open, "one more") == "rooms_full"
    rooms.close(*opened[7])
    rooms.open("another")
    assert refused(rooms.open, "one too many") == "rooms_full"
    rooms.reopen(opened[3][1], "again")
    clock.now += limits.LIFE_S + 1
    rooms.open("next morning")


def test_a_room_lives_as_long_as_its_presenter_gives_signs_and_a_day_at_most(rooms: Rooms, clock: Clock) -> None:
    code, secret = rooms.open()
    rooms.lead(code, secret, document=b"{}")
    while clock.now < 1_000_000.0 + limits.MAX_AGE_S - limits.LIFE_S:
        clock.now += limits.LIFE_S - 1
        rooms.sign(code, secret)
    clock.now += limits.LIFE_S - 1
    assert rooms.glances([code])[0].room is not None or clock.now > 1_000_000.0 + limits.MAX_AGE_S
    clock.now = 1_000_000.0 + limits.MAX_AGE_S + 1
    assert rooms.glances([code])[0].room is None
    assert refused(rooms.sign, code, secret) == "ended"


def test_documents_are_kept_as_long_as_the_room_and_no_longer(backend: Backend, rooms: Rooms) -> None:
    code, secret = rooms.open()
    first = rooms.lead(code, secret, document=b"first").sheet
    given = rooms.keep(code, secret, b"given", hand_out=True)
    kept = rooms.keep(code, secret, b"kept", hand_out=False)
    assert rooms.lead(code, secret, document=b"second").handed == given
    assert (rooms.sheet(code, given), rooms.sheet(code, kept)) == (b"given", b"kept")
    assert refused(rooms.sheet, code, first) == "no_sheet"
    rooms.sign(code, secret)
    rooms.close(code, secret)
    for number in range(first, kept + 3):
        assert refused(rooms.sheet, code, number) == "no_sheet"
    assert refused(rooms.find, code) == "unknown"


def test_documents_have_their_bounds(rooms: Rooms) -> None:
    code, secret = rooms.open()
    assert refused(rooms.lead, code, secret, document=b" " * (limits.MAX_SHEET_BYTES + 1)) == "too_large"
    for _ in range(limits.MAX_SHEETS):
        rooms.keep(code, secret, b"{}", hand_out=False)
    assert refused(rooms.keep, code, secret, b"{}", hand_out=True) == "sheets_full"


def test_a_question_is_answered_once_by_each_and_told_at_the_end(rooms: Rooms) -> None:
    code, secret = rooms.open()
    rooms.stay(code, ["a", "b", "c"])
    asked = rooms.ask(code, secret, WINNER).question
    assert asked is not None
    for person, choice in (("a", 0), ("b", 2), ("a", 2)):
        rooms.answer(code, person, asked.number, choice)
    glance = rooms.glances([code])[0]
    assert (glance.tally.answered, glance.tally.counts) == (2, (0, 0, 2))
    assert refused(rooms.answer, code, "stranger", asked.number, 1) == "full"
    told = rooms.reveal(code, secret, (2.0,)).question
    assert told is not None
    assert (told.revealed, told.truth) == (True, (2.0,))
    assert refused(rooms.answer, code, "c", asked.number, 1) == "no_question"
    again = rooms.ask(code, secret, VALUE).question
    assert again is not None
    assert again.number > asked.number
    assert rooms.glances([code])[0].tally.answered == 0
    assert refused(rooms.answer, code, "c", asked.number, 1) == "no_question"
    rooms.answer(code, "c", again.number, 1.0)
    assert rooms.glances([code])[0].tally.counts[-1] == 1
    rooms.dismiss(code, secret)
    assert refused(rooms.answer, code, "c", again.number, 0.5) == "no_question"


def test_a_question_keeps_its_document(rooms: Rooms) -> None:
    code, secret = rooms.open()
    rooms.lead(code, secret, document=b"asked about")
    asked = rooms.ask(code, secret, WINNER).question
    assert asked is not None
    for number in range(3):
        rooms.lead(code, secret, document=str(number).encode())
    assert rooms.sheet(code, asked.sheet) == b"asked about"


def test_guessing_gets_slow_for_the_guesser_and_for_nobody_else(rooms: Rooms, clock: Clock) -> None:
    code, _ = rooms.open()
    said = [refused(rooms.find, code_of(f"{number:032d}"), "guesser") for number in range(3)]
    assert set(said) == {"unknown"}
    guess = "ABCDEF"
    while refused(rooms.find, guess, "guesser") != "slow":
        pass
    # The right code is not told to who has guessed too often: no answer says whether it was right.
    assert refused(rooms.find, code, "guesser") == "slow"
    assert rooms.find(code, "somebody else") == code
    clock.now += limits.LOOKS_EACH_S
    assert rooms.find(code, "guesser") == code


def test_nobody_opens_rooms_by_the_dozen(rooms: Rooms, clock: Clock) -> None:
    for _ in range(limits.OPENINGS):
        _, secret = rooms.open("one")
    assert refused(rooms.open, "one") == "slow"
    # To lead a room again is not to open one.
    assert rooms.reopen(secret, "one")
    clock.now += limits.OPENINGS_EACH_S
    rooms.open("one")


def test_a_code_is_read_as_it_may_be_written() -> None:
    for secret in (f"{number:032d}" for number in range(20)):
        code = code_of(secret)
        assert read_code(code) == code
        assert read_code(f"{code[:3]} {code[3:]}".lower()) == code
    assert read_code("o0il1u") == "QQJJJV"


def test_names_are_nowhere(backend: Backend, rooms: Rooms) -> None:
    """What a store holds of a visitor: a number that means nothing, when it was seen last, and what it answered."""
    code, secret = rooms.open("203.0.113.7")
    rooms.find(code, "203.0.113.8")
    rooms.stay(code, ["a1"])
    number = rooms.ask(code, secret, WINNER).question.number  # type: ignore[union-attr]
    rooms.answer(code, "a1", number, 1)
    held = b"".join(filter(None, backend.get([f"{code}:{name}" for name in ("room", "people", "answers")])))
    assert b"203.0" not in held
    assert secret.encode() not in held
