"""A lesson in real browsers: a presenter, and three who follow, one of them on a telephone and one in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from neuroviz.document import codec, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import recipe
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.border import names_of, way_of
from neuroviz.lab.prediction import predictions, truth
from neuroviz.viz.numbers import short
from tests.browser.conftest import wait_until_idle
from tests.browser.server import Server, start_server, wait_until_up
from tests.browser.tabs import EXPERIENCED, PATIENCE_MS, SETTLED, SLOW_SCREEN, choose
from tests.delay import delayed

EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]


class Guest:
    """One browser, in a context of its own."""

    def __init__(self, browser: Browser, *, locale: str = "en-US", phone: bool = False, wall: bool = False) -> None:
        size = {"width": 390, "height": 844} if phone else {"width": 1920, "height": 1080} if wall else {
            "width": 1280, "height": 800}
        self.context = browser.new_context(
            locale=locale, viewport=size, has_touch=phone, is_mobile=phone, reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(SETTLED + SLOW_SCREEN + EXPERIENCED)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def says(self, name: str, text: str) -> None:
        expect(self.page.get_by_test_id(name)).to_contain_text(text)

    def press(self, name: str) -> None:
        self.page.get_by_test_id(name).first.click()

    def stands_at(self, step: int) -> None:
        expect(self.page.locator(".nv-stage")).to_have_attribute("data-step", str(step))

    def input_reads(self, value: str) -> None:
        """The network's first input, as the saved document says it."""
        self.page.wait_for_function(
            "value => JSON.parse(JSON.parse(sessionStorage['neuroviz.document']).document).input[0] === value",
            arg=float(value),
        )


@pytest.fixture
def guests(browser: Browser) -> Iterator[Callable[..., Guest]]:
    come: list[Guest] = []

    def new(**how: object) -> Guest:
        come.append(Guest(browser, **how))  # type: ignore[arg-type]
        return come[-1]

    yield new
    errors = [error for guest in come for error in guest.errors]
    for guest in come:
        guest.context.close()
    assert errors == []


def open_room(teacher: Guest, url: str, path: str = "studio") -> str:
    """Open a page on the wall and a room there; return its address."""
    teacher.page.goto(f"{url}/{path}?lang=en&present=1")
    wait_until_idle(teacher.page)
    teacher.page.mouse.move(400, 30)
    teacher.press("present-room")
    expect(teacher.page.locator("[data-testid=room-card]")).to_be_visible()
    address = "http://" + (teacher.page.locator("p[data-testid=room-code] + p").text_content() or "")
    code = (teacher.page.locator("p[data-testid=room-code]").text_content() or "").replace(" ", "")
    assert address == f"{url}/?room={code}"
    teacher.press("card-close")
    return address


def come(guest: Guest, address: str, more: str = "") -> None:
    guest.page.goto(address + more)
    expect(guest.page.get_by_test_id("network-graph").first).to_be_visible()
    wait_until_idle(guest.page)


def back_to_the_beginning(teacher: Guest, follower: Guest) -> None:
    """The presenter goes there, again while the page comes back from a lost server, until the follower is there."""
    for _ in range(20):
        teacher.page.locator(".nv-stage").focus()
        teacher.page.keyboard.press("Home")
        try:
            follower.page.locator(".nv-stage[data-step='0']").wait_for(timeout=3000)
        except TimeoutError:
            continue
        return
    follower.stands_at(0)


def edit_input(teacher: Guest, *, first: bool = False) -> None:
    """Raise the first input by a tenth, by the keyboard. first: where nothing is selected yet."""
    teacher.page.locator(".nv-stage").focus()
    if first:
        teacher.page.keyboard.press("]")
    teacher.page.keyboard.press("ArrowUp")


