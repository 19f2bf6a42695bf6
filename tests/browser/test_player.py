"""The signal can be watched: it starts by itself, stops, goes step by step and back, and starts again after an edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Document, codec
from neuroviz.document.presets import FIRST, PRESETS, worded
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import saved_page
from neuroviz.viz.numbers import brief, fixed
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.anew import drawn_as_if_anew
from tests.browser.conftest import wait_until_idle
from tests.browser.studio_driver import GRAPH, RECORD, STAGE, SavedPage, Studio, caption_step, quiet_studio
from tests.browser.tabs import before_scripts
from tests.viz.studio.scenes import LARGEST, OVERFLOWING

Visit = Callable[..., Page]
Player = Callable[..., Studio]

FRUIT = PRESETS["fruit"].document
FRUIT_STEPS = 1 + (4 + 3) + (4 + 4)
"""A start; then emit, travel, sum, activate, and an add a term: 3 terms into the hidden layer, 4 into the output."""


def open_studio(visit: Visit, lang: str = "en", **options: object) -> Studio:
    return Studio(visit("studio", lang=lang, **options), lang)


XOR = PRESETS["xor"].document
XOR_NEURON_STEPS = 1 + 2 * (4 + 2) + (4 + 2)
"""The same of a smaller network, for each neuron by itself."""


def studio_by_layer(visit: Visit, lang: str = "en") -> Studio:
    studio = quiet_studio(visit, lang)
    studio.by_layer()
    studio.quiet()
    return studio


@pytest.fixture(params=["app", "saved page in Chinese"])
def player(
    request: pytest.FixtureRequest, visit: Visit, open_file: Visit, tmp_path: Path,
) -> Callable[..., Studio]:
    """Opens the player: in the studio, or in the page that it saves, which must play alike.

    moving     for a visitor who has not asked for little movement: it plays by itself
    untouched  as it opens, with nothing pressed
    alone      on a page that no other test has used, or will
    """
    def open_player(
        document: Document | None = None, *, moving: bool = False, untouched: bool = False, alone: bool = False,
    ) -> Studio:
        still = {} if moving else {"reduced_motion": "reduce"}
        stays = not (document or moving or untouched or alone)
        if request.param == "app":
            link = {"doc": codec.to_link(document)} if document and moving else {}
            studio = Studio(visit("studio", stays=stays, **still, **link))
            if document is not None and not moving:
                studio.open_document(document)
        else:
            t = LANGUAGES["zh" if request.param.endswith("Chinese") else "en"]
            file = tmp_path / "neuroviz.html"
            file.write_bytes(saved_page(document or worded(FIRST, t), t, "light"))
            studio = SavedPage(open_file(file, stays=stays, **still), t.code)
        if stays:
            studio.player("speed").select_option("1")
        if not moving and not untouched:
            studio.by_layer()
            studio.quiet()
        return studio

    return open_player


@pytest.mark.thorough
def test_it_moves_by_itself_at_first_and_comes_to_an_end(player: Player) -> None:
    """From the very start of the page, before anybody could have touched anything: one neuron after the other."""
    studio = player(XOR, moving=True)
    studio.player("speed").select_option("4")
    before_scripts(studio.page, f"({RECORD})()")
    studio.page.reload()
    studio.page.wait_for_function(
        "end => window.neurovizSteps.length > 2 && Number(window.neurovizSteps.at(-1)[0]) === end",
        arg=XOR_NEURON_STEPS - 1,
    )
    shown = studio.recorded()
    played = shown[shown.index((1, "emit")) :]
    assert [step for step, _ in played] == list(range(1, XOR_NEURON_STEPS))
    assert [phase for _, phase in played] == ["emit", "travel", "add", "add", "sum", "activate"] * 3
    studio.expect_playing(False)


@pytest.mark.thorough
def test_pulses_really_travel(player: Player) -> None:
    """Between two steps they are drawn on the way: the markers' places on the screen change."""
    studio = player(moving=True)
    studio.by_layer()
    studio.quiet()
    studio.player("speed").select_option("0.25")
    studio.player("first").click()
    studio.player("forward").click()
    studio.expect_step(1)
    studio.player("forward").click()
    places = studio.page.evaluate(
        """async ([graph, pulsesAt]) => {
            const seen = new Set(), trace = document.querySelectorAll(graph + ' .scatterlayer .trace')
            const pulses = [...trace].find(t => t.__data__?.[0]?.trace?.index === pulsesAt)
            for (let i = 0; i < 40; i++) {
                await new Promise(requestAnimationFrame)
                seen.add(pulses.querySelector('.point')?.getAttribute('transform'))
            }
            return [...seen]
        }""", [GRAPH, Traces.PULSES],
    )
    assert len(places) > 5, places


