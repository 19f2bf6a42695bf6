"""Where state lives: the only file that touches `st.session_state` and `st.query_params`.

The document is the truth. A widget is bound to it before it is drawn (`bound`): it shows what the document
says, and its callback commits to it; no widget's own state is kept. So nothing is lost when Streamlit
forgets the widgets of a page that was left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from neuroviz.document import Document, Refusal, codec, edits
from neuroviz.document.history import History
from neuroviz.document.presets import FIRST, worded
from neuroviz.i18n import Language, choose
from neuroviz.ui.common.labels import option_labels, same_labels

_KEPT = "neuroviz"
_HISTORY = "history"
_START = "start"
_OPENED = "opened"
_NOTICE = "notice"
_LANGUAGE = "language"
_ROUTED = "routed"
_LINK = "link"
_PRESENTING = "presenting"
_TOLD = "told"
_PLACES = "places"
_PART: ContextVar[tuple[str, ...]] = ContextVar("part", default=())
"""The part of the page that is drawn now, after those around it; () for what stands in none."""
_ON_ITS_WAY_S = 2.0
"""So long a message may be under way."""
_VERSIONS = "widget_versions"

Theme = Literal["light", "dark"]


_RUN: ContextVar[tuple[object, dict[str, Any]]] = ContextVar("run", default=(None, {}))
"""A script run, and what its session keeps."""


def _kept() -> dict[str, Any]:
    """Return what the session keeps beside its widgets: one entry of Streamlit's state, looked up once in a run."""
    now, (run, kept) = get_script_run_ctx(suppress_warning=True), _RUN.get()
    if now is None or now is not run:
        kept = st.session_state.setdefault(_KEPT, {})
        _RUN.set((now, kept))
    return kept


# --- the document --------------------------------------------------------------------------------

def history() -> History:
    """Return the visitor's document with its past and future; a first visit begins with the first preset."""
    history: History | None = _kept().get(_HISTORY)
    if history is None:
        history = replace_document(worded(FIRST, language()))
    return history


def document() -> Document:
    """Return the visitor's document as it is now."""
    return history().present


def commit(new: Document, gesture: str | None = None) -> None:
    """Make `new` the document; one `gesture` (a drag, a held key) is one step of undo."""
    _go(history().commit(new, gesture))


def attempt(edit: Callable[..., Document], *args: Any, gesture: str | None = None) -> None:
    """Commit `edit(document, *args)`. If that raises Refusal, change nothing and keep the refusal as the `notice`."""
    try:
        commit(edit(document(), *args), gesture)
    except Refusal as refusal:
        refuse(refusal)


def open_document(new: Document) -> None:
    """Replace the visitor's document, as a step that can be undone. "Reset" then returns to `new`."""
    history()
    _kept()[_START], _kept()[_OPENED] = new, opened() + 1
    commit(new)


def replace_document(new: Document, began_as: Document | None = None) -> History:
    """Replace the visitor's document and its history: there is nothing to undo. "Reset" returns to what it `began_as`.

    Returns the new history.
    """
    history = History(new)
    _kept()[_HISTORY], _kept()[_START] = history, began_as or new
    return history


def opened() -> int:
    """Return how many documents have been opened during the visit."""
    return int(_kept().get(_OPENED, 0))


def undo() -> None:
    """Take the last step back."""
    _go(history().undo())


def redo() -> None:
    """Take the last step that was undone again."""
    _go(history().redo())


def _go(to: History) -> None:
    _kept()[_HISTORY] = to
    forget_notice()


def start() -> Document:
    """Return the preset, file or link that was opened last, as it was opened."""
    history()
    opened: Document = _kept()[_START]
    return opened


def reset_target(*pages: str) -> Document:
    """Return what "reset" makes of the document.

    pages  the records that are reset, by their fields' names; without any, the network is reset

    All else stays as it is: a visitor of one page does not see what a reset would take away on another.
    """
    if pages:
        return replace(document(), **{page: getattr(start(), page) for page in pages})
    return edits.with_pages_of(document(), start())


# --- refusals ------------------------------------------------------------------------------------