@pytest.mark.thorough
def test_a_lesson(app: Server, guests: Callable[..., Guest]) -> None:
    teacher, desk, chinese, phone = (
        guests(wall=True), guests(), guests(locale="zh-CN"), guests(phone=True),
    )
    class_ = [desk, chinese, phone]
    address = open_room(teacher, app.url)
    for guest in class_:
        come(guest, address)
    # The same page, in each one's own language.
    assert {urlsplit(guest.page.url).path for guest in class_} == {"/studio"}
    desk.says("room-state", EN("room.follows"))
    chinese.says("room-state", ZH("room.follows"))
    teacher.says("room-state", EN("room.here", n=3))
    # The same step, there and back.
    teacher.page.keyboard.press("Home")
    for guest in class_:
        guest.stands_at(0)
    teacher.page.keyboard.press("ArrowRight")
    teacher.page.keyboard.press("ArrowRight")
    for guest in (teacher, *class_):
        guest.stands_at(2)
    # The same network, and what is selected in it.
    edit_input(teacher, first=True)
    for guest in class_:
        guest.input_reads("0.9")
    expect(desk.page.locator(".nv-inspector")).to_contain_text(EN("player.input", name="sweet"))
    # Whoever tries it has a copy, which the presenter does not touch; and comes back.
    desk.press("room-try")
    desk.says("room-state", EN("room.own"))
    edit_input(teacher)
    phone.input_reads("1.0")
    desk.input_reads("0.9")
    desk.press("room-back")
    desk.input_reads("1.0")
    desk.says("room-state", EN("room.follows"))
    predict(teacher, desk, chinese, phone)
    # To another page and back, by the presenter's way: off the wall, and by the navigation.
    teacher.page.keyboard.press("Escape")
    for key in ("neuron", "studio"):
        teacher.page.get_by_test_id("stTopNavLink").filter(has_text=EN(f"page.{key}")).first.click()
        for guest in class_:
            guest.page.wait_for_url(f"**/{key}?*")
            expect(guest.page.get_by_test_id("player-play")).to_be_visible()
    desk.says("room-state", EN("room.follows"))


def predict(teacher: Guest, desk: Guest, chinese: Guest, phone: Guest) -> None:
    """A round of predicting: nothing gives the answer away, all answer, then all see it."""
    teacher.page.mouse.move(400, 30)
    teacher.press("room-ask-winner")
    for guest in (desk, phone):
        guest.says("question", EN("room.question.winner"))
    chinese.says("question", ZH("room.question.winner"))
    for guest in (teacher, desk, chinese, phone):
        guest.stands_at(0)
        expect(guest.page.locator(".nv-explain").first).not_to_be_visible()
    desk.page.get_by_test_id("answer").nth(1).click()
    phone.page.get_by_test_id("answer").nth(0).tap()
    desk.says("question-note", EN("room.wait", answer="apple"))
    teacher.says("question-note", EN("room.answered", n=2, all=3))
    expect(teacher.page.get_by_test_id("histogram")).to_have_count(0)
    teacher.press("question-reveal")
    for guest in (teacher, desk, chinese, phone):
        expect(guest.page.locator(".nv-ask-column")).to_have_count(3)
        expect(guest.page.locator(".nv-ask-column.nv-right")).to_have_count(1)
    assert teacher.page.locator(".nv-ask-count").all_text_contents() == ["1", "1", ""]
    teacher.press("question-done")
    for guest in (teacher, desk, phone):
        expect(guest.page.get_by_test_id("question")).to_have_count(0)


def test_who_steps_and_leaves_the_wall_in_one_moment_has_left_it(app: Server, guests: Callable[..., Guest]) -> None:
    """Both reach Streamlit as one message, which runs the room's part of the page alone."""
    teacher = guests(wall=True)
    open_room(teacher, app.url)
    teacher.page.evaluate("""() => {
        const press = (key) => document.querySelector(".nv-stage")
            .dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}))
        press("Home")
        press("Escape")
    }""")
    expect(teacher.page.get_by_test_id("stTopNavLink").first).to_be_visible()
    expect(teacher.page.get_by_role("toolbar", name=EN("present.bar"))).to_have_count(0)


