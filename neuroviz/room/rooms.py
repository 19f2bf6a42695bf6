"""All that can be done with rooms, whoever keeps them. The code lets one look, the secret lets one lead."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from neuroviz.room import limits
from neuroviz.room.backend import Backend
from neuroviz.room.codes import code_of, is_secret, mark_of, new_secret, opens, read_code
from neuroviz.room.error import RoomError
from neuroviz.room.limiter import Limiter
from neuroviz.room.state import (
    NOBODY,
    Place,
    Question,
    Room,
    Tally,
    answer_of,
    checked_question,
    dump,
    load,
    tally_of,
)

_LEDGER = "rooms"
_TTL_S = 2 * limits.LIFE_S
_TEND_S = 600.0
"""How long the store keeps what nobody tends, which is longer than it counts; and how often a room is tended."""


@dataclass(frozen=True)
class Glance:
    """What all in a room may see: the room (None where it has ended), how many are there, how they have answered."""

    room: Room | None
    people: int = 0
    tally: Tally = NOBODY


class Rooms:
    """The rooms of one store. Safe from any thread.

    clock  seconds, the same for all processes that share the store
    """

    def __init__(self, backend: Backend, clock: Callable[[], float] = time.time) -> None:
        self._backend, self._clock = backend, clock
        self._looks = Limiter(limits.LOOKS, limits.LOOKS_EACH_S, clock)
        self._openings = Limiter(limits.OPENINGS, limits.OPENINGS_EACH_S, clock)

    # --- to look ---------------------------------------------------------------------------------

    def find(self, typed: object, address: str = "") -> str:
        """Return the code of the room that somebody looks for. Raises RoomError "code", "slow", "unknown" or "away".

        address  of the browser. Only codes that are nobody's count: a whole class comes from one address. Who has tried
                 too many has to wait, also for the right one
        """
        code = read_code(typed)
        if not code:
            raise RoomError("code")
        if not self._looks.may(address):
            raise RoomError("slow")
        if self.glances([code])[0].room is None:
            self._looks.take(address)
            raise RoomError("unknown", name=code)
        return code

    def glances(self, codes: Sequence[str]) -> list[Glance]:
        """Return what is to be seen of each of these rooms, in one go."""
        values = self._backend.get([key for code in codes for key in _keys(code)])
        return [self._glance(*values[3 * at:3 * at + 3]) for at in range(len(codes))]

    def sheet(self, code: str, number: int) -> bytes:
        """Return a document of a room, or a model. Raises RoomError "no_sheet" where it is no longer kept."""
        data = self._backend.get([_sheet(code, number)])[0]
        if data is None:
            raise RoomError("no_sheet")
        return zlib.decompress(data)

    # --- to be there -----------------------------------------------------------------------------

    def stay(self, code: str, people: Sequence[str]) -> list[str]:
        """Note that `people` are in the room, and return those for whom there was a place. For who comes, and for who
        is there already: each gives a sign now and then."""
        now, placed = self._clock(), list[str]()

        def edit(value: bytes | None) -> bytes:
            known = _present(value, now)
            placed.clear()
            for person in people:
                if person in known or len(known) < limits.MAX_PEOPLE:
                    known[person] = now
                    placed.append(person)
            return orjson.dumps(known)

        self._backend.change(_people(code), edit, 2 * limits.PERSON_S)
        return placed

    def leave(self, code: str, people: Sequence[str]) -> None:
        """Note that `people` have left the room."""
        now = self._clock()

        def edit(value: bytes | None) -> bytes:
            return orjson.dumps({who: at for who, at in _present(value, now).items() if who not in people})

        self._backend.change(_people(code), edit, 2 * limits.PERSON_S)

    def answer(self, code: str, person: str, number: object, raw: object) -> None:
        """Answer a question: once more replaces the answer, until it is revealed.

        Raises RoomError "ended", "no_question" or "unreadable", and "full" for who found no place.
        """
        glance, people = self._backend.get([_room(code), _people(code)])
        room = self._alive(glance)
        question = room.question
        if question is None or question.number != number or question.revealed:
            raise RoomError("no_question")
        if person not in _present(people, self._clock()):
            raise RoomError("full")
        value = answer_of(question, raw)

        def edit(data: bytes | None) -> bytes:
            answers = _answers(data, question.number)
            if person not in answers and len(answers) >= limits.MAX_ANSWERS:
                raise RoomError("full")
            return orjson.dumps({"number": question.number, "answers": {**answers, person: value}})

        self._backend.change(_answered(code), edit, _TTL_S)

    # --- to lead ---------------------------------------------------------------------------------

    def open(self, address: str = "", page: str = "home") -> tuple[str, str]:
        """Open a room that shows `page`; return its code and its presenter's secret.

        Raises RoomError "rooms_full", "slow" or "away".
        """
        secret = new_secret()
        return self.reopen(secret, address, page), secret

    def reopen(self, secret: object, address: str = "", page: str = "home") -> str:
        """Lead the room of `secret` again, opened anew where it has ended; return its code.

        Raises RoomError "not_leading", "rooms_full", "slow" or "away".
        """
        if not isinstance(secret, str) or not is_secret(secret):
            raise RoomError("not_leading")
        code, mark, now = code_of(secret), mark_of(secret), self._clock()

        def edit(value: bytes | None) -> bytes:
            room = None if value is None else self._living(value)
            if room is None:
                # Nothing is taken for what an earlier room of this code had under the same number.
                first = 1000 + int(now) % 9000
                return dump(Room(code, mark, now, now, page=page, last=first, asked=first))
            if not opens(secret, room.mark):
                raise RoomError("not_leading")
            return dump(replace(room, seen=now))

        if self.glances([code])[0].room is None:
            if not self._openings.take(address):
                raise RoomError("slow")
            self._backend.drop([_people(code), _answered(code)])
            self._list(code)
        self._backend.change(_room(code), edit, _TTL_S)
        return code

    def lead(
        self, code: str, secret: str, *, page: str | None = None, place: Place | None = None,
        document: bytes | None = None, model: bytes | None = None, numbers: bytes | None = None,
    ) -> Room:
        """Show the room a page, a place on it, a document, a wide model, or several of these.

        model    b"": none any more
        numbers  those of the model as they were read; b"" where the model names them itself; None: they are as before
        Raises RoomError as `_led` does, and "too_large".
        """
        before = self._alive(self._backend.get([_room(code)])[0])
        shown: dict[str, Any] = {"page": page, "place": place}
        if document is not None:
            shown["sheet"] = self._put(code, secret, document, limits.MAX_SHEET_BYTES)
        for name, data, most in (
            ("model", model, limits.MAX_SHEET_BYTES), ("numbers", numbers, limits.MAX_MODEL_BYTES),
        ):
            if data is not None:
                shown[name] = self._put(code, secret, data, most) if data else 0
        there = {name: value for name, value in shown.items() if value is not None}
        room = self._led(code, secret, lambda room: replace(room, **there))
        gone = {before.sheet, before.model, before.numbers} - {0, *_numbers(room)}
        self._backend.drop([_sheet(code, number) for number in gone])
        return room

    def freeze(self, code: str, secret: str, on: bool) -> Room:
        """Let the others' pictures stay as they are, or follow again."""
        return self._led(code, secret, lambda room: replace(room, frozen=on))

    def keep(self, code: str, secret: str, document: bytes, *, hand_out: bool) -> int:
        """Keep a document as long as the room, and hand it out to all; return its number.

        Raises RoomError as `lead` does, and "sheets_full".
        """
        number = self._put(code, secret, document, limits.MAX_SHEET_BYTES)

        def edit(room: Room) -> Room:
            if len(room.kept) >= limits.MAX_SHEETS:
                raise RoomError("sheets_full", limit=limits.MAX_SHEETS)
            return replace(room, kept=(*room.kept, number), handed=number if hand_out else room.handed)

        try:
            self._led(code, secret, edit)
        except RoomError:
            self._backend.drop([_sheet(code, number)])
            raise
        return number

    def ask(self, code: str, secret: str, question: Question) -> Room:
        """Ask the room a question, about the document that is shown; its number is given here."""
        def edit(room: Room) -> Room:
            asked = replace(question, number=room.asked + 1, sheet=room.sheet, revealed=False, truth=())
            return replace(room, asked=room.asked + 1, question=checked_question(asked))

        return self._led(code, secret, edit)

    def reveal(self, code: str, secret: str, truth: Sequence[float]) -> Room:
        """Take no more answers, and tell the truth. Raises RoomError "no_question" where nothing is asked."""
        def edit(room: Room) -> Room:
            if room.question is None:
                raise RoomError("no_question")
            return replace(room, question=replace(room.question, revealed=True, truth=tuple(truth)))

        return self._led(code, secret, edit)

    def dismiss(self, code: str, secret: str) -> Room:
        """Take the question off the screens. The next one has another number."""
        return self._led(code, secret, lambda room: replace(room, question=None))

    def sign(self, code: str, secret: str) -> None:
        """Note that the presenter is there: the room and all its documents live on."""
        self._led(code, secret, lambda room: room)

    def close(self, code: str, secret: str) -> None:
        """End the room, and forget all that was in it."""
        room = self._led(code, secret, lambda room: room)
        self._backend.drop([*_keys(code), *_sheets(room)])

    # --- inside ----------------------------------------------------------------------------------

    def _led(self, code: str, secret: str, edit: Callable[[Room], Room]) -> Room:
        """Change a room. Raises RoomError "ended", or "not_leading" for who has another secret."""
        changed: list[Room] = []
        now = self._clock()

        def change(value: bytes | None) -> bytes:
            room = self._alive(value)
            if not opens(secret, room.mark):
                raise RoomError("not_leading")
            tended = now if now - room.tended > _TEND_S else room.tended
            changed[:] = [replace(edit(room), seen=now, tended=tended)]
            return dump(changed[0])

        self._backend.change(_room(code), change, _TTL_S)
        room = changed[0]
        if room.tended == now:
            self._backend.keep([_answered(code), *_sheets(room)], _TTL_S)
        return room

    def _put(self, code: str, secret: str, data: bytes, most: int) -> int:
        """Keep `most` bytes at most under a number of their own."""
        if len(data) > most:
            raise RoomError("too_large", limit=most // 1000)
        number = self._led(code, secret, lambda room: replace(room, last=room.last + 1)).last
        packed = zlib.compress(data, 1)
        self._backend.change(_sheet(code, number), lambda value: packed, _TTL_S)
        return number

    def _list(self, code: str) -> None:
        """Note that there is one more room. Raises RoomError "rooms_full"."""
        listed = self._backend.get([_LEDGER])[0]
        codes = orjson.loads(listed) if listed is not None else []
        ended = {each for each, glance in zip(codes, self.glances(codes), strict=True) if glance.room is None}

        def edit(value: bytes | None) -> bytes:
            there = [each for each in (orjson.loads(value) if value is not None else []) if each not in ended]
            if code not in there and len(there) >= limits.MAX_ROOMS:
                raise RoomError("rooms_full", limit=limits.MAX_ROOMS)
            return orjson.dumps([*(each for each in there if each != code), code])

        self._backend.change(_LEDGER, edit, limits.MAX_AGE_S)

    def _glance(self, room: bytes | None, people: bytes | None, answered: bytes | None) -> Glance:
        living = None if room is None else self._living(room)
        if living is None:
            return Glance(None)
        asked = living.question
        tally = NOBODY if asked is None else tally_of(asked, list(_answers(answered, asked.number).values()))
        return Glance(living, len(_present(people, self._clock())), tally)

    def _living(self, value: bytes) -> Room | None:
        room, now = load(value), self._clock()
        return room if now - room.seen <= limits.LIFE_S and now - room.opened <= limits.MAX_AGE_S else None

    def _alive(self, value: bytes | None) -> Room:
        room = None if value is None else self._living(value)
        if room is None:
            raise RoomError("ended")
        return room


def _room(code: str) -> str:
    return f"{code}:room"


def _people(code: str) -> str:
    return f"{code}:people"


def _answered(code: str) -> str:
    return f"{code}:answers"


def _keys(code: str) -> tuple[str, str, str]:
    return _room(code), _people(code), _answered(code)


def _sheet(code: str, number: int) -> str:
    return f"{code}:sheet:{number}"


def _sheets(room: Room) -> list[str]:
    """Return what the room may be asked for: its documents, and its model."""
    return [_sheet(room.code, number) for number in _numbers(room)]


def _numbers(room: Room) -> set[int]:
    asked_about = room.question.sheet if room.question is not None else 0
    return {room.sheet, room.model, room.numbers, asked_about, *room.kept}


def _present(value: bytes | None, now: float) -> dict[str, float]:
    """Who has given a sign lately."""
    known: dict[str, float] = {} if value is None else orjson.loads(value)
    return {person: at for person, at in known.items() if now - at <= limits.PERSON_S}


def _answers(value: bytes | None, number: int) -> dict[str, float]:
    """Return the answers to the question with this number."""
    raw: dict[str, Any] = {} if value is None else orjson.loads(value)
    answers: dict[str, float] = raw["answers"] if raw.get("number") == number else {}
    return answers
