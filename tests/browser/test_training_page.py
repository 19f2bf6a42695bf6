"""Training in a real browser: it learns while one watches, and time can be gone back in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Document, codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import OWN, Training, data_of, network_of, settings_of
from neuroviz.i18n import LANGUAGES
from neuroviz.nn import forward
from neuroviz.nn.parameters import with_parameters
from neuroviz.nn.training import train
from tests.browser.conftest import PATIENCE_MS
from tests.browser.desk import Desk
from tests.browser.tabs import choose
from tests.viz.training.test_training_view import view_of

CELLS = 44
TRAINING = Training(points=120, epochs=40, hidden=(5,), features=("x1", "x2", "x1_x2"))


class TrainingDesk(Desk):
    """The training page."""

    section = "training"
    panels = ("data", "network", "method", "own", "share")

    def __init__(self, page: Page, lang: str = "en") -> None:
        super().__init__(page, lang, "[data-testid=train-network]")
        expect(self.graph).to_have_attribute("data-rev", re.compile(r"\d+"))

    @property
    def epoch(self) -> float:
        return float(str(self.page.locator(".nv-trainer").get_attribute("data-epoch")))

    def learn_to_the_end(self) -> None:
        self.player("pace").select_option("fast")
        self.player("play").click()
        # How it ended, not that it played: what explodes at once plays shorter than anybody could look.
        ended = re.compile("finished|early_stop|diverged")
        expect(self.page.locator(".nv-trainer")).to_have_attribute("data-state", ended, timeout=PATIENCE_MS)
        self.expect_playing(False)
        self.settled()

    def scrub_to(self, epoch: int) -> None:
        self.player("scrub").evaluate(
            "(e, epoch) => { e.value = epoch; e.dispatchEvent(new Event('input')) }", epoch)

    def thumb(self) -> tuple[float, float]:
        """Where the scrubber's thumb is, and how far it could go; the label beside it says the same."""
        value, end = self.player("scrub").evaluate("({value, max}) => [Number(value), Number(max)]")
        label = self.page.get_by_test_id("epoch").inner_text()
        assert label == self.t("player.epoch_of", epoch=f"{self.epoch:g}", total=f"{end:g}")
        assert value == int(self.epoch)
        return value, end

    def map(self) -> np.ndarray:
        """The picture of the output, (cells, cells, 3)."""
        values = self.page.evaluate("""() => {
            const c = document.querySelector(".nv-map-picture")
            return JSON.stringify([...c.getContext("2d").getImageData(0, 0, c.width, c.height).data])
        }""")
        return np.array(json.loads(values)).reshape(CELLS, CELLS, 4)[:, :, :3]


def link(training: Training) -> str:
    preset = PRESETS["xor"].document
    fields = {name: getattr(preset, name) for name in preset.__dataclass_fields__}
    return codec.to_link(Document(**{**fields, "training": training}))


def expected_map(training: Training, epoch: int) -> np.ndarray:
    """The output's picture as Python computes it, for the same cells."""
    record = next(r for r in train(network_of(training), data_of(training), settings_of(training)) if r.epoch == epoch)
    view = view_of(training, [])
    (x0, x1), (y0, y1) = view["data"]["domain"]
    x = x0 + (x1 - x0) * (np.arange(CELLS) + 0.5) / CELLS
    y = y1 - (y1 - y0) * (np.arange(CELLS) + 0.5) / CELLS
    across, down = np.meshgrid(x, y)
    inputs = np.column_stack((across.ravel(), down.ravel(), (across * down).ravel()))
    network = with_parameters(network_of(training), record.state.parameters)
    share = forward(network, inputs).activations[-1][:, 0] * 2.0 - 1.0
    colors = {name: np.array(value, float) for name, value in view["data"]["map_colors"].items()}
    ends = np.where(share[:, None] < 0, colors["negative"], colors["positive"])
    return (colors["middle"] + (ends - colors["middle"]) * np.abs(share)[:, None]).reshape(CELLS, CELLS, 3)


