"""A drawing is kept as it is, within bounds; what is none is refused, with a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neuroviz.document import Refusal, codec, limits
from neuroviz.document.edits import set_digits
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.digits import EPOCHS, Digits, checked
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.pad import PAD
from neuroviz.nn.digits.recipe import MOST_EPOCHS, STOPS
from tests.nn.digits.hands import all_drawn

DOCUMENT = PRESETS[FIRST].document


@pytest.mark.parametrize("seed", range(2))
def test_drawings_travel_in_links_and_files(seed: int) -> None:
    for _, _, strokes in all_drawn(seed):
        drawn = set_digits(DOCUMENT, strokes=tuple(map(tuple, strokes)))
        assert codec.from_link(codec.to_link(drawn)) == drawn
        assert codec.from_json(codec.to_json(drawn)) == drawn


def test_every_epoch_after_the_last_stop_can_be_looked_at() -> None:
    assert EPOCHS[: len(STOPS)] == STOPS
    assert EPOCHS[len(STOPS) - 1:] == tuple(range(STOPS[-1], MOST_EPOCHS + 1))


def test_the_longest_drawing_fits_into_a_file_and_the_next_point_is_refused() -> None:
    longest = tuple((k % PAD, (7 * k) % PAD) * (limits.MAX_STROKE_POINTS // limits.MAX_STROKES + 1)
                    for k in range(limits.MAX_STROKES - 1))
    kept = set_digits(DOCUMENT, strokes=longest)
    assert codec.from_json(codec.to_json(kept)) == kept
    with pytest.raises(Refusal) as refused:
        set_digits(DOCUMENT, strokes=((1, 2) * (limits.MAX_STROKE_POINTS + 1),))
    assert refused.value.code == "drawing_too_long"


@pytest.mark.parametrize("spoilt", [
    Digits(strokes=((1,),)), Digits(strokes=((),)), Digits(strokes=((1, 2, 3),)), Digits(strokes=((0, PAD + 1),)),
    Digits(strokes=((-1, 0),)), Digits(strokes=((1, 2),) * (limits.MAX_STROKES + 1)), Digits(epochs=2),
    Digits(images="letters"), Digits(width=5), Digits(example=-1),
    Digits(images="optdigits", example=FORMATS["optdigits"].spare),
])
def test_what_is_no_drawing_is_refused(spoilt: Digits) -> None:
    with pytest.raises(Refusal):
        checked(spoilt)


def test_documents_of_before_open_with_an_empty_pad() -> None:
    text = codec.to_json(DOCUMENT)
    assert "digits" not in text
    assert codec.from_json(text).digits == Digits()
    assert codec.from_json(codec.to_json(replace(DOCUMENT, digits=Digits(epochs=3)))).digits.epochs == 3
