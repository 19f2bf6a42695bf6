"""Every way to change the network by hand reaches the document, and the graph on the screen stays the same one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import Selection, edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.studio_driver import STAGE, Studio, quiet_studio

Visit = Callable[..., Page]

FRUIT = PRESETS["fruit"].document


@pytest.fixture
def studio(still_visit: Visit) -> Studio:
    """An English studio in which nothing plays."""
    return quiet_studio(still_visit)


def weights(studio: Studio, layer: int) -> tuple[tuple[float, ...], ...]:
    return studio.document().layers[layer - 1].weights


# --- selecting -----------------------------------------------------------------------------------

def test_a_click_on_a_neuron_shows_it(studio: Studio) -> None:
    studio.click_neuron(1, 2)
    expect(studio.field).to_have_value("0.2")
    expect(studio.field).to_have_attribute(
        "aria-label", studio.t("player.exact", name=studio.t("player.bias", name="h₃"))
    )
    assert studio.selected() == [(1, studio.heights(1)[2])]
    expect(studio.equation.locator(".nv-who")).to_have_text("h₃")
    studio.click_neuron(0, 1)
    expect(studio.field).to_have_value("0.3")
    studio.click_neuron(2, 0)
    expect(studio.field).to_have_value("0.1")
    expect(studio.equation.locator(".nv-who")).to_have_text("lemon")
    assert studio.document().selection == Selection(2, 0)
    assert not studio.history_open("undo"), "looking is no edit"


@pytest.mark.thorough
def test_a_click_on_an_edge_shows_its_weight_and_a_click_beside_it_nothing(studio: Studio) -> None:
    studio.click_edge(2, 0, 1, 0.2)
    expect(studio.field).to_have_value("2.4")
    assert studio.selected() == [(1, studio.heights(1)[1]), (2, studio.heights(2)[0])]
    assert studio.document().selection == Selection(2, 0, 1)
    studio.page.mouse.click(*studio.place(2.25, studio.range()[2] + 0.1))
    studio.settled()
    assert studio.selected() == []
    assert studio.document().selection is None


@pytest.mark.thorough
def test_the_selection_is_kept_through_edits(studio: Studio) -> None:
    studio.click_edge(1, 2, 2, 0.2)
    studio.changes(lambda: studio.type_value("1/3"))
    assert studio.document().selection == Selection(1, 2, 2)
    assert studio.selected() == [(0, studio.heights(0)[2]), (1, studio.heights(1)[2])]
    expect(studio.field).to_have_value(repr(1 / 3))
    assert weights(studio, 1)[2][2] == 1 / 3
    studio.undo()
    assert studio.document().selection == Selection(1, 2, 2)


# --- dragging ------------------------------------------------------------------------------------

def test_a_dragged_edge_follows_the_pointer_in_the_same_frame(studio: Studio) -> None:
    page = studio.page
    x, y = studio.edge(1, 0, 0, 0.3)
    page.mouse.move(x, y)
    page.mouse.down()
    assert not studio.overlay()["on"], "nothing is drawn until the pointer moves"
    # The real move, and what stands on the screen in the very next frame.
    page.evaluate("""() => {
        window.seen = new Promise(done => window.addEventListener('mousemove', e => requestAnimationFrame(() => {
            const path = document.querySelector('.nv-overlay path'), box = path.ownerSVGElement.getBoundingClientRect()
            const length = path.getTotalLength()
            let nearest = Infinity
            for (let i = 0; i <= 400; i++) {
                const p = path.getPointAtLength(length * i / 400)
                nearest = Math.min(nearest, Math.hypot(box.left + p.x - e.clientX, box.top + p.y - e.clientY))
            }
            done(nearest)
        }), {once: true}))
    }""")
    page.mouse.move(x + 12, y - 60)
    assert page.evaluate("() => window.seen") < 3
    overlay = studio.overlay()
    assert overlay["on"]
    assert overlay["sign"] == "positive"
    assert overlay["text"].startswith("w = 2.1")
    page.mouse.move(x + 30, y + 240)
    assert studio.overlay_passes((x + 30, y + 240)) < 3
    assert studio.overlay()["sign"] == "negative"
    shown = float(studio.overlay()["text"].removeprefix("w = ").replace("−", "-"))
    page.mouse.up()
    assert not studio.overlay()["on"]
    studio.settled()
    assert weights(studio, 1)[0][0] == shown == pytest.approx(1.5 - 2.4)


def test_a_drag_is_one_step_of_undo(studio: Studio) -> None:
    before = studio.document()
    studio.drag_edge(1, 1, 1, up=80, share=0.3, steps=25)
    dragged = studio.document()
    assert dragged.layers[0].weights[1][1] == pytest.approx(2.8)
    assert replace(dragged, layers=before.layers) == replace(before, selection=dragged.selection)
    studio.undo()
    assert studio.document().layers == before.layers
    assert not studio.history_open("undo")
    studio.redo()
    assert studio.document().layers == dragged.layers


def test_a_dragged_neuron_changes_its_bias_and_a_dragged_input_its_value(studio: Studio) -> None:
    x, y = studio.neuron(1, 3)
    studio.page.mouse.move(x, y)
    studio.page.mouse.down()
    studio.page.mouse.move(x, y - 50, steps=5)
    assert studio.overlay()["text"].startswith("b = ")
    studio.page.mouse.up()
    studio.settled()
    x, y = studio.neuron(0, 0)
    studio.page.mouse.move(x, y)
    studio.page.mouse.down()
    studio.page.mouse.move(x, y + 30, steps=5)
    assert studio.overlay()["text"].startswith("x = ")
    studio.page.mouse.up()
    studio.settled()
    document = studio.document()
    assert document.layers[0].biases[3] == pytest.approx(0.1)
    assert document.input[0] == pytest.approx(0.5)


# --- keys ----------------------------------------------------------------------------------------

def test_the_keyboard_walks_selects_and_edits(studio: Studio) -> None:
    page = studio.page
    studio.stage.focus()
    for _ in range(4):
        page.keyboard.press("]")
    studio.settled()
    assert studio.document().selection == Selection(1, 0)
    studio.stage.focus()
    page.keyboard.press("}")
    page.keyboard.press("}")
    studio.settled()
    assert studio.document().selection == Selection(1, 0, 1)
    studio.stage.focus()
    studio.changes(lambda: page.keyboard.press("ArrowUp"))
    assert weights(studio, 1)[0][1] == pytest.approx(0.3)
    studio.stage.focus()
    studio.changes(lambda: page.keyboard.press("Shift+ArrowDown"))
    assert weights(studio, 1)[0][1] == pytest.approx(-0.7)
    studio.stage.focus()
    page.keyboard.press("{")
    page.keyboard.press("[")
    studio.settled()
    assert studio.document().selection == Selection(0, 2)
    studio.stage.focus()
    page.keyboard.press("Escape")
    studio.settled()
    assert studio.document().selection is None


@pytest.mark.thorough
def test_many_keys_pressed_fast_are_all_counted_and_are_one_step_of_undo(studio: Studio) -> None:
    studio.click_neuron(1, 0)
    studio.stage.focus()
    for _ in range(20):
        studio.page.keyboard.press("ArrowUp")
    studio.settled()
    assert studio.document().layers[0].biases[0] == pytest.approx(-1.2 + 20 * 0.1)
    studio.undo()
    assert studio.document().layers[0].biases[0] == -1.2


def test_undo_and_redo_by_keyboard(studio: Studio) -> None:
    studio.drag_edge(1, 1, 1, up=80, share=0.3)
    dragged = studio.document().layers
    studio.stage.focus()
    studio.changes(lambda: studio.page.keyboard.press("Control+z"))
    assert studio.document().layers == FRUIT.layers
    studio.stage.focus()
    studio.changes(lambda: studio.page.keyboard.press("Control+y"))
    assert studio.document().layers == dragged


# --- panels --------------------------------------------------------------------------------------

@pytest.mark.thorough
def test_sliders_change_what_they_say(studio: Studio) -> None:
    studio.click_neuron(1, 2)
    studio.changes(lambda: studio.slider.fill("-1.5"))
    assert studio.document().layers[0].biases[2] == -1.5
    expect(studio.field).to_have_value("−1.5")
    studio.slider.focus()
    for _ in range(10):
        studio.slider.press("ArrowRight")
    studio.settled()
    assert -1.5 < studio.document().layers[0].biases[2] < 0.0
    studio.panel("input")
    slider = studio.keyed("studio.input.1.slider").get_by_role("slider")
    slider.focus()
    studio.changes(lambda: slider.press("ArrowRight"))
    assert studio.document().input[1] > 0.3


def test_a_number_is_typed_exactly(studio: Studio) -> None:
    studio.click_edge(1, 0, 0, 0.3)
    for typed, value in (("1/3", 1 / 3), ("0,5", 0.5), ("−2e-3", -2e-3)):
        studio.changes(partial(studio.type_value, typed))
        assert weights(studio, 1)[0][0].hex() == value.hex(), typed


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_number_is_said_beside_the_field_and_kept_in_it(still_visit: Visit, lang: str) -> None:
    studio = quiet_studio(still_visit, lang)
    studio.click_edge(1, 0, 0, 0.3)
    before = studio.document()
    studio.type_value("abc")
    alert = studio.page.get_by_test_id("inspector").get_by_role("alert")
    expect(alert).to_have_text(studio.t("refusal.number_unreadable", text="abc"))
    expect(studio.field).to_have_value("abc")
    expect(studio.field).to_have_attribute("aria-invalid", "true")
    assert studio.document() == before
    studio.changes(lambda: studio.type_value("2"))
    expect(alert).to_have_text("")
    expect(studio.field).to_have_attribute("aria-invalid", "false")
    assert weights(studio, 1)[0][0] == 2.0


@pytest.mark.thorough
def test_what_is_being_typed_is_not_overwritten_while_the_signal_plays(studio: Studio) -> None:
    studio.click_edge(1, 0, 0, 0.3)
    studio.player("speed").select_option("4")
    studio.player("loop").click()
    studio.player("play").click()
    studio.expect_playing()
    studio.field.fill("0.12")
    studio.record()
    studio.page.wait_for_function("() => window.neurovizSteps.length >= 4")
    expect(studio.field).to_have_value("0.12")
    studio.field.press("Enter")
    studio.settled()
    assert weights(studio, 1)[0][0] == 0.12


@pytest.mark.thorough
def test_an_edit_elsewhere_is_not_undone_by_an_old_value_of_a_panel(studio: Studio) -> None:
    """The panel's own slider still held the old number; a drag in the graph is newer."""
    studio.panel("input")
    studio.changes(lambda: studio.type_into("studio.input.0.text", "0.7"))
    x, y = studio.neuron(0, 0)
    studio.page.mouse.move(x, y)
    studio.page.mouse.down()
    studio.page.mouse.move(x, y - 50, steps=5)
    studio.page.mouse.up()
    studio.settled()
    assert studio.document().input[0] == pytest.approx(1.2)
    studio.changes(lambda: studio.type_into("studio.input.1.text", "2"))
    assert studio.document().input[:2] == (pytest.approx(1.2), 2.0)
    field = studio.keyed("studio.input.0.text").locator("input")
    assert float(field.input_value()) == pytest.approx(1.2)


