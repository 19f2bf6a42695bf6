"""Pictures and films that the studio's share panel makes: what is in the files is what is on the screen."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.document.presets import FIRST, PRESETS, worded
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.training import Training
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.palette import PALETTES, rgb
from tests.browser.desk import Desk
from tests.browser.neuron_driver import NeuronDesk
from tests.browser.studio_driver import Studio
from tests.browser.test_training_page import TrainingDesk

pytestmark = pytest.mark.thorough

Opener = Callable[..., Page]
SVG = "{http://www.w3.org/2000/svg}"
FRUIT = worded(FIRST, LANGUAGES["en"])

LIT = """(root) => [...root.querySelectorAll('.main-svg [class*="nv-"]')].map((node) => {
    const {fill, stroke} = getComputedStyle(node)
    return [node.getAttribute('class'), fill, stroke]
})"""


def taken(studio: Studio, kind: str) -> bytes:
    """The file that a button of the camera saves."""
    with studio.page.expect_download() as waiting:
        studio.page.get_by_test_id(f"camera-{kind}").click()
    assert waiting.value.suggested_filename == "network-" + "-".join(
        map(str, studio.document().sizes)) + f".{kind}"
    return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def studio(visit: Opener) -> Studio:
    """The studio at its share panel, in the middle of a step in which pulses carry values."""
    opened = Studio(visit("studio", reduced_motion="reduce"))
    opened.quiet()
    opened.by_layer()
    opened.player("first").click()
    while opened.phase != "travel":
        opened.player("forward").click()
    opened.panel("file")
    expect(opened.page.get_by_test_id("camera-svg")).to_be_visible()
    return opened


def test_an_svg_is_what_is_seen_and_its_text_is_text(studio: Studio) -> None:
    tree = ElementTree.fromstring(taken(studio, "svg"))
    assert (tree.get("width"), tree.get("height")) == ("1280", "720")
    said = ["".join(node.itertext()) for node in tree.iter(f"{SVG}text")]
    caption = studio.caption.inner_text()
    for name in (*FRUIT.input_names, caption):
        assert name in "\n".join(said)
    drawn = {
        str(node.get("class")): (node.get("fill"), node.get("stroke")) for node in tree.iter()
        if "nv-" in (node.get("class") or "")
    }
    # In another size, other values have room: what there is looks as it does on the page.
    seen = {name: (fill, stroke) for name, fill, stroke in studio.page.locator(".nv-stage").first.evaluate(LIT)}
    assert {"nv-glow-0 nv-light-positive", "nv-glow-1 nv-light-negative", "nv-pill nv-pill-positive"} <= drawn.keys()
    assert {name: drawn[name] for name in drawn.keys() & seen.keys()} == {
        name: seen[name] for name in drawn.keys() & seen.keys()}
    assert len(drawn.keys() & seen.keys()) > 3
    ground = next(tree.iter(f"{SVG}rect"))
    assert ground.get("fill") == PALETTES["light"].paper
    link = next(tree.iter(f"{SVG}desc")).text
    assert link is not None
    assert "doc=" in link
    # Whatever it shows, it asks for nothing from elsewhere.
    assert not [
        node for node in tree.iter() for value in node.attrib.values()
        if value.startswith("http") and not value.startswith("http://www.w3.org/")
    ]


def test_a_png_has_the_size_and_the_ground_that_were_chosen(studio: Studio) -> None:
    studio.keyed("studio.camera.theme").get_by_text(studio.t("camera.dark"), exact=True).click()
    studio.settled()
    picture = Image.open(io.BytesIO(taken(studio, "png"))).convert("RGB")
    assert picture.size == (1280, 720)
    assert picture.getpixel((2, 2)) == tuple(rgb(PALETTES["dark"].paper))
    # Neurons, connections and letters: not the ground alone, and nothing of another theme's ground.
    colors = picture.getcolors(1 << 20) or []
    assert len(colors) > 100
    assert tuple(rgb(PALETTES["light"].paper)) not in [
        color for count, color in colors if count > 0.05 * picture.width * picture.height
    ]


def test_a_film_goes_the_whole_way(studio: Studio) -> None:
    studio.page.get_by_test_id("player-speed").select_option("4")
    film = Image.open(io.BytesIO(taken(studio, "gif")))
    assert film.size == (1280, 720)
    assert getattr(film, "n_frames", 1) > len(PRESETS[FIRST].document.sizes)
    first = film.convert("RGB").tobytes()
    film.seek(film.n_frames - 1)  # type: ignore[attr-defined]
    assert film.convert("RGB").tobytes() != first
    expect(studio.page.get_by_test_id("camera-said")).to_contain_text("network-3-4-3.gif")
    # What our painter makes of the last moment is what the browser makes of its SVG.
    studio.player("last").click()
    still = np.asarray(Image.open(io.BytesIO(taken(studio, "png"))).convert("RGB")).astype(int)
    painted = np.asarray(film.convert("RGB")).astype(int)
    assert np.abs(still - painted).mean() < 1.5
    assert (np.abs(still - painted).max(axis=2) > 64).mean() < 0.004


def test_a_webm_is_made_or_it_is_said_why_not(studio: Studio) -> None:
    """On this computer every Chromium that can encode may."""
    studio.page.get_by_test_id("player-speed").select_option("4")
    able = studio.page.evaluate("typeof VideoEncoder !== 'undefined'")
    if able:
        made = taken(studio, "webm")
        assert made.startswith(b"\x1a\x45\xdf\xa3")
        assert b"V_VP" in made
    else:
        studio.page.get_by_test_id("camera-webm").click()
        expect(studio.page.get_by_test_id("camera-said")).to_have_text(studio.t("camera.unable_webm"))


ABLE = """async () => typeof VideoEncoder !== "undefined" && (await VideoEncoder
    .isConfigSupported({codec: "avc1.640033", width: 1280, height: 720, avc: {format: "avc"}})).supported"""

PLAYS = """async (base64) => {
    const video = document.createElement("video")
    video.muted = true
    video.src = `data:video/mp4;base64,${base64}`
    await new Promise((done, failed) => {
        video.onloadeddata = done
        video.onerror = () => failed(video.error.message)
    })
    video.currentTime = video.duration / 2
    await new Promise((done) => { video.onseeked = done })
    return [video.videoWidth, video.videoHeight, video.duration]
}"""


def test_an_mp4_plays_or_it_is_said_why_not(studio: Studio) -> None:
    studio.page.get_by_test_id("player-speed").select_option("4")
    if studio.page.evaluate(ABLE):
        made = taken(studio, "mp4")
        width, height, seconds = studio.page.evaluate(PLAYS, base64.b64encode(made).decode())
        assert (width, height) == (1280, 720)
        assert seconds > 1
    else:
        studio.page.get_by_test_id("camera-mp4").click()
        expect(studio.page.get_by_test_id("camera-said")).to_have_text(studio.t("camera.unable_mp4"))


# --- the other pages -----------------------------------------------------------------------------

def opened(visit: Opener, path: str) -> Page:
    """A page with its camera on show."""
    page, t = visit(path, reduced_motion="reduce"), LANGUAGES["en"]
    titles = re.compile(f"{t('studio.panel.file')}$|{t('camera.title')}$")
    page.locator("summary").filter(has_text=titles).last.click()
    expect(page.get_by_test_id("camera-svg")).to_be_visible()
    return page


def saved(page: Page, kind: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_test_id(f"camera-{kind}").click()
    return Path(waiting.value.path()).read_bytes()


def words_of(svg: bytes) -> str:
    return "\n".join("".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("path", ["overfitting", "digits", "inside", "descent", "activations", "article", "privacy"])
def test_every_page_gives_its_picture_with_text_as_text(visit: Opener, path: str) -> None:
    page = opened(visit, path)
    svg = saved(page, "svg")
    tree = ElementTree.fromstring(svg)
    assert (tree.get("width"), tree.get("height")) == ("1280", "720")
    assert len(words_of(svg).split()) > 5
    assert not [value for node in tree.iter() for value in node.attrib.values() if "NaN" in value]
    picture = Image.open(io.BytesIO(saved(page, "png"))).convert("RGB")
    assert picture.size == (1280, 720)
    assert len(picture.getcolors(1 << 20) or []) > 30
    assert page.get_by_test_id("camera-gif").count() == (path in {"overfitting", "digits", "descent"})
    expect(page.locator(".nv-offstage")).to_have_count(0)


def test_a_picture_is_of_the_moment_under_the_scrubber_in_the_theme_that_was_chosen(visit: Opener) -> None:
    page = opened(visit, "overfitting")
    page.get_by_test_id("player-first").click()
    first = words_of(saved(page, "svg"))
    page.get_by_test_id("player-last").click()
    last = words_of(saved(page, "svg"))
    caption = page.get_by_test_id("caption").inner_text()
    assert caption in last
    assert caption not in first
    page.locator('[class*="st-key-overfitting-camera-theme"]').get_by_text(
        LANGUAGES["en"]("camera.dark"), exact=True).click()
    expect(page.locator('[class*="st-key-overfitting-camera-theme"] [data-selected="true"], '
                        '[class*="st-key-overfitting-camera-theme"] [aria-checked="true"]')).to_have_text("dark")
    page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')")
    dark = Image.open(io.BytesIO(saved(page, "png"))).convert("RGB")
    assert dark.getpixel((2, 2)) == tuple(rgb(PALETTES["dark"].paper))


def test_a_film_of_a_run_moves_and_ends_where_the_run_does(visit: Opener) -> None:
    page = opened(visit, "overfitting")
    page.get_by_test_id("player-speed").select_option("4")
    page.get_by_test_id("player-first").click()
    film = Image.open(io.BytesIO(saved(page, "gif")))
    assert getattr(film, "n_frames", 1) > 10
    film.seek(film.n_frames - 1)  # type: ignore[attr-defined]
    end = np.asarray(film.convert("RGB")).astype(int)
    page.get_by_test_id("player-last").click()
    still = np.asarray(Image.open(io.BytesIO(saved(page, "png"))).convert("RGB")).astype(int)
    assert np.abs(still - end).mean() < 2


FASTEST = "20"
"""ms of the neuron in each second: its films are short."""


@pytest.fixture(params=["training", "neuron"])
def moving(request: pytest.FixtureRequest, visit: Opener) -> Desk:
    """A page whose canvas has a clock of its own, at its share panel: a run that was learnt, a neuron that fires."""
    short = replace(
        PRESETS["xor"].document, training=Training(points=60, epochs=30, hidden=(4,)),
        neuron=Neuron(duration_ms=40.0, bias=1.0),
    )
    page = visit(request.param, reduced_motion="reduce", doc=codec.to_link(short))
    desk: Desk
    if request.param == "training":
        desk = trainer = TrainingDesk(page)
        trainer.learn_to_the_end()
    else:
        desk = neuron = NeuronDesk(page)
        neuron.quiet()
        neuron.player("slow").select_option("off")
        neuron.player("rate").select_option(FASTEST)
    desk.panel("share")
    expect(page.get_by_test_id("camera-svg")).to_be_visible()
    return desk


def middle(desk: Desk) -> None:
    """Put the scrubber half way."""
    desk.player("scrub").evaluate(
        "(e) => { e.value = Math.round(e.max / 2); e.dispatchEvent(new Event('input')) }")
    desk.settled()


def ends(desk: Desk, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """The pictures of the first and the last moment under the scrubber."""
    found = []
    for end in ("first", "last"):
        desk.player("scrub").evaluate(
            f"(e) => {{ e.value = e.{'min' if end == 'first' else 'max'} || 0; e.dispatchEvent(new Event('input')) }}")
        desk.settled()
        found.append(np.asarray(Image.open(io.BytesIO(saved(desk.page, kind))).convert("RGB")).astype(int))
    return found[0], found[1]


def test_what_has_a_clock_gives_the_moment_that_it_shows(moving: Desk) -> None:
    """Training and two neurons: an SVG whose text is text, and a PNG that is another one at another time."""
    middle(moving)
    svg = saved(moving.page, "svg")
    tree = ElementTree.fromstring(svg)
    assert (tree.get("width"), tree.get("height")) == ("1280", "720")
    assert not [value for node in tree.iter() for value in node.attrib.values() if "NaN" in value]
    assert len(words_of(svg).split()) > 20
    link = next(tree.iter(f"{SVG}desc")).text
    assert link is not None
    assert "doc=" in link
    first, last = ends(moving, "png")
    assert first.shape == last.shape == (720, 1280, 3)
    assert (np.abs(first - last).max(axis=2) > 64).mean() > 0.001


def test_what_has_a_clock_gives_a_film_of_its_whole_way(moving: Desk) -> None:
    film = Image.open(io.BytesIO(saved(moving.page, "gif")))
    assert film.size == (1280, 720)
    frames = getattr(film, "n_frames", 1)
    assert frames > 10
    shown = [np.asarray(film.convert("RGB")).astype(int)]
    film.seek(frames - 1)
    shown.append(np.asarray(film.convert("RGB")).astype(int))
    for painted, still in zip(shown, ends(moving, "png"), strict=True):
        assert np.abs(still - painted).mean() < 2


def test_what_has_a_clock_gives_an_mp4_or_says_why_not(moving: Desk) -> None:
    if moving.page.evaluate(ABLE):
        made = saved(moving.page, "mp4")
        width, height, seconds = moving.page.evaluate(PLAYS, base64.b64encode(made).decode())
        assert (width, height) == (1280, 720)
        assert seconds > 1
    else:
        moving.page.get_by_test_id("camera-mp4").click()
        expect(moving.page.get_by_test_id("camera-said")).to_have_text(moving.t("camera.unable_mp4"))


def test_it_can_be_stopped_and_nothing_is_left_behind(studio: Studio) -> None:
    step = studio.step
    studio.page.get_by_test_id("camera-gif").click()
    studio.page.get_by_test_id("camera-cancel").click()
    expect(studio.page.get_by_test_id("camera-said")).to_have_text(studio.t("camera.stopped"))
    expect(studio.page.locator(".nv-offstage")).to_have_count(0)
    studio.expect_step(step)


def test_a_picture_shows_what_is_selected_now(studio: Studio) -> None:
    """Also where it was selected after the panel had come."""
    studio.player("last").click()
    plain = taken(studio, "svg")
    studio.click_neuron(1, 2)
    studio.settled()
    violet = "rgb({}, {}, {})".format(*rgb(PALETTES["light"].select))

    def rings(svg: bytes) -> list[tuple[str, ...]]:
        """Where something violet is to be seen, and how strongly."""
        return [
            (node.get("transform", ""), node.get("style", "")) for node in ElementTree.fromstring(svg).iter()
            if violet in node.get("style", "") and node.tag == f"{SVG}path"
        ]

    assert rings(taken(studio, "svg")) != rings(plain)