@pytest.mark.thorough
def test_play_and_pause(player: Player) -> None:
    studio = player()
    t = studio.t
    expect(studio.player("play")).to_have_attribute("aria-label", t("player.play"))
    studio.player("play").click()
    studio.expect_playing()
    expect(studio.player("play")).to_have_attribute("aria-label", t("player.pause"))
    studio.page.wait_for_function("stage => Number(document.querySelector(stage).dataset.step) === 2", arg=STAGE)
    studio.player("play").click()
    studio.expect_playing(False)
    stopped = studio.step
    studio.page.wait_for_timeout(1500)
    assert studio.step == stopped, "it went on"
    studio.player("play").click()
    studio.page.wait_for_function(
        "([s, n]) => Number(document.querySelector(s).dataset.step) > n", arg=[STAGE, stopped]
    )
    assert studio.step < studio.last_step, "it goes on from where it stood"


@pytest.mark.thorough
def test_step_by_step_to_the_end_and_all_the_way_back(player: Player) -> None:
    """Each step back shows the network exactly as it was there before."""
    studio = player()
    assert studio.last_step == FRUIT_STEPS - 1
    studio.player("first").click()
    studio.expect_step(0)
    assert studio.phase == "start"
    seen = []

    def state() -> tuple[object, ...]:
        studio.page.wait_for_timeout(60)
        layers = [studio.layer(i) for i in range(3)]
        return studio.phase, studio.caption.inner_text(), [(one["text"], one["marker"]["color"]) for one in layers]

    for step in range(studio.last_step + 1):
        studio.expect_step(step)
        # The step is shown as a movement; jumping to where it stands ends it.
        studio.player("scrub").evaluate("(e) => e.dispatchEvent(new Event('input'))")
        seen.append(state())
        assert caption_step(studio.caption.inner_text()) == (step + 1, FRUIT_STEPS)
        studio.player("forward").click()
    studio.expect_step(studio.last_step)
    for step in reversed(range(studio.last_step)):
        studio.player("back").click()
        studio.expect_step(step)
        assert state() == seen[step]
    studio.player("back").click()
    studio.expect_step(0)
    phases = [phase for phase, _, _ in seen]
    hidden = ["emit", "travel", "add", "add", "add", "sum", "activate"]
    assert phases == ["start", *hidden, *hidden[:3], *hidden[2:]]
    assert len({str(layers) for _, _, layers in seen}) >= 10, "the picture changes from step to step"


def test_what_a_step_shows(player: Player) -> None:
    document = PRESETS["fruit"].document
    studio = player()
    zs, activations = document.trace.pre_activations, document.trace.activations
    studio.player("first").click()
    studio.expect_step(0)
    assert [text.strip() for text in studio.layer(1)["text"]] == [""] * 4
    expect(studio.equation.locator(".nv-later").last).to_be_visible()
    for _ in range(6):
        studio.player("forward").click()
    assert studio.phase == "sum"
    expect(studio.equation).to_contain_text(f"Σ = {fixed(float(zs[0][0])).rstrip('0')}")
    studio.player("forward").click()
    assert studio.phase == "activate"
    expect(studio.equation).to_contain_text(f"= {fixed(float(activations[1][0]))}")
    expect(studio.equation.locator(".nv-later")).to_have_count(0)
    assert [text.strip() for text in studio.layer(2)["text"]] == [""] * 3
    studio.player("last").click()
    expect(studio.page.get_by_test_id("matrix")).to_contain_text("z (3) = W (3×4) · a (4) + b (3)")
    assert all(text.strip() for text in studio.layer(2)["text"])


