"""What a field may be is said where it is declared: each record's defaults keep to it, and nothing else passes."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Annotated, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.fields import OneOf, Within, as_declared, choices_of, ranges_of
from neuroviz.document.refusal import Refusal
from neuroviz.document.settings.descent import Descent
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.overfitting import Trial
from neuroviz.document.settings.training import Training

RECORDS = (Neuron, Training, Descent, Trial)


@dataclass(frozen=True)
class Sample:
    """A record with a field of each kind."""

    count: Annotated[int, Within(1, 9)] = 3
    share: Annotated[float, Within(-1.0, 1.0)] = 0.5
    word: Annotated[str, OneOf(("a", "b"))] = "a"
    free: str = ""


def test_rules_are_read_from_the_declaration() -> None:
    assert ranges_of(Sample) == {"count": (1, 9), "share": (-1.0, 1.0)}
    assert choices_of(Sample) == {"word": ("a", "b")}


@given(count=st.integers(1, 9), share=st.floats(-1.0, 1.0), word=st.sampled_from("ab"), free=st.text())
def test_what_is_declared_passes_and_is_of_its_type(count: int, share: float, word: str, free: str) -> None:
    found = as_declared(Sample(float(count), share, word, free), "sample")  # type: ignore[arg-type]
    assert found == Sample(count, share, word, free)
    assert type(found.count) is int
    assert math.copysign(1.0, as_declared(Sample(share=-0.0), "sample").share) == 1.0


@pytest.mark.parametrize(("changes", "code", "where"), [
    ({"count": 0}, "field_range", "sample.count"), ({"count": 10}, "field_range", "sample.count"),
    ({"share": 1.0000001}, "field_range", "sample.share"), ({"share": math.nan}, "field_number", "sample.share"),
    ({"word": "c" * 99}, "field_value", "sample.word"),
])
def test_anything_else_is_refused_by_its_name_in_the_file(changes: dict[str, object], code: str, where: str) -> None:
    with pytest.raises(Refusal) as caught:
        as_declared(replace(Sample(), **changes), "sample")  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.params["where"]) == (code, where)
    assert len(str(caught.value.params["value"])) <= 24


@pytest.mark.parametrize("kind", RECORDS)
def test_every_number_of_a_record_declares_its_range_and_begins_within(kind: type) -> None:
    hints = get_type_hints(kind)
    free = {"bias"}  # of a neuron: as its inputs and weights, which are bounded together
    numbers = {field.name for field in fields(kind) if hints[field.name] in {int, float}} - free
    assert numbers == (ranges_of(kind).keys() | choices_of(kind).keys()) & numbers
    assert as_declared(kind(), "record") == kind()
    for name, ends in ranges_of(kind).items():
        assert ends[0] < ends[1]
        assert {type(end) for end in ends} == {hints[name]}, name
