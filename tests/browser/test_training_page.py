"""Training in a real browser: it learns while one watches, and time can be gone back in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, expect

from neuroviz.document import Document, codec
from neuroviz.document.learning import Learning, data_of, network_of, settings_of
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.nn import forward
from neuroviz.nn.layout import with_parameters
from neuroviz.nn.training import train
from tests.browser.desk import Desk
from tests.viz.test_training_view import view_of

CELLS = 44
LEARNING = Learning(points=120, epochs=40, hidden=(5,), features=("x1", "x2", "x1_x2"))


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
        self.expect_playing()
        self.expect_playing(False)
        self.settled()

    def map(self) -> np.ndarray:
        """The picture of the output, (cells, cells, 3)."""
        values = self.page.evaluate("""() => {
            const c = document.querySelector(".nv-map-picture")
            return JSON.stringify([...c.getContext("2d").getImageData(0, 0, c.width, c.height).data])
        }""")
        return np.array(json.loads(values)).reshape(CELLS, CELLS, 4)[:, :, :3]


def link(learning: Learning) -> str:
    preset = PRESETS["xor"].document
    fields = {name: getattr(preset, name) for name in preset.__dataclass_fields__}
    return codec.to_link(Document(**{**fields, "learning": learning}))


def expected_map(learning: Learning, epoch: int) -> np.ndarray:
    """The output's picture as Python computes it, for the same cells."""
    record = next(r for r in train(network_of(learning), data_of(learning), settings_of(learning)) if r.epoch == epoch)
    view = view_of(learning, [])
    (x0, x1), (y0, y1) = view["data"]["domain"]
    x = x0 + (x1 - x0) * (np.arange(CELLS) + 0.5) / CELLS
    y = y1 - (y1 - y0) * (np.arange(CELLS) + 0.5) / CELLS
    across, down = np.meshgrid(x, y)
    inputs = np.column_stack((across.ravel(), down.ravel(), (across * down).ravel()))
    network = with_parameters(network_of(learning), record.state.parameters)
    share = forward(network, inputs).activations[-1][:, 0] * 2.0 - 1.0
    colors = {name: np.array(value, float) for name, value in view["data"]["map_colors"].items()}
    ends = np.where(share[:, None] < 0, colors["negative"], colors["positive"])
    return (colors["middle"] + (ends - colors["middle"]) * np.abs(share)[:, None]).reshape(CELLS, CELLS, 3)


def test_it_learns_is_scrubbed_and_its_map_is_the_networks(visit: Callable[..., Page]) -> None:
    desk = TrainingDesk(visit("training", doc=link(LEARNING)))
    node = desk.graph.element_handle()
    assert desk.epoch == 0
    assert np.abs(desk.map() - expected_map(LEARNING, 0)).max() <= 1.5
    # By hand: an epoch, then a batch.
    desk.player("forward").click()
    expect(desk.page.get_by_test_id("epoch")).to_have_text("Epoch 1/40")
    desk.player("batch").click()
    expect(desk.page.locator(".nv-trainer")).to_have_attribute("data-epoch", "1.167")
    desk.learn_to_the_end()
    assert desk.epoch == 40
    assert "All epochs are done" in desk.page.get_by_test_id("caption").inner_text()
    assert np.abs(desk.map() - expected_map(LEARNING, 40)).max() <= 1.5
    assert desk.page.get_by_test_id("train-details").locator("td").count() == 4
    # Back in time.
    desk.player("scrub").evaluate("(e) => { e.value = 8; e.dispatchEvent(new Event('input')) }")
    # One frame is the batch in the middle of an epoch.
    assert desk.epoch == 7
    assert np.abs(desk.map() - expected_map(LEARNING, 7)).max() <= 1.5
    desk.page.locator(".nv-trainer").focus()
    desk.page.keyboard.press("End")
    assert desk.epoch == 40
    desk.page.keyboard.press("Home")
    assert desk.epoch == 0
    # From the same first weights once more; nothing is mounted anew.
    desk.changes(lambda: desk.player("restart").click())
    desk.learn_to_the_end()
    assert np.abs(desk.map() - expected_map(LEARNING, 40)).max() <= 1.5
    assert node is not None
    assert node.evaluate("(node) => node.isConnected")


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


def test_an_explosion_is_said(visit: Callable[..., Page]) -> None:
    wild = Learning(dataset="sine", features=("x1",), activation="relu", points=60, learning_rate=100.0)
    desk = TrainingDesk(visit("training", doc=link(wild)))
    desk.learn_to_the_end()
    assert "exploded" in desk.page.get_by_test_id("caption").inner_text()


def test_the_trained_network_goes_to_the_studio(visit: Callable[..., Page]) -> None:
    desk = TrainingDesk(visit("training", doc=link(LEARNING)))
    desk.learn_to_the_end()
    desk.panel("network")
    desk.keyed("training.studio").get_by_role("button").click()
    expect(desk.page.get_by_test_id("network-graph")).to_be_visible()
    expect(desk.page.locator(".nv-stage").first).to_have_attribute("aria-label", re.compile("3-5-1"))


GERMAN = "Nr;Länge (cm);Höhe (cm);Preis\n" + "".join(
    f"{i};{40 + 3 * i},5;{i * 7 % 30},25;{100 + 29 * i}.{i * 37 % 1000:03},50\n" for i in range(1, 31))


def test_a_table_is_shown_before_it_is_learnt_and_speaks_its_own_units(visit: Callable[..., Page]) -> None:
    t = LANGUAGES["zh"]
    desk = TrainingDesk(visit("training", lang="zh", width=390, height=900), "zh")
    desk.panel("own")
    upload = desk.page.locator("input[type=file]")
    # More than Streamlit's own limit was: the sentence is ours, in the visitor's language.
    upload.set_input_files([{"name": "big.csv", "mimeType": "text/csv", "buffer": b"1,2\n" * 700_000}])
    expect(desk.page.get_by_text(t("data.too_many_rows", rows=700_000, limit=2000))).to_be_visible()
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


def test_of_three_classes_over_one_input_each_curve_is_the_networks(visit: Callable[..., Page]) -> None:
    rows = tuple((k - 1 + i / 40, float(k)) for k in range(3) for i in range(20))
    learning = Learning(dataset="own", own=rows, own_classes=("a", "b", "c"), features=("x1",), hidden=(4,), epochs=20,
                        learning_rate=0.1)
    desk = TrainingDesk(visit("training", doc=link(learning)))
    desk.learn_to_the_end()
    curves = desk.page.evaluate("""() => {
        const {data} = document.querySelector("[data-testid=train-map]")
        return JSON.stringify(data.slice(0, 3).map(({x, y}) => ({x: [...x], y: [...y]})))
    }""")
    record = list(train(network_of(learning), data_of(learning), settings_of(learning)))[-1]
    network = with_parameters(network_of(learning), record.state.parameters)
    for k, curve in enumerate(json.loads(curves)):
        wanted = forward(network, np.array(curve["x"])[:, None]).activations[-1][:, k]
        assert np.abs(np.array(curve["y"]) - wanted).max() < 1e-3