def refuse(refusal: Refusal) -> None:
    """Keep `refusal` as the notice that the page shows, until the next edit that works."""
    _kept()[_NOTICE] = refusal


def forget_notice() -> None:
    """Say no more of what was refused last. Edits do so by themselves; this is for what a page keeps beside them."""
    _kept().pop(_NOTICE, None)


def notice() -> Refusal | None:
    """Return what was refused last, until the next edit that works."""
    refusal: Refusal | None = _kept().get(_NOTICE)
    return refusal


# --- widgets -------------------------------------------------------------------------------------

def bound(
    key: str, value: Any, act: Callable[[Any], None], options: Sequence[Any] | None = None,
    words: Callable[[Any], str] = str,
) -> dict[str, Any]:
    """Return `key` and `on_change` for a widget that begins with `value` and hands what is chosen to `act`.

    options, words   for a widget with a choice: what it offers, and how each option is worded. They are among the
                     arguments then, as `options` and `format_func`.

    Give the widget `value` as its default too (value=, index= or default=): a value that is put into the widget's
    state instead can be lost on the way to the browser, which then reports another one as chosen. If anything but
    the widget has changed the value (an undo, a drag in the graph), the widget gets a new key, and events under the
    old key are ignored: the browser would send its old value with the next event, as if the visitor had chosen it.

    Streamlit's browser side knows an option by its label alone. So no two options share a label, a widget whose
    labels have changed their meaning gets a new key, and `act` never gets what is not offered.

    `act` gets only what the widget has not said before: see `changes`.
    """
    offered = None if options is None else option_labels(options, words)
    versions: dict[str, tuple[int, str, dict[Any, str]]] = _kept().setdefault(_VERSIONS, {})
    spoken = _kept().get(_LANGUAGE, "")
    version, spoken_then, offered_then = versions.get(key, (0, spoken, offered or {}))
    name = f"{key}.{version}" if version else key
    # Another language is another widget: its labels are others, and its numbers may be written in another way.
    if spoken != spoken_then or not same_labels(offered_then, offered or {}) or (
        name in st.session_state and st.session_state[name] != value
    ):
        version += 1
        name = f"{key}.{version}"
    versions[key] = (version, spoken, offered or {})

    def take(chosen: Any) -> None:
        if versions[key][0] == version and (offered is None or chosen is None or all(
            each in offered for each in (chosen if isinstance(chosen, list) else [chosen])
        )):
            act(chosen)

    if offered is None:
        return changes(name, value, take)
    labels = offered
    return {
        **changes(name, value, take), "options": list(labels),
        "format_func": lambda option: labels.get(option, str(option)),
    }


def changes(key: str, value: Any, act: Callable[[Any], None]) -> dict[str, Any]:
    """Return the arguments `key` and `on_change` for a widget that shows `value` and hands what it says to `act`.

    `act` gets only what the widget has not said before. The browser sends with each message what all widgets say, and
    one that was under way when the page became another, or a part of it was left out, comes with what the former ones
    said. Streamlit has forgotten that by then, and takes it for a change: the example would be opened again.
    """
    last, do = value, told(act)

    def on_change() -> None:
        nonlocal last
        if key not in st.session_state or st.session_state[key] == last:
            return
        last = st.session_state[key]
        do(last)

    return {"key": key, "on_change": on_change}


def widget_value(key: str, default: Any = None) -> Any:
    """Return what the widget or component under `key` says: a component's trigger, an uploader's file."""
    return st.session_state.get(key, default)


def value(key: str, default: Any = None) -> Any:
    """Return what is kept under `key`: a page's setting, or what it has made."""
    return _kept().get(key, default)


def keep(key: str, value: Any) -> None:
    """Keep a page's setting under a key that belongs to no widget, so that it outlives a change of page."""
    _kept()[key] = value


def forget(key: str) -> None:
    """Remove what is kept under `key`, if anything is."""
    _kept().pop(key, None)


# --- language, theme, view -----------------------------------------------------------------------

