"""Where what the browser says that it shows of a network is right, Python says so; else the picture comes."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from neuroviz.document import Document, Layer, codec
from tests.browser.server import start_server, wait_until_up
from tests.conformity import faults_of
from tests.visitors import Visitor, sums

WIDE = Document((Layer(((0.5,) * 32,) * 32, (0.0,) * 32, "tanh"),), (0.5,) * 32)
VALUE = {"kind": "value", "layer": 1, "neuron": 0, "source": 0, "value": 0.25}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    server = wait_until_up(start_server(tmp_path_factory.mktemp("known")))
    try:
        yield int(urlsplit(server.url).port or 0)
    finally:
        server.stop()
    assert "Traceback" not in Path(server.log).read_text("utf-8", errors="replace")


def visit(port: int, does: Callable[[Visitor], Awaitable[None]], query: str = "") -> None:
    async def come() -> None:
        async with Visitor(port, "studio", query=query) as visitor:
            await visitor.open()
            await does(visitor)
            assert not visitor.errors

    asyncio.run(come())


def edited(visitor: Visitor, value: float = 0.25) -> dict[str, Any]:
    """The network as the browser shows it after the edit of its first weight."""
    network = copy.deepcopy(visitor.view()["network"])
    network["weights"][0][0][0] = value
    return network


def test_an_edit_that_the_browser_has_computed_is_answered_in_a_word(port: int) -> None:
    async def does(visitor: Visitor) -> None:
        # The first edit changes the page's head: all of it is drawn.
        whole, network = await visitor.act(**{**VALUE, "value": 0.5}), edited(visitor)
        answer = await visitor.act(sums(network), **VALUE)
        assert (answer["kind"], [answer["shape"], answer["numbers"]]) == ("known", sums(network))
        assert faults_of(answer) == []
        assert answer["signal"] != whole["signal"]
        assert answer["history"]["undo"]
        assert json.loads(answer["keep"]["document"])["layers"][0]["weights"][0][0] == 0.25
        assert len(json.dumps(answer)) < len(json.dumps(whole)) / 5
        # The same number again is no other signal, and where it is asked for, the picture comes.
        again = await visitor.act(sums(network), **VALUE)
        assert again["signal"] == answer["signal"]
        told = await visitor.act(kind="whole")
        assert (told["kind"], told["signal"]) == ("figure", answer["signal"])
        assert sums(told["network"]) == sums(network)

    visit(port, does)


@pytest.mark.parametrize("claim", [
    lambda network: None,
    lambda network: [network["shape"], sums(network)[1] ^ 1],
    lambda network: [network["shape"] ^ 1, sums(network)[1]],
    lambda network: sums(network)[:1],
    lambda network: {"shape": network["shape"]},
], ids=["nothing", "other numbers", "another shape", "half", "nonsense"])
def test_where_the_browser_shows_anything_else_the_picture_comes(
    port: int, claim: Callable[[dict[str, Any]], list[int]]
) -> None:
    async def does(visitor: Visitor) -> None:
        answer = await visitor.act(claim(edited(visitor)), **VALUE)
        assert answer["kind"] == "figure"
        assert answer["network"]["weights"][0][0][0] == 0.25

    visit(port, does)


@pytest.mark.parametrize("event", [
    {"kind": "select", "layer": 1, "neuron": 0},
    {"kind": "typed", "layer": 1, "neuron": 0, "source": 0, "text": "0.3"},
    {"kind": "typed", "layer": 1, "neuron": 0, "source": 0, "text": "a hundred"},
], ids=["selected", "typed", "not understood"])
def test_what_only_python_knows_comes_as_a_picture(port: int, event: dict[str, Any]) -> None:
    async def does(visitor: Visitor) -> None:
        answer = await visitor.act(sums(visitor.view()["network"]), **event)
        assert answer["kind"] == "figure"
        assert ("wrong" in answer["network"]) is (event.get("text") == "a hundred")

    visit(port, does)


def test_what_was_not_understood_is_gone_with_the_next_edit(port: int) -> None:
    """The numbers are right, but an error is still to be seen: the picture without it comes."""
    async def does(visitor: Visitor) -> None:
        await visitor.act(**{**VALUE, "value": 0.5})
        wrong = await visitor.act(kind="typed", layer=1, neuron=0, source=0, text="a hundred")
        assert "wrong" in wrong["network"]
        answer = await visitor.act(sums(edited(visitor)), **VALUE)
        assert answer["kind"] == "figure"
        assert "wrong" not in answer["network"]

    visit(port, does)


def test_undo_leads_to_what_was_shown_before(port: int) -> None:
    async def does(visitor: Visitor) -> None:
        before = await visitor.act(**{**VALUE, "value": 0.5})
        shown = sums(edited(visitor))
        await visitor.act(shown, **VALUE)
        answer = await visitor.act(shown, kind="undo")
        assert answer["kind"] == "figure"
        assert answer["network"] == before["network"]
        assert answer["signal"] == before["signal"]

    visit(port, does)


def test_of_a_wide_network_python_chooses_the_pulses(port: int) -> None:
    async def does(visitor: Visitor) -> None:
        answer = await visitor.act(sums(edited(visitor)), **VALUE)
        assert answer["kind"] == "figure"

    visit(port, does, query=f"doc={codec.to_link(WIDE)}")
