"""The attack, counted pair by pair and threshold by threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn.privacy.membership import attack, label_scores

scores = st.lists(st.integers(0, 6).map(float), min_size=1, max_size=15).map(np.array)


@given(members=scores, others=scores)
def test_area_and_advantage_are_counted(members: np.ndarray, others: np.ndarray) -> None:
    found = attack(members, others)
    pairs = [(1.0 if m < o else 0.5 if m == o else 0.0) for m in members for o in others]
    assert found.area == pytest.approx(np.mean(pairs))
    distances = [(members <= t).mean() - (others <= t).mean() for t in (-1.0, *members, *others)]
    assert found.advantage == pytest.approx(max(distances))
    assert (members <= found.threshold).mean() - (others <= found.threshold).mean() == pytest.approx(found.advantage)
    assert (found.found[0], found.accused[0]) == (0, 0)
    assert (found.found[-1], found.accused[-1]) == (1, 1)
    assert 0 <= found.advantage <= 1


@given(data=st.data())
def test_who_sees_answers_alone_has_the_gap_of_the_accuracies(data: st.DataObject) -> None:
    right, other = (np.array(data.draw(st.lists(st.booleans(), min_size=1, max_size=20))) for _ in range(2))
    found = attack(*(label_scores(np.where(each, 3, 4), np.full(len(each), 3)) for each in (right, other)))
    assert found.advantage == pytest.approx(max(0.0, right.mean() - other.mean()))
