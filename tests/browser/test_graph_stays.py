"""Whatever is done in the studio, its graph stays the same one: its node, its zoom, its order and its place."""

from __future__ import annotations

import pytest

from neuroviz.viz.studio.network_figure import Traces
from tests.browser.studio_driver import STAGE, Studio


@pytest.mark.thorough
def test_the_graph_keeps_its_node_and_its_zoom_through_every_kind_of_edit(studio: Studio) -> None:
    page = studio.page
    studio.mark()
    whole = studio.range()
    studio.graph.hover()
    page.locator(f"{STAGE} .modebar-btn").first.click()
    page.wait_for_function(
        "([g, r]) => document.querySelector(g)._fullLayout.xaxis.range[0] !== r",
        arg=["[data-testid=network-graph]", whole[0]],
    )
    zoomed = studio.range()
    assert zoomed[0] > whole[0]
    studio.click_edge(1, 1, 1, 0.5)
    studio.changes(lambda: studio.type_value("1"))
    studio.drag_edge(1, 1, 1, up=30, share=0.5)
    studio.stage.focus()
    studio.changes(lambda: page.keyboard.press("ArrowDown"))
    studio.panel("weights")
    studio.changes(lambda: studio.type_cell(0, 0, "4"))
    studio.changes(lambda: studio.paste(2, 0, "1\t2\n3\t4"))
    studio.changes(lambda: studio.click("studio.fill.all"))
    studio.panel("input")
    studio.changes(lambda: page.get_by_test_id("table-use-2").click())
    studio.panel("network")
    studio.undo()
    studio.redo()
    studio.player("play").click()
    studio.expect_playing()
    studio.player("last").click()
    studio.expect_marked()
    assert studio.range() == pytest.approx(zoomed), "zoom is kept"
    # Another architecture is seen whole again, in the same node.
    studio.changes(lambda: studio.click("studio.add"))
    studio.expect_marked()
    left, right = studio.range()[:2]
    assert left < 0, "the first layer is seen"
    assert right > len(studio.document().layers), "the new one, too"
    studio.changes(lambda: studio.preset("xor"))
    studio.expect_marked()
    studio.changes(lambda: studio.player("undo").click())
    studio.expect_marked()
    assert len(studio.graph.evaluate("node => node.data.map(t => t.mode)")) == Traces.FIRST_LAYER + 4


@pytest.mark.thorough
def test_edges_stay_behind_the_neurons(studio: Studio) -> None:
    def assert_behind() -> None:
        order = studio.painted_order()
        lines = [place for place, trace in enumerate(order) if trace <= Traces.ZERO_EDGES or trace == Traces.SELECTED]
        neurons = [place for place, trace in enumerate(order) if trace >= Traces.FIRST_LAYER]
        assert len(neurons) == 3
        assert max(lines) < min(neurons), order

    assert_behind()
    # The weight becomes the largest of all, so that every edge has another width.
    studio.drag_edge(1, 0, 0, up=170, share=0.3)
    assert_behind()
    studio.changes(lambda: studio.type_value("0"))
    assert_behind()
    studio.undo()
    assert_behind()
    studio.player("first").click()
    for _ in range(4):
        studio.player("forward").click()
    assert_behind()
    studio.changes(lambda: studio.preset("xor"))
    studio.changes(lambda: studio.preset("fruit"))
    assert_behind()


@pytest.mark.thorough
def test_nearer_is_nearer_and_never_lost(studio: Studio) -> None:
    """Neurons and letters grow with the distances; there is an end to it, and the picture cannot be pushed away."""
    page, whole = studio.page, studio.range()
    sizes = lambda: page.evaluate(  # noqa: E731
        "() => [Math.max(...[...document.querySelectorAll('.nv-graph .points path.point')]"
        ".map(point => point.getBoundingClientRect().width)),"
        " Math.max(...[...document.querySelectorAll('.nv-graph text')]"
        ".map(t => parseFloat(getComputedStyle(t).fontSize)))]"
    )
    before = sizes()
    studio.stage.hover()
    nearer, farther, all_of_it = page.locator(f"{STAGE} .modebar-btn").all()
    for _ in range(8):
        nearer.click()
        studio.settled()
    near = studio.range()
    assert near[1] - near[0] >= (whole[1] - whole[0]) / 4
    assert all(after > 2 * old for after, old in zip(sizes(), before, strict=True))
    x, y = studio.place(near[0] + 0.05, near[2] + 0.05)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2000, y - 1500, steps=4)
    page.mouse.up()
    studio.settled()
    pushed = studio.range()
    assert pushed[0] >= whole[0] - 1e-6
    assert pushed[2] >= whole[2] - 1e-6
    assert pushed[1] - pushed[0] == pytest.approx(near[1] - near[0])
    studio.stage.hover()
    all_of_it.click()
    studio.settled()
    assert studio.range() == pytest.approx(whole)
    assert sizes() == pytest.approx(before, abs=1)
    farther.click()
    studio.settled()
    assert studio.range() == pytest.approx(whole)


@pytest.mark.thorough
def test_what_is_selected_does_not_push_the_rest_down(studio: Studio) -> None:
    def place() -> float:
        return studio.equation.evaluate(
            "node => node.getBoundingClientRect().top - document.querySelector('.nv-stage').getBoundingClientRect().top"
        )
    before = place()
    studio.click_neuron(1, 2)
    assert place() == pytest.approx(before, abs=1)
    studio.click_edge(2, 0, 1, 0.2)
    assert place() == pytest.approx(before, abs=1)