@pytest.mark.thorough
def test_layers_grow_move_and_go(studio: Studio) -> None:
    studio.panel("network")
    studio.changes(lambda: studio.click("studio.add"))
    assert studio.document().sizes == (3, 4, 4, 3)
    assert len(studio.heights(2)) == 4
    slider = studio.keyed("studio.size").get_by_role("slider")
    slider.focus()
    studio.changes(lambda: slider.press("ArrowRight"))
    assert studio.document().sizes == (3, 4, 5, 3)
    studio.changes(lambda: studio.click("studio.left"))
    assert studio.document().sizes == (3, 5, 4, 3)
    studio.changes(lambda: studio.click("studio.remove"))
    assert studio.document().sizes == (3, 4, 3)
    for _ in range(4):
        studio.undo()
    assert studio.document().layers == FRUIT.layers


@pytest.mark.thorough
def test_an_input_comes_from_a_row_of_the_table(studio: Studio) -> None:
    studio.panel("input")
    studio.changes(lambda: studio.page.get_by_test_id("table-use-1").click())
    assert studio.document().input == FRUIT.examples[1]
    studio.page.get_by_test_id("table-remove-0").click()
    studio.settled()
    assert studio.document().examples == FRUIT.examples[1:]


@pytest.mark.thorough
def test_reset(studio: Studio) -> None:
    studio.drag_edge(1, 1, 1, up=80, share=0.3)
    studio.changes(lambda: studio.player("reset").click())
    assert studio.document().layers == FRUIT.layers
    assert not studio.player("reset").is_enabled()


