"""The network that learns, built in its picture: handles below it, a list of its inputs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document.settings.training import Training
from tests.browser.test_training_page import TrainingDesk, link


def test_the_network_is_built_in_its_picture(still_visit: Callable[..., Page]) -> None:
    """A neuron more, a layer more, an input more, by hand and by keys; and all of it taken back."""
    desk = TrainingDesk(still_visit("training"))
    before = desk.document().training
    more = desk.page.get_by_test_id("build-more-1")
    desk.changes(more.click)
    tiles = desk.page.get_by_test_id("train-tile")
    expect(tiles).to_have_count(before.hidden[0] + 2)
    expect(more).to_be_focused()
    desk.changes(lambda: desk.page.keyboard.press("Enter"))
    expect(tiles).to_have_count(before.hidden[0] + 3)
    desk.changes(desk.page.get_by_test_id("build-layer-more").click)
    expect(desk.page.get_by_test_id("build-more-2")).to_be_visible()
    desk.page.get_by_test_id("build-inputs").click()
    desk.changes(desk.page.get_by_test_id("build-input-x1_squared").click)
    expect(desk.page.get_by_test_id("build-input-x1_squared")).to_have_attribute("aria-pressed", "true")
    built = desk.document().training
    assert (built.features, len(built.hidden)) == (("x1", "x2", "x1_squared"), len(before.hidden) + 1)
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_test_id("build-input-x1")).to_be_hidden()
    expect(desk.page.get_by_test_id("build-inputs")).to_be_focused()
    for _ in range(4):
        desk.undo()
    assert desk.document().training == before


@pytest.mark.thorough
@pytest.mark.parametrize("count", [0, 1, 4])
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_handles_lie_on_nothing(visit: Callable[..., Page], width: int, count: int) -> None:
    desk = TrainingDesk(visit("training", doc=link(Training(hidden=(4,) * count, points=40)),
                              viewport={"width": width, "height": 844}))
    desk.settled()
    found = desk.page.evaluate("""() => {
        const box = (node) => { const {left, top, right, bottom} = node.getBoundingClientRect()
            return {name: node.dataset.testid ?? node.className, left, top, right, bottom} }
        const pane = document.querySelector(".nv-network")
        const all = [...pane.querySelectorAll(".nv-build-button, .nv-thumbs canvas, .nv-build span")]
            .filter((node) => node.checkVisibility()).map(box)
        return {all, pane: box(pane)}
    }""")
    lying = [
        (a["name"], b["name"]) for i, a in enumerate(found["all"]) for b in found["all"][i + 1:]
        if min(a["right"], b["right"]) - max(a["left"], b["left"]) > 0.5
        and min(a["bottom"], b["bottom"]) - max(a["top"], b["top"]) > 0.5
    ]
    assert not lying
    assert all(found["pane"]["left"] - 1 <= box["left"] and box["right"] <= found["pane"]["right"] + 1
               for box in found["all"])
    assert desk.too_wide() == 0
