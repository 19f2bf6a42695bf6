"""A browser is told something without a script run: what a component shows is sent to it anew, with other data.

A script run for each of a hundred followers, each time the presenter takes a step, would cost the server a second; a
message costs it a moment, and nothing while nothing happens. Streamlit has no public way to do that. Relied upon, and
held by tests/ui/rooms/test_push.py:
- a script run hands its messages to `_enqueue` of its context; the one that shows a component can be sent again
- `Runtime.get_client(session_id)` says whether a browser is connected
- of its `get_app_session(session_id)`, `_enqueue_forward_msg` sends a message after all that was sent before, and
  `_state` says whether a script runs: in the middle of a run the browser has no place for what another page showed
- `_get_async_objs().eventloop` is the loop on which all that happens
Where a newer Streamlit has none of these, `available` says so, and the followers ask for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext, get_script_run_ctx

POLL_S = 0.7
"""How often a follower asks where he cannot be told."""


@dataclass(eq=False)
class Line:
    """The way to one component in one browser.

    session_id  Streamlit's
    message     the one that showed the component
    missed      whether the last that was sent did not arrive, because a script ran
    """

    session_id: str
    message: ForwardMsg
    missed: bool = False


@cache
def available() -> bool:
    """Return whether this Streamlit has all that is relied upon."""
    in_context = "_enqueue" in getattr(ScriptRunContext, "__dataclass_fields__", {})
    in_runtime = all(hasattr(Runtime, name) for name in ("get_client", "get_app_session", "_get_async_objs"))
    return in_context and in_runtime and hasattr(AppSession, "_enqueue_forward_msg")


def caught(mount: Callable[[], None]) -> Line | None:
    """Mount a component, and return the way to it; None where there is none."""
    context = get_script_run_ctx()
    if context is None or not available():
        mount()
        return None
    sent: list[ForwardMsg] = []
    enqueue = context._enqueue

    def listen(message: ForwardMsg) -> None:
        sent.append(message)
        enqueue(message)

    context._enqueue = listen
    try:
        mount()
    finally:
        context._enqueue = enqueue
    shown = next((each for each in reversed(sent) if _is_component(each)), None)
    if shown is None:
        return None
    kept = ForwardMsg()
    kept.CopyFrom(shown)
    kept.ClearField("hash")
    kept.metadata.cacheable = False
    return Line(context.session_id, kept)


def session_id() -> str:
    """Return Streamlit's name of the session whose script runs here, or ""."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def is_connected(session_id: str) -> bool:
    """Return whether a browser is there now."""
    return runtime.exists() and runtime.get_instance().get_client(session_id) is not None


def send(lines: list[Line], data: bytes) -> None:
    """Show `data` in the components of `lines`. From any thread; who is no longer there is passed over.

    A line whose session is in the middle of a script run has `missed` it: the run may show another page.
    """
    if lines and runtime.exists():
        runtime.get_instance()._get_async_objs().eventloop.call_soon_threadsafe(_write, lines, data)


def _write(lines: list[Line], data: bytes) -> None:
    for line in lines:
        session = runtime.get_instance().get_app_session(line.session_id)
        if session is None:
            continue
        line.missed = getattr(session, "_state", None) != AppSessionState.APP_NOT_RUNNING
        if not line.missed:
            message = ForwardMsg()
            message.CopyFrom(line.message)
            message.delta.new_element.bidi_component.bytes = data
            session._enqueue_forward_msg(message)


def _is_component(message: ForwardMsg) -> bool:
    return (
        message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element"
        and message.delta.new_element.WhichOneof("type") == "bidi_component"
    )