# --- the table of weights --------------------------------------------------------------------------

@pytest.mark.thorough
def test_the_table_takes_fractions_and_decimal_commas(studio: Studio) -> None:
    studio.panel("weights")
    studio.changes(lambda: studio.type_cell(0, 0, "1/3"))
    studio.changes(lambda: studio.type_cell(3, 3, "0,5"))
    document = studio.document()
    assert document.layers[0].weights[0][0].hex() == (1 / 3).hex()
    assert document.layers[0].biases[3] == 0.5
    expect(studio.cell(0, 0)).to_have_value("0.3333")
    studio.cell(0, 0).focus()
    expect(studio.cell(0, 0)).to_have_value(repr(1 / 3))
    studio.cell(0, 0).press("Escape")
    studio.undo()
    studio.undo()
    assert studio.document().layers == FRUIT.layers


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_cell_says_so_and_keeps_what_was_typed(still_visit: Visit, lang: str) -> None:
    studio = quiet_studio(still_visit, lang)
    studio.panel("weights")
    before = studio.document()
    studio.type_cell(1, 2, "abc")
    sentence = studio.t("refusal.number_unreadable", text="abc")
    expect(studio.cell(1, 2)).to_have_attribute("aria-invalid", "true")
    expect(studio.cell(1, 2)).to_have_value("abc")
    expect(studio.table().get_by_role("alert")).to_have_text(sentence)
    # Another cell can be edited meanwhile.
    studio.changes(lambda: studio.type_cell(0, 0, "2"))
    expect(studio.cell(1, 2)).to_have_value("abc")
    assert studio.document() == edits.set_weight(before, 1, 0, 0, 2.0)
    studio.changes(lambda: studio.type_cell(1, 2, "9"))
    expect(studio.cell(1, 2)).to_have_attribute("aria-invalid", "false")
    expect(studio.table().get_by_role("alert")).to_have_text("")
    assert studio.document() == edits.set_weight(edits.set_weight(before, 1, 0, 0, 2.0), 1, 1, 2, 9.0)


