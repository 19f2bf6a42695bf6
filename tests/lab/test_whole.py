"""The examples of the page "The whole model", and what is pasted there."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document import Refusal
from neuroviz.document.models.bounds import MAX_WEIGHTS
from neuroviz.document.models.whole import packed
from neuroviz.lab.whole import EXAMPLES, FIRST, begun, example, images_for, pasted
from neuroviz.nn import forward
from neuroviz.nn.digits.images import never_seen
from neuroviz.nn.digits.wide import WIDE


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_within_the_bounds_and_travels_in_four_bytes_a_number(name: str) -> None:
    whole = example(name)
    assert (whole.example, whole.title) == (name, "")
    assert whole.count <= MAX_WEIGHTS
    assert packed(whole.network)[0] == "<f4"
    assert np.isfinite(forward(whole.now, whole.input).output).all()


def test_the_wide_one_reads_digits_that_it_never_saw() -> None:
    whole = example(FIRST)
    assert whole.sizes == WIDE.sizes
    images = never_seen("mnist")
    answers = forward(whole.now, images.inputs).output.argmax(axis=1)
    assert (answers == images.labels).mean() > 0.97


def test_a_model_that_takes_an_image_begins_with_one() -> None:
    for count, side in ((784, 28), (64, 8)):
        images = images_for(count)
        assert images is not None
        assert images.format.side == side
    assert images_for(100) is None
    other = example("million")
    assert begun(other) is other
    assert np.array_equal(begun(example("narrow")).input, never_seen("mnist").inputs[0])


def test_a_row_or_a_block_is_pasted() -> None:
    assert pasted("1\t2\n3\t-4.5", 4) == [1.0, 2.0, 3.0, -4.5]
    assert pasted("[[1, 2], [3, 4]]", 4) == [1.0, 2.0, 3.0, 4.0]
    with pytest.raises(Refusal, match="whole_input"):
        pasted("1 2 3", 4)
    with pytest.raises(Refusal, match="number_unreadable"):
        pasted("1 2 3 x", 4)
