"""The files of images are what they are said to be, and small."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.nn.digits.images import FOLDER, FORMATS, learnt, never_seen


@pytest.mark.parametrize(("name", "count"), [("mnist", 10_000), ("optdigits", 1797)])
def test_a_set_is_whole_and_parted(name: str, count: int) -> None:
    train, test, form = learnt(name), never_seen(name), FORMATS[name]
    assert (len(train) + len(test), len(test)) == (count, form.spare)
    for part in (train, test):
        assert part.pixels.shape == (len(part), form.side**2)
        assert part.pixels.max() == form.most
        # Every digit is there, none much more often than another.
        shares = np.bincount(part.labels, minlength=10) / len(part)
        assert shares.min() > 0.06
        assert shares.max() < 0.14
        assert not part.pixels.flags.writeable


@pytest.mark.parametrize("name", FORMATS)
def test_no_image_is_in_both_parts(name: str) -> None:
    seen = {image.tobytes() for image in learnt(name).pixels}
    assert sum(image.tobytes() in seen for image in never_seen(name).pixels) == 0


def test_all_that_is_shipped_is_small_and_says_where_it_comes_from() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000
    said = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
    assert all(f"{name}.npz" in said for name in FORMATS)
    assert "CC BY-SA 3.0" in said
    assert "CC BY 4.0" in said
