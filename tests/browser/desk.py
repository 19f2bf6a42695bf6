"""What the studio and the page of the two neurons have in common: player, panels, undo, a canvas that is repainted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from playwright.sync_api import Locator, Page, expect

from neuroviz.document import Document, codec
from neuroviz.i18n import LANGUAGES
from tests.browser import tabs
from tests.browser.conftest import PATIENCE_MS, wait_until_idle

Visit = Callable[..., Page]
"""What opens a page: the fixtures of conftest.py."""


class Desk:
    """One open page with a canvas.

    section, panels   of the catalogues: the panels' names are under "<section>.panel.<panel>"
    graph             its data-rev changes when a new view has been painted
    """

    section = ""
    panels: Sequence[str] = ()

    def __init__(self, page: Page, lang: str, graph: str) -> None:
        self.page = page
        self.t = LANGUAGES[lang]
        self.graph = page.locator(graph)

    # --- the player ------------------------------------------------------------------------------

    def player(self, name: str) -> Locator:
        """A control, such as first back play forward last scrub loop auto undo redo reset."""
        return self.page.get_by_test_id(f"player-{name}")

    @property
    def playing(self) -> bool:
        return self.player("play").get_attribute("aria-pressed") == "true"

    def expect_playing(self, playing: bool = True) -> None:
        pressed = "true" if playing else "false"
        expect(self.player("play")).to_have_attribute("aria-pressed", pressed, timeout=PATIENCE_MS)

    # --- edits -----------------------------------------------------------------------------------

    def settled(self) -> None:
        """Until what was done has been sent, answered and painted, also what the canvas sends a moment later."""
        wait_until_idle(self.page)

    def changes(self, act: Callable[[], object]) -> None:
        """Do what changes the picture, and wait until the new one has been painted."""
        before = self.graph.get_attribute("data-rev")
        act()
        expect(self.graph).not_to_have_attribute("data-rev", str(before), timeout=PATIENCE_MS)
        self.settled()

    def panel(self, name: str) -> None:
        self.page.get_by_role("radio", name=self.t(f"{self.section}.panel.{name}"), exact=True).click()
        self.settled()

    def panel_shown(self) -> str:
        for name in self.panels:
            radio = self.page.get_by_role("radio", name=self.t(f"{self.section}.panel.{name}"), exact=True)
            if radio.get_attribute("aria-checked") == "true":
                return name
        return ""

    def keyed(self, key: str) -> Locator:
        """The element of a widget with this key."""
        name = f"st-key-{key.replace('.', '-')}"
        # A widget whose value was changed elsewhere has the number of its version at its key's end.
        return self.page.locator(f".{name}, [class*='{name}-']")

    def click(self, key: str) -> None:
        """Press a button that has an effect on the server."""
        self.keyed(key).get_by_role("button").click()
        self.settled()

    def type_into(self, key: str, text: str) -> None:
        """Into a field of a panel, and leave it."""
        field = self.keyed(key).locator("input")
        field.fill(text)
        field.press("Enter")
        self.settled()

    def choose(self, key: str, option: str) -> None:
        """In a select box, by its words."""
        tabs.choose(self.keyed(key), option)
        self.settled()

    def history_open(self, which: str) -> bool:
        """Whether there is something to undo or redo."""
        return self.player(which).is_enabled()

    def undo(self) -> None:
        self.changes(self.player("undo").click)

    def redo(self) -> None:
        self.changes(self.player("redo").click)

    # --- the document ----------------------------------------------------------------------------

    def document(self) -> Document:
        """As the canvas was shown it last: the browser keeps that through a reload."""
        return codec.from_json(json.loads(self.page.evaluate("sessionStorage['neuroviz.document']"))["document"])

    # --- what must hold --------------------------------------------------------------------------

    def too_wide(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        return self.page.evaluate(
            """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
                .map(box => box.scrollWidth - box.clientWidth))"""
        )
