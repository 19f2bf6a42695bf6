"""Visitors who speak Streamlit's own protocol: as many at once as one likes, and no browser.

A visitor opens a page, does what the browser would do there, and reads what the server answers. He sees what a browser
sees: error boxes, the navigation, what each canvas is handed.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from array import array
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_S = 120.0


@dataclass
class Visitor(AbstractAsyncContextManager["Visitor"]):
    """One tab.

    port, page   where; the page as in its address
    lang, query  as in the address too; query: what else stands there, such as room=K7M2QX
    canvases     component's name -> what it was handed last
    buttons      label -> the button's id
    fragments    component or label -> the fragment that a rerun of it runs
    text         of the last `st.text`
    errors       what stood in the error boxes
    elements     how many elements came, error boxes included
    navigations  the places in which the list of pages was to be shown, in order
    received     bytes
    at           the page that the server shows, as its own hash; sent back with every act, as a browser does: without
                 it the server takes the act for a visit to the page anew
    shown        what its canvas shows
    """

    port: int
    page: str
    lang: str = "en"
    query: str = ""
    canvases: dict[str, BidiComponent] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    text: str = ""
    errors: list[str] = field(default_factory=list)
    elements: int = 0
    navigations: list[int] = field(default_factory=list)
    received: int = 0
    events: int = 0
    at: str = ""
    shown: dict[str, Any] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self._socket = await websockets.connect(
            address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE_S,
            ping_timeout=PATIENCE_S,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def open(self) -> None:
        """Open the page, and wait until it is there."""
        await self._rerun(BackMsg())
        while not self.elements:
            await self._run_ends()

    async def edit_weight(self, value: float) -> None:
        """Set the studio's first weight, as its canvas would, and wait for the answer.

        The browser computes what follows by itself, and says what it shows: the answer is that it is right.
        """
        network = self.view()["network"]
        network["weights"][0][0][0] = value
        await self.act(sums(network), kind="value", layer=1, neuron=0, source=0, value=value)

    async def edit_input(self, value: float) -> None:
        """Set the first input of the two neurons, as their canvas would, and wait for the answer."""
        await self.act(kind="value", part="input", index=0, value=value)

    async def learn_on(self) -> str:
        """Ask for as many more epochs of Training as come in one answer; whether it is still running."""
        view = self.view()
        have = view["from"] + len(view["epochs"])
        await self.act(kind="more", run=view["run"], have=have, steps="many", frame=have - 1)
        return str(self.view()["state"])

    async def learn_anew(self) -> None:
        """Begin Training's run again."""
        await self.act(kind="restart")

    async def act(self, has: list[int] | None = None, **event: Any) -> dict[str, Any]:
        """Do something on the canvas, which shows what the sums say that it has; return the answer as it came."""
        self.events += 1
        await self._canvas_event(
            "neuroviz_canvas", {**event, "gesture": f"g{self.events}", "number": self.events}, has,
        )
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """What the page's canvas was handed last."""
        canvas = self.canvases["neuroviz_canvas"]
        answer: dict[str, Any] = json.loads(canvas.bytes or canvas.json)["view"]
        return answer

    def view(self) -> dict[str, Any]:
        """What the page's canvas shows: what it was handed last, where that is no more than that it is right."""
        answer = self.answer()
        if answer["kind"] != "known":
            self.shown = answer
        elif [answer["shape"], answer["numbers"]] == sums(self.shown["network"]):
            self.shown |= {name: answer[name] for name in ("history", "keep", "stale", "signal")}
        else:
            self.errors.append("what is shown was found right, and is not")
        return self.shown

    async def press(self, label: str) -> None:
        """Press a button of Streamlit's own."""
        message = BackMsg()
        message.rerun_script.fragment_id = self.fragments[label]
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = self.buttons[label], True
        await self._rerun(message)

    async def _canvas_event(self, name: str, event: dict[str, Any], has: list[int] | None = None) -> None:
        canvas, message = self.canvases[name], BackMsg()
        message.rerun_script.fragment_id = self.fragments[name]
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = f"$$STREAMLIT_INTERNAL_KEY_{canvas.id}__events"
        said = {"events": [event], "met": self.answer()["keep"]["session"], "has": has}
        widget.json_trigger_value = json.dumps([{"event": "event", "value": said}])
        await self._rerun(message)

    async def _rerun(self, message: BackMsg) -> None:
        message.rerun_script.query_string = f"lang={self.lang}&{self.query}".rstrip("&")
        if self.at:
            message.rerun_script.page_script_hash = self.at
        else:
            message.rerun_script.page_name = self.page
        message.rerun_script.context_info.locale = "en-US"
        await self._socket.send(message.SerializeToString())
        await self._run_ends()

    async def _run_ends(self) -> None:
        """Read until a script run has ended that no other run follows at once.

        Another follows where a deep link meets a cold server (the page sends the visitor through the router), and where
        an act asks for the whole page.
        """
        while True:
            raw = await asyncio.wait_for(self._socket.recv(decode=False), PATIENCE_S)
            self.received += len(raw)
            message = ForwardMsg.FromString(raw)
            match message.WhichOneof("type"):
                case "new_session":
                    self.at = message.new_session.page_script_hash
                case "navigation":
                    self.navigations.append(message.navigation.position)
                    self.at = message.navigation.page_script_hash
                case "delta" if message.delta.WhichOneof("type") == "new_element":
                    self._take(message.delta.new_element, message.delta.fragment_id)
                case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    def _take(self, element: Element, fragment: str) -> None:
        self.elements += 1
        match element.WhichOneof("type"):
            case "bidi_component":
                component = element.bidi_component
                self.canvases[component.component_name] = component
                self.fragments[component.component_name] = fragment
            case "button":
                self.buttons[element.button.label] = element.button.id
                self.fragments[element.button.label] = fragment
            case "text":
                self.text = element.text.body
            case "exception":
                self.errors.append(element.exception.message)


def sums(network: dict[str, Any]) -> list[int]:
    """What the browser says that it has of a network: its shape, and its numbers' CRC-32 as 64-bit floats."""
    layers = zip(network["weights"], network["biases"], strict=True)
    numbers = [number for rows, biases in layers for row in (*rows, biases) for number in row]
    return [network["shape"], zlib.crc32(array("d", [*numbers, *network["input"]]))]
