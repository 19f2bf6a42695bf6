"""The table of weights in a browser: typed, pasted and walked through; what is wrong in it is said where it stands."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from neuroviz.document import edits
from neuroviz.i18n import LANGUAGES
from tests.browser.desk import Visit
from tests.browser.studio_driver import FRUIT, Studio, quiet_studio


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


@pytest.mark.thorough
def test_a_block_that_does_not_fit_is_refused_at_the_table(studio: Studio) -> None:
    studio.panel("weights")
    before = studio.document()
    studio.paste(0, 0, "\t".join("1234567"))
    assert studio.document() == before
    room = {"rows": 1, "columns": 7, "room_rows": 4, "room_columns": 4}
    expect(studio.table().locator(".nv-error")).to_have_text(studio.t("refusal.paste_does_not_fit", **room))