@pytest.mark.thorough
def test_a_lesson_goes_on_after_the_server_was_lost(guests: Callable[..., Guest], tmp_path: Path) -> None:
    """The browsers hold what a server forgets: the presenter's the document and the secret, a follower's the code."""
    first = wait_until_up(start_server(tmp_path))
    port = urlsplit(first.url).port
    teacher, follower = guests(wall=True), guests()
    try:
        come(follower, open_room(teacher, first.url))
        edit_input(teacher, first=True)
        follower.input_reads("0.9")
        assert first.process is not None
        first.process.kill()
        first.process.wait()
        for guest in (teacher, follower):
            expect(guest.page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        first = wait_until_up(start_server(tmp_path, port))
        back_to_the_beginning(teacher, follower)
        teacher.says("room-state", EN("room.here", n=1))
        follower.says("room-state", EN("room.follows"))
        follower.input_reads("0.9")
        edit_input(teacher)
        follower.input_reads("1.0")
    finally:
        first.stop()


def test_one_predicts_alone(visit: Callable[..., Page]) -> None:
    page = visit("studio", reduced_motion="reduce")
    page.get_by_test_id("player-predict").click()
    expect(page.get_by_test_id("question")).to_contain_text(EN("room.question.winner"))
    expect(page.locator(".nv-stage")).to_have_attribute("data-step", "0")
    expect(page.locator(".nv-explain").first).not_to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_test_id("answer").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".nv-ask-column.nv-right")).to_have_count(1)
    expect(page.get_by_test_id("player-play")).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("question-done").click()
    expect(page.get_by_test_id("question")).to_have_count(0)
    expect(page.locator(".nv-explain").first).to_be_visible()


@pytest.mark.thorough
def test_one_predicts_where_the_boundary_will_lie_and_then_it_is_learnt(visit: Callable[..., Page]) -> None:
    document = edits.put_training(PRESETS["fruit"].document, recipe("moons"))
    (asked,) = predictions(document, "training")
    (truth_,) = truth(document, asked)
    page = visit("training", reduced_motion="reduce", doc=codec.to_link(document))
    expect(page.get_by_test_id("train-network")).to_have_attribute("data-rev", re.compile(r"\d+"))
    page.get_by_test_id("player-last").click()
    expect(page.locator(".nv-trainer")).to_have_attribute("data-state", "finished")
    wait_until_idle(page)
    page.get_by_test_id("player-predict").click()
    question = page.get_by_test_id("question")
    way = way_of(document.training, *asked.part, asked.low, asked.high)
    name, other = names_of(document.training, way)
    expect(question).to_contain_text(EN("room.question.border", name=name, other=other, at=short(way.at)))
    # What was learnt already gives nothing away.
    expect(page.locator(".nv-trainer")).to_have_attribute("data-epoch", "0")
    line = page.get_by_test_id("answer-line")
    line.evaluate("(e, value) => { e.value = value; e.dispatchEvent(new Event('input')) }", truth_)
    page.get_by_test_id("answer").click()
    expect(page.get_by_test_id("question-note")).to_contain_text(EN("room.right"))
    expect(page.locator(".nv-ask-column.nv-right.nv-own")).to_have_count(1)
    page.get_by_test_id("question-done").click()
    expect(page.locator(".nv-trainer")).to_have_attribute("data-epoch", "150")


