"""Wide models in a real browser: dropped, seen, played, read and changed, number by number."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from neuroviz.document.models.whole import with_number
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.whole import FIRST, example, images_for
from neuroviz.nn import Network, forward
from neuroviz.viz.numbers import fixed, short
from tests.browser.conftest import PATIENCE_MS, wait_until_idle

Visit = Callable[..., Page]
EN = LANGUAGES["en"]


def sum_of(network: Network, x: np.ndarray, layer: int, number: int) -> str:
    """What stands behind a neuron's terms."""
    return f"= {short(float(forward(network, x).pre_activations[layer - 1][number - 1]))}"


class Desk:
    """The page, once its picture is there and at its end."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stage = page.locator(".nv-whole-stage")
        self.equation = page.get_by_test_id("equation")
        expect(page.get_by_test_id("whole-graph")).to_have_attribute(
            "data-rev", re.compile(r"\d+"), timeout=PATIENCE_MS)
        wait_until_idle(page)
        page.get_by_test_id("player-last").click()

    def choose(self, layer: int, number: int) -> None:
        self.page.get_by_test_id("whole-layer").select_option(str(layer))
        field = self.page.get_by_test_id("whole-number")
        field.fill(str(number))
        field.press("Enter")

    def write(self, testid: str, text: str) -> None:
        field = self.page.get_by_test_id(testid)
        field.fill(text)
        field.press("Enter")
        wait_until_idle(self.page)

    def weights(self) -> dict[int, str]:
        """Those that stand in the table, by the numbers of the neurons before."""
        found = self.page.evaluate("""() => [...document.querySelectorAll('[data-testid^=whole-weight-]')]
            .map((field) => [Number(field.dataset.testid.split('-').pop()), field.value])""")
        return dict(found)


@pytest.fixture
def desk(still_visit: Visit) -> Desk:
    return Desk(still_visit("whole"))


def test_every_number_of_a_neuron_is_reached_and_is_the_files(desk: Desk) -> None:
    whole = example(FIRST)
    trace = forward(whole.network, whole.input)
    desk.choose(2, 64)
    expect(desk.equation).to_contain_text(f"= {short(float(trace.pre_activations[1][63]))}")
    expect(desk.equation).to_contain_text(f"= {fixed(float(trace.activations[2][63]))}")
    row, found = np.asarray(whole.network.weights[1])[63], {}
    order: list[int] = []
    while True:
        shown = desk.weights()
        assert not shown.keys() & found.keys()
        order += shown
        found |= shown
        on = desk.page.get_by_test_id("whole-on")
        if on.is_disabled():
            break
        on.click()
    assert {i: float(text) for i, text in found.items()} == dict(enumerate(row.tolist()))
    assert order == np.argsort(-np.abs(row * trace.activations[1]), kind="stable").tolist()
    desk.page.get_by_test_id("whole-sort").click()
    assert list(desk.weights()) == list(range(8))


@pytest.mark.thorough
def test_a_weight_is_changed_and_taken_back(desk: Desk) -> None:
    whole = example(FIRST)
    desk.choose(3, 8)
    chosen = next(iter(desk.weights()))
    desk.write(f"whole-weight-{chosen}", "-2")
    changed = with_number(whole, (3, 7, chosen), -2.0)
    expect(desk.equation).to_contain_text(sum_of(changed.now, whole.input, 3, 8))
    desk.page.get_by_test_id("player-undo").click()
    wait_until_idle(desk.page)
    expect(desk.equation).to_contain_text(sum_of(whole.network, whole.input, 3, 8))
    expect(desk.page.get_by_test_id("player-undo")).to_be_disabled()
    desk.write("whole-exact", "one")
    expect(desk.page.get_by_test_id("stAlertContentError")).to_have_text(re.compile("one"))


@pytest.mark.thorough
def test_an_input_follows_the_hand_before_python_has_heard_of_it(desk: Desk) -> None:
    whole = example(FIRST)
    desk.choose(0, 300)
    desk.page.context.set_offline(True)
    slider = desk.page.get_by_test_id("whole-slider")
    slider.evaluate("(e) => { e.value = '1'; e.dispatchEvent(new Event('input')) }")
    expect(desk.equation).to_contain_text("x = 1")
    desk.page.context.set_offline(False)
    slider.evaluate("(e) => e.dispatchEvent(new Event('change'))")
    wait_until_idle(desk.page)
    values = whole.input.copy()
    values[299] = 1.0
    desk.choose(1, 5)
    expect(desk.equation).to_contain_text(sum_of(whole.network, values, 1, 5))
    desk.page.get_by_test_id("player-undo").click()
    wait_until_idle(desk.page)
    expect(desk.equation).to_contain_text(sum_of(whole.network, whole.input, 1, 5))


def test_neurons_are_pointed_at_chosen_and_walked_through(still_visit: Visit) -> None:
    """A glass opens over what is too small to be told apart: it is the only thing on the upper canvas."""
    desk = Desk(still_visit("whole", width=1024, height=768))
    page, stage = desk.page, desk.stage
    drawn = """() => { const c = document.querySelector('.nv-whole-over')
        return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((value) => value) }"""
    box = stage.bounding_box()
    assert box is not None
    stage.hover(position={"x": 5, "y": 5})
    assert not page.evaluate(drawn)
    stage.hover(position={"x": 0.16 * box["width"], "y": box["height"] / 2 + 20})
    expect(desk.equation).to_contain_text("Input, neuron")
    assert page.evaluate(drawn)
    stage.hover(position={"x": 5, "y": 5})
    stage.focus()
    page.keyboard.press("]")
    expect(desk.equation).to_contain_text("Hidden 1, neuron 1")
    page.keyboard.press("]")
    expect(desk.equation).to_contain_text("Hidden 1, neuron 2")
    for _ in range(2):
        page.keyboard.press("[")
    expect(desk.equation).to_contain_text("Input, neuron 784")
    page.keyboard.press("Escape")
    expect(desk.equation).to_contain_text("Output 8: 7")


@pytest.mark.thorough
def test_the_signal_is_stepped_and_scrubbed_and_says_what_is_seen(desk: Desk) -> None:
    page, caption = desk.page, desk.page.get_by_test_id("caption")
    images = images_for(784)
    assert images is not None
    expect(caption).to_contain_text(f"the largest is {images.labels[0]}")
    page.get_by_test_id("player-first").click()
    expect(caption).to_contain_text("1/10 · The input comes in: 784 numbers.")
    page.get_by_test_id("player-forward").click()
    expect(caption).to_contain_text("Of all 100\u202f352")
    desk.stage.focus()
    page.keyboard.press("End")
    expect(desk.stage).to_have_attribute("data-answer", str(images.labels[0]))
    page.get_by_test_id("player-unit").select_option("neuron")
    page.get_by_test_id("player-first").click()
    for _ in range(4):
        page.get_by_test_id("player-forward").click()
    expect(caption).to_contain_text("Hidden 1, neuron 2")


def wide_file() -> tuple[bytes, Network]:
    rng, sizes = np.random.default_rng(5), (1024, 512, 256, 10)
    weights = [(rng.normal(size=(b, a)) / np.sqrt(a)).astype("f4") for a, b in zip(sizes, sizes[1:], strict=False)]
    biases = [rng.normal(size=b).astype("f4") for b in sizes[1:]]
    names = ["tanh", "linear", "softmax"]
    made = io.BytesIO()
    np.savez(made, activations=np.array(names), **{f"{i}.weight": w for i, w in enumerate(weights)},
             **{f"{i}.bias": b for i, b in enumerate(biases)})
    return made.getvalue(), Network(weights, biases, names)


def test_a_model_of_ones_own_is_dropped_seen_computed_and_sliced(desk: Desk) -> None:
    page = desk.page
    data, network = wide_file()
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": data})
    expect(page.locator(".nv-whole-name").first).to_contain_text("1\u202f024")
    wait_until_idle(page)
    page.get_by_test_id("player-last").click()
    trace = forward(network, np.ones(1024))
    desk.choose(2, 256)
    expect(desk.equation).to_contain_text(f"= {short(float(trace.pre_activations[1][255]))}")
    expect(desk.equation).to_contain_text("and 508 more, together")
    expect(desk.equation).to_contain_text(f"a = z = {fixed(float(trace.activations[2][255]))}")
    desk.choose(1, 1)
    z, a = trace.pre_activations[0][0], trace.activations[1][0]
    expect(desk.equation).to_contain_text(f"a = tanh({short(float(z))}) = {fixed(float(a))}")
    desk.choose(3, 2)
    expect(desk.equation).to_contain_text(f"a = softmax(z) = {fixed(float(trace.output[1]))}")
    page.get_by_role("button", name=EN("whole.slice.open")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("page.studio.heading"))
    wait_until_idle(page)
    expect(page.get_by_test_id("network-graph")).to_have_attribute("data-rev", re.compile(r"\d+"))
    page.get_by_test_id("stTopNavLink").filter(has_text=EN("page.activations")).click()
    wait_until_idle(page)
    page.go_back()
    page.go_back()
    expect(page.locator(".nv-whole-name").first).to_contain_text("1\u202f024")


@pytest.mark.thorough
@pytest.mark.parametrize("width", [390, 1440])
def test_every_layer_has_room_in_a_window(standing_visit: Visit, width: int) -> None:
    desk = Desk(standing_visit("whole", width=width, height=844))
    boxes = [name.bounding_box() for name in desk.page.locator(".nv-whole-name").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box is not None]
    assert len(edges) == 4
    assert all(before[1] <= after[0] + 1 for before, after in zip(edges, edges[1:], strict=False))
    assert edges[-1][1] <= width
