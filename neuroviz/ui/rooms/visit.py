"""What a session knows of its room, and what is done there: to lead, to follow, to let go, to answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any

import streamlit as st

from neuroviz.document import Document, Refusal, codec
from neuroviz.lab.prediction import Prediction, predictions, truth
from neuroviz.room import Place, Question, Room, RoomError, place_of
from neuroviz.ui.common import reload, session
from neuroviz.ui.common.whole_model import follow_whole, whole_now
from neuroviz.ui.rooms import alone
from neuroviz.ui.rooms.models import model_of, show_model
from neuroviz.ui.rooms.store import rooms
from neuroviz.ui.rooms.visitor import Visit
from neuroviz.ui.rooms.watch import watch

_VISIT = "rooms.visit"
_FOUND = "rooms.found"
_REFUSED = "rooms.refused"
_ON_PAGE = "rooms.page"
_WHOLE = "whole"
"""The key of the page whose model stands beside the document."""


def visit() -> Visit | None:
    """Return the session's room, where it has one."""
    found: Visit | None = session.value(_VISIT)
    return found


def refused() -> RoomError | None:
    """Return what a room refused last, until the next thing that works."""
    error: RoomError | None = session.value(_REFUSED)
    return error


def keep_refused(error: RoomError) -> None:
    """Keep what a room has refused, for the page to say."""
    session.keep(_REFUSED, error)


# --- to come and to go ---------------------------------------------------------------------------

def arrive(page: str) -> None:
    """Note which page the session is on, and come into the room of the address. Called once a page."""
    if session.value(_ON_PAGE) not in {None, page}:
        # What was asked, and what was refused, was about another page.
        alone.dismiss()
        session.forget(_REFUSED)
    session.keep(_ON_PAGE, page)
    asked, sheet = session.asked_room()
    now = visit()
    if asked and asked != session.value(_FOUND) and now is None:
        session.keep(_FOUND, asked)
        try_in_room(lambda: _join_or_wait(asked, sheet))
        now = visit()
        if now is not None:
            now.page = page
    if now is None:
        return
    if page not in {now.page, now.goes_to} and now.page and now.goes_to:
        now.following = False
    now.page, now.stale = page, now.following and now.goes_to not in {"", page}
    if now.leads:
        try_in_room(lambda: _show(session.document()))
    elif session.asked_room() != (now.code, ""):
        session.set_asked_room(now.code)


def _join(typed: str, sheet: str = "") -> None:
    code = rooms().find(typed, _address())
    now = Visit(code, secrets.token_hex(6), answers={})
    _enter(now)
    session.keep(_VISIT, now)
    session.keep(_FOUND, code)
    if sheet.isdecimal():
        now.following = False
        session.open_document(_read(code, int(sheet)))
    else:
        follow(now)


def _join_or_wait(typed: str, sheet: str) -> None:
    """As `_join`, for a code in the address: where its room is not open yet, or no more, the visitor waits for it."""
    try:
        _join(typed, sheet)
    except RoomError as error:
        if error.code != "unknown":
            raise
        session.keep(_VISIT, Visit(str(error.values["name"]), secrets.token_hex(6), answers={}))


def _enter(now: Visit) -> None:
    if now.person not in rooms().stay(now.code, [now.person]):
        raise RoomError("full")


def _leave(now: Visit) -> None:
    if now.leads:
        rooms().close(now.code, now.secret)
    else:
        rooms().leave(now.code, [now.person])
    forget_room()


def forget_room() -> None:
    """Know of no room any more."""
    session.forget(_VISIT)
    session.forget(_FOUND)
    session.set_asked_room("")


def _address() -> str:
    return st.context.ip_address or ""


# --- to follow -----------------------------------------------------------------------------------

