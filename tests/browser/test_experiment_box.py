"""What an experiment asks, tells and keeps: nothing of it lies on anything else, is cut off, or moves what is below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.lab.comparison.experiments import EXPERIMENTS
from tests.browser.boxes import Box, outside, overlaps, texts
from tests.browser.neuron_driver import NeuronDesk, open_page
from tests.examples import EVERYTHING

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

WINDOWS: dict[str, dict[str, Any]] = {
    "desk": {"width": 1440, "height": 900}, "small": {"width": 1024, "height": 768},
    "phone": {"width": 390, "height": 844},
}
CASES = [
    (window, lang) for i, window in enumerate(WINDOWS) for j, lang in enumerate(("en", "zh"))
    if EVERYTHING or i % 2 == j
]
LONGEST = "myelin"
"""The experiment whose answer is the longest in both languages."""
BODY = "[data-testid=stPopoverBody]"


def frame_of(part: Locator) -> Box:
    found = part.bounding_box()
    assert found is not None
    return {"text": "", "x": found["x"], "y": found["y"], "w": found["width"], "h": found["height"]}


def column(x: float, w: float) -> Box:
    """What is between two sides: what is below the window's foot is scrolled to."""
    return {"text": "", "x": x, "y": -10_000, "w": w, "h": 20_000}


def faults(page: Page, selector: str) -> list[str]:
    """What of the texts below an element lies on another, or is cut off by its sides or by the window's."""
    written, size, part = texts(page, selector), page.viewport_size, page.locator(selector)
    assert written
    assert size is not None
    here = frame_of(part)
    wide = part.evaluate("(node) => node.scrollWidth - node.clientWidth")
    return [
        *(f"{one!r} on {other!r}" for one, other in overlaps(written)),
        *(f"{text!r} leaves its place" for text in outside(written, column(here["x"], here["w"]))),
        *(f"{text!r} leaves the window" for text in outside(written, column(0, size["width"]))),
        *([f"scrolls sideways by {wide}"] if wide > 1 else []),
    ]


def unfold(pair: NeuronDesk, name: str) -> None:
    pair.page.get_by_role("button", name=name).click()
    expect(pair.page.locator(BODY)).to_be_visible()
    pair.settled()


def fold(pair: NeuronDesk) -> None:
    pair.page.keyboard.press("Escape")
    expect(pair.page.locator(BODY)).to_have_count(0)


@pytest.mark.parametrize(("window", "lang"), CASES)
@pytest.mark.parametrize("name", EXPERIMENTS if EVERYTHING else [LONGEST])
def test_what_is_asked_first_is_read_whole(still_visit: Visit, name: str, window: str, lang: str) -> None:
    pair = open_page(still_visit, EXPERIMENTS[name].start, lang, **WINDOWS[window])
    assert faults(pair.page, ".st-key-neuron_experiment") == []
    unfold(pair, pair.t("neuron.predict"))
    assert faults(pair.page, BODY) == []
    choices = pair.page.locator(f"{BODY} [data-testid=stRadio] label")
    assert choices.count() >= len(pair.t(f"neuron.experiment.{name}.choices").split("|"))


@pytest.mark.parametrize(("window", "lang"), CASES)
def test_the_longest_answer_stands_below_its_verdict_and_moves_nothing(
    still_visit: Visit, window: str, lang: str,
) -> None:
    pair = open_page(still_visit, EXPERIMENTS[LONGEST].start, lang, **WINDOWS[window])
    page, t = pair.page, pair.t
    words, box = t(f"neuron.experiment.{LONGEST}.choices").split("|"), page.locator(".st-key-neuron_experiment")
    by_length = sorted(range(len(words)), key=lambda k: len(words[k]))
    wrong = next(k for k in reversed(by_length) if k != EXPERIMENTS[LONGEST].right)
    unfold(pair, t("neuron.predict"))
    page.locator(BODY).get_by_text(words[wrong], exact=True).click()
    expect(page.locator(BODY)).to_contain_text(t("neuron.predict.noted"))
    assert faults(page, BODY) == []
    fold(pair)
    before = frame_of(box)["h"]
    pair.panel("axon")
    pair.changes(lambda: pair.keyed("neuron.myelin").locator("label").click())
    pair.type_into("neuron.diameter_um.text", "500")
    expect(box).to_contain_text(t(f"neuron.experiment.{LONGEST}.why"))
    expect(box).to_contain_text(words[wrong])
    assert faults(page, ".st-key-neuron_experiment") == []
    # On a phone the box has the height of its words: there one has scrolled past it to change anything.
    assert frame_of(box)["h"] == pytest.approx(before, abs=1) or window == "phone"
    unfold(pair, t("neuron.trials", n=3))
    assert page.locator(f"{BODY} tbody tr").count() == 3
    seen, size = frame_of(page.locator(BODY)), page.viewport_size
    assert size is not None
    assert seen["x"] >= 0
    assert seen["x"] + seen["w"] <= size["width"]
    assert overlaps(texts(page, BODY)) == []