@pytest.mark.thorough
def test_who_is_far_away_follows_too(app: Server, guests: Callable[..., Guest]) -> None:
    """150 ms each way: the same steps, the same network, a copy of one's own, and back."""
    teacher, desk = guests(wall=True), guests()
    address = urlsplit(open_room(teacher, app.url))
    with delayed(address.port or 80, 0.15) as far:
        come(desk, f"http://127.0.0.1:{far}/?{address.query}")
        teacher.page.keyboard.press("Home")
        desk.stands_at(0)
        for step in (1, 2, 3):
            teacher.page.keyboard.press("ArrowRight")
            desk.stands_at(step)
        edit_input(teacher, first=True)
        desk.input_reads("0.9")
        desk.press("room-try")
        desk.says("room-state", EN("room.own"))
        edit_input(desk)
        desk.input_reads("1.0")
        edit_input(teacher)
        edit_input(teacher)
        teacher.input_reads("1.1")
        desk.input_reads("1.0")
        desk.press("room-back")
        desk.input_reads("1.1")
        desk.says("room-state", EN("room.follows"))


@pytest.mark.thorough
def test_a_class_follows_a_training(app: Server, guests: Callable[..., Guest]) -> None:
    """The same data, network and epoch, also where it has not been learnt yet on the follower's side."""
    teacher, desk = guests(), guests()
    address = open_room(teacher, app.url)
    come(desk, address)
    teacher.page.keyboard.press("Escape")
    teacher.page.get_by_test_id("stTopNavLink").filter(has_text=EN("page.training")).first.click()
    desk.page.wait_for_url("**/training?*")
    for guest in (teacher, desk):
        expect(guest.page.get_by_test_id("train-network")).to_have_attribute("data-rev", re.compile(r"\d+"))
    wait_until_idle(teacher.page)

    def same(epoch: int) -> None:
        for guest in (teacher, desk):
            expect(guest.page.locator(".nv-trainer")).to_have_attribute("data-epoch", str(epoch))
            wait_until_idle(guest.page)
        shown = [guest.page.locator(".nv-caption").first.inner_text() for guest in (teacher, desk)]
        assert shown[0] == shown[1]

    for epoch in (1, 2, 3):
        teacher.press("player-forward")
        same(epoch)
    # Another data set, and far along.
    choose(teacher.page.locator("[class*=st-key-training-recipe]"), EN("training.dataset.gaussians"))
    same(0)
    teacher.press("player-last")
    same(100)
    teacher.page.locator("[data-testid=player-scrub]").focus()
    teacher.page.keyboard.press("Home")
    same(0)


@pytest.mark.thorough
def test_a_whole_model_is_followed(app: Server, guests: Callable[..., Guest]) -> None:
    """The page of wide models: the model, its input, the step, and which neuron is looked at."""
    teacher, phone = guests(wall=True), guests(phone=True, locale="zh-CN")
    address = open_room(teacher, app.url, "whole")
    teacher.page.keyboard.press("Escape")
    phone.page.goto(address)
    followed = phone.page.get_by_test_id("equation")
    expect(followed).to_be_visible()
    wait_until_idle(phone.page)
    wait_until_idle(teacher.page)
    assert urlsplit(phone.page.url).path == "/whole"
    teacher.press("player-first")
    expect(phone.page.locator(".nv-whole-stage")).to_have_attribute("data-step", "0")
    teacher.press("player-last")
    # A neuron that is looked at, an input that is changed: the same arithmetic on both.
    teacher.page.get_by_test_id("whole-layer").select_option("1")
    for number in ("5", "77"):
        teacher.page.get_by_test_id("whole-number").fill(number)
        teacher.page.keyboard.press("Enter")
        expect(followed).to_contain_text(number)
    teacher.page.get_by_test_id("whole-layer").select_option("0")
    teacher.page.get_by_test_id("whole-exact").fill("0.375")
    teacher.page.keyboard.press("Enter")
    expect(followed).to_contain_text("x = 0.375")
    # Another model comes with other numbers.
    choose(teacher.page.get_by_test_id("stSelectbox").first, EN("whole.example.narrow"))
    expect(phone.page.locator(".nv-whole-stage")).to_have_attribute("aria-label", re.compile("16, 16"))
    assert phone.page.get_by_test_id("stException").count() == 0
