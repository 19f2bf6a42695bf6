"""The live canvas: a Plotly figure that is mounted once and updated in place.

`st.plotly_chart` gives every changed figure a new identity, so an edit would tear the chart down.
Here the figure comes as plain JSON and `Plotly.react` changes what differs: same DOM node, zoom and
animation kept.

Two components share the work. The code (stage.js, which bundle.js makes of the modules in js/, and of some pages a
bundle of their own) goes to the browser once a page, with `prepare`; what each rerun carries is a stub of a few lines
and the figure.
Plotly.js is Streamlit's own: a hidden one-point chart makes it load. A page on which it does not appear asks for the
copy in the installed plotly package. It travels as a component's data, which Streamlit sends once a tab: of its ways to
serve a file, the others want a folder beside app.py, a package that declares its components, or its inner parts.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import streamlit as st
from plotly.offline import get_plotlyjs

from neuroviz.caching import computed_once
from neuroviz.document import Document, codec
from neuroviz.i18n import Language
from neuroviz.ui.common import reload, session
from neuroviz.ui.common.static_chart import static_chart
from neuroviz.ui.live_plot.protocol import Event, Keep, PictureView, Presenter, Undoable, View
from neuroviz.ui.rooms import visit

_HERE = Path(__file__).parent

_STUB = """
export default (component) => {
  const ready = (globalThis.neuroviz ??= {waiting: []})
  let clean, gone = false
  const draw = () => { if (!gone) clean = ready.draw(component) }
  ready.draw ? draw() : ready.waiting.push(draw)
  return () => { gone = true; clean?.() }
}
"""

_CODE = "neuroviz_code"
_STYLES = "live_plot", "neuron", "training", "overfitting", "presenter", "fingers", "room", "digits", "inside"
"""Where two say something of the same thing, the later one counts."""
_code = st.components.v2.component(
    _CODE,
    js=(_HERE / "stage.js").read_text("utf-8"),
    css="".join((_HERE / f"{name}.css").read_text("utf-8") for name in _STYLES),
    isolate_styles=False,
)
_OF_PAGES = {
    page: st.components.v2.component(
        f"neuroviz_{page}", js=(_HERE / f"{page}.js").read_text("utf-8"), isolate_styles=False,
    )
    for page in ("digits", "inside", "neuron", "overfitting", "training")
}
"""What draws the pictures that a page alone has, by the page's key."""
_canvas = st.components.v2.component("neuroviz_canvas", js=_STUB, isolate_styles=False)
_RERUN = "neuroviz_rerun"
_rerun = st.components.v2.component("neuroviz_rerun", js="""
export default ({setTriggerValue, parentElement}) => {
  (globalThis.neuroviz ??= {waiting: []}).rerun = (shown) =>
    { if (parentElement.isConnected) setTriggerValue("rerun", {shown}) }
}
""")

_plotly = st.components.v2.component("neuroviz_plotly", js="""
export default ({data}) => { globalThis.neuroviz.providePlotly(data) }
""")

_LATE = "live_plot.late"
_SHOWN = "live_plot.shown"
_PLOTLY_WANTED = "live_plot.plotly_wanted"
_PLOTLY_LOADER = {"data": [{"x": [0], "y": [0]}], "layout": {"height": 100, "width": 100}}


@dataclass(frozen=True)
class Undoing:
    """A history beside the document's: what it offers, and what its buttons do."""

    offered: Undoable
    undo: Callable[[], None]
    redo: Callable[[], None]
    reset: Callable[[], None]


def prepare(
    page: str, t: Language, *, presenter: Presenter | None, on_choose: Callable[[int], None], in_room: bool,
    on_room: Callable[[Mapping[str, Any]], None], draw_room: Callable[[], None], on_go: Callable[[str], None],
) -> None:
    """Bring code, style and words to the page. Called once a page, outside any fragment.

    page       its key
    presenter  what the bar of the projector view shows; None where the page is not on a projector
    on_choose  called with 1 for the next of what the page can begin with, and with -1 for the one before
    in_room    whether the session has a room
    on_room    called with what is done about rooms where it has none
    on_go      called with the path of the page that the visitor goes to right after an edit
    draw_room  draws what the session has of a room, where nothing of it is seen: it stands over the page
    """
    # Who draws the whole page has nothing to rely on.
    session.forget(_SHOWN)
    # So low that nothing of it is seen, also before the page's style has come, which takes it away.
    with st.container(key="neuroviz_hidden", height=1, border=False):
        static_chart(_PLOTLY_LOADER, key="neuroviz_plotly", still=True)
        _code(
            key=_CODE,
            data={
                "words": t.under("player"), "presenter": presenter, "theme": session.theme(),
                "session": reload.nonce(), "late": session.value(_LATE, {}), "in_room": in_room,
            },
            on_go_change=session.told(lambda: _go(on_go)),
            on_leave_change=session.told(lambda: session.set_presenting(False)),
            on_choose_change=session.told(lambda: on_choose(int(_said("choose") or 0))),
            on_plotly_change=session.told(lambda: session.keep(_PLOTLY_WANTED, True)),
            # The run that this begins draws everything in the theme that the browser now has.
            on_theme_change=session.told(lambda: None),
            on_late_change=session.told(_take_late),
            # The page has found its server again, or another one: the run itself is what it asks for.
            on_again_change=session.told(lambda: None),
            on_room_change=session.told(lambda: on_room(_said("room") or {})),
        )
        if page in _OF_PAGES:
            _OF_PAGES[page](key=f"neuroviz_{page}")
        draw_room()
        if session.value(_PLOTLY_WANTED, False):
            _plotly(key="neuroviz_plotly_copy", data=_plotly_copy())


