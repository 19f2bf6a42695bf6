"""Where state lives: the only file that touches `st.session_state` and `st.query_params`.

The document is the truth. A widget is bound to it before it is drawn (`bound`): it shows what the document
says, and its callback commits to it; no widget's own state is kept. So nothing is lost when Streamlit
forgets the widgets of a page that was left.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from neuroviz.document import Document, Refusal, codec, edits
from neuroviz.document.history import History
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import Language, choose
from neuroviz.ui.common.labels import option_labels, same_labels

_HISTORY = "neuroviz.history"
_START = "neuroviz.start"
_OPENED = "neuroviz.opened"
_NOTICE = "neuroviz.notice"
_LANGUAGE = "neuroviz.language"
_ROUTED = "neuroviz.routed"
_LINK = "neuroviz.link"
_PRESENTING = "neuroviz.presenting"
_TOLD = "neuroviz.told"
_PLACES = "neuroviz.places"
_PART: ContextVar[tuple[str, ...]] = ContextVar("part", default=())
"""The part of the page that is drawn now, after those around it; () for what stands in none."""
_ON_ITS_WAY_S = 2.0
"""So long a message may be under way."""
_RESTORED = "neuroviz.restored"
_NONCE = "neuroviz.nonce"
_VERSIONS = "neuroviz.widget_versions"

Theme = Literal["light", "dark"]


# --- the document --------------------------------------------------------------------------------

def history() -> History:
    """Return the visitor's document with its past and future; a first visit begins with the first preset."""
    # Asked a dozen times in a run, and each look into the session's state has its price.
    history: History | None = st.session_state.get(_HISTORY)
    if history is None:
        history = replace_document(preset_document(FIRST, language()))
    return history


def document() -> Document:
    """Return the visitor's document as it is now."""
    return history().present


def commit(new: Document, gesture: str | None = None) -> None:
    """Make `new` the document; one `gesture` (a drag, a held key) is one step of undo."""
    st.session_state[_HISTORY] = history().commit(new, gesture)
    st.session_state.pop(_NOTICE, None)


def attempt(edit: Callable[..., Document], *args: Any, gesture: str | None = None) -> None:
    """Commit `edit(document, *args)`. If that raises Refusal, change nothing and keep the refusal as the `notice`."""
    try:
        commit(edit(document(), *args), gesture)
    except Refusal as refusal:
        refuse(refusal)


def open_document(new: Document) -> None:
    """Replace the visitor's document, as a step that can be undone. "Reset" then returns to `new`."""
    history()
    st.session_state[_START], st.session_state[_OPENED] = new, opened() + 1
    commit(new)


def replace_document(new: Document) -> History:
    """Replace the visitor's document and its history: there is nothing to undo. Returns the new history."""
    history = History(new)
    st.session_state[_HISTORY], st.session_state[_START] = history, new
    return history


def opened() -> int:
    """Return how many documents have been opened during the visit."""
    return int(st.session_state.get(_OPENED, 0))


def undo() -> None:
    """Take the last step back."""
    st.session_state[_HISTORY] = history().undo()
    st.session_state.pop(_NOTICE, None)


def redo() -> None:
    """Take the last step that was undone again."""
    st.session_state[_HISTORY] = history().redo()
    st.session_state.pop(_NOTICE, None)


def start() -> Document:
    """Return the preset, file or link that was opened last, as it was opened."""
    history()
    opened: Document = st.session_state[_START]
    return opened


def reset_target(*pages: str) -> Document:
    """Return what "reset" makes of the document.

    pages  the records that are reset, by their fields' names; without any, the network is reset

    All else stays as it is: a visitor of one page does not see what a reset would take away on another.
    """
    if pages:
        return replace(document(), **{page: getattr(start(), page) for page in pages})
    return edits.with_pages_of(document(), start())


def preset_document(name: str, t: Language) -> Document:
    """Return a preset, with its inputs and outputs named in the visitor's language if they have names in words."""
    preset = PRESETS[name]
    document = preset.document
    if preset.named:
        for index, word in enumerate(t(f"preset.{name}.inputs").split("|")):
            document = edits.rename_input(document, index, word)
        for index, word in enumerate(t(f"preset.{name}.outputs").split("|")):
            document = edits.rename_output(document, index, word)
    return document


def nonce() -> str:
    """Return a name for this session that no other session has."""
    return str(st.session_state.setdefault(_NONCE, secrets.token_hex(8)))


def is_fresh() -> bool:
    """Return whether nothing has been edited, opened or restored in this session."""
    return not (history().past or history().future or st.session_state.get(_RESTORED))


def restore(text: str) -> None:
    """Continue with a document that the browser kept through a reload: `text` is its JSON."""
    st.session_state[_RESTORED] = True
    try:
        kept = codec.from_json(text)
    except Refusal as refusal:
        refuse(refusal)
        return
    replace_document(kept)
    if kept.preset in PRESETS:
        st.session_state[_START] = preset_document(kept.preset, language())


# --- refusals ------------------------------------------------------------------------------------