@pytest.mark.thorough
def test_a_wrong_cell_is_put_right_with_the_number_it_had(studio: Studio) -> None:
    studio.panel("weights")
    studio.type_cell(1, 2, "abc")
    expect(studio.cell(1, 2)).to_have_attribute("aria-invalid", "true")
    studio.type_cell(1, 2, "-0.5")
    expect(studio.cell(1, 2)).to_have_attribute("aria-invalid", "false")
    expect(studio.cell(1, 2)).to_have_value("−0.5")
    expect(studio.table().get_by_role("alert")).to_have_text("")


@pytest.mark.thorough
def test_escape_gives_a_cell_its_number_back(studio: Studio) -> None:
    studio.panel("weights")
    studio.type_cell(1, 2, "abc")
    studio.cell(1, 2).focus()
    studio.cell(1, 2).press("Escape")
    studio.settled()
    studio.cell(0, 0).focus()
    expect(studio.cell(1, 2)).to_have_attribute("aria-invalid", "false")
    expect(studio.cell(1, 2)).to_have_value("−0.5")
    assert studio.document().layers == FRUIT.layers


@pytest.mark.thorough
def test_what_is_wrong_in_one_network_is_not_said_of_another(studio: Studio) -> None:
    studio.panel("weights")
    studio.type_cell(0, 0, "abc")
    expect(studio.cell(0, 0)).to_have_attribute("aria-invalid", "true")
    studio.changes(lambda: studio.preset("article"))
    expect(studio.cell(0, 0)).to_have_attribute("aria-invalid", "false")
    expect(studio.cell(0, 0)).to_have_value("1")