def test_it_learns_is_scrubbed_and_its_map_is_the_networks(visit: Callable[..., Page]) -> None:
    desk = TrainingDesk(visit("training", doc=link(TRAINING)))
    node = desk.graph.element_handle()
    assert desk.epoch == 0
    assert np.abs(desk.map() - expected_map(TRAINING, 0)).max() <= 1.5
    # By hand: an epoch, then a batch.
    desk.player("forward").click()
    expect(desk.page.get_by_test_id("epoch")).to_have_text("Epoch 1/40")
    desk.player("batch").click()
    expect(desk.page.locator(".nv-trainer")).to_have_attribute("data-epoch", "1.167")
    desk.learn_to_the_end()
    assert desk.epoch == 40
    assert "All epochs are done" in desk.page.get_by_test_id("caption").inner_text()
    assert np.abs(desk.map() - expected_map(TRAINING, 40)).max() <= 1.5
    expect(desk.page.get_by_test_id("train-details").locator("td")).to_have_count(4)
    # Back in time.
    desk.scrub_to(7)
    assert desk.epoch == 7
    assert np.abs(desk.map() - expected_map(TRAINING, 7)).max() <= 1.5
    desk.page.locator(".nv-trainer").focus()
    desk.page.keyboard.press("End")
    assert desk.epoch == 40
    desk.page.keyboard.press("Home")
    assert desk.epoch == 0
    # From the same first weights once more; nothing is mounted anew.
    desk.changes(lambda: desk.player("restart").click())
    desk.learn_to_the_end()
    assert np.abs(desk.map() - expected_map(TRAINING, 40)).max() <= 1.5
    assert node is not None
    assert node.evaluate("(node) => node.isConnected")


@pytest.mark.thorough
def test_points_are_clicked_into_the_plot_and_outlive_a_reload(visit: Callable[..., Page]) -> None:
    t = LANGUAGES["zh"]
    desk = TrainingDesk(visit("training", lang="zh", theme="dark", width=390, height=900), "zh")
    desk.panel("own")
    desk.click("training.begin")
    map_ = desk.page.get_by_test_id("train-map")
    map_.scroll_into_view_if_needed()
    box = map_.bounding_box()
    assert box is not None
    desk.changes(lambda: desk.page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.3 * box["height"]))
    desk.panel("data")
    expect(desk.page.get_by_text(t("training.data.own", count=5))).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.page.reload()
    expect(desk.page.get_by_test_id("train-network")).to_have_attribute("data-rev", re.compile(r"\d+"))
    desk.settled()
    desk.panel("data")
    expect(desk.page.get_by_text(t("training.data.own", count=5))).to_be_visible()


@pytest.mark.thorough
def test_an_explosion_is_said(visit: Callable[..., Page]) -> None:
    wild = Training(dataset="sine", features=("x1",), activation="relu", points=60, learning_rate=100.0)
    desk = TrainingDesk(visit("training", doc=link(wild)))
    desk.learn_to_the_end()
    assert "exploded" in desk.page.get_by_test_id("caption").inner_text()


def test_the_trained_network_goes_to_the_studio(visit: Callable[..., Page]) -> None:
    desk = TrainingDesk(visit("training", doc=link(TRAINING)))
    desk.learn_to_the_end()
    desk.panel("network")
    # The epoch under the scrubber: not the last.
    desk.scrub_to(7)
    desk.settled()
    desk.keyed("training.studio").get_by_role("button").click()
    expect(desk.page.get_by_test_id("network-graph")).to_be_visible()
    expect(desk.page.locator(".nv-stage").first).to_have_attribute("aria-label", re.compile("3-5-1"))
    desk.settled()
    records = train(network_of(TRAINING), data_of(TRAINING), settings_of(TRAINING))
    wanted = with_parameters(
        network_of(TRAINING), next(r for r in records if r.epoch == 7).state.parameters)
    for layer, weights, biases in zip(desk.document().layers, wanted.weights, wanted.biases, strict=True):
        assert np.array_equal(layer.weights, weights)
        assert np.array_equal(layer.biases, biases)


