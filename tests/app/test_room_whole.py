"""The wide model in a room: who follows sees the presenter's, and keeps an own one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document.history import Steps
from neuroviz.document.models.whole import Whole, whole_of
from neuroviz.lab.whole import example
from neuroviz.nn import Network
from neuroviz.room import Rooms, limits
from neuroviz.ui.common import session
from neuroviz.ui.live_plot import whole as component
from tests.app.opened import kept
from tests.app.test_room import ROOM, Guest, rooms  # noqa: F401
from tests.app.widgets import Canvas, Wall

STAGE = "whole.stage"
Arrive = Callable[..., Guest]


class Numbers:
    """Stands in for the component that brings a model's numbers: the heads of all that came."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []

    def __call__(self, *, key: str, data: bytes) -> None:
        self.heads.append(data.partition(b"\n")[0])


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Numbers:
    stand_in = Numbers()
    monkeypatch.setattr(component, "_whole", stand_in)
    return stand_in


@pytest.fixture
def arrive(visit: Callable[..., AppTest], canvas: Canvas, rooms: Rooms) -> Arrive:  # noqa: F811
    return lambda key="whole", **query: Guest(visit(key, **query), canvas)


@pytest.fixture
def presenter(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> Guest:
    with pytest.MonkeyPatch.context() as patch:
        wall = Wall(patch)
        guest = arrive(present="1")
        monkeypatch.setattr(session, "was_routed", lambda: True)
        wall.press(guest.at, "room", {"kind": "open"})
    return guest


def code_of(guest: Guest) -> str:
    code: str = guest.look()["code"]
    return code


def model_of(guest: Guest) -> Whole:
    steps = kept(guest.at).get("whole.steps")
    return steps.present if steps is not None else example("wide")


def numbers_in(rooms: Rooms, code: str) -> int:  # noqa: F811
    room = rooms.glances([code])[0].room
    assert room is not None
    return room.numbers


def drop(guest: Guest, whole: Whole) -> None:
    """The presenter drops a file: its model takes the place of the one before."""
    state = kept(guest.at)
    state["whole.opened"], state["whole.steps"] = whole, Steps(whole)
    guest.at.run()
    assert not guest.at.exception


def own(seed: int = 1, kind: type = np.float32) -> Whole:
    rng = np.random.default_rng(seed)
    sizes = (70, 40, 3)
    weights: list[np.ndarray] = [rng.normal(size=(n, m)).astype(kind) for m, n in zip(sizes, sizes[1:], strict=False)]
    network = Network(weights, [rng.normal(size=n).astype(kind) for n in sizes[1:]], ("relu", "softmax"))
    return whole_of(network, rng.normal(size=70), title=f"own {seed}")


def same(one: Whole, other: Whole) -> bool:
    return (
        one.activations == other.activations and one.changed == other.changed and one.title == other.title
        and np.array_equal(one.input, other.input)
        and all(map(np.array_equal, one.now.weights, other.now.weights))
        and all(map(np.array_equal, one.now.biases, other.now.biases))
    )


def test_who_follows_sees_the_presenters_model(
    presenter: Guest, arrive: Arrive, sent: Numbers, rooms: Rooms,  # noqa: F811
) -> None:
    drop(presenter, own())
    presenter.act("put", STAGE, layer=0, neuron=3, value=0.125)
    presenter.act("write", STAGE, layer=1, neuron=2, source=5, text="-7.5")
    code = code_of(presenter)
    follower = arrive(room=code)
    assert same(model_of(follower), model_of(presenter))
    # An edit travels without the numbers; another model comes with its own.
    before, numbers = sent.heads[-1], numbers_in(rooms, code)
    presenter.act("put", STAGE, layer=0, neuron=4, value=-2.0)
    follower.act("follow", STAGE)
    assert same(model_of(follower), model_of(presenter))
    assert (sent.heads[-1], numbers_in(rooms, code)) == (before, numbers)
    drop(presenter, own(2))
    follower.act("follow", STAGE)
    assert same(model_of(follower), model_of(presenter))
    assert sent.heads[-1] != before
    assert numbers_in(rooms, code) != numbers


def test_of_an_example_its_name_is_enough(presenter: Guest, arrive: Arrive, rooms: Rooms) -> None:  # noqa: F811
    drop(presenter, example("narrow"))
    presenter.act("put", STAGE, layer=0, neuron=3, value=0.125)
    code = code_of(presenter)
    assert numbers_in(rooms, code) == 0
    follower = arrive(room=code)
    assert model_of(follower).network is example("narrow").network
    assert same(model_of(follower), model_of(presenter))


def test_who_changes_it_has_let_go_and_ones_own_is_one_step_back(presenter: Guest, arrive: Arrive) -> None:
    drop(presenter, own())
    follower = arrive("studio")
    mine = own(9)
    drop(follower, mine)
    follower.at.query_params["room"] = code_of(presenter)
    follower.at.switch_page("pages/whole.py")
    follower.at.run()
    assert same(model_of(follower), model_of(presenter))
    follower.act("put", STAGE, layer=0, neuron=0, value=5.0)
    assert follower.look()["following"] is False
    presenter.act("put", STAGE, layer=0, neuron=1, value=6.0)
    assert model_of(follower).input[1] != 6.0
    follower.act("back")
    assert same(model_of(follower), model_of(presenter))
    assert follower.look()["following"] is True
    for _ in range(3):
        follower.act("undo", STAGE)
    assert model_of(follower) is mine


def test_one_that_is_too_large_is_said_and_seen_by_nobody(
    presenter: Guest, arrive: Arrive, rooms: Rooms, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    drop(presenter, own())
    follower = arrive(room=code_of(presenter))
    taken = model_of(follower)
    monkeypatch.setattr(limits, "MAX_MODEL_BYTES", 1000)
    drop(presenter, own(2))
    assert "1 kB" in presenter.look()["refused"]
    assert numbers_in(rooms, code_of(presenter)) == 0
    follower.look()
    assert model_of(follower) is taken
    # So it is after an edit; the next one that fits is shown.
    presenter.act("put", STAGE, layer=0, neuron=3, value=0.125)
    assert "1 kB" in presenter.look()["refused"]
    drop(presenter, example("narrow"))
    assert presenter.look()["refused"] == ""
    follower.act("follow", STAGE)
    assert same(model_of(follower), model_of(presenter))