def test_a_block_is_pasted_from_the_clipboard(studio: Studio) -> None:
    studio.panel("weights")
    table = [[*row, bias] for row, bias in zip(FRUIT.layers[0].weights, FRUIT.layers[0].biases, strict=True)]
    table[1][1:3], table[2][1:3] = [1 / 3, 0.5], [-2.0, 0.001]
    for block in (
        "1/3\t0,5\n−2\t1e-3\n", "0.3333333333333333; 0.5\n-2; 0.001", "[[0.3333333333333333, 0.5], [-2, 0.001]]",
    ):
        studio.changes(partial(studio.paste, 1, 1, block))
        # Leaving the cell does not take the paste back.
        studio.page.keyboard.press("Tab")
        studio.settled()
        layer = studio.document().layers[0]
        assert [[*row, bias] for row, bias in zip(layer.weights, layer.biases, strict=True)] == table, block
        expect(studio.cell(1, 1)).to_have_value("0.3333")
        studio.undo()
        assert studio.document().layers == FRUIT.layers, block


@pytest.mark.thorough
def test_a_pasted_block_with_a_wrong_cell_keeps_the_good_ones_and_marks_the_bad(studio: Studio) -> None:
    studio.panel("weights")
    studio.changes(lambda: studio.paste(2, 2, "7\t8\nwhat\t9"))
    studio.page.keyboard.press("Tab")
    studio.settled()
    layer = studio.document().layers[0]
    assert (layer.weights[2][2], layer.biases[2], layer.biases[3]) == (7.0, 8.0, 9.0)
    assert layer.weights[3][2] == FRUIT.layers[0].weights[3][2]
    expect(studio.cell(3, 2)).to_have_attribute("aria-invalid", "true")
    expect(studio.cell(3, 2)).to_have_value("what")


@pytest.mark.thorough
def test_the_table_follows_an_edit_from_elsewhere_even_while_a_cell_has_the_focus(studio: Studio) -> None:
    studio.panel("weights")
    studio.changes(lambda: studio.type_cell(0, 0, "4"))
    studio.cell(0, 0).focus()
    studio.changes(lambda: studio.player("undo").evaluate("button => button.click()"))
    studio.cell(2, 2).focus()
    studio.settled()
    expect(studio.cell(0, 0)).to_have_value("1.5")
    assert studio.document().layers == FRUIT.layers


def test_arrows_and_enter_go_from_cell_to_cell(studio: Studio) -> None:
    studio.panel("weights")
    studio.cell(0, 1).focus()
    studio.page.keyboard.press("ArrowDown")
    expect(studio.cell(1, 1)).to_be_focused()
    studio.page.keyboard.type("3")
    studio.changes(lambda: studio.page.keyboard.press("Enter"))
    expect(studio.cell(2, 1)).to_be_focused()
    assert studio.document().layers[0].weights[1][1] == 3.0


# --- the graph is never mounted anew -------------------------------------------------------------

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


@pytest.mark.thorough
def test_a_block_that_does_not_fit_is_refused_at_the_table(studio: Studio) -> None:
    studio.panel("weights")
    before = studio.document()
    studio.paste(0, 0, "\t".join("1234567"))
    assert studio.document() == before
    room = {"rows": 1, "columns": 7, "room_rows": 4, "room_columns": 4}
    expect(studio.table().locator(".nv-error")).to_have_text(studio.t("refusal.paste_does_not_fit", **room))
