"""The projector view's bar: what it is told of the page, and what its two arrows open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common import session
from neuroviz.ui.common.shell import PAGES
from tests.app.opened import kept
from tests.app.widgets import Canvas, Wall

Visit = Callable[..., AppTest]
CHOOSING = ("studio", "neuron", "training", "overfitting", "descent", "digits", "inside", "whole")


def on_the_wall(visit: Visit, monkeypatch: pytest.MonkeyPatch, key: str) -> tuple[Wall, AppTest]:
    """The page on a wall, where its bar can be pressed: AppTest runs a page that was opened without app.py."""
    wall = Wall(monkeypatch)
    at = visit(key, present="1")
    monkeypatch.setattr(session, "was_routed", lambda: True)
    return wall, at


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_the_bar_has_the_pages_title_and_every_key_in_words(
    visit: Visit, canvas: Canvas, monkeypatch: pytest.MonkeyPatch, key: str, lang: str,
) -> None:
    wall, t = Wall(monkeypatch), LANGUAGES[lang]
    visit(key, lang=lang)
    assert wall.bar is None
    visit(key, lang=lang, present="1")
    assert wall.bar is not None
    assert wall.bar["title"] == t(f"page.{key}.heading")
    assert all(names.strip() and does.strip() for names, does in wall.bar["keys"])


@pytest.mark.parametrize("key", CHOOSING)
def test_the_arrows_walk_through_all_a_page_can_begin_with_and_back(
    visit: Visit, canvas: Canvas, monkeypatch: pytest.MonkeyPatch, key: str,
) -> None:
    wall, at = on_the_wall(visit, monkeypatch, key)
    assert wall.bar is not None
    seen = [wall.bar["chosen"]]
    while wall.bar["next"] is not None and len(seen) < 4:
        following = wall.bar["next"]
        wall.press(at, "choose", 1)
        assert wall.bar["chosen"] == following
        seen.append(following)
    if key in {"studio", "neuron", "training"}:
        assert len(seen) > 2
    for before in reversed(seen[1:-1]):
        wall.press(at, "choose", -1)
        assert wall.bar["chosen"] == before


def test_an_arrow_at_the_end_changes_nothing(
    visit: Visit, canvas: Canvas, monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall, at = on_the_wall(visit, monkeypatch, "studio")
    wall.press(at, "choose", -1)
    assert kept(at)["history"].present.layers == PRESETS[FIRST].document.layers
    assert not kept(at)["history"].past


def test_what_was_said_before_one_left_does_not_bring_the_wall_back(
    visit: Visit, canvas: Canvas, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message under way has the address of before. Later the address is what is wanted, as where one goes back."""
    wall, at = on_the_wall(visit, monkeypatch, "studio")
    wall.press(at, "leave")
    assert "present" not in at.query_params
    at.query_params["present"] = "1"
    at.run()
    assert "present" not in at.query_params
    monkeypatch.setattr(session, "_ON_ITS_WAY_S", 0.0)
    at.query_params["present"] = "1"
    at.run()
    assert at.query_params["present"] == "1"
