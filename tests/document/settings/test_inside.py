"""What the page "Look inside" is set to is kept as it is; what no network has is refused."""

from __future__ import annotations

import pytest

from neuroviz.document import Refusal, codec, edits, limits
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.inside import Inside, checked

DOCUMENT = PRESETS[FIRST].document


def test_documents_of_before_open_with_the_defaults() -> None:
    text = codec.to_json(DOCUMENT)
    assert '"inside"' not in text
    assert codec.from_json(text).inside == Inside()


def test_a_lesion_is_made_and_mended() -> None:
    silent = edits.toggle_lesion(DOCUMENT, 1, 3)
    cut = edits.toggle_lesion(silent, 3, 9, 15)
    assert (cut.inside.silent, cut.inside.cut) == (((1, 3),), ((3, 9, 15),))
    assert codec.from_link(codec.to_link(cut)) == cut
    assert edits.toggle_lesion(edits.toggle_lesion(cut, 1, 3), 3, 9, 15) == DOCUMENT


def test_there_is_room_for_so_many_cuts() -> None:
    document = DOCUMENT
    for source in range(limits.MAX_CUT):
        document = edits.toggle_lesion(document, 1, 0, source)
    with pytest.raises(Refusal) as refused:
        edits.toggle_lesion(document, 1, 0, limits.MAX_CUT)
    assert refused.value.code == "too_many_lesions"
    assert codec.from_json(codec.to_json(document)) == document


@pytest.mark.parametrize("spoilt", [
    Inside(lens="glass"), Inside(test=""), Inside(digit=10), Inside(patch=0), Inside(dark=1.1),
    Inside(silent=((3, 0),)),
    Inside(silent=((0, 0),)), Inside(silent=((1, 16),)), Inside(silent=((1,),)), Inside(silent=((1, 2), (1, 2))),
    Inside(cut=((1, 2),)), Inside(cut=((4, 0, 0),)), Inside(cut=((1, 0, 784),)), Inside(layer=3),
])
def test_what_no_network_has_is_refused(spoilt: Inside) -> None:
    with pytest.raises(Refusal):
        checked(spoilt)