@pytest.mark.thorough
def test_thumb_and_label_say_the_same_and_never_go_back_in_play(visit: Callable[..., Page]) -> None:
    desk = TrainingDesk(visit("training", doc=link(replace(TRAINING, epochs=150))))
    assert desk.thumb() == (0, 150)
    desk.page.evaluate("""() => {
        window.nvThumb = []
        const scrub = document.querySelector("[data-testid=player-scrub]")
        const look = () => { window.nvThumb.push(scrub.value / scrub.max); requestAnimationFrame(look) }
        look()
    }""")
    desk.player("pace").select_option("medium")
    desk.player("play").click()
    desk.page.wait_for_function("document.querySelector('.nv-trainer').dataset.epoch >= 24")
    desk.player("play").click()
    desk.expect_playing(False)
    value, end = desk.thumb()
    assert value >= 24
    assert end == 150
    # Farther than has been learnt: it is learnt, and shown.
    desk.scrub_to(100)
    expect(desk.page.locator(".nv-trainer")).to_have_attribute("data-epoch", "100")
    desk.expect_playing(False)
    assert desk.thumb() == (100, 150)
    desk.player("last").click()
    expect(desk.page.locator(".nv-trainer")).to_have_attribute("data-epoch", "150")
    desk.expect_playing(False)
    assert desk.thumb() == (150, 150)
    seen = desk.page.evaluate("() => window.nvThumb")
    assert seen == sorted(seen)
    # Back, and on from there.
    desk.scrub_to(3)
    assert desk.thumb() == (3, 150)


@pytest.mark.thorough
def test_an_early_stop_goes_back_to_its_best_epoch(visit: Callable[..., Page]) -> None:
    noisy = Training(dataset="moons", noise=0.8, points=60, hidden=(16, 16), optimizer="adam", epochs=600, patience=20)
    desk = TrainingDesk(visit("training", doc=link(noisy)))
    desk.learn_to_the_end()
    assert desk.thumb() == (11, 31)
    caption = desk.page.get_by_test_id("caption").inner_text()
    assert caption.startswith("Epoch 11:")
    assert desk.t("training.figure.state_early_stop", stop=31, patience=20, best=11) in caption


@pytest.mark.thorough
@pytest.mark.parametrize("training", [
    Training(dataset="sine", features=("x1",), points=4, train_share=0.9, epochs=20),
    Training(dataset=OWN, own=((0.0, 1.0, 0.0), (1.0, 0.0, 1.0), (2.0, 1.0, 0.0), (1.0, 3.0, 1.0)),
             own_classes=("a", "b"), train_share=0.9, epochs=20),
], ids=["values", "classes"])
def test_without_test_points_it_learns_and_is_scrubbed(visit: Callable[..., Page], training: Training) -> None:
    desk = TrainingDesk(visit("training", doc=link(training)))
    desk.player("batch").click()
    desk.learn_to_the_end()
    assert desk.epoch == 20
    caption = desk.page.get_by_test_id("caption").inner_text()
    assert "No points were kept back" in caption
    assert "–" not in caption
    desk.scrub_to(5)
    assert desk.thumb() == (5, 20)
    expect(desk.page.get_by_test_id("train-details").locator("td")).to_have_count(0)


LONG = "A class whose name is as long as a class's name may ever be!"
LAID_OUT = """() => ["network", "map", "losses", "weights"].flatMap((name) => {
  const graph = document.querySelector(`[data-testid=train-${name}]`), box = graph.getBoundingClientRect()
  const drawn = graph.querySelector(".main-svg").getBoundingClientRect()
  return [[name, box.left, box.right, box.top, box.bottom], [name, drawn.left, drawn.right, drawn.top, drawn.bottom]]
}).concat([["details", ...(({left, right, top, bottom}) => [left, right, top, bottom])(
  document.querySelector(".nv-train-details").getBoundingClientRect())]])"""


