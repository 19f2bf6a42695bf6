"""Digits in a real browser: what is drawn by hand is read at once, as Python reads it, and its way can be played."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.digits import findings_of, unseen
from neuroviz.nn import forward
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.pad import PAD, PIXELS
from neuroviz.nn.digits.recipe import RECIPES, network_after
from neuroviz.viz.digits.digits_view import PENS
from tests.browser.conftest import PATIENCE_MS, wait_until_idle
from tests.browser.tabs import choose
from tests.examples import EVERYTHING
from tests.nn.digits.hands import HANDS, all_drawn, drawn

Visit = Callable[..., Page]
Strokes = list[list[int]]

DIGITS = range(10) if EVERYTHING else (0, 3, 6, 9)
DRAWINGS = list(all_drawn(4))[:: 1 if EVERYTHING else 5]
"""By each of the hands in turn. That as many as are read in Python are read in JavaScript, tests/js/test_pixels.py asks
of all of them, and tests/nn/digits of three times as many how many are read."""

KEPT = "() => JSON.parse(sessionStorage.getItem('neuroviz.document')).document"


@pytest.fixture
def desk(shared_visit: Visit) -> Desk:
    """The page as it opens, but for what can be undone."""
    desk = Desk(shared_visit("digits"))
    reset = desk.page.get_by_test_id("player-reset")
    if reset.is_enabled():
        reset.click()
        wait_until_idle(desk.page)
        desk = Desk(desk.page)
    desk.page.get_by_test_id("player-unit").select_option("layer")
    desk.page.get_by_test_id("player-last").click()
    return desk


class Desk:
    """The page, once its picture is there."""

    def __init__(self, page: Page, lang: str = "en") -> None:
        self.page, self.t = page, LANGUAGES[lang]
        self.stage = page.locator(".nv-digits-stage")
        expect(page.get_by_test_id("digits-graph")).to_have_attribute(
            "data-rev", re.compile(r"\d+"), timeout=PATIENCE_MS)
        # The images come when all else is there.
        expect(page.get_by_test_id("digits-gallery").locator("button").first).to_be_attached(timeout=PATIENCE_MS)
        wait_until_idle(page)

    def draw(self, strokes: Strokes) -> None:
        self.page.get_by_test_id("pad").scroll_into_view_if_needed()
        box = self.page.get_by_test_id("pad").bounding_box()
        assert box is not None
        for stroke in strokes:
            places = [
                (box["x"] + x / PAD * box["width"], box["y"] + y / PAD * box["height"])
                for x, y in zip(stroke[::2], stroke[1::2], strict=True)
            ]
            self.page.mouse.move(*places[0])
            self.page.mouse.down()
            for place in places[1:]:
                self.page.mouse.move(*place)
            self.page.mouse.up()

    def choose_network(self, name: str) -> None:
        # A widget whose value was changed elsewhere has the number of its version at its key's end.
        key = "st-key-digits-network"
        choose(self.page.locator(f".{key}, [class*='{key}-']"), self.t(f"digits.network.{name}"))

    def kept(self) -> Strokes:
        """The drawing as the document has it by now."""
        wait_until_idle(self.page)
        return [list(stroke) for stroke in codec.from_json(self.page.evaluate(KEPT)).digits.strokes]

    @property
    def answer(self) -> int:
        return int(str(self.stage.get_attribute("data-answer")))

    @property
    def label(self) -> str:
        return str(self.stage.get_attribute("aria-label"))


def shares(name: str, strokes: Strokes, width: float = 90) -> np.ndarray:
    return forward(network_after(name, 30), PIXELS[name](strokes, width) / FORMATS[name].most).output


@pytest.mark.thorough
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_drawn_by_hand_is_read_as_python_reads_it(desk: Desk, name: str) -> None:
    if name != "mnist":
        desk.choose_network(name)
        expect(desk.page.locator("[data-testid^=stop-]").first).to_be_visible()
        wait_until_idle(desk.page)
    right = 0
    for digit in DIGITS:
        desk.page.get_by_test_id("pad-clear").click()
        desk.draw(drawn(digit, HANDS[digit % len(HANDS)], 1))
        kept = desk.kept()
        assert len(kept) == len(drawn(digit, HANDS[digit % len(HANDS)], 1))
        assert desk.answer == int(shares(name, kept).argmax())
        right += desk.answer == digit
    assert right >= 0.9 * len(DIGITS)


def test_the_answer_follows_the_pen_before_it_is_lifted(desk: Desk) -> None:
    desk.page.get_by_test_id("pad-clear").click()
    box = desk.page.get_by_test_id("pad").bounding_box()
    assert box is not None
    said = {desk.label}
    desk.page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.15 * box["height"])
    desk.page.mouse.down()
    for share in (0.4, 0.6, 0.85):
        desk.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + share * box["height"], steps=4)
        desk.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        said.add(desk.label)
    assert len(said) >= 3
    desk.page.mouse.up()


def test_a_stroke_can_be_taken_back_and_the_drawing_undone(desk: Desk) -> None:
    desk.draw([[300, 200, 700, 200], [500, 200, 500, 800]])
    assert len(desk.kept()) == 2
    desk.page.get_by_test_id("pad-undo_stroke").click()
    assert len(desk.kept()) == 1
    desk.page.get_by_test_id("player-undo").click()
    assert len(desk.kept()) == 2
    desk.page.get_by_test_id("pad-clear").click()
    assert desk.kept() == []
    expect(desk.page.get_by_test_id("pad-said")).to_have_text(desk.t("digits.figure.draw_here"))


def test_a_hard_one_is_the_least_sure_of_all_and_the_next_one_comes_after_it(desk: Desk) -> None:
    hard = findings_of("mnist", 30).hard
    labels = unseen("mnist").labels
    for place in range(2):
        desk.page.get_by_test_id("pad-hard").click()
        wait_until_idle(desk.page)
        assert codec.from_json(desk.page.evaluate(KEPT)).digits.example == hard[place]
        expect(desk.page.get_by_test_id("pad-said")).to_contain_text(str(labels[hard[place]]))
        outputs = forward(network_after("mnist", 30), unseen("mnist").inputs[hard[place]]).output
        assert desk.answer == int(outputs.argmax())


def test_the_signal_plays_from_the_pixels_to_the_answer_by_layer_and_by_neuron(desk: Desk) -> None:
    page = desk.page
    page.get_by_test_id("player-first").click()
    expect(desk.stage).to_have_attribute("data-phase", "start")
    expect(page.get_by_test_id("caption")).to_contain_text("784")
    page.get_by_test_id("player-speed").select_option("4")
    page.get_by_test_id("player-play").click()
    expect(desk.stage).to_have_attribute("data-step", "9", timeout=PATIENCE_MS)
    expect(page.get_by_test_id("player-play")).to_have_attribute("aria-pressed", "false", timeout=PATIENCE_MS)
    expect(page.get_by_test_id("caption")).to_contain_text(str(desk.answer))
    page.get_by_test_id("player-unit").select_option("neuron")
    page.get_by_test_id("player-first").click()
    for _ in range(3):
        page.get_by_test_id("player-forward").click()
    expect(page.get_by_test_id("equation")).to_contain_text("1")
    expect(desk.stage).to_have_attribute("data-step", "3")
    page.get_by_test_id("player-last").click()
    expect(desk.stage).to_have_attribute("data-step", str(3 * sum(RECIPES["mnist"].sizes[1:])))


def test_keys_choose_a_neuron_and_its_pictures_are_shown(desk: Desk) -> None:
    desk.stage.focus()
    for _ in range(2):
        desk.page.keyboard.press("]")
    name = desk.t("digits.figure.neuron", layer=desk.t("digits.figure.hidden", n=1), number=2)
    expect(desk.page.get_by_test_id("digits-inside")).to_contain_text(name)
    expect(desk.page.get_by_test_id("equation")).to_contain_text(name)
    # The picture that it looks for is blue where its weights are positive.
    row = np.asarray(network_after("mnist", 30).weights[0])[1]
    at = int(np.abs(row).argmax())
    red, _, blue = desk.page.get_by_test_id("inside-looks_for").evaluate(
        "(c, i) => [...c.getContext('2d').getImageData(i % 28, Math.floor(i / 28), 1, 1).data.slice(0, 3)]", at)
    assert (blue > red) == (row[at] > 0)
    desk.page.get_by_test_id("digits-inside").locator(".nv-thumbnail").first.click()
    wait_until_idle(desk.page)
    first = findings_of("mnist", 30).exciting[0][1][0]
    assert codec.from_json(desk.page.evaluate(KEPT)).digits.example == first


@pytest.mark.thorough
def test_one_goes_back_to_before_it_had_learnt_and_opens_its_mistakes(desk: Desk) -> None:
    desk.page.get_by_test_id("stop-1").click()
    expect(desk.page.get_by_test_id("stop-1")).to_have_attribute("aria-pressed", "true", timeout=PATIENCE_MS)
    found = findings_of("mnist", 1)
    confused = found.confusion - np.diag(np.diag(found.confusion))
    digit, answer = np.unravel_index(int(confused.argmax()), confused.shape)
    desk.page.get_by_test_id(f"cell-{digit}-{answer}").click()
    shown = desk.page.get_by_test_id("digits-gallery").locator("button")
    expect(shown).to_have_count(min(24, int(confused.max())))
    shown.first.click()
    wait_until_idle(desk.page)
    example = codec.from_json(desk.page.evaluate(KEPT)).digits.example
    assert (unseen("mnist").labels[example], found.answers[example]) == (digit, answer)
    assert desk.answer == answer


@pytest.mark.thorough
def test_a_finger_draws_and_the_page_stays_where_it_is(still_visit: Visit) -> None:
    desk = Desk(still_visit("digits", lang="zh", width=390, height=844, touch=True, fresh=True), "zh")
    page = desk.page
    page.get_by_test_id("pad").scroll_into_view_if_needed()
    box = page.get_by_test_id("pad").bounding_box()
    assert box is not None
    scrolled = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(scrolled)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (0.5, 0.1))
    for k in range(1, 9):
        touch("touchMove", (0.5, 0.1 + 0.1 * k))
    touch("touchEnd")
    kept = desk.kept()
    assert len(kept) == 1
    assert kept[0][1] < 200
    assert kept[0][-1] > 800
    assert page.evaluate(scrolled) == before
    assert desk.answer == int(shares("mnist", kept).argmax())


@pytest.mark.thorough
def test_another_network_reads_the_same_drawing_while_the_first_one_plays(visit: Visit) -> None:
    """What is drawn stays; the figure has other columns, and no frame of the first network's way falls into it."""
    desk = Desk(visit("digits"))
    desk.draw(drawn(7, HANDS[0], 1))
    kept = desk.kept()
    desk.page.get_by_test_id("player-first").click()
    desk.page.get_by_test_id("player-play").click()
    desk.choose_network("optdigits")
    expect(desk.page.get_by_test_id("digits-inside")).to_contain_text("360", timeout=PATIENCE_MS)
    wait_until_idle(desk.page)
    assert desk.kept() == kept
    assert desk.answer == int(shares("optdigits", kept).argmax())


