"""Finding widgets on a page that AppTest has run, and what stands in for the browser's side of a canvas."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import (
    ButtonGroup,
    ElementTree,
    InitialValue,
    Selectbox,
    SelectSlider,
    Widget,
)

from neuroviz.ui import live_plot
from neuroviz.ui.common import shell
from tests.conformity import faults_of


def widget(at: AppTest, kind: str, key: str) -> Any:
    """The widget called `key`: one whose value was changed elsewhere has the number of its version at the end."""
    (found,) = (each for each in getattr(at, kind) if re.fullmatch(rf"{re.escape(key)}(\.\d+)?", each.key or ""))
    return found


class Canvas:
    """Stands in for the browser's side of canvas and tables: keeps what they were shown, and acts on them.

    AppTest cannot see into a component, so here the component is replaced, and nothing else.
    """

    def __init__(self) -> None:
        self.views: dict[str, dict[str, Any]] = {}
        self.faults: list[str] = []
        """What was not of its type in all that was shown."""
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.number = 0
        self.met = ""
        """The session of which a view of the document was shown."""
        self.knows: str | None = None
        """The session that the browser says it has met, where that is another."""

    def __call__(self, *, key: str, data: bytes, on_event_change: Callable[[], None]) -> None:
        self.views[key] = view = orjson.loads(data)["view"]
        self.faults += [f"{key}: {fault}" for fault in faults_of(view)]
        self.met = view["keep"]["session"] if "keep" in view else self.met
        if events := self.waiting.pop(key, None):
            st.session_state[key] = {"event": {"events": events, "met": self.met if self.knows is None else self.knows}}
            on_event_change()
            st.rerun()

    def act(self, at: AppTest, kind: str, *, on: str = "studio.canvas", **payload: object) -> None:
        """What a visitor does on the canvas, or on a table, as the browser reports it."""
        self.number += 1
        self.waiting[on] = [{"kind": kind, "number": self.number, **payload}]
        at.run()
        assert not at.exception
        assert on not in self.waiting, "nobody took the event"

    def can(self, what: str, *, on: str = "studio.canvas") -> bool:
        """Whether undo, redo or reset are offered."""
        return bool(self.views[on]["history"][what])

    @property
    def network(self) -> dict[str, Any]:
        return self.views["studio.canvas"]["network"]


class Wall:
    """Stands in for the browser's side of the projector view's bar: keeps what it was shown, and presses buttons."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bar: dict[str, Any] | None = None
        self.waiting: tuple[str, object] | None = None
        monkeypatch.setattr(live_plot, "_code", self)

    def __call__(self, *, key: str, data: dict[str, Any], **callbacks: Callable[[], None]) -> None:
        self.bar = data["presenter"]
        if self.waiting is not None:
            name, value = self.waiting
            self.waiting = None
            st.session_state[key] = {name: value}
            callbacks[f"on_{name}_change"]()
            st.rerun()

    def press(self, at: AppTest, name: str, value: object = True) -> None:
        """Press the button that the browser reports as `name`."""
        assert self.bar is not None, "there is no bar on this page"
        self.waiting = name, value
        at.run()
        assert not at.exception
        assert self.waiting is None


def held_by_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest send of a widget that nobody has touched what a browser would: what it was given when it was drawn
    first. AppTest words the value anew for each run, and so never sends a label that has since come to mean something
    else. And it stays on its page: where a button leads is tested with the button."""
    monkeypatch.setattr(shell, "go_to", lambda *_, **__: None)
    fresh = ElementTree.get_widget_states

    def get_widget_states(tree: ElementTree) -> WidgetStates:
        states = fresh(tree)
        held: dict[str, WidgetState] = tree._runner.__dict__.setdefault("_held_by_the_browser", {})
        nodes = {node.id: node for node in tree if isinstance(node, Widget)}
        for state in states.widgets:
            node = nodes[state.id]
            if state.id in held and isinstance(node, Selectbox | SelectSlider | ButtonGroup) and isinstance(
                node._value, InitialValue,
            ):
                state.CopyFrom(held[state.id])
            held[state.id] = state
        # What is no longer on the page is forgotten: it begins anew when it comes back.
        for gone in held.keys() - nodes.keys():
            del held[gone]
        return states

    monkeypatch.setattr(ElementTree, "get_widget_states", get_widget_states)
