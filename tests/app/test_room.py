"""Rooms on whole pages: a presenter and followers, each in a session of their own on one store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, edits
from neuroviz.i18n import LANGUAGES
from neuroviz.nn import forward
from neuroviz.room import RoomError, Rooms, limits
from neuroviz.ui.common import session
from neuroviz.ui.rooms import part
from neuroviz.ui.rooms import visit as visit_module
from neuroviz.ui.rooms.store import rooms as the_rooms
from tests.app.opened import kept
from tests.app.widgets import Canvas, Wall

ROOM, GLANCE, STUDIO = "rooms.room", "rooms.glance", "studio.canvas"


@pytest.fixture
def rooms() -> Iterator[Rooms]:
    """A store that no other test has touched."""
    the_rooms.cache_clear()
    yield the_rooms()
    the_rooms.cache_clear()


class Guest:
    """One session: what it is shown, and what is done in it."""

    def __init__(self, at: AppTest, canvas: Canvas) -> None:
        self.at, self.canvas = at, canvas

    def act(self, kind: str, on: str = ROOM, **payload: object) -> None:
        self.canvas.act(self.at, kind, on=on, **payload)

    def look(self) -> dict[str, Any]:
        self.canvas.views.pop(ROOM, None)
        self.at.run()
        return self.canvas.views[ROOM]

    @property
    def document(self) -> Document:
        found: Document = kept(self.at)["history"].present
        return found


@pytest.fixture
def arrive(visit: Callable[..., AppTest], canvas: Canvas, rooms: Rooms) -> Callable[..., Guest]:
    return lambda key="home", **query: Guest(visit(key, **query), canvas)


@pytest.fixture
def presenter(
    visit: Callable[..., AppTest], canvas: Canvas, rooms: Rooms, monkeypatch: pytest.MonkeyPatch,
) -> Guest:
    with pytest.MonkeyPatch.context() as patch:
        wall = Wall(patch)
        at = visit("studio", present="1")
        monkeypatch.setattr(session, "was_routed", lambda: True)
        wall.press(at, "room", {"kind": "open"})
    return Guest(at, canvas)


def code_of(presenter: Guest) -> str:
    code: str = presenter.look()["code"]
    return code


def test_a_room_has_a_code_an_address_and_its_picture(presenter: Guest) -> None:
    view = presenter.look()
    assert view["role"] == "leads"
    assert view["address"].endswith(f"?room={view['code']}")
    assert view["qr"].startswith("<svg")
    assert presenter.canvas.faults == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_comes_sees_what_the_presenter_shows(presenter: Guest, arrive: Callable[..., Guest], lang: str) -> None:
    presenter.act("value", STUDIO, layer=1, neuron=0, source=1, value=4.25, gesture="g")
    follower = arrive("studio", lang=lang, room=code_of(presenter))
    assert follower.document == presenter.document
    view = follower.look()
    assert (view["role"], view["following"], view["secret"], view["qr"]) == ("follows", True, "", "")
    assert view["words"]["try"] == LANGUAGES[lang]("room.try")
    presenter.act("value", STUDIO, layer=1, neuron=0, source=1, value=-3.5, gesture="h")
    follower.act("follow", STUDIO)
    assert follower.document.layers[0].weights[0][1] == -3.5


def test_a_follower_goes_where_the_presenter_is(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    follower = arrive("home", room=code_of(presenter))
    assert follower.canvas.views[ROOM]["page"] == "studio"
    assert follower.document == presenter.document


def test_who_changes_something_has_a_copy_and_comes_back(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    follower = arrive("studio", room=code_of(presenter))
    shown = presenter.document
    follower.act("value", STUDIO, layer=1, neuron=0, source=0, value=9.0, gesture="g")
    assert follower.look()["following"] is False
    own = follower.document
    assert presenter.document == shown
    follower.act("back")
    assert follower.document == shown
    assert follower.look()["following"] is True
    # Nothing of what was tried is lost.
    follower.act("undo", STUDIO)
    assert follower.document == own


def test_to_select_is_not_to_let_go(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    follower = arrive("studio", room=code_of(presenter))
    follower.act("select", STUDIO, layer=1, neuron=1)
    assert follower.look()["following"] is True


def test_try_it_yourself_holds_while_the_presenter_goes_on(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    follower = arrive("studio", room=code_of(presenter))
    before = follower.document
    follower.act("let_go")
    presenter.act("value", STUDIO, layer=1, neuron=0, source=0, value=7.0, gesture="g")
    follower.look()
    assert follower.document == before
    follower.act("leave")
    assert follower.at.query_params.get("room") is None
    assert follower.document == before


def test_a_frozen_picture_stays_until_the_presenter_goes_on(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    follower = arrive("studio", room=code_of(presenter))
    before = follower.document
    presenter.act("freeze", frozen=True)
    presenter.act("value", STUDIO, layer=1, neuron=0, source=0, value=7.0, gesture="g")
    presenter.act("place", place={"at": 3, "unit": "layer"})
    follower.act("take")
    assert follower.document == before
    assert follower.canvas.views[GLANCE]["place"]["at"] is None
    presenter.act("freeze", frozen=False)
    follower.act("take")
    assert follower.document.layers == presenter.document.layers


def test_what_is_handed_out_is_everybodys_own(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    code = code_of(presenter)
    follower = arrive("studio", room=code)
    presenter.act("value", STUDIO, layer=1, neuron=0, source=0, value=7.0, gesture="g")
    presenter.act("hand_out")
    given = presenter.document
    presenter.act("value", STUDIO, layer=1, neuron=0, source=0, value=1.0, gesture="h")
    follower.look()
    number = follower.canvas.views[GLANCE]["handed"]
    follower.act("copy", sheet=number)
    assert follower.document.layers == given.layers
    assert follower.look()["following"] is False
    # And who comes by the short address has it too.
    late = arrive("home", room=code, sheet=str(number))
    assert late.document.layers == given.layers
    assert presenter.look()["sheets"].endswith(f"room={code}&sheet={number}")


def test_a_follower_cannot_lead(presenter: Guest, arrive: Callable[..., Guest], rooms: Rooms) -> None:
    code = code_of(presenter)
    follower = arrive("studio", room=code)
    before = rooms.glances([code])[0].room
    for kind, payload in (
        ("freeze", {"frozen": True}), ("hand_out", {}), ("ask", {"question": "winner"}), ("reveal", {}),
        ("place", {"place": {"at": 1.0}}),
    ):
        follower.act(kind, **payload)
    assert rooms.glances([code])[0].room == before


def test_a_question_is_worded_for_each_answered_and_told(presenter: Guest, arrive: Callable[..., Guest]) -> None:
    code = code_of(presenter)
    english, chinese = arrive("studio", room=code), arrive("studio", lang="zh", room=code)
    presenter.act("ask", question="winner")
    for guest, lang, answer in ((english, "en", 0), (chinese, "zh", 2)):
        guest.act("look")
        question = guest.canvas.views[ROOM]["question"]
        assert question["text"] == LANGUAGES[lang]("room.question.winner")
        assert len(question["options"]) == presenter.document.sizes[-1]
        guest.act("answer", question=question["number"], value=answer)
        assert guest.canvas.views[ROOM]["question"]["answer"] == answer
        assert guest.canvas.views[GLANCE]["counts"] == [], "nobody sees how the others answer"
    presenter.act("reveal")
    glance = presenter.canvas.views[GLANCE]
    a = forward(presenter.document.network, presenter.document.input).output
    assert glance["question"]["truth"] == [float(np.argmax(a))]
    assert (glance["answered"], glance["counts"]) == (2, [1, 0, 1])
    presenter.act("done")
    assert presenter.look()["question"] is None


def test_the_truth_is_that_of_the_document_that_was_asked_about(presenter: Guest) -> None:
    asked_about = presenter.document
    presenter.act("ask", question="value")
    presenter.act("value", STUDIO, layer=2, neuron=0, value=50.0, gesture="g")
    presenter.act("reveal")
    (truth,) = presenter.canvas.views[GLANCE]["question"]["truth"]
    assert truth == pytest.approx(forward(asked_about.network, asked_about.input).output[0])


def test_a_question_works_without_a_room(
    visit: Callable[..., AppTest], canvas: Canvas, rooms: Rooms, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        wall = Wall(patch)
        at = visit("studio", present="1")
        monkeypatch.setattr(session, "was_routed", lambda: True)
        wall.press(at, "room", {"kind": "ask"})
    alone = Guest(at, canvas)
    question = alone.look()["question"]
    assert (question["answer"], question["truth"]) == (None, [])
    for wrong in ("x", 7, -1, None, [1]):
        alone.act("answer", question=question["number"], value=wrong)
        assert alone.look()["question"]["answer"] is None
    alone.act("answer", question=question["number"], value=1)
    question = alone.look()["question"]
    assert question["answer"] == 1
    a = forward(alone.document.network, alone.document.input).output
    assert question["truth"] == [float(np.argmax(a))]
    alone.act("done")
    canvas.views.pop(ROOM)
    at.run()
    assert ROOM not in canvas.views, "nothing is left of it"


def test_a_code_of_no_room_is_waited_for_in_the_address_and_said_in_the_field(
    arrive: Callable[..., Guest], presenter: Guest, rooms: Rooms,
) -> None:
    waiting = arrive("studio", room="ABCDEF")
    assert waiting.canvas.views[GLANCE]["there"] is False
    typing = arrive("home")
    typing.at.text_input(key="rooms.typed").set_value("abc def").run()
    assert typing.canvas.views[ROOM]["refused"] == LANGUAGES["en"]("room.refused.unknown", name="ABCDEF")
    typing.at.text_input(key="rooms.typed").set_value("hm").run()
    assert typing.canvas.views[ROOM]["refused"] == LANGUAGES["en"]("room.refused.code")
    typing.at.text_input(key="rooms.typed").set_value(code_of(presenter).lower()).run()
    assert typing.look()["role"] == "follows"
    assert typing.document == presenter.document


def test_a_presenter_whose_session_is_lost_leads_the_same_room_again(
    visit: Callable[..., AppTest], canvas: Canvas, presenter: Guest, arrive: Callable[..., Guest], rooms: Rooms,
) -> None:
    presenter.act("value", STUDIO, layer=1, neuron=0, source=0, value=7.0, gesture="g")
    view, document = presenter.look(), presenter.document
    rooms.close(view["code"], view["secret"])  # As if the server had been lost.
    follower = arrive("studio", room=view["code"])
    assert canvas.views[GLANCE]["there"] is False
    with pytest.MonkeyPatch.context() as patch:
        wall = Wall(patch)
        at = visit("studio", present="1")
        kept = canvas.views[STUDIO]["keep"] | {"document": session.codec.to_json(document)}
        wall.press(at, "room", {"kind": "reopen", "secret": view["secret"], "document": kept["document"]})
    again = Guest(at, canvas)
    assert again.look()["code"] == view["code"]
    assert again.document.layers == document.layers
    follower.act("take")
    assert follower.document.layers == document.layers


@pytest.mark.parametrize("event", [
    {"kind": "nothing"}, {"kind": "reopen", "secret": "x" * 33}, {"kind": "reopen", "secret": None},
    {"kind": "join", "code": {"a": 1}}, {"kind": "answer", "question": "1", "value": "x"},
    {"kind": "ask", "question": ["winner"]}, {"kind": 7},
])
def test_what_a_browser_makes_up_harms_nobody(
    event: dict[str, Any], visit: Callable[..., AppTest], canvas: Canvas, rooms: Rooms,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = Wall(monkeypatch)
    at = visit("studio", present="1")
    monkeypatch.setattr(session, "was_routed", lambda: True)
    wall.press(at, "room", event)
    assert not at.exception


@pytest.mark.parametrize(("kind", "payload"), [
    ("place", {"place": 3}), ("place", {"place": {"at": "x"}}), ("ask", {"question": "meaning"}), ("ask", {}),
    ("answer", {"question": 1, "value": {}}), ("copy", {"sheet": "1"}), ("reveal", {}), ("done", {}), ("x", {}),
])
def test_so_do_a_presenter_and_a_follower(
    kind: str, payload: dict[str, Any], presenter: Guest, arrive: Callable[..., Guest],
) -> None:
    presenter.act(kind, **payload)
    follower = arrive("studio", room=code_of(presenter))
    follower.act(kind, **payload)
    assert follower.document == presenter.document
    assert follower.canvas.faults == []


def test_where_nothing_can_be_pushed_a_follower_asks(
    presenter: Guest, arrive: Callable[..., Guest], monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As with a newer Streamlit that has none of what is relied upon: the fragment runs by itself now and then."""
    asked: list[float | None] = []
    monkeypatch.setattr(part.push, "available", lambda: False)
    plain = part.turns.fragment

    def fragment(function: Any, run_every: float | None = None) -> Any:
        asked.append(run_every)
        return plain(function, run_every)

    monkeypatch.setattr(part.turns, "fragment", fragment)
    follower = arrive("studio", room=code_of(presenter))
    assert part.push.POLL_S in asked
    presenter.act("place", place={"at": 3, "unit": "layer"})
    follower.look()
    assert follower.canvas.views[GLANCE]["place"]["at"] == 3


class Away:
    """A store that does not answer."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def refuse(*_: object) -> None:
            raise RoomError("away")

        return refuse


def test_a_store_that_does_not_answer_is_said_and_the_page_goes_on(
    presenter: Guest, arrive: Callable[..., Guest], monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = LANGUAGES["en"]("room.refused.away")
    for module in (visit_module, part):
        monkeypatch.setattr(module, "rooms", lambda: Rooms(Away()))
    presenter.act("value", STUDIO, layer=1, neuron=0, source=0, value=7.0, gesture="g")
    assert presenter.document.layers[0].weights[0][0] == 7.0
    assert presenter.look()["refused"] == away
    late = arrive("studio", room="ABCDEF")
    assert late.look()["refused"] == away


def test_the_last_place_is_taken(presenter: Guest, arrive: Callable[..., Guest], rooms: Rooms) -> None:
    code = code_of(presenter)
    rooms.stay(code, [f"p{number}" for number in range(limits.MAX_PEOPLE)])
    late = arrive("studio", room=code)
    assert late.canvas.views[ROOM]["refused"] == LANGUAGES["en"]("room.refused.full")
    assert replace(late.document, selection=None) != edits.set_bias(presenter.document, 1, 0, 5.0)
