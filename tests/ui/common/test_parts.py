"""Whoever is told something is drawn afterwards, whichever part of the page Streamlit runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from itertools import product

import pytest

from neuroviz.ui.common import session, turns
from tests.test_house import PAGES, UI, name, nobody, tree


class Anew(Exception):
    """The whole page was asked for."""


class Page:
    """A page of parts, each with a button: canvas within desk, and a room beside them. Stands in for Streamlit."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(session.st, "session_state", {})
        monkeypatch.setattr(turns.st, "fragment", lambda function, run_every=None: function)
        monkeypatch.setattr(turns.st, "rerun", self.anew)
        self.drawn: list[str] = []
        self.buttons: dict[str, Callable[..., None]] = {}
        self.canvas = turns.fragment(self.named("canvas"))
        self.desk = turns.fragment(self.named("desk", self.canvas))
        self.room = turns.fragment(self.named("room"))
        self.parts = {"canvas": self.canvas, "desk": self.desk, "room": self.room, "page": self.whole}

    def named(self, name: str, within: Callable[[], None] | None = None) -> Callable[[], None]:
        def draw() -> None:
            self.drawn.append(name)
            self.buttons[name] = session.told(lambda: None)
            if within is not None:
                within()
        draw.__qualname__ = name
        return draw

    def whole(self) -> None:
        session.draw_whole()
        self.named("page")()
        self.desk()
        self.room()

    @staticmethod
    def anew() -> None:
        raise Anew

    def run(self, part: str) -> list[str]:
        """What is drawn where Streamlit runs this part; the whole page, where the part asks for that."""
        self.drawn.clear()
        try:
            self.parts[part]()
        except Anew:
            self.drawn.clear()
            self.whole()
        return list(self.drawn)


NAMES = ("canvas", "desk", "room", "page")
AROUND = {"canvas": {"canvas", "desk", "page"}, "desk": {"desk", "page"}, "room": {"room", "page"}, "page": {"page"}}
"""Part -> those that draw it too."""


@pytest.mark.parametrize(("told", "run"), list(product(NAMES, NAMES)))
@pytest.mark.parametrize("before", NAMES)
def test_what_was_told_is_drawn(told: str, run: str, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(monkeypatch)
    page.whole()
    # Where a part was drawn by itself, its buttons still know what is around it.
    page.run(before)
    page.buttons[told]()
    drawn = page.run(run)
    assert told in drawn
    # No more than is needed: the whole page only where that part does not do.
    assert ("page" in drawn) == (run == "page" or run not in AROUND[told])
    # Once: then each is drawn by itself again.
    assert page.run("room") == ["room"]


def test_two_parts_that_are_told_at_once_are_both_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(monkeypatch)
    page.whole()
    page.buttons["canvas"]()
    page.buttons["room"]()
    assert {"canvas", "room"} <= set(page.run("canvas"))
    assert page.run("canvas") == ["canvas"]


def test_a_part_of_a_page_that_is_gone_is_no_part_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(monkeypatch)
    page.whole()
    former = page.buttons["desk"]
    session.draw_whole()
    page.room()
    former()
    assert page.run("room") == ["page", "desk", "canvas", "room"]
    assert page.run("room") == ["room"]


# --- nobody forgets it ---

def test_each_button_and_component_says_which_part_it_stands_in() -> None:
    """Without `session.told`, which `bound` and `changes` use too, what is done may not be drawn."""
    calls = [
        (f"{name(path)}:{word.value.lineno}", word.value) for path in (*UI, *PAGES) for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and (
            getattr(node.func, "attr", "") in {"button", "download_button"}
            or getattr(node.func, "id", "").startswith("_")
        )
        for word in node.keywords if re.fullmatch(r"on_(click|\w*change)", word.arg or "")
    ]
    assert len(calls) > 30
    nobody(
        where for where, act in calls
        if ast.unparse(act) not in {"'ignore'"} and not ast.unparse(act).startswith("session.told(")
    )


def test_what_a_button_does_is_done_where_it_is_heard() -> None:
    """`if st.button(...)` is not seen where Streamlit runs another part of the page."""
    nobody(
        f"{name(path)}:{node.lineno}" for path in (*UI, *PAGES) for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "button"
        and not any(word.arg == "on_click" for word in node.keywords)
    )
