"""A presenter and followers who speak Streamlit's own protocol: as many at once as one likes, and no browser."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.visitors import PATIENCE_S, Visitor

ROOM, GLANCE = "rooms.room", "rooms.glance"


@dataclass
class Guest(Visitor):
    """A session in a room. parts: what each of the room's components was handed last, and its fragment."""

    parts: dict[str, tuple[BidiComponent, str]] = field(default_factory=dict)

    def _take(self, element: Element, fragment: str) -> None:
        if element.WhichOneof("type") == "bidi_component":
            for key in (ROOM, GLANCE):
                if element.bidi_component.id.endswith(key):
                    self.parts[key] = element.bidi_component, fragment
                    return
        super()._take(element, fragment)

    def seen(self, key: str) -> dict[str, Any]:
        """What one of the components shows."""
        view: dict[str, Any] = json.loads(self.parts[key][0].bytes)["view"]
        return view

    async def act(self, kind: str, **payload: object) -> None:
        """What the room's part of the browser says."""
        self.events += 1
        component, fragment = self.parts[ROOM]
        await self._trigger(component.id, fragment, "event", {
            "events": [{"kind": kind, "number": self.events, **payload}],
        })

    async def _trigger(self, component: str, fragment: str, name: str, value: object) -> None:
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = f"$$STREAMLIT_INTERNAL_KEY_{component}__events"
        widget.json_trigger_value = json.dumps([{"event": name, "value": value}])
        await self._rerun(message)


@dataclass
class Leader(Guest):
    """The presenter."""

    async def open_room(self) -> str:
        """Open the page and a room on it; return its code."""
        await self.open()
        await self._trigger(self.canvases["neuroviz_code"].id, "", "room", {"kind": "open"})
        code: str = self.seen(ROOM)["code"]
        return code

    async def lead_again(self, secret: str) -> None:
        """Lead the room of a secret, as a browser does whose session was lost."""
        await self._trigger(self.canvases["neuroviz_code"].id, "", "room", {"kind": "reopen", "secret": secret})

    async def stand(self, at: float) -> None:
        """Go to a place on the player's line."""
        await self.act("place", place={"at": at, "unit": "layer", "pointed": None, "selected": None})


@dataclass
class Follower(Guest):
    """One who follows."""

    async def follow(self) -> None:
        """Take the document that the presenter shows."""
        self.events += 1
        await self._canvas_event("neuroviz_canvas", {"kind": "follow", "number": self.events})

    async def hear(self, at: float) -> int:
        """Read until the presenter is heard to stand there; return how many script runs that took."""
        runs = 0
        while self.seen(GLANCE)["place"]["at"] != at:
            raw = await asyncio.wait_for(self._socket.recv(decode=False), PATIENCE_S)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            runs += kind == "new_session"
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._take(message.delta.new_element, message.delta.fragment_id)
        return runs
