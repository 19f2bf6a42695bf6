"""Every way to change the network by hand reaches the document: by pointer, keys and panels."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from playwright.sync_api import expect

from neuroviz.document import Selection, codec, edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.desk import Visit
from tests.browser.studio_driver import FRUIT, STAGE, Point, Studio, quiet_studio


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


def test_of_several_hidden_layers_a_field_says_which(visit: Visit) -> None:
    for lang, said in (("en", "Weight h₂ (Hidden 1) → h₃ (Hidden 2)"), ("zh", "权重 h₂（隐藏层 1） → h₃（隐藏层 2）")):
        t = LANGUAGES[lang]
        document = edits.select(PRESETS["playground"].document, Selection(2, 2, 1))
        studio = Studio(visit("studio", lang=lang, doc=codec.to_link(document)), lang)
        expect(studio.field).to_have_attribute("aria-label", t("player.exact", name=said))


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


# --- what a hand can do, and where -----------------------------------------------------------------

CURSOR = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"


def test_the_cursor_says_what_can_be_done(studio: Studio) -> None:
    """Of what lies on top there: Plotly's own cursor says the same of everything."""
    def cursor(point: Point) -> str:
        studio.page.mouse.move(*point)
        return studio.page.evaluate(CURSOR, list(point))

    middle = sum(studio.range()[:2]) / 2
    nothing = studio.place(middle, studio.range()[2] + 0.1)
    for part in (studio.neuron(1, 2), studio.neuron(0, 0), studio.edge(2, 0, 1, 0.2)):
        assert cursor(part) == "ns-resize"
        assert cursor(nothing) == "auto"
    # Nearer, the picture can be moved to and fro, and its parts as before.
    studio.page.locator(f"{STAGE} .modebar-btn").first.click()
    studio.settled()
    assert cursor(studio.neuron(1, 2)) == "ns-resize"
    assert cursor(studio.place(middle + 0.5, studio.range()[2] + 0.1)) == "grab"


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