def follow(now: Visit, *, whole: bool = True) -> None:
    """Take the document that the room shows. All that one visit follows is one step of undo.

    whole  whether the whole page has to be drawn anew, and not only the canvas that asks
    """
    room = rooms().glances([now.code])[0].room
    if room is None:
        raise RoomError("ended")
    _enter(now)
    if room.sheet and room.sheet != now.sheet:
        document = _read(now.code, room.sheet)
        session.commit(document, f"room {now.code} {now.times}")
        now.shown = _whatever_is_selected(document)
        now.sheet = room.sheet
    if room.page == _WHOLE and room.model and room.model != now.model:
        now.whole, now.model = model_of(room), room.model
        follow_whole(now.whole, f"room {now.code} {now.times}")
    now.stale, now.goes_to = whole or room.page != now.page, room.page


def noticed(document: Document) -> bool:
    """Take note of the document that a canvas shows: a presenter shows it to the room, and whoever has changed it has
    let go of the presenter. Returns whether that has just happened, or the presenter is on another page: whether the
    whole page has to say so."""
    now = visit()
    if now is None:
        return False
    if now.stale:
        return True
    if now.leads:
        try_in_room(lambda: _show(document))
        return False
    other = now.shown is not None and _whatever_is_selected(document) != now.shown
    other_model = now.page == _WHOLE and now.whole is not None and whole_now() is not now.whole
    if not now.following or not (other or other_model):
        return False
    now.following = False
    return True


def _read(code: str, number: int) -> Document:
    try:
        return codec.from_json(rooms().sheet(code, number))
    except Refusal:
        raise RoomError("no_sheet") from None


def _whatever_is_selected(document: Document) -> Document:
    return replace(document, selection=None)


def sheets_shown() -> tuple[int, int]:
    """Return the numbers of the room's document and model that the session shows, 0 where it shows none."""
    now = visit()
    return (now.sheet, now.model) if now is not None and now.following else (0, 0)


# --- to lead -------------------------------------------------------------------------------------

def _open() -> None:
    page: str = session.value(_ON_PAGE, "home")
    code, secret = rooms().open(_address(), page)
    session.keep(_VISIT, Visit(code, "", secret, page=page))
    session.set_asked_room("")


def _reopen(now: Visit | None, event: Mapping[str, Any]) -> None:
    if now is not None and now.leads:
        rooms().reopen(now.secret, _address(), now.page)
        now.shown, now.whole, now.large = None, None, None
        _show(session.document())
        return
    secret, document = event.get("secret"), event.get("document")
    code = rooms().reopen(secret, _address(), session.value(_ON_PAGE, "home"))
    if reload.is_fresh() and isinstance(document, str):
        reload.restore(document)
    session.keep(_VISIT, Visit(code, "", str(secret)))


def _show(document: Document) -> None:
    """Show the room what the presenter has now."""
    now = visit()
    if now is None or not now.leads:
        return
    room = rooms().glances([now.code])[0].room
    if room is None:
        raise RoomError("ended")
    if room.frozen:
        return
    # Before the page: whoever comes there finds it.
    refused = show_model(now, whole_now()) if now.page == _WHOLE else None
    shown = _whatever_is_selected(document)
    if shown != now.shown or room.page != now.page:
        text = None if shown == now.shown else codec.to_json(document).encode()
        rooms().lead(now.code, now.secret, page=now.page, document=text)
        now.shown = shown
        watch().wake()
    if refused is not None:
        raise refused


def _stand(now: Visit, place: Place) -> None:
    room = rooms().glances([now.code])[0].room
    if room is not None and not room.frozen:
        rooms().lead(now.code, now.secret, place=place)


def _freeze(now: Visit, on: bool) -> None:
    rooms().freeze(now.code, now.secret, on)
    if not on:
        _show(session.document())


def _keep(now: Visit, *, hand_out: bool) -> None:
    now.kept = rooms().keep(now.code, now.secret, codec.to_json(session.document()).encode(), hand_out=hand_out)


# --- questions -----------------------------------------------------------------------------------

def askable() -> list[Prediction]:
    """Return what can be asked about the visitor's document on this page."""
    return predictions(session.document(), session.value(_ON_PAGE, ""))