def refuse(refusal: Refusal) -> None:
    """Keep `refusal` as the notice that the page shows, until the next edit that works."""
    st.session_state[_NOTICE] = refusal


def forget_notice() -> None:
    """Say no more of what was refused last. Edits do so by themselves; this is for what a page keeps beside them."""
    st.session_state.pop(_NOTICE, None)


def notice() -> Refusal | None:
    """Return what was refused last, until the next edit that works."""
    refusal: Refusal | None = st.session_state.get(_NOTICE)
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
    versions: dict[str, tuple[int, str, dict[Any, str]]] = st.session_state.setdefault(_VERSIONS, {})
    spoken = st.session_state.get(_LANGUAGE, "")
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


def value(key: str, default: Any = None) -> Any:
    """Return what is kept under `key`: a setting, a component's trigger, or an uploader's file."""
    return st.session_state.get(key, default)


def keep(key: str, value: Any) -> None:
    """Keep a page's setting under a key that belongs to no widget, so that it outlives a change of page."""
    st.session_state[key] = value


def forget(key: str) -> None:
    """Remove what is kept under `key`, if anything is."""
    st.session_state.pop(key, None)


# --- language, theme, view -----------------------------------------------------------------------

def language() -> Language:
    """Return the language of the address, else the one chosen in this session, else the browser's, else English."""
    asked, spoken = st.query_params.get("lang"), st.session_state.get(_LANGUAGE)
    chosen = choose(asked, spoken, st.context.locale)
    if spoken != chosen.code:
        st.session_state[_LANGUAGE] = chosen.code
    if asked != chosen.code:
        st.query_params["lang"] = chosen.code
    return chosen


def set_language(code: str) -> None:
    """Switch to the language with this code, in the session and in the address."""
    st.session_state[_LANGUAGE] = code
    st.query_params["lang"] = code


def theme() -> Theme:
    """Return the browser's theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def presenting() -> bool:
    """Return whether the projector view is on (?present=1)."""
    on = st.query_params.get("present") in {"1", "true"}
    said, when = st.session_state.get(_PRESENTING, (on, 0.0))
    if on != said and time.monotonic() - when < _ON_ITS_WAY_S:
        # What was said while the view was being switched still has the address of before.
        _write_presenting(said)
        return bool(said)
    return on


def set_presenting(on: bool) -> None:
    """Switch the projector view on or off, in the address."""
    st.session_state[_PRESENTING] = (on, time.monotonic())
    _write_presenting(on)


def _write_presenting(on: bool) -> None:
    if on:
        st.query_params["present"] = "1"
    else:
        st.query_params.pop("present", None)


# --- the parts of a page -------------------------------------------------------------------------

def draw_whole() -> None:
    """Note that the whole page is drawn from here on."""
    st.session_state[_TOLD], st.session_state[_PLACES] = set(), {}


def want_whole() -> None:
    """Note that the whole page is to be drawn, whichever part of it speaks."""
    st.session_state[_TOLD] = {*st.session_state.get(_TOLD, ()), ()}


@contextmanager
def part(name: str) -> Iterator[bool]:
    """Draw the part of a page called `name` here. True where the whole page has to be drawn in its place.

    What is said in the same moment reaches Streamlit as one message, which runs only the part of the page that spoke
    last: what the others were told is then carried out, and would not be seen.
    """
    around, places = _PART.get(), st.session_state.setdefault(_PLACES, {})
    place = (*around, name) if around else places.get(name, (name,))
    places[name] = place
    others = {each for each in st.session_state.get(_TOLD, ()) if name not in each}
    st.session_state[_TOLD] = set()
    token = _PART.set(place)
    try:
        yield bool(others)
    finally:
        _PART.reset(token)


def told(act: Callable[..., object]) -> Callable[..., None]:
    """Return `act` for a button or a component drawn now: afterwards the part in which it stands is drawn anew."""
    place = _PART.get()

    def done(*args: Any) -> None:
        st.session_state[_TOLD] = {*st.session_state.get(_TOLD, ()), place}
        act(*args)

    return done


# --- links ---------------------------------------------------------------------------------------

def link() -> str:
    """Return the document's link in the address, or ""."""
    return st.query_params.get("doc", "")


def open_link() -> None:
    """Open the document in the address (?doc=), once for each link."""
    asked = link()
    if not asked or asked == st.session_state.get(_LINK):
        return
    st.session_state[_LINK] = asked
    try:
        opened = codec.from_link(asked)
    except Refusal as refusal:
        refuse(refusal)
        return
    if _HISTORY in st.session_state:
        open_document(opened)
    else:
        replace_document(opened)


def asked_room() -> tuple[str, str]:
    """Return the code of the room in the address, and the number of the document there, each "" where there is none."""
    return st.query_params.get("room", ""), st.query_params.get("sheet", "")


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
    st.session_state[_ROUTED] = True


def was_routed() -> bool:
    """Return whether app.py led to this run of the page, and forget it."""
    return bool(st.session_state.pop(_ROUTED, False))
