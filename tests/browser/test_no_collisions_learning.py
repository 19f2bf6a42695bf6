"""On the pages that learn nothing lies over anything else, at moments of play, in windows from a wall to a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Document, codec, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.descent import with_changes
from neuroviz.document.settings.overfitting import STARTS as OVERFITTING_STARTS
from neuroviz.document.settings.training import RECIPE_NAMES, recipe
from neuroviz.i18n import LANGUAGES
from tests.browser.boxes import overlaps
from tests.browser.boxes import texts as boxes_of
from tests.browser.conftest import wait_until_idle
from tests.browser.tabs import choose, expect_rest
from tests.examples import EVERYTHING

pytestmark = pytest.mark.thorough

BASE = PRESETS["fruit"].document
STARTS: dict[str, dict[str, Document]] = {
    "training": {name: replace(BASE, training=recipe(name)) for name in RECIPE_NAMES},
    "overfitting": {name: edits.open_trial(BASE, name) for name in OVERFITTING_STARTS},
    "descent": {name: replace(BASE, descent=with_changes(BASE.descent, **changes)) for name, changes in {
        "hills": {}, "curve": {"curve": True}, "trained": {"trained": True}, "network": {"part": "network"},
    }.items()},
    "digits": {"draw": BASE},
    "whole": {"wide": BASE},
    "inside": {"saliency": BASE, **{
        lens: edits.set_inside(BASE, lens=lens, test="ground") for lens in ("lesion", "occlusion", "dream")}},
}
"""What a page can begin with; the first of each is what it shows unasked."""

WINDOWS = [(1440, 900, ""), (390, 844, ""), (1920, 1080, "1"), (1024, 768, "")]
CASES = [
    (path, start, *window, lang) for path, starts in STARTS.items() for k, start in enumerate(starts)
    for i, window in enumerate(WINDOWS) for j, lang in enumerate(LANGUAGES)
    if EVERYTHING or (k == 0 and i < 3 and i % 2 == j)
]

TEXTS = """() => {
  const root = document.querySelector(".nv-canvas"), around = root.getBoundingClientRect()
  const shown = (node) => {
    const {visibility, display} = getComputedStyle(node), {width, height} = node.getBoundingClientRect()
    return visibility !== "hidden" && display !== "none" && width > 1 && height > 1
  }
  const letters = [...root.querySelectorAll(
    "svg text, .nv-pane-title, .nv-trio-title, .nv-hint, .nv-now-ms, .nv-caption, td, th, .nv-line, " +
    ".nv-whole-name > *, .nv-look-title, .nv-look-opinion, .nv-look-answer, .nv-look-tile")]
  const cut = [...root.querySelectorAll("input:not([type=range], [type=checkbox])")]
    .filter((node) => shown(node) && node.scrollWidth > node.clientWidth + 1)
  return letters.filter((node) => node.textContent.trim() && shown(node)).map((node) => {
    const range = document.createRange()
    range.selectNodeContents(node)
    // What sticks to the window's edge on a phone lies over the page on purpose.
    const stuck = !!node.closest(".nv-player") && getComputedStyle(node.closest(".nv-player")).position === "sticky"
    const {left, top, right, bottom} = range.getBoundingClientRect()
    // What stands before a word's middle, in the window. Of what does not feel the mouse that cannot be asked.
    const felt = !(node instanceof SVGElement) && getComputedStyle(node).pointerEvents !== "none"
    const front = felt ? document.elementFromPoint((left + right) / 2, (top + bottom) / 2) : null
    const under = front && root.contains(front) && !front.contains(node) && !node.contains(front) &&
      !(front.closest(".nv-player") && getComputedStyle(front.closest(".nv-player")).position === "sticky")
    return {text: node.textContent, left, top, right, bottom, stuck, under: under ? String(front.className) : "",
      out: left < around.left - 2 || right > around.right + 2}
  }).concat(cut.map((node) => ({text: node.value, ...node.getBoundingClientRect().toJSON(), under: "its field"})))
}"""
SLACK_PX = 2.0


def collisions(page: Page) -> list[str]:
    """Which texts lie over another one or under a picture, are cut off or leave the canvas; of a network's picture, how
    letters are measured there."""
    if page.locator(".nv-canvas [data-testid=network-graph]").count() and not page.locator(".nv-trainer").count():
        return [f"{one!r} over {other!r}" for one, other in overlaps(boxes_of(page, ".nv-stage"))]
    texts = [each for each in page.evaluate(TEXTS) if not each.get("stuck")]
    assert texts
    found = [f"{each['text']!r} leaves the canvas" for each in texts if each.get("out")]
    found += [f"{each['text']!r} is under {each['under']}" for each in texts if each["under"]]
    for i, one in enumerate(texts):
        for other in texts[i + 1:]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            up = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if across > SLACK_PX and up > SLACK_PX:
                found.append(f"{one['text']!r} over {other['text']!r}")
    return found


@pytest.mark.parametrize(("path", "start", "width", "height", "present", "lang"), CASES)
def test_no_two_texts_overlap_and_none_leaves_its_canvas(
    still_visit: Callable[..., Page], path: str, start: str, width: int, height: int, present: str, lang: str,
) -> None:
    asked = {"present": present} if present else {}
    first = start == next(iter(STARTS[path]))
    if not first:
        asked["doc"] = codec.to_link(STARTS[path][start])
    page = still_visit(path, lang=lang, width=width, height=height, **asked)
    page.wait_for_selector(".nv-graph[data-rev]")
    scrub = page.get_by_test_id("player-scrub")
    if path == "training":
        page.get_by_test_id("player-pace").select_option("fast")
        page.get_by_test_id("player-last").click()
        page.wait_for_function("""() => {
            const {value, max} = document.querySelector("[data-testid=player-scrub]"); return value === max }""")
    wait_until_idle(page)
    last = int(float(str(scrub.get_attribute("max"))))
    for tenth in range(10):
        at = round(last * tenth / 9)
        scrub.evaluate("(e, at) => { e.value = at; e.dispatchEvent(new Event('input')) }", at)
        if collisions(page):
            # Part of a step may be drawn in the screen's next frame: what counts is what is seen then.
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert collisions(page) == [], f"at {at} of {last}"


@pytest.mark.parametrize("path", ["training", "descent"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080)])
def test_on_a_wall_nothing_scrolls(standing_visit: Callable[..., Page], path: str, width: int, height: int) -> None:
    page = standing_visit(path, present="1", width=width, height=height)
    page.wait_for_selector(".nv-graph[data-rev]")
    wait_until_idle(page)
    page.get_by_test_id("player-forward").click()
    wait_until_idle(page)
    too_tall = page.evaluate("""() => { const main = document.querySelector('[data-testid="stMain"]')
        return main.scrollHeight - main.clientHeight }""")
    assert too_tall <= 1


def test_training_begins_by_itself_and_not_where_stillness_is_asked_for(visit: Callable[..., Page]) -> None:
    page = visit("training", reduced_motion="reduce")
    page.wait_for_selector(".nv-graph[data-rev]")
    page.wait_for_timeout(1000)
    assert page.locator(".nv-trainer").get_attribute("data-epoch") == "0"
    page = visit("training")
    page.wait_for_function("() => Number(document.querySelector('.nv-trainer')?.dataset.epoch) > 0")
    page.get_by_test_id("player-play").click()
    expect(page.get_by_test_id("player-play")).to_have_attribute("aria-pressed", "false")
    expect_rest(page, lambda: page.locator(".nv-trainer").get_attribute("data-epoch"), 1000)


def test_the_hills_are_drawn_and_turn_until_they_are_touched(visit: Callable[..., Page]) -> None:
    page = visit("descent")
    hills = page.get_by_test_id("hills")
    hills.wait_for()
    page.get_by_test_id("player-last").click()
    wait_until_idle(page)
    moves = "(was) => document.querySelector('[data-testid=hills]').toDataURL() !== was"
    seen = "(c) => c.toDataURL()"
    for _ in range(2):
        page.wait_for_function(moves, arg=hills.evaluate(seen))
    box = hills.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 40, box["y"] + 40)
    still = expect_rest(page, lambda: hills.evaluate(seen), 700)
    page.get_by_test_id("player-first").click()
    # The walkers are where the player is.
    page.wait_for_function(moves, arg=still)


@pytest.mark.parametrize("path", ["training", "overfitting", "descent", "activations"])
def test_on_a_wall_every_letter_can_be_read_from_the_last_row(standing_visit: Callable[..., Page], path: str) -> None:
    page = standing_visit(path, present="1", width=1920, height=1080)
    page.wait_for_selector(".nv-graph[data-rev]")
    wait_until_idle(page)
    small = page.evaluate("""() => [...document.querySelectorAll(
        ".nv-canvas *, .stMainBlockContainer :is(p, li, label)")]
        .filter((node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim()))
        .filter((node) => node.checkVisibility({visibilityProperty: true}))
        .filter((node) => node.getBoundingClientRect().width > 1)
        .filter((node) => !node.closest(".katex, option, style, .st-key-neuroviz_leave"))
        .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 20).map((node) => node.textContent)""")
    assert small == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_activation_its_numbers_and_its_card_stand_in_one_window(
    still_visit: Callable[..., Page], lang: str,
) -> None:
    page = still_visit("activations", lang=lang)
    page.wait_for_selector(".nv-graph[data-rev]")
    below = [".nv-stage", "[class*=st-key-activations-z_slider]", ".st-key-activations-card-0"]
    for another in (False, True):
        if another:
            choose(page.locator("[class*=st-key-activations-other]").first, LANGUAGES[lang]("activation.tanh"))
            page.locator(".st-key-activations-card-1").wait_for()
            wait_until_idle(page)
            below.append(".st-key-activations-card-1")
        for part in below:
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 900, part


@pytest.mark.parametrize("width", [1440, 1280, 1024, 390])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [
    "studio", "activations", "neuron", "descent", "training", "overfitting", "digits", "inside", "whole", "privacy",
])
def test_the_note_in_the_head_is_read_whole_and_what_belongs_together_is_one_row(
    standing_visit: Callable[..., Page], still_visit: Callable[..., Page], path: str, lang: str, width: int,
) -> None:
    page = (still_visit if path == "descent" else standing_visit)(path, lang=lang, width=width)
    rows = ("h1, .st-key-shell-language", "[class*='-panels'] [role=radio]")
    # On a phone the language stands in the strip above.
    for row in rows[width < 641 :]:
        middles = page.locator(row).evaluate_all("""(parts) => parts.map((part) => part.getBoundingClientRect())
            .map(({top, bottom}) => (top + bottom) / 2)""")
        assert max(middles, default=0) - min(middles, default=0) < 8, row
    note = page.locator(".st-key-neuroviz_note p")
    cut = "(p) => p.scrollHeight > p.clientHeight + 1"
    assert not note.evaluate(cut)
    if path == "descent":
        page.get_by_text(LANGUAGES[lang]("descent.part.network"), exact=True).click()
        page.wait_for_selector("[data-testid=network-graph][data-rev]")
        wait_until_idle(page)
        assert not note.evaluate(cut)
    if path == "studio":
        t = LANGUAGES[lang]
        for why in (t(f"preset.{name}.why") for name in PRESETS):
            assert not note.evaluate(f"(p, why) => {{ const was = p.innerHTML; p.textContent = why; "
                                     f"try {{ return ({cut})(p) }} finally {{ p.innerHTML = was }} }}", why), why


CLIPPED = """() => {
    const cut = (node) => getComputedStyle(node).overflowX !== 'visible' && node.clientWidth > 1
        && node.scrollWidth > node.clientWidth + 1
    const label = ':is(.stMarkdownEllipsis, [data-testid=stPageLink] p)'
    return [...document.querySelectorAll(`.stMainBlockContainer ${label}`)]
        .filter(node => node.checkVisibility({visibilityProperty: true}))
        .filter(node => cut(node) || cut(node.parentElement) || cut(node.parentElement.parentElement))
        .map(node => node.textContent)
}"""


@pytest.mark.parametrize(("path", "width", "lang"), [
    ("training", 1024, "en"), ("training", 1024, "zh"), ("privacy", 1024, "en"), ("questions", 390, "en"),
])
def test_a_label_goes_on_in_another_line_and_does_not_end_in_dots(
    still_visit: Callable[..., Page], path: str, width: int, lang: str,
) -> None:
    page = still_visit(path, lang=lang, width=width)
    wait_until_idle(page)
    assert page.evaluate(CLIPPED) == []
