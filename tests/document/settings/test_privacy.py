"""The settings of the page "Privacy": kept within their bounds, and remedies released together."""

from __future__ import annotations

import pytest

from neuroviz.document import Refusal, codec, edits
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.privacy import REMEDIES, Privacy, checked

DOCUMENT = PRESETS[FIRST].document


def test_documents_of_before_open_with_the_defaults() -> None:
    assert '"privacy"' not in codec.to_json(DOCUMENT)
    assert codec.from_json(codec.to_json(DOCUMENT)).privacy == Privacy()


def test_remedies_are_released_and_all_else_stays() -> None:
    moved = edits.set_privacy(DOCUMENT, points=400, noise=1.5, l2=0.01, answers="label", seed=9, digit=7, patience=3)
    assert codec.from_link(codec.to_link(moved)) == moved
    released = edits.release_remedies(moved).privacy
    assert released == Privacy(seed=9, digit=7)
    assert all(getattr(released, name) == getattr(Privacy(), name) for name in REMEDIES)


@pytest.mark.parametrize("spoilt", [
    Privacy(points=19), Privacy(points=1401), Privacy(noise=-0.1), Privacy(clip=0.0), Privacy(answers="all"),
    Privacy(digit=10), Privacy(dropout=0.9),
])
def test_what_is_out_of_bounds_is_refused(spoilt: Privacy) -> None:
    with pytest.raises(Refusal):
        checked(spoilt)