@pytest.mark.thorough
@pytest.mark.parametrize("present", ["", "1"])
@pytest.mark.parametrize("width", [1440, 1920, 1024, 390])
def test_nothing_lies_over_anything_else_and_a_circle_is_round(
    visit: Callable[..., Page], width: int, present: str,
) -> None:
    """On the first visit, before and after the first epoch, and with a class name of sixty letters."""
    rows = tuple((float(k % 7), float(k % 5), float(k % 2)) for k in range(30))
    training = Training(dataset=OWN, own=rows, own_classes=(LONG, "b"), epochs=20)
    asked = {"present": present} if present else {}
    desk = TrainingDesk(visit("training", doc=link(training), width=width, **asked))
    before = None
    for epoch in (0, 1):
        if epoch:
            desk.player("forward").click()
            expect(desk.page.locator(".nv-trainer")).to_have_attribute("data-epoch", "1")
        laid_out = desk.page.evaluate(LAID_OUT)
        boxes = {name: place for name, *place in laid_out}
        names = list(boxes)
        for i, one in enumerate(names):
            for other in names[i + 1:]:
                (l1, r1, t1, b1), (l2, r2, t2, b2) = boxes[one], boxes[other]
                apart = r1 <= l2 + 1 or r2 <= l1 + 1 or b1 <= t2 + 1 or b2 <= t1 + 1
                assert apart or 0 in (r1 - l1, b1 - t1, r2 - l2, b2 - t2), (one, other, epoch)
        for (name, *box), (_, *drawn) in zip(laid_out[:-1:2], laid_out[1:-1:2], strict=True):
            assert abs(box[1] - drawn[1]) <= 1, f"{name} is as wide as its place"
        widths = {name: round(place[1] - place[0]) for name, place in boxes.items()}
        assert before in (None, widths), "no column changes its width"
        before = widths
    across, up, picture = desk.page.evaluate("""() => {
      const {xaxis, yaxis} = document.querySelector("[data-testid=train-map]")._fullLayout
      const box = document.querySelector(".nv-map-picture").getBoundingClientRect()
      return [xaxis._length / (xaxis.range[1] - xaxis.range[0]), yaxis._length / (yaxis.range[1] - yaxis.range[0]),
        box.width / box.height]
    }""")
    assert abs(across / up - 1) < 0.01
    assert abs(picture - 1) < 0.01
    assert desk.too_wide() <= 1


GERMAN = "Nr;Länge (cm);Höhe (cm);Preis\n" + "".join(
    f"{i};{40 + 3 * i},5;{i * 7 % 30},25;{100 + 29 * i}.{i * 37 % 1000:03},50\n" for i in range(1, 31))


@pytest.mark.thorough
def test_a_table_is_shown_before_it_is_learnt_and_speaks_its_own_units(visit: Callable[..., Page]) -> None:
    t = LANGUAGES["zh"]
    desk = TrainingDesk(visit("training", lang="zh", width=390, height=900), "zh")
    desk.panel("own")
    upload = desk.page.locator("input[type=file]")
    # More than Streamlit's own limit was: the sentence is ours, in the visitor's language.
    upload.set_input_files([{"name": "big.csv", "mimeType": "text/csv", "buffer": b"1,2\n" * 700_000}])
    expect(desk.page.get_by_text(t("data.too_many_rows", rows=700_000, limit=5000))).to_be_visible()
    expect(desk.keyed("training.learn").get_by_role("button")).to_be_disabled()
    upload.set_input_files([{"name": "Möbel.csv", "mimeType": "text/csv", "buffer": GERMAN.encode("cp1252")}])
    sheet = desk.page.locator(".nv-sheet")
    expect(sheet.get_by_text("Länge (cm)")).to_be_visible()
    expect(desk.page.get_by_text(t("data.note.counter", column=1, name="Nr"))).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.click("training.learn")
    map_ = desk.page.get_by_test_id("train-map")
    expect(map_.locator(".xtitle")).to_have_text("Länge (cm)")
    expect(map_.locator(".ytitle")).to_have_text("Höhe (cm)")
    # Standardised they would lie between −2 and 2.
    ticks = [float(text.replace("−", "-")) for text in map_.locator(".xtick text").all_text_contents()]
    assert 40 <= max(ticks) <= 200
    caption = desk.page.get_by_test_id("caption").inner_text()
    assert "“Preis”" in caption
    found = re.search(r"均方根 ([\d.]+)", caption)
    assert found is not None
    assert float(found[1]) > 1e4
    # It outlives another panel, and a reload as far as it is learnt from.
    desk.panel("data")
    desk.panel("own")
    expect(sheet.get_by_text("Länge (cm)")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_test_id("train-network")).to_have_attribute("data-rev", re.compile(r"\d+"))
    desk.settled()
    expect(map_.locator(".xtitle")).to_have_text("Länge (cm)")


