"""What the browser is shown of a room: its bar, its card, its question. The fragment that every page has."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from neuroviz.document import Document
from neuroviz.document.settings.training import base_row, is_slice
from neuroviz.i18n import Language
from neuroviz.lab import border
from neuroviz.lab.prediction import Prediction
from neuroviz.room import Glance, RoomError
from neuroviz.ui import live_plot
from neuroviz.ui.common import session, turns
from neuroviz.ui.common.names import named_alone, neuron_labels
from neuroviz.ui.live_plot.protocol import AskedQuestion, RoomView
from neuroviz.ui.rooms import push, visit
from neuroviz.ui.rooms.alone import alone
from neuroviz.ui.rooms.qr import qr_of
from neuroviz.ui.rooms.store import rooms
from neuroviz.ui.rooms.visitor import Visit
from neuroviz.ui.rooms.watch import Ear, heard_of, watch
from neuroviz.viz.numbers import short

_KEY = "rooms.room"
_HEARS = "rooms.glance"
_TYPED = "rooms.typed"


def room_part(page: str, t: Language) -> None:
    """Show what the session has of a room, or of a question without one, and take what is done there.

    page  its key
    """
    # Always there: what comes between the parts of a page would have Streamlit make all anew that stands below it.
    with st.container(key="neuroviz_room"):
        if visit.visit() is None and alone() is None and visit.refused() is None:
            return
        turns.fragment(_part, None if push.available() else push.POLL_S)(page, t)


def code_field(t: Language) -> None:
    """Show the field for the code of a room, to who is in none."""
    if visit.visit() is None:
        st.text_input(
            t("room.code"), placeholder=t("room.code"), max_chars=20, width=260,
            label_visibility="collapsed", help=t("room.code.help"), icon=":material/group:", autocomplete="off",
            **session.changes(
                _TYPED, session.value(_TYPED, ""), lambda code: visit.act({"kind": "join", "code": code}),
            ),
        )


def _part(page: str, t: Language) -> None:
    now = visit.visit()
    if now is not None and now.stale:
        now.stale = False
        if now.following and now.goes_to not in {"", page}:
            st.switch_page(f"pages/{now.goes_to}.py", query_params=_kept_parameters(now.code, t))
        st.rerun()
    glance = _glance(now)
    live_plot.live_plot(_view(page, glance, t), key=_KEY, on_event=visit.act)
    if now is None:
        watch().forget(push.session_id())
        return
    news = heard_of(now.code, glance)
    line = push.caught(lambda: live_plot.show_bytes(news, key=_HEARS))
    watch().listen(push.session_id(), Ear(line, now.code, now.person, now.secret, heard=news))


def _kept_parameters(code: str, t: Language) -> dict[str, str]:
    return {"lang": t.code, "room": code, **({"present": "1"} if session.presenting() else {})}


def _glance(now: Visit | None) -> Glance:
    try:
        return rooms().glances([now.code])[0] if now is not None else Glance(None)
    except RoomError as error:
        visit.keep_refused(error)
        return Glance(None)


def _view(page: str, glance: Glance, t: Language) -> RoomView:
    now, refused = visit.visit(), visit.refused()
    role: Literal["leads", "follows", "alone"] = "alone" if now is None else "leads" if now.leads else "follows"
    address = _address(page, t, room=now.code) if now is not None else ""
    leads = now is not None and now.leads
    return {
        "kind": "room", "role": role, "code": now.code if now is not None else "",
        "secret": now.secret if now is not None else "", "address": address if leads else "",
        "qr": qr_of(address) if leads else "",
        "sheets": _address(page, t, room=now.code, sheet=str(now.kept)) if now is not None and now.kept else "",
        "following": now is not None and now.following,
        "sheet": now.sheet if now is not None else 0, "model": now.model if now is not None else 0, "page": page,
        "asks": [(asked.kind, t(f"room.ask.{asked.kind}")) for asked in visit.askable()] if leads else [],
        "question": _question(now, glance, t), "refused": say_refused(refused, t) if refused is not None else "",
        "words": t.under("room"),
    }


def say_refused(error: RoomError, t: Language) -> str:
    """Word what a room has refused."""
    return t(f"room.refused.{error.code}", **error.values)


def _address(page: str, t: Language, **query: str) -> str:
    """Return an address of the app's first page, wherever it is served."""
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path.removesuffix(page) or "/", urlencode(query), ""))


# --- the question --------------------------------------------------------------------------------

def _question(now: Visit | None, glance: Glance, t: Language) -> AskedQuestion | None:
    own = alone()
    if now is None or glance.room is None:
        if own is None:
            return None
        return _worded(own.number, own.asked, own.document, own.answer, list(own.truth), t)
    question, found = glance.room.question, visit.asked_in(glance.room)
    if question is None or found is None:
        return None
    answer = (now.answers or {}).get(question.number)
    return _worded(question.number, *found, answer, [], t)


def _worded(
    number: int, asked: Prediction, document: Document, answer: float | None, truth: list[float], t: Language,
) -> AskedQuestion:
    names = _named(asked, document, t)
    options = [t("room.yes"), t("room.no")] if asked.options else []
    if asked.kind == "winner":
        options = neuron_labels(document, len(document.layers))
    return {
        "number": number, "text": t(f"room.question.{_words_of(asked, document)}", **names), "options": options,
        "symbol": names["name"] if asked.kind in {"boundary", "border"} else "a",
        "low": asked.low, "high": asked.high, "answer": answer, "truth": truth,
    }


def _words_of(asked: Prediction, document: Document) -> str:
    """Return the name of a question's sentence: a way across a map that is a slice says where all other inputs stay."""
    if asked.kind != "border" or not is_slice(document.training):
        return asked.kind
    return "border_row" if base_row(document.training) else "border_means"


def _named(asked: Prediction, document: Document, t: Language) -> dict[str, str]:
    """Return what a question's sentence names: what it is about, and of a way across a map what stays, and where."""
    if asked.kind == "border":
        axis, place = asked.part
        way = border.way_of(document.training, axis, place, asked.low, asked.high)
        name, other = border.names_of(document.training, way)
        return {"name": name, "other": other, "at": short(way.at), "row": str(base_row(document.training))}
    return {"name": named_alone(document, asked.part[0], asked.part[1], t) if asked.part else ""}