def test_scrubbing(player: Player) -> None:
    studio = player()
    for step in (3, 11, 0, studio.last_step, 7):
        studio.player("scrub").fill(str(step))
        studio.expect_step(step)
        assert caption_step(studio.caption.inner_text())[0] == step + 1
    studio.player("play").click()
    studio.expect_playing()
    studio.player("scrub").fill("2")
    studio.expect_playing(False)
    studio.expect_step(2)


@pytest.mark.thorough
def test_the_keyboard_plays_steps_and_jumps(player: Player) -> None:
    studio = player()
    press = studio.page.keyboard.press
    studio.stage.focus()
    press("Home")
    studio.expect_step(0)
    press("ArrowRight")
    studio.expect_step(1)
    press("ArrowRight")
    studio.expect_step(2)
    press("ArrowLeft")
    studio.expect_step(1)
    press("End")
    studio.expect_step(studio.last_step)
    press("ArrowRight")
    studio.expect_step(studio.last_step)
    press("Space")
    studio.expect_playing()
    press("Space")
    studio.expect_playing(False)
    assert studio.step < studio.last_step, "at the end, playing begins anew"
    scrolled = "() => (document.querySelector('[data-testid=stMain]') ?? document.scrollingElement).scrollTop"
    assert studio.page.evaluate(scrolled) == 0


# Each frame of the screen is 25 ms, however long it took.
EVEN_FRAMES = """stage => {
    const next = window.requestAnimationFrame, node = document.querySelector(stage)
    let frame, now = 0
    window.requestAnimationFrame = (act) => next((at) => {
        if (at !== frame) { frame = at; now += 25 }
        act(now)
    })
    window.nvShown = []
    new MutationObserver(() => {
        if (node.dataset.step !== window.nvShown.at(-1)?.[0]) window.nvShown.push([node.dataset.step, now])
    }).observe(node, {attributeFilter: ["data-step"]})
}"""


@pytest.mark.thorough
def test_speed_changes_how_long_a_step_takes(player: Player) -> None:
    studio = player(alone=True)
    studio.page.evaluate(EVEN_FRAMES, STAGE)

    def lasts(speed: str) -> float:
        """The first step that is played, until the next."""
        studio.player("speed").select_option(speed)
        studio.player("first").click()
        studio.expect_step(0)
        studio.page.evaluate("() => { window.nvShown = [] }")
        studio.player("play").click()
        studio.page.wait_for_function("() => window.nvShown.some(([step]) => step === '2')")
        shown = dict(studio.page.evaluate("() => window.nvShown"))
        studio.player("play").click()
        studio.expect_playing(False)
        return float(shown["2"] - shown["1"])

    # And the frames in which it begins and is over.
    for speed in (1.0, 0.25, 4.0):
        assert 450 / speed <= lasts(f"{speed:g}") <= 450 / speed + 50


@pytest.mark.thorough
def test_it_repeats_when_asked_to(player: Player) -> None:
    studio = player()
    studio.player("speed").select_option("4")
    studio.player("loop").click()
    expect(studio.player("loop")).to_have_attribute("aria-pressed", "true")
    studio.player("scrub").fill(str(studio.last_step - 1))
    studio.record()
    studio.player("play").click()
    studio.page.wait_for_function("() => window.neurovizSteps.filter(([step]) => step === '2').length === 2")
    studio.expect_playing()
    shown = [step for step, _ in studio.recorded() if step > 0]
    assert shown[: FRUIT_STEPS + 2] == [FRUIT_STEPS - 1, *range(1, FRUIT_STEPS), 1, 2]
    studio.player("loop").click()
    studio.expect_step(studio.last_step)
    studio.expect_playing(False)