def asked_in(room: Room) -> tuple[Prediction, Document] | None:
    """Return the room's question and the document that it is about; None where none is asked, or it is kept no more."""
    question = room.question
    if question is None:
        return None
    try:
        document = _read(room.code, question.sheet)
    except RoomError:
        return None
    return Prediction(question.kind, question.part, question.options, question.low, question.high), document


def _ask(now: Visit | None, kind: str) -> None:
    asks = [each for each in askable() if each.kind == kind or not kind]
    if not asks:
        raise RoomError("unreadable")
    if now is not None and now.leads:
        _show(session.document())
        rooms().ask(now.code, now.secret, Question(0, **asdict(asks[0])))
        return
    alone.ask(asks)


def _reveal(now: Visit) -> None:
    room = rooms().glances([now.code])[0].room
    asked = asked_in(room) if room is not None else None
    if asked is None:
        raise RoomError("no_question")
    rooms().reveal(now.code, now.secret, truth(asked[1], asked[0]))


def _answer(now: Visit | None, event: Mapping[str, Any]) -> None:
    if now is not None and now.answers is not None:
        rooms().answer(now.code, now.person, event.get("question"), event.get("value"))
        now.answers[int(event["question"])] = float(event["value"])
    else:
        alone.take_answer(event.get("question"), event.get("value"))


# --- what is done --------------------------------------------------------------------------------

def act(event: Mapping[str, Any]) -> None:
    """Do what the visitor's browser asks for; what cannot be done is kept as what was `refused`."""
    now = visit()
    kind = str(event.get("kind", ""))
    if kind in _ACTS:
        try_in_room(lambda: _ACTS[kind](now, event))
    elif now is not None and kind in (_LEADS if now.leads else _FOLLOWS):
        try_in_room(lambda: (_LEADS if now.leads else _FOLLOWS)[kind](now, event))
    watch().wake()


def try_in_room(does: Callable[[], object]) -> None:
    """Do something in a room; what is refused is kept for the page to say."""
    try:
        does()
    except RoomError as error:
        keep_refused(error)
    else:
        session.forget(_REFUSED)


def _back(now: Visit) -> None:
    now.following, now.sheet, now.model, now.times = True, 0, 0, now.times + 1
    follow(now)


def _let_go(now: Visit) -> None:
    now.following = False


def _take_copy(now: Visit, number: Any) -> None:
    document = _read(now.code, number if isinstance(number, int) else 0)
    now.following, now.stale = False, True
    session.open_document(document)


def _done(now: Visit | None) -> None:
    if now is not None and now.leads:
        rooms().dismiss(now.code, now.secret)
    alone.dismiss()


_Act = Callable[[Visit, Mapping[str, Any]], object]
_ACTS: Mapping[str, Callable[[Visit | None, Mapping[str, Any]], object]] = MappingProxyType({
    "open": lambda now, event: _open() if now is None else None,
    "reopen": lambda now, event: _reopen(now, event) if now is None or now.leads else None,
    "join": lambda now, event: _join(str(event.get("code", ""))) if now is None else None,
    "ask": lambda now, event: _ask(now, str(event.get("question", ""))),
    "answer": _answer,
    "done": lambda now, event: _done(now),
    "look": lambda now, event: None,
})
_LEADS: Mapping[str, _Act] = MappingProxyType({
    "place": lambda now, event: _stand(now, place_of(event.get("place"))),
    "freeze": lambda now, event: _freeze(now, event.get("frozen") is True),
    "hand_out": lambda now, event: _keep(now, hand_out=True),
    "keep": lambda now, event: _keep(now, hand_out=False),
    "reveal": lambda now, event: _reveal(now),
    "leave": lambda now, event: _leave(now),
})
_FOLLOWS: Mapping[str, _Act] = MappingProxyType({
    "take": lambda now, event: follow(now),
    "follow": lambda now, event: follow(now, whole=False),
    "let_go": lambda now, event: _let_go(now),
    "back": lambda now, event: _back(now),
    "copy": lambda now, event: _take_copy(now, event.get("sheet")),
    "leave": lambda now, event: _leave(now),
})
"""What anybody may do, what the presenter, and what who follows."""