def language() -> Language:
    """Return the language of the address, else the one chosen in this session, else the browser's, else English."""
    asked, spoken = st.query_params.get("lang"), _kept().get(_LANGUAGE)
    chosen = choose(asked, spoken, st.context.locale)
    if spoken != chosen.code:
        _kept()[_LANGUAGE] = chosen.code
    if asked != chosen.code:
        st.query_params["lang"] = chosen.code
    return chosen


def set_language(code: str) -> None:
    """Switch to the language with this code, in the session and in the address."""
    _kept()[_LANGUAGE] = code
    st.query_params["lang"] = code


def theme() -> Theme:
    """Return the browser's theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def presenting() -> bool:
    """Return whether the projector view is on (?present=1)."""
    on = st.query_params.get("present") in {"1", "true"}
    said, when = _kept().get(_PRESENTING, (on, 0.0))
    if on != said and time.monotonic() - when < _ON_ITS_WAY_S:
        # What was said while the view was being switched still has the address of before.
        _write_presenting(said)
        return bool(said)
    return on


def set_presenting(on: bool) -> None:
    """Switch the projector view on or off, in the address."""
    _kept()[_PRESENTING] = (on, time.monotonic())
    _write_presenting(on)


def _write_presenting(on: bool) -> None:
    if on:
        st.query_params["present"] = "1"
    else:
        st.query_params.pop("present", None)


# --- the parts of a page -------------------------------------------------------------------------

def draw_whole() -> None:
    """Note that the whole page is drawn from here on."""
    _kept()[_TOLD], _kept()[_PLACES] = set(), {}


def want_whole() -> None:
    """Note that the whole page is to be drawn, whichever part of it speaks."""
    _kept()[_TOLD] = {*_kept().get(_TOLD, ()), ()}


@contextmanager
def part(name: str) -> Iterator[bool]:
    """Draw the part of a page called `name` here. True where the whole page has to be drawn in its place.

    What is said in the same moment reaches Streamlit as one message, which runs only the part of the page that spoke
    last: what the others were told is then carried out, and would not be seen.
    """
    around, places = _PART.get(), _kept().setdefault(_PLACES, {})
    place = (*around, name) if around else places.get(name, (name,))
    places[name] = place
    others = {each for each in _kept().get(_TOLD, ()) if name not in each}
    _kept()[_TOLD] = set()
    token = _PART.set(place)
    try:
        yield bool(others)
    finally:
        _PART.reset(token)


def told(act: Callable[..., object]) -> Callable[..., None]:
    """Return `act` for a button or a component drawn now: afterwards the part in which it stands is drawn anew."""
    place = _PART.get()

    def done(*args: Any) -> None:
        _kept()[_TOLD] = {*_kept().get(_TOLD, ()), place}
        act(*args)

    return done


# --- links ---------------------------------------------------------------------------------------

def in_address(name: str) -> str:
    """Return what the address says under a name ("doc": the document's link), or ""."""
    return st.query_params.get(name, "")


def open_link() -> None:
    """Open the document in the address (?doc=), once for each link."""
    link = in_address("doc")
    if not link or link == _kept().get(_LINK):
        return
    _kept()[_LINK] = link
    try:
        opened = codec.from_link(link)
    except Refusal as refusal:
        refuse(refusal)
        return
    if _HISTORY in _kept():
        open_document(opened)
    else:
        replace_document(opened)


def asked_room() -> tuple[str, str]:
    """Return the code of the room in the address, and the number of the document there, each "" where there is none."""
    return in_address("room"), in_address("sheet")


def set_asked_room(code: str) -> None:
    """Put the code of the room into the address, so that a reload leads there again; "" takes it out."""
    st.query_params.pop("sheet", None)
    if code:
        st.query_params["room"] = code
    else:
        st.query_params.pop("room", None)


# --- the router ----------------------------------------------------------------------------------

def mark_routed() -> None:
    """Note that app.py leads to this run of the page. app.py calls this before it runs the page."""
    _kept()[_ROUTED] = True


def was_routed() -> bool:
    """Return whether app.py led to this run of the page, and forget it."""
    return bool(_kept().pop(_ROUTED, False))
