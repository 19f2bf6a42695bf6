"""Three networks that learn, in a real browser: they move by themselves, under one scrubber, and are Python's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.overfitting import NETWORKS, STARTS, Overfitting, Trial
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.overfitting_runs import TrialRun, run_of
from neuroviz.viz.numbers import fixed
from neuroviz.viz.overfitting.overfitting_view import stops_of
from tests.browser.conftest import PATIENCE_MS
from tests.browser.desk import Desk
from tests.browser.tabs import before_scripts

Visit = Callable[..., Page]
CELLS = 44
NEAR = 3e-4
"""A path says ten thousandths of a pixel; where the curve is steep, that is so much of its value."""

# A drawn path, as the figure's own axes read it.
PATHS = """([name, line]) => {
  const graph = document.querySelector(`[data-testid=overfit-${name}]`), {xaxis, yaxis} = graph._fullLayout
  const d = graph.parentElement.querySelector(line).getAttribute("d")
  return JSON.stringify(d.split("M").filter(Boolean).map((part) => part.split("L").map((pair) => {
    const [x, y] = pair.split(" ").map(Number)
    return [xaxis.p2d(x - xaxis._offset), yaxis.p2d(y - yaxis._offset)]
  })))
}"""


class Trio(Desk):
    """The overfitting page."""

    def __init__(self, page: Page, lang: str = "en") -> None:
        super().__init__(page, lang, "[data-testid=overfit-large]")
        expect(self.graph).to_have_attribute("data-rev", re.compile(r"\d+"), timeout=PATIENCE_MS)

    @property
    def epoch(self) -> int:
        return int(str(self.page.locator(".nv-trio").get_attribute("data-epoch")))

    def scrub_to(self, epoch: int, stops: list[int]) -> None:
        self.player("scrub").evaluate(
            "(e, stop) => { e.value = stop; e.dispatchEvent(new Event('input')) }", stops.index(epoch))
        assert self.epoch == epoch

    def paths(self, network: str, which: str = "own") -> list[np.ndarray]:
        found = self.page.evaluate(PATHS, [network, f".nv-line-{which}"])
        return [np.array(line) for line in json.loads(found)]

    def numbers(self, network: str) -> list[list[str]]:
        rows = self.page.get_by_test_id(f"numbers-{network}").locator("tr")
        return [row.locator("td").all_inner_texts() for row in rows.all()[1:]]


def link(trial: Trial) -> str:
    return codec.to_link(replace(PRESETS["xor"].document, overfitting=Overfitting(trial=trial)))


def runs_of(trial: Trial) -> list[TrialRun]:
    return [run_of(trial, network) for network in NETWORKS]


@pytest.mark.thorough
def test_it_plays_by_itself_to_the_end_and_anew_after_an_edit(visit: Visit) -> None:
    trio = Trio(visit("overfitting"))
    trio.expect_playing()
    trio.player("speed").select_option("4")
    trio.expect_playing(False)
    assert trio.epoch == Trial().epochs
    trio.keyed("overfitting.noise").get_by_role("slider").press("ArrowRight")
    trio.expect_playing()
    trio.player("back").click()
    trio.expect_playing(False)
    assert trio.epoch < Trial().epochs


@pytest.mark.thorough
def test_who_asks_for_little_movement_gets_none(still_visit: Visit) -> None:
    trio = Trio(still_visit("overfitting"))
    trio.expect_playing(False)
    assert trio.epoch == Trial().epochs


@pytest.mark.thorough
def test_scrubbing_moves_all_three_without_the_server(still_visit: Visit) -> None:
    page = still_visit("overfitting")
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.reload()
    trio = Trio(page)
    trio.settled()
    assert sent, "the page's own messages are seen here"
    sent.clear()
    stops = stops_of(runs_of(Trial()))
    seen: dict[str, set[str]] = {network: set() for network in NETWORKS}
    for epoch in stops:
        trio.scrub_to(epoch, stops)
        for network, pictures in seen.items():
            pictures.add(repr(trio.paths(network)))
    assert all(len(pictures) > 0.9 * len(stops) for pictures in seen.values())
    trio.settled()
    assert sent == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_curves_and_numbers_are_pythons(still_visit: Visit, lang: str) -> None:
    trio, runs = Trio(still_visit("overfitting", lang=lang), lang), runs_of(Trial())
    large, stops = runs[-1], stops_of(runs)
    for epoch in (0, 40, 350, large.best, 700):
        trio.scrub_to(epoch, stops)
        for network, run in zip(NETWORKS, runs, strict=True):
            (curve,) = trio.paths(network)
            if epoch != large.best or run is large:
                expected = run.outputs(epoch, curve[:, :1])
                assert np.abs(curve[:, 1] - expected).max() < NEAR
            now = run.history
            assert trio.numbers(network)[0] == [
                fixed(now.train_loss[epoch]), fixed(now.test_loss[epoch]), fixed(run.gap(epoch)),
            ]
            assert trio.numbers(network)[1][:2] == [fixed(now.train_metric[epoch]), fixed(now.test_metric[epoch])]
        label = trio.graph.get_attribute("aria-label")
        assert label == trio.t(
            "overfitting.figure.label", network=trio.t("overfitting.network.large"), epoch=epoch,
            train=fixed(large.history.train_loss[epoch]), test=fixed(large.history.test_loss[epoch]),
            gap=fixed(large.gap(epoch)),
        )
    trio.player("best").click()
    assert trio.epoch == large.best
    assert trio.page.get_by_test_id("caption").inner_text() == trio.t(
        "overfitting.figure.caption_best", network=trio.t("overfitting.network.large"),
        test=fixed(large.history.test_loss[large.best]))


def crossings(run: TrialRun, epoch: int, view: Sequence[Sequence[float]]) -> np.ndarray:
    """Where the network's output goes through a half along the lines of a grid, going in a straight line between two
    of its corners, (n, 2)."""
    x, y = (np.linspace(*span, CELLS) for span in view)
    corners = np.stack(np.meshgrid(x, y), axis=-1)
    values = run.outputs(epoch, corners.reshape(-1, 2)).reshape(CELLS, CELLS)
    found = []
    for axis in (0, 1):
        a, b = np.moveaxis(values, axis, 0)[:-1], np.moveaxis(values, axis, 0)[1:]
        start, end = np.moveaxis(corners, axis, 0)[:-1], np.moveaxis(corners, axis, 0)[1:]
        changes = (a > 0.5) != (b > 0.5)
        share = ((0.5 - a[changes]) / (b[changes] - a[changes]))[:, None]
        found.append(start[changes] + share * (end[changes] - start[changes]))
    return np.vstack(found)


@pytest.mark.thorough
def test_the_border_of_a_map_is_where_the_network_is_in_two_minds(still_visit: Visit) -> None:
    trio = Trio(still_visit("overfitting"))
    trio.changes(lambda: trio.choose("overfitting.dataset", trio.t("training.dataset.moons")))
    runs = runs_of(STARTS["moons"].trial)
    stops = stops_of(runs)
    view = trio.graph.evaluate("({_fullLayout: {xaxis, yaxis}}) => [xaxis.range, yaxis.range]")
    for epoch in (100, 300):
        trio.scrub_to(epoch, stops)
        for network, run in zip(NETWORKS, runs, strict=True):
            expected, lines = crossings(run, epoch, view), trio.paths(network)
            drawn = np.vstack(lines)
            away = np.abs(drawn[:, None] - expected[None]).max(axis=2)
            assert away.min(axis=0).max() < 1e-3, "a part of the border is not drawn"
            assert away.min(axis=1).max() < 1e-3, "what is drawn is no part of the border"
            # Joined to a few lines, so that dashes can be seen.
            assert len(lines) < 0.1 * len(expected)


def test_a_lever_redraws_in_place_and_shows_the_new_run_against_the_old(still_visit: Visit) -> None:
    trio = Trio(still_visit("overfitting"))
    node = trio.graph.element_handle()
    assert trio.paths("large", "compared") == []
    trio.changes(lambda: trio.keyed("overfitting.patience").get_by_role("slider").press("ArrowRight"))
    assert node is not None
    assert node.evaluate("(node) => node.isConnected")
    now, base = run_of(replace(Trial(), patience=5), "large"), run_of(Trial(), "large")
    # It is over, and stays what it was at its best; the one without the lever goes on.
    assert trio.epoch == 700
    for run, which in ((now, "own"), (base, "compared")):
        (curve,) = trio.paths("large", which)
        assert np.abs(curve[:, 1] - run.outputs(700, curve[:, :1])).max() < NEAR
    assert trio.numbers("large")[0][2] == fixed(now.gap(now.end))
    assert trio.numbers("large")[1][2] == fixed(base.gap(700))


@pytest.mark.thorough
def test_it_is_driven_by_keys(still_visit: Visit) -> None:
    trio, stops = Trio(still_visit("overfitting")), stops_of(runs_of(Trial()))
    trio.page.locator(".nv-trio").focus()
    for key, epoch in (("Home", 0), ("ArrowRight", stops[1]), ("ArrowRight", stops[2]), ("ArrowLeft", stops[1]),
                       ("End", 700), ("ArrowRight", 700)):
        trio.page.keyboard.press(key)
        assert trio.epoch == epoch
    trio.page.keyboard.press("Home")
    trio.page.keyboard.press(" ")
    trio.expect_playing()
    trio.page.keyboard.press(" ")
    trio.expect_playing(False)


@pytest.mark.thorough
def test_a_drag_along_the_losses_goes_through_the_epochs(still_visit: Visit) -> None:
    trio = Trio(still_visit("overfitting", height=1200))
    x, y = trio.graph.evaluate("""graph => {
        const {xaxis2, yaxis2} = graph._fullLayout, box = graph.getBoundingClientRect()
        return [box.left + xaxis2._offset + xaxis2.d2p(205), box.top + yaxis2._offset + 30]
    }""")
    trio.page.mouse.move(x, y)
    trio.page.mouse.down()
    assert trio.epoch == 200
    trio.page.mouse.move(x + 30, y)
    trio.page.mouse.up()
    assert trio.epoch > 200


@pytest.mark.thorough
def test_on_a_telephone_the_bar_stays_in_sight(still_visit: Visit) -> None:
    trio = Trio(still_visit("overfitting", lang="zh", theme="dark", width=390), "zh")
    assert trio.too_wide() <= 1
    trio.page.get_by_test_id("numbers-large").scroll_into_view_if_needed()
    expect(trio.player("scrub")).to_be_in_viewport()
    bar = trio.page.locator(".nv-trio-bar").bounding_box()
    assert bar is not None
    assert bar["height"] < 120, "it leaves room for what it moves"
    trio.click("overfitting.keep")
    expect(trio.keyed("overfitting_kept").locator("table")).to_be_visible()
    assert trio.too_wide() <= 1, "the table of kept runs is scrolled in its place"


@pytest.mark.thorough
@pytest.mark.parametrize("width", [1440, 1920, 1024, 390])
@pytest.mark.parametrize("dataset", ["circles", "moons"])
def test_on_a_map_a_circle_is_round_and_lies_on_its_picture(standing_visit: Visit, dataset: str, width: int) -> None:
    trio = Trio(standing_visit("overfitting", width=width, doc=link(STARTS[dataset].trial)))
    for network in NETWORKS:
        across, up, *apart = trio.page.evaluate("""name => {
          const graph = document.querySelector(`[data-testid=overfit-${name}]`), {xaxis, yaxis} = graph._fullLayout
          const unit = (axis) => axis._length / Math.abs(axis.range[1] - axis.range[0])
          const ground = graph.parentElement.querySelector(".nv-trio-ground").getBoundingClientRect()
          const box = graph.getBoundingClientRect()
          return [unit(xaxis), unit(yaxis),
            ground.left - box.left - xaxis._offset, ground.top - box.top - yaxis._offset,
            ground.width - xaxis._length, ground.height - yaxis._length, box.width - graph._fullLayout.width]
        }""", network)
        assert abs(across / up - 1) < 0.01
        assert max(map(abs, apart)) <= 1


# What Plotly does takes a while here, and what is taken away is forgotten at once instead of after five seconds.
SLOW_AND_FORGETFUL = """() => {
  const later = window.setTimeout
  window.setTimeout = (act, ms, ...rest) => later(act, ms === 5000 ? 0 : ms, ...rest)
  const wait = (ms) => new Promise((done) => later(done, ms))
  const timer = setInterval(() => {
    if (!window.Plotly) return
    clearInterval(timer)
    const {react} = window.Plotly
    window.Plotly.react = async (...all) => { const drawn = await react(...all); await wait(700); return drawn }
  }, 5)
}"""


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["overfitting", "training", "descent"])
def test_a_canvas_that_is_taken_away_while_it_is_drawn_does_nothing_more(visit: Visit, path: str) -> None:
    """It would look for its figure, which is gone: an uncaught error fails the test."""
    page = visit("")
    before_scripts(page, f"({SLOW_AND_FORGETFUL})()")
    page.goto(page.url.split("?")[0] + f"{path}?lang=en")
    page.wait_for_selector(".nv-graph .main-svg")
    # Now its first drawing is on the way; the next page takes it away.
    page.get_by_role("link", name=LANGUAGES["en"]("page.home"), exact=True).click()
    page.wait_for_selector(".nv-simple")
    page.wait_for_timeout(3_000)


@pytest.mark.thorough
def test_sliders_and_the_windows_width_move_while_it_plays(visit: Visit) -> None:
    trio = Trio(visit("overfitting"))
    for lever in ("noise", "points", "neurons", "l2"):
        trio.player("play").click()
        trio.keyed(f"overfitting.{lever}").get_by_role("slider").press("ArrowRight")
        trio.page.set_viewport_size({"width": 1100 if lever in {"noise", "neurons"} else 1440, "height": 900})
    trio.settled()
    trio.player("speed").select_option("4")
    trio.expect_playing(False)
    for network in NETWORKS:
        width, drawn = trio.page.get_by_test_id(f"overfit-{network}").evaluate(
            "(graph) => [graph.getBoundingClientRect().width, graph._fullLayout.width]")
        assert abs(width - drawn) <= 1


@pytest.mark.thorough
def test_the_sentence_stands_below_the_controls_and_moves_nothing(visit: Visit) -> None:
    trio = Trio(visit("overfitting"))
    trio.player("first").click()
    trio.expect_playing(False)
    places = set()
    for _ in range(6):
        trio.player("forward").click()
        box = trio.graph.bounding_box()
        assert box is not None
        places.add(round(box["y"]))
        parts = (".nv-trio-player", ".nv-trio .nv-caption")
        bar, caption = (trio.page.locator(part).bounding_box() for part in parts)
        assert bar is not None
        assert caption is not None
        assert caption["y"] >= bar["y"] + bar["height"] - 1
        assert bar["y"] >= box["y"] + box["height"] - 1, "the player stands below the pictures"
        assert caption["width"] > 0.95 * bar["width"]
    assert len(places) == 1