@computed_once(maxsize=1)
def _plotly_copy() -> bytes:
    """Plotly.js of the installed package: a third as long by gzip."""
    return gzip.compress(get_plotlyjs().encode(), mtime=0)


def live_plot(
    view: View, *, key: str, on_event: Callable[[Event], None] | None = None, edits: bool = False,
) -> None:
    """Show `view`, in place.

    view      of one of the kinds that `views` names
    on_event  called before the rerun with each thing that the visitor did on the canvas, in order
    edits     whether what is done there changes the document: then not before the browser has met this session
    """
    data = encode(view, session.value(f"{key}.done", 0), key)
    session.keep(f"{key}.take", on_event)
    _canvas(key=key, data=data, on_event_change=session.told(lambda: _take(key, edits=edits)))


def show_bytes(data: bytes, *, key: str) -> None:
    """Show an encoded view that nothing can be done on."""
    _canvas(key=key, data=data, on_event_change=session.told(lambda: None))


def document_canvas(
    view: PictureView, *, key: str, reset_target: Callable[[], Document], on_event: Callable[[Event], None],
    own: Undoing | None = None,
) -> None:
    """Show a picture of the visitor's document: it can be undone, reset and taken through a reload there.

    reset_target  returns the document that "reset" leads to
    on_event      called with each event of the canvas, after what is the same for all pictures was done
    own           what undo, redo and reset do where the picture is of something beside the document
    """
    document, history, first = session.document(), session.history(), reset_target()
    if visit.noticed(document):
        st.rerun()

    def take(event: Event) -> None:
        match event["kind"]:
            case "undo" | "redo" | "reset" as what if own is not None:
                getattr(own, what)()
            case "undo":
                session.undo()
            case "redo":
                session.redo()
            case "reset":
                session.commit(reset_target())
            case "restore":
                reload.restore(event.get("document"), event.get("beside"))
            case "follow":
                visit.act(event)
            case "whole":
                session.forget(_SHOWN)
        on_event(event)

    undoable: Undoable = own.offered if own is not None else {
        "undo": bool(history.past), "redo": bool(history.future), "opened": session.opened(),
        # What is selected is no edit.
        "reset": replace(document, selection=first.selection) != first,
    }
    sheet, model = visit.sheets_shown()
    keep: Keep = {
        "session": reload.nonce(), "fresh": reload.is_fresh(), "link": session.in_address("doc"),
        "document": codec.to_json(document), "beside": reload.beside(), "sheet": sheet, "model": model,
    }
    view["history"], view["keep"] = undoable, keep
    live_plot(view, key=key, on_event=take, edits=True)


def rerun_when_stale() -> None:
    """Let the canvas rerun the fragment in which this is called.

    A canvas has a fragment of its own, so that an edit redraws the canvas alone. Where "stale" in its view says that
    the panels beside it show something older, the browser then reruns this fragment.
    """
    _rerun(key=_RERUN, on_rerun_change=session.told(_note_shown))


def encode(view: Mapping[str, object], done: int = 0, key: str = "") -> bytes:
    """Return the view as it travels: JSON, with a revision that changes when, and only when, the view does.

    done   the number of the last event that has been carried out
    key    the canvas's, so that what it could not say any more is known to be its own
    NaN and infinity become null, which Plotly shows as a gap.
    """
    body = orjson.dumps(view)
    return orjson.dumps({"rev": zlib.crc32(body), "done": done, "key": key, "view": orjson.Fragment(body)})


def _said(name: str) -> Any:
    """Return what the page's component has said; None where it was another page's, which Streamlit has forgotten."""
    return (session.widget_value(_CODE) or {}).get(name)


def _take(key: str, *, edits: bool) -> None:
    """Carry out what the visitor did on a canvas.

    What a page says that knows an older session only, since the server was restarted, is left without an answer:
    carried out on a document that has only begun, it would be lost with that document, or be taken for the visitor's
    own, and the one that the browser has kept would never come. The page says it again when it has seen this session's
    view.
    """
    state = session.widget_value(key)
    message = state.get("event") if state is not None else None
    if isinstance(message, dict) and (not edits or message.get("met", reload.nonce()) == reload.nonce()):
        session.keep(_SHOWN, [key, message.get("has")])
        _carry_out(key, message["events"])


def shown_already(key: str) -> object:
    """Return what the browser has said that it shows on a canvas, once: the answer to what it said may rely on it."""
    said = session.value(_SHOWN)
    session.forget(_SHOWN)
    match said:
        case [of, shown] if of == key:
            return shown
    return None


def _note_shown() -> None:
    """Note what the browser says that it shows on its canvas, while what stands beside it is drawn anew."""
    said = (session.widget_value(_RERUN) or {}).get("rerun")
    session.keep(_SHOWN, said.get("shown") if isinstance(said, dict) else None)


def _go(on_go: Callable[[str], None]) -> None:
    """Go where the page asks to go; home has no path, and a page that is gone asks for nothing."""
    path = _said("go")
    if isinstance(path, str):
        on_go(path)


def _take_late() -> None:
    """Carry out what was done on canvases that were gone before Python had heard of it, and say so."""
    events: dict[str, list[Event]] = _said("late") or {}
    for key, theirs in events.items():
        _carry_out(key, theirs)
    session.keep(_LATE, {key: theirs[-1]["number"] for key, theirs in events.items()})


def _carry_out(key: str, events: Sequence[Event]) -> None:
    """Hand the page what is newer than the last that it got; the browser repeats what it has no answer to."""
    on_event: Callable[[Event], None] | None = session.value(f"{key}.take")
    for event in events:
        if event["number"] > session.value(f"{key}.done", 0):
            session.keep(f"{key}.done", event["number"])
            if on_event is not None:
                on_event(event)