# Each drawing as a pointer makes it, and what is answered two frames later.
ON_THE_PAD = """async (drawings) => {
  const answers = []
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const the = (id) => document.querySelector(`[data-testid=${id}]`)
  const act = (pad, box, kind, x, y) => pad.dispatchEvent(new PointerEvent(kind, {
    pointerId: 7, button: 0, bubbles: true,
    clientX: box.left + x / 1000 * box.width, clientY: box.top + y / 1000 * box.height}))
  for (const {strokes, pen} of drawings) {
    the("pad-clear").click()
    the("pad-pen").value = String(pen)
    the("pad-pen").onchange()
    // A canvas may have been mounted anew; and a pointer that no hand moves cannot be captured.
    const pad = the("pad"), box = pad.getBoundingClientRect()
    pad.setPointerCapture = () => {}
    for (const stroke of strokes) {
      act(pad, box, "pointerdown", stroke[0], stroke[1])
      for (let i = 2; i < stroke.length; i += 2) act(pad, box, "pointermove", stroke[i], stroke[i + 1])
      act(pad, box, "pointerup", ...stroke.slice(-2))
    }
    await frame()
    await frame()
    answers.push(Number(document.querySelector(".nv-digits-stage").dataset.answer))
    delete pad.setPointerCapture
  }
  return answers
}"""


@pytest.mark.thorough
@pytest.mark.parametrize("name", FORMATS)
def test_of_digits_by_many_hands_on_the_pad_nine_of_ten_are_read(desk: Desk, name: str) -> None:
    """Thin, thick, small, shifted, slanted, trembling: through the pad that visitors draw on."""
    if name != "mnist":
        desk.choose_network(name)
        expect(desk.page.get_by_test_id("digits-inside")).to_contain_text(str(FORMATS[name].spare), timeout=PATIENCE_MS)
        wait_until_idle(desk.page)
    answers = desk.page.evaluate(ON_THE_PAD, [
        {"strokes": strokes, "pen": min(PENS, key=lambda pen, hand=hand: abs(pen - hand.pen))}
        for _, hand, strokes in DRAWINGS
    ])
    assert np.mean([digit == answer for (digit, _, _), answer in zip(DRAWINGS, answers, strict=True)]) >= 0.9
    wait_until_idle(desk.page)
