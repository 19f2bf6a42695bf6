"""What can be chosen in a player is read whole on a telephone, where a box that is too narrow cuts its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from neuroviz.i18n import LANGUAGES

pytestmark = pytest.mark.thorough

FRAME_PX = 30
"""Of a box to choose from: its padding and its arrow."""

TOO_LONG = """frame => [...document.querySelectorAll('.nv-select')].flatMap(box => {
    if (!box.checkVisibility()) return []
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = getComputedStyle(box).font
    return [...box.options].map(({text}) => text).filter(text => pen.measureText(text).width + frame > box.clientWidth)
})"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["studio", "neuron", "training", "overfitting"])
def test_every_choice_is_read_whole_on_a_telephone(standing_visit: Callable[..., Page], path: str, lang: str) -> None:
    page = standing_visit(path, lang=lang, width=390, height=844)
    page.wait_for_selector(".nv-select")
    assert page.evaluate(TOO_LONG, FRAME_PX) == []
