"""A hand that presses whatever it sees, on every page, as the student who presses everything.

Buttons, fields, canvases, keys, the wheel, taps and pulls, in the order of chance, on a laptop and on a telephone.
After each act the page is whole: no error box, nothing on the console, nothing to scroll sideways, no sentence with a
hole.
What Python makes of each widget is held by tests/app/test_every_widget.py; here it is the browser's part.

NEUROVIZ_ALL=1 takes four times as many acts, in each language on both; NEUROVIZ_SEED, a number, is another hand.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as TooLate

from neuroviz.ui.common.shell import PAGES
from tests.browser.conftest import wait_until_idle
from tests.examples import EVERYTHING

pytestmark = pytest.mark.thorough

ACTS = 120 if EVERYTHING else 30
SEED = os.environ.get("NEUROVIZ_SEED", "0")
KEYS = (
    "ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft", "Space", "Escape", "Tab", "Enter", "Home", "End", "PageDown",
    "PageUp", "m", "Control+z", "Control+y", "[", "]", "Delete", "?",
)
TEXTS = ("", "abc", "-1e308", "1e999", "3,5", "1.234", "<b>x</b>", "0", "-2.5", "9" * 40, "名字", "nan")
COMES_MS = 20_000
PAUSES_MS = (20, 80, 250, 600)
# A way to another page is taken now and then, else no page would be pressed for long.
AWAY = 0.04
# What can be pressed where the visitor looks, numbered for the test, and whether it leads to another page.
IN_SIGHT = """() => {
    const WHAT = "button:not(:disabled), input, select, textarea, summary, a[href]:not([href^=http]), canvas, " +
        "[role=slider], [role=combobox], [role=tab], [role=option], [role=radio], [data-testid$=-graph]"
    const LINKS = "[data-testid=stTopNavLink], [data-testid=stSidebarNavLink], [data-testid=stPageLink-NavLink]"
    for (const old of document.querySelectorAll("[data-hand]")) old.removeAttribute("data-hand")
    return [...document.querySelectorAll(WHAT)].filter((part) => {
        const box = part.getBoundingClientRect()
        return box.width > 4 && box.height > 4 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 &&
            box.right <= innerWidth && part.closest("a")?.target !== "_blank" && part.type !== "file" &&
            getComputedStyle(part).visibility !== "hidden"
    }).map((part, number) => {
        part.setAttribute("data-hand", number)
        const name = part.getAttribute("aria-label") || part.innerText || part.dataset.testid || part.tagName
        const types = part.matches("textarea, input:not([type=checkbox], [type=radio], [type=range])")
        return {number, name: name.slice(0, 50), types, options: part.options?.length ?? 0, away: !!part.closest(LINKS)}
    })
}"""
# What is wrong with the page as it stands, in words; nothing where all is well.
WRONG = """() => {
    const found = []
    const box = document.querySelector("[data-testid=stException]")
    if (box) found.push(`an error box: ${box.innerText.slice(0, 600)}`)
    const whole = document.querySelector("h1") || document.querySelector("[data-testid=presenter]")
    const parts = document.querySelectorAll("[data-testid=stMain] [data-testid=stElementContainer]").length
    if (!whole || parts < 3) found.push(`an empty page: ${parts} parts`)
    const over = document.documentElement.scrollWidth - innerWidth
    if (over > 2) found.push(`${over} px to scroll sideways`)
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest("script, style, pre, code, textarea, .katex, math")) continue
        if (/undefined|\\[object |\\{[a-z_]+\\}/.test(text.data)) found.push(`a hole in: ${text.data.slice(0, 200)}`)
    }
    return found.join("; ")
}"""


@dataclass
class Hand:
    """Does one thing after the other to a page; `done` says what, for who reads a failure."""

    page: Page
    chance: random.Random
    touch: bool
    done: list[str] = field(default_factory=list)

    def act(self) -> None:
        """Do something. What has gone before the hand is there is not pressed, as by a visitor."""
        kind = self.chance.random()
        if kind < 0.12:
            self.scroll()
        elif kind < 0.22:
            key = self.chance.choice(KEYS)
            self.done.append(f"key {key}")
            self.page.keyboard.press(key)
        else:
            self.press()
        self.page.wait_for_timeout(self.chance.choice(PAUSES_MS))

    def looks(self) -> None:
        """The page is whole. On its way to another one it may be nothing for a moment."""
        try:
            self.page.wait_for_function(f"() => !({WRONG})()", polling=100, timeout=COMES_MS)
        except TooLate:
            wrong = self.page.evaluate(WRONG)
            assert wrong == "", f"after {'; '.join(self.done[-12:])}: {wrong}"

    def scroll(self) -> None:
        by = self.chance.choice((-600, 400, 800))
        self.done.append(f"scroll {by}")
        self.page.mouse.wheel(0, by)

    def press(self) -> None:
        seen = [part for part in self.page.evaluate(IN_SIGHT) if not part["away"] or self.chance.random() < AWAY]
        if not seen:
            return
        part = self.chance.choice(seen)
        place = self.page.locator(f'[data-hand="{part["number"]}"]').first
        how, text = self.chance.random(), self.chance.choice(TEXTS)
        across, down = self.chance.uniform(0.1, 0.9), self.chance.uniform(0.1, 0.9)
        x_by, y_by = self.chance.uniform(-120, 120), self.chance.uniform(-120, 120)
        self.done.append(part["name"].replace("\n", " "))
        try:
            box = place.bounding_box(timeout=1000)
            if part["types"] and how < 0.7:
                place.fill(text, timeout=1000)
                self.done.append(f"type {text}")
                self.page.keyboard.press("Enter")
            elif part["options"]:
                place.select_option(index=int(how * part["options"]), timeout=1000)
            elif box is not None:
                x, y = box["x"] + box["width"] * across, box["y"] + box["height"] * down
                if self.touch and how < 0.6:
                    self.page.touchscreen.tap(x, y)
                elif how > 0.7:
                    self.page.mouse.move(x, y)
                    self.page.mouse.down()
                    self.page.mouse.move(x + x_by, y + y_by, steps=4)
                    self.page.mouse.up()
                else:
                    self.page.mouse.click(x, y)
        except Error as error:
            if "closed" in str(error):
                raise


@pytest.mark.parametrize(("lang", "width", "height", "touch"), [
    ("en", 1440, 900, False), ("zh", 390, 844, True),
    *([("zh", 1440, 900, False), ("en", 390, 844, True)] if EVERYTHING else []),
])
@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_whatever_is_pressed_the_page_stays_whole(
    visit: Callable[..., Page], key: str, lang: str, width: int, height: int, touch: bool,
) -> None:
    path = next(entry.path for entry in PAGES if entry.key == key)
    page = visit(path, lang=lang, width=width, height=height, touch=touch)
    page.on("dialog", lambda dialog: dialog.dismiss())
    hand = Hand(page, random.Random(f"{SEED} {key} {width}"), touch)
    for _ in range(ACTS):
        hand.act()
        hand.looks()
    wait_until_idle(page)
    hand.looks()