@pytest.mark.thorough
def test_of_three_classes_over_one_input_each_curve_is_the_networks(visit: Callable[..., Page]) -> None:
    rows = tuple((k - 1 + i / 40, float(k)) for k in range(3) for i in range(20))
    training = Training(dataset="own", own=rows, own_classes=("a", "b", "c"), features=("x1",), hidden=(4,), epochs=20,
                        learning_rate=0.1)
    desk = TrainingDesk(visit("training", doc=link(training)))
    desk.learn_to_the_end()
    curves = desk.page.evaluate("""() => {
        const {data} = document.querySelector("[data-testid=train-map]")
        return JSON.stringify(data.slice(0, 3).map(({x, y}) => ({x: [...x], y: [...y]})))
    }""")
    record = list(train(network_of(training), data_of(training), settings_of(training)))[-1]
    network = with_parameters(network_of(training), record.state.parameters)
    for k, curve in enumerate(json.loads(curves)):
        wanted = forward(network, np.array(curve["x"])[:, None]).activations[-1][:, k]
        assert np.abs(np.array(curve["y"]) - wanted).max() < 1e-3


@pytest.mark.thorough
def test_a_german_browser_types_a_thousand(still_visit: Callable[..., Page]) -> None:
    """1.000 is a thousand there, and one in the app's own writing: it is asked which, and not taken for 1."""
    desk = TrainingDesk(still_visit("training", locale="de-DE"))
    desk.panel("method")
    before = desk.document().training.epochs
    desk.type_into("training.epochs", "1.000")
    said = desk.t("refusal.number_ambiguous", text="1.000", decimal="1.000", whole="1000")
    expect(desk.page.get_by_test_id("stAlert").first).to_contain_text(said)
    assert desk.document().training.epochs == before
    desk.type_into("training.epochs", "1000")
    expect(desk.page.get_by_text(said)).to_have_count(0)
    assert desk.document().training.epochs == 1000
    desk.click("training.epochs.less")
    assert desk.document().training.epochs == 950


SEEN = """() => {
  const box = document.querySelector(".nv-train-top").getBoundingClientRect()
  return [box.top, innerHeight - box.top]
}"""


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_who_learns_from_a_table_sees_it_play_and_tells_its_classes_apart(
    visit: Callable[..., Page], width: int, height: int,
) -> None:
    desk = TrainingDesk(visit("training", width=width, height=height))
    desk.expect_playing()
    desk.player("play").click()
    desk.panel("own")
    choose(desk.page.locator("[class*=st-key-training-own-sample]"), desk.t("own.sample.wine"))
    desk.click("training.learn")
    desk.expect_playing()
    desk.page.wait_for_function(f"() => ((top) => top >= 0 && top < 200)(({SEEN})()[0])")
    desk.player("play").click()
    heads = desk.page.locator(".nv-train-details tr:first-of-type th:not(:empty)")
    expect(heads).to_have_count(3)
    said = heads.evaluate_all("(all) => all.map((th) => [th.textContent, th.title, th.scrollWidth - th.clientWidth])")
    assert [title.split()[-1] for _, title, _ in said] == ["1", "2", "3"]
    assert len({text for text, *_ in said}) == 3
    assert all(over <= 0 for *_, over in said), said
