"""After every kind of edit, all is drawn that should be: what a canvas shows is held to a figure drawn anew from the
same data, and to a fresh page on the same document.

Plotly keeps much of what it has drawn while some traces change: a legend, a colour bar, and, worse, it takes away what
it thinks is no longer asked for. See live_plot/js/lib/patch.js.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.document import codec
from neuroviz.i18n import LANGUAGES
from tests.browser.anew import assert_same, drawn_as_if_anew
from tests.browser.conftest import PATIENCE_MS
from tests.browser.desk import Desk

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]


class Hand(Desk):
    """Any page with figures."""

    def __init__(self, page: Page, lang: str = "en") -> None:
        super().__init__(page, lang, ".nv-graph[data-rev] >> nth=0")
        expect(self.graph).to_have_attribute("data-rev", re.compile(r"\d+"), timeout=PATIENCE_MS)

    def check(self, after: str) -> dict[str, Any]:
        self.settled()
        return drawn_as_if_anew(self.page, after)

    def press(self, key: str, *keys: str) -> None:
        slider = self.keyed(key).get_by_role("slider").first
        for each in keys:
            slider.press(each)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


def overfitting(hand: Hand) -> list[tuple[str, Callable[[], object]]]:
    t = hand.t
    levers = [
        (f"{lever} {' '.join(keys)}", partial(hand.press, f"overfitting.{lever}", *keys))
        for lever, keys in (
            ("l2", ("ArrowRight",)), ("neurons", ("ArrowLeft",)), ("points", ("ArrowRight",)), ("noise", ("Home",)),
            ("dropout", ("ArrowRight",)), ("patience", ("End",)), ("l1", ("End",)), ("points", ("Home",)),
        )
    ]
    return [
        *levers, ("undo", lambda: hand.player("undo").click()), ("redo", lambda: hand.player("redo").click()),
        ("release", lambda: hand.button(t("overfitting.release")).click()),
        ("circles", lambda: hand.choose("overfitting.dataset", t("training.dataset.circles"))),
        ("l2 of circles", partial(hand.press, "overfitting.l2", "ArrowRight")),
        ("an epoch back", lambda: hand.player("back").click()),
        ("narrower", lambda: hand.page.set_viewport_size({"width": 1100, "height": 1500})),
        ("noise", partial(hand.press, "overfitting.noise", "ArrowLeft")),
    ]


def descent(hand: Hand) -> list[tuple[str, Callable[[], object]]]:
    t = hand.t
    wishes = [(wish, lambda wish=wish: hand.button(t(f"descent.wish.{wish}")).click())
              for wish in ("small", "right", "oscillating", "diverging", "right")]
    return [
        *wishes, ("rate", partial(hand.press, "descent.rates", "ArrowRight", "ArrowRight")),
        ("one more walks", lambda: hand.button(t("descent.figure.name.nesterov")).click()),
        ("one less walks", lambda: hand.button(t("descent.figure.name.adam")).click()),
        ("start", partial(hand.press, "descent.start.0", "ArrowRight", "ArrowRight")),
        ("follow", lambda: hand.choose("descent.follow", t("descent.figure.name.momentum"))),
        ("steps", lambda: hand.choose("descent.steps", "80")),
        ("step back", lambda: hand.player("back").click()),
        ("one rate", lambda: hand.page.get_by_text(t("descent.same"), exact=True).click()),
        ("the ground", lambda: hand.page.get_by_text(t("descent.ground"), exact=True).click()),
        ("curve", lambda: hand.choose("descent.second", t("descent.second_none"))),
        ("rate of a curve", partial(hand.press, "descent.rates", "ArrowLeft", "ArrowLeft")),
        ("undo", lambda: hand.player("undo").click()), ("undo", lambda: hand.player("undo").click()),
        ("other data", lambda: hand.choose("descent.data", t("descent.dataset.moons"))),
        ("narrower", lambda: hand.page.set_viewport_size({"width": 1100, "height": 1500})),
        ("wish after it", lambda: hand.button(t("descent.wish.small")).click()),
    ]


def training(hand: Hand) -> list[tuple[str, Callable[[], object]]]:
    t = hand.t

    def learn() -> None:
        hand.player("pace").select_option("fast")
        hand.player("last").click()
        hand.page.wait_for_function("""() => {
            const {value, max} = document.querySelector("[data-testid=player-scrub]"); return value === max }""")

    return [
        ("an epoch", lambda: hand.player("forward").click()), ("all epochs", learn),
        ("noise", partial(hand.press, "training.noise", "ArrowRight")),
        ("points", partial(hand.press, "training.points", "ArrowLeft")), ("all epochs again", learn),
        ("back", lambda: hand.player("back").click()),
        ("a plane", lambda: hand.choose("training.recipe", t("training.dataset.plane"))), ("it is learnt", learn),
        ("a sine", lambda: hand.choose("training.recipe", t("training.dataset.sine"))),
        ("its batch", lambda: hand.player("batch").click()),
        ("undo", lambda: hand.player("undo").click()),
        ("narrower", lambda: hand.page.set_viewport_size({"width": 1100, "height": 1500})),
        ("an epoch in it", lambda: hand.player("forward").click()),
    ]


def studio(hand: Hand) -> list[tuple[str, Callable[[], object]]]:
    def tug(*keys: str) -> None:
        hand.page.locator(".nv-stage").focus()
        for key in keys:
            hand.page.keyboard.press(key)

    return [
        ("a weight", partial(tug, "]", "]", "]", "}", "ArrowUp")), ("a bias", partial(tug, "]", "ArrowUp", "ArrowUp")),
        ("nothing chosen", partial(tug, "Escape")), ("undo", lambda: hand.player("undo").click()),
        ("a step back", lambda: hand.player("back").click()), ("to the start", lambda: hand.player("first").click()),
        ("xor", lambda: hand.choose("studio.preset", hand.t("preset.xor.title"))),
        ("a weight of it", partial(tug, "]", "]", "]", "}", "ArrowDown")),
        ("narrower", lambda: hand.page.set_viewport_size({"width": 1000, "height": 1500})),
    ]


def activations(hand: Hand) -> list[tuple[str, Callable[[], object]]]:
    def drag() -> None:
        stage = hand.page.locator(".nv-stage").first
        box = stage.bounding_box()
        assert box is not None
        hand.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"])

    return [("a click", drag), ("narrower", lambda: hand.page.set_viewport_size({"width": 1000, "height": 1500})),
            ("a click in it", drag)]


PAGES = {"overfitting": overfitting, "descent": descent, "training": training, "studio": studio,
         "activations": activations}


@pytest.mark.parametrize("name", PAGES)
def test_after_every_edit_all_is_drawn_as_if_anew(still_visit: Visit, name: str) -> None:
    hand = Hand(still_visit(name, height=1500))
    hand.check("at first")
    for after, act in PAGES[name](hand):
        act()
        shown = hand.check(after)
    if name in {"studio", "activations"}:
        return
    # And as on a page that was opened just now. Of a training only the beginning is there.
    if name == "training":
        hand.changes(lambda: hand.player("restart").click())
        shown = hand.check("begun again")
    fresh = Hand(still_visit(name, doc=codec.to_link(hand.document()), width=1100, height=1500))
    assert_same(shown, fresh.check("on a fresh page"), "beside a fresh page")


def test_a_legend_says_the_rate_that_is_walked_with(still_visit: Visit) -> None:
    hand, t = Hand(still_visit("descent")), LANGUAGES["en"]
    said = set()
    for wish in ("small", "right", "oscillating", "diverging"):
        hand.button(t(f"descent.wish.{wish}")).click()
        hand.settled()
        slider = hand.keyed("descent.rates").get_by_role("slider").first
        rate = str(slider.get_attribute("aria-valuetext"))
        legend = str(hand.page.locator(".legendtext").first.text_content())
        assert rate.removeprefix("η = ") in legend.split("✕")[0]
        said.add(legend)
    assert len(said) == 4