@pytest.mark.thorough
def test_neuron_by_neuron(player: Player) -> None:
    studio = player()
    studio.player("unit").select_option("neuron")
    assert studio.last_step == 4 * 7 + 3 * 8
    studio.player("first").click()
    for step in range(1, 8):
        studio.player("forward").click()
        studio.expect_step(step)
        assert len(studio.pulses()["x"]) == 3, "only those into one neuron"
        assert "h₁" in studio.caption.inner_text()
    expect(studio.stage).to_have_attribute("data-phase", "activate")
    studio.player("scrub").fill("7")
    texts = studio.layer(1)["text"]
    assert [bool(text.strip()) for text in texts] == [True, False, False, False]
    studio.player("forward").click()
    studio.expect_step(8)
    assert "h₂" in studio.caption.inner_text()
    expect(studio.equation.locator(".nv-who")).to_have_text("h₂")
    studio.player("scrub").fill(str(4 * 7))
    assert all(text.strip() for text in studio.layer(1)["text"])
    studio.player("unit").select_option("layer")
    assert studio.last_step == FRUIT_STEPS - 1
    assert studio.phase == "activate"
    assert studio.step == 7, "where it stood is kept"


@pytest.mark.thorough
def test_what_the_eye_follows_stays_while_pulses_move(visit: Visit) -> None:
    """The other connections recede with a neuron's first pulse, and the next step does not draw them as they were."""
    studio = studio_by_layer(visit)
    studio.player("unit").select_option("neuron")
    studio.player("speed").select_option("4")
    studio.player("first").click()
    for step in range(1, 11):
        studio.player("forward").click()
        studio.expect_step(step)
        studio.page.wait_for_timeout(250)
        shown = drawn_as_if_anew(studio.page, f"step {step}")["network-graph"]["traces"]
        (weights,) = (trace["texts"] for trace in shown if trace["trace"] == Traces.EDGE_LABELS)
        own = [brief(w) for w in FRUIT.layers[0].weights[(step - 1) // 7]]
        shown_weights = [text for text in weights if text.strip()]
        assert set(shown_weights) <= set(own), "of the connections into one neuron"
        # Where pulses fly or wait, a weight makes room for their values.
        assert len(shown_weights) == 3 or studio.phase in {"emit", "travel", "add", "sum"}


@pytest.mark.thorough
def test_an_edit_is_played_unless_switched_off(visit: Visit) -> None:
    studio = studio_by_layer(visit)
    studio.stage.focus()
    studio.page.keyboard.press("]")
    studio.settled()
    studio.changes(lambda: studio.page.keyboard.press("ArrowUp"))
    studio.page.wait_for_timeout(1200)
    studio.expect_playing(False)
    studio.expect_step(studio.last_step)
    studio.player("auto").check()
    studio.stage.focus()
    studio.changes(lambda: studio.page.keyboard.press("ArrowUp"))
    studio.expect_playing()
    studio.page.wait_for_selector(f"{STAGE}[data-phase=travel]")
    studio.player("play").click()
    studio.expect_playing(False)
    # Looking at something else is no edit.
    stopped = studio.step
    studio.stage.focus()
    studio.page.keyboard.press("]")
    studio.settled()
    studio.page.wait_for_timeout(1200)
    studio.expect_playing(False)
    assert studio.step == stopped


@pytest.mark.thorough
def test_settings_of_the_player_outlive_a_reload(player: Player) -> None:
    studio = player(alone=True)
    studio.player("speed").select_option("2")
    studio.player("unit").select_option("neuron")
    studio.page.reload()
    studio.ready()
    expect(studio.player("speed")).to_have_value("2")
    expect(studio.player("unit")).to_have_value("neuron")


@pytest.mark.thorough
def test_that_an_edit_is_not_played_outlives_a_reload(visit: Visit) -> None:
    studio = studio_by_layer(visit)
    studio.page.reload()
    studio.ready()
    expect(studio.player("auto")).not_to_be_checked()
    studio.page.wait_for_timeout(1000)
    studio.expect_playing(False)


@pytest.mark.thorough
def test_stillness_is_respected(player: Player) -> None:
    studio = player(untouched=True)
    studio.page.wait_for_timeout(1500)
    studio.expect_playing(False)
    studio.expect_step(studio.last_step)
    studio.player("play").click()
    studio.expect_playing()


@pytest.mark.thorough
def test_a_new_visitors_system_says_whether_an_edit_is_played(still_visit: Visit) -> None:
    expect(open_studio(still_visit).player("auto")).not_to_be_checked()


in_every_language = pytest.mark.parametrize(
    "player", ["app", "saved page", "saved page in Chinese"], indirect=True)
"""What is said: in English too, where the page is a saved one."""


@pytest.mark.thorough
@in_every_language
def test_the_player_speaks_the_visitors_language(player: Player) -> None:
    expect_words(player())


@pytest.mark.thorough
def test_in_the_app_it_speaks_chinese_too(still_visit: Visit) -> None:
    expect_words(studio_by_layer(still_visit, "zh"))


def expect_words(studio: Studio) -> None:
    t = studio.t
    expect(studio.page.locator("html")).to_have_attribute("lang", t("player.html_lang"))
    for name in ("first", "back", "play", "forward", "last", "loop", "scrub", "speed", "unit"):
        expect(studio.player(name)).to_have_attribute("aria-label", t(f"player.{name}"))
    studio.player("first").click()
    expect(studio.caption).to_have_text(f"1/16 · {t('caption.start', layer=t('graph.input'))}")
    expect(studio.caption).to_have_attribute("aria-live", "polite")


@pytest.mark.thorough
def test_the_player_follows_a_change_of_language(still_visit: Visit) -> None:
    studio = studio_by_layer(still_visit)
    studio.player("first").click()
    studio.page.get_by_test_id("stButtonGroup").get_by_text("中文", exact=True).click()
    t = LANGUAGES["zh"]
    expect(studio.caption).to_contain_text(t("caption.start", layer=t("graph.input")))
    for name in ("first", "back", "play", "forward", "last", "loop", "scrub", "speed", "unit"):
        expect(studio.player(name)).to_have_attribute("aria-label", t(f"player.{name}"))
    expect(studio.player("unit").locator("option").first).to_have_text(t("player.by_layer"))
    expect(studio.page.get_by_text(t("player.auto"))).to_be_visible()


@pytest.mark.thorough
def test_the_widest_network_opens_and_plays(player: Player) -> None:
    studio = player(LARGEST)
    assert len(studio.heights(9)) == 32
    studio.player("first").click()
    studio.expect_step(0)
    studio.player("speed").select_option("4")
    studio.player("play").click()
    studio.expect_playing()
    studio.page.wait_for_function("s => Number(document.querySelector(s).dataset.step) >= 4", arg=STAGE)
    studio.player("last").click()
    studio.expect_step(studio.last_step)
    assert studio.last_step == 9 * 4
    studio.player("unit").select_option("neuron")
    studio.player("scrub").fill("6")
    studio.expect_step(6)


def test_what_overflows_is_said(still_visit: Visit) -> None:
    studio = studio_by_layer(still_visit)
    studio.open_document(OVERFLOWING)
    expect(studio.page.get_by_text(studio.t("studio.not_finite"))).to_be_visible()


@pytest.mark.thorough
def test_what_overflows_plays_too(player: Player) -> None:
    studio = player(OVERFLOWING)
    studio.player("first").click()
    for step in range(studio.last_step):
        studio.player("forward").click()
        studio.expect_step(step + 1)
    expect(studio.equation).to_contain_text("NaN")


@pytest.mark.thorough
def test_the_player_stays_when_the_page_is_left_and_found_again(visit: Visit) -> None:
    studio = studio_by_layer(visit)
    links = studio.page.get_by_test_id("stTopNavLink")
    links.filter(has_text=studio.t("page.activations")).click()
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.activations.heading"))
    wait_until_idle(studio.page)
    links.filter(has_text=studio.t("page.studio")).click()
    studio.ready()
    expect(studio.player("auto")).not_to_be_checked()
    studio.player("play").click()
    studio.expect_playing()
    studio.page.wait_for_selector(f"{STAGE}[data-phase=travel]")


@pytest.mark.thorough
def test_what_is_opened_begins_at_its_beginning(visit: Visit) -> None:
    """The last frame is the answer: it is not shown before the way there."""
    studio = Studio(visit("studio"))
    # What opened with the page plays too: it has come to rest before anything is written down.
    studio.player("last").click()
    studio.expect_playing(False)
    before = studio.last_step
    studio.expect_step(before)
    studio.record()
    studio.preset("playground")
    assert studio.last_step != before
    # The first that is written down may be what stood there.
    shown = [step for step, _ in studio.recorded()]
    assert shown[shown[0] == before] == 0
    studio.quiet()
