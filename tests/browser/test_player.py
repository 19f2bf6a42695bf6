"""The signal can be watched: it starts by itself, stops, goes step by step and back, and starts again after an edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from neuroviz.document import Document, codec
from neuroviz.document.presets import FIRST, PRESETS, worded
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import saved_page
from neuroviz.viz.numbers import fixed
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.desk import Visit
from tests.browser.studio_driver import GRAPH, RECORD, STAGE, SavedPage, Studio, caption_step
from tests.browser.tabs import before_scripts
from tests.viz.studio.scenes import LARGEST, OVERFLOWING

Player = Callable[..., Studio]

FRUIT_STEPS = 1 + (4 + 3) + (4 + 4)
"""A start; then emit, travel, sum, activate, and an add a term: 3 terms into the hidden layer, 4 into the output."""
XOR = PRESETS["xor"].document
XOR_NEURON_STEPS = 1 + 2 * (4 + 2) + (4 + 2)
"""The same of a smaller network, for each neuron by itself."""


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
def test_settings_of_the_player_outlive_a_reload(player: Player) -> None:
    studio = player(alone=True)
    studio.player("speed").select_option("2")
    studio.player("unit").select_option("neuron")
    studio.page.reload()
    studio.ready()
    expect(studio.player("speed")).to_have_value("2")
    expect(studio.player("unit")).to_have_value("neuron")


@pytest.mark.thorough
def test_stillness_is_respected(player: Player) -> None:
    studio = player(untouched=True)
    studio.page.wait_for_timeout(1500)
    studio.expect_playing(False)
    studio.expect_step(studio.last_step)
    studio.player("play").click()
    studio.expect_playing()


in_every_language = pytest.mark.parametrize(
    "player", ["app", "saved page", "saved page in Chinese"], indirect=True)
"""What is said: in English too, where the page is a saved one."""


@pytest.mark.thorough
@in_every_language
def test_the_player_speaks_the_visitors_language(player: Player) -> None:
    player().expect_words()


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


@pytest.mark.thorough
def test_what_overflows_plays_too(player: Player) -> None:
    studio = player(OVERFLOWING)
    studio.player("first").click()
    for step in range(studio.last_step):
        studio.player("forward").click()
        studio.expect_step(step + 1)
    expect(studio.equation).to_contain_text("NaN")
