"""The settings of the gradient descent page: what they may be, what belongs to one ground, what a file may say."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from neuroviz.document import Document, Refusal, codec, edits, limits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.descent import REACHES, STEPS, Descent, checked, with_target
from neuroviz.document.settings.training import recipe
from tests.document.validity import bits
from tests.strategies import descents

RANGES, CHOICES = ranges_of(Descent), choices_of(Descent)

DOCUMENT = PRESETS["xor"].document
CHOSEN = Descent(
    first=(1, 0, 0), second=(1, 0), trained=False, reach=2.0, steps=80, shown=("sgd", "adam"), follow="adam", same=True,
    start=(0.5, -0.25), rates=(("sgd", 0.1), ("adam", 0.01)), loss="squared_error", rate=0.3, batch=True,
    targets=(((0.0, 1.0), (1.0,)), ((1.0, 1.0), (0.0,))), part="network",
)


def with_it(descent: Descent) -> Document:
    return replace(DOCUMENT, descent=descent)


def raw(**changes: Any) -> str:
    read = json.loads(codec.to_json(with_it(CHOSEN)))
    read["descent"].update(changes)
    return json.dumps(read)


def test_the_chosen_are_allowed_as_they_are() -> None:
    assert checked(Descent()) == Descent()
    assert checked(CHOSEN) == CHOSEN
    assert hash(with_it(CHOSEN)) != hash(with_it(replace(CHOSEN, start=(0.5, -0.5))))


@given(descent=descents())
def test_a_file_and_a_link_keep_every_bit(descent: Descent) -> None:
    document = with_it(descent)
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)
    assert bits(codec.from_link(codec.to_link(document))) == bits(document)


def test_it_is_written_only_where_it_is_the_visitors_own() -> None:
    assert "descent" not in json.loads(codec.to_json(with_it(Descent())))
    assert set(json.loads(codec.to_json(with_it(CHOSEN)))["descent"]) == {field.name for field in fields(Descent)}


def test_the_most_targets_with_the_longest_numbers_fit_a_file() -> None:
    row = (-1.2345678901234567e-300,) * limits.MAX_NEURONS
    pairs = tuple(((float(i), *row[1:]), row) for i in range(limits.MAX_TARGETS))
    document = with_it(replace(CHOSEN, targets=pairs))
    assert len(codec.to_json(document).encode()) < limits.MAX_FILE_BYTES / 2
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)


@pytest.mark.parametrize(("changes", "code", "where"), [
    ({"part": "cave"}, "field_value", "descent.part"),
    ({"reach": 3}, "field_value", "descent.reach"),
    ({"reach": True}, "field_number", "descent.reach"),
    ({"steps": 10**9}, "field_value", "descent.steps"),
    ({"steps": 40.0}, "field_value", "descent.steps"),
    ({"loss": "hinge"}, "field_value", "descent.loss"),
    ({"trained": 1}, "field_value", "descent.trained"),
    ({"first": [1]}, "field_value", "descent.first"),
    ({"first": [1, 99]}, "field_value", "descent.first"),
    ({"first": [1, 0, 0, 0]}, "field_length", "descent.first"),
    ({"second": [1, 0.5]}, "field_value", "descent.second[1]"),
    ({"shown": []}, "field_length", "descent.shown"),
    ({"shown": ["sgd", "adamw"]}, "field_value", "descent.shown"),
    ({"shown": ["sgd", "sgd"]}, "field_value", "descent.shown"),
    ({"follow": "adamw"}, "field_value", "descent.follow"),
    ({"start": [1, 2, 3]}, "field_length", "descent.start"),
    ({"start": [1e9]}, "field_range", "descent.start[0]"),
    ({"rates": [["sgd"]]}, "field_length", "descent.rates[0]"),
    ({"rates": [["sgd", "fast"]]}, "field_number", "descent.rates[0][1]"),
    ({"rates": [["sgd", 1000]]}, "field_range", "descent.rates[0]"),
    ({"rates": [["adamw", 1]]}, "field_value", "descent.rates[0]"),
    ({"rates": [["sgd", 1], ["sgd", 2]]}, "field_value", "descent.rates[0]"),
    ({"rate": 0}, "field_range", "descent.rate"),
    ({"targets": [[[1], []]]}, "field_length", "descent.targets[0][1]"),
    ({"targets": [[[1], ["a"]]]}, "field_number", "descent.targets[0][1][0]"),
    ({"targets": [[[0], [0]]] * (limits.MAX_TARGETS + 1)}, "field_length", "descent.targets"),
    ({"speed": 3}, "field_unknown", "descent.speed"),
])
def test_a_file_with_a_wrong_field_is_refused_by_name(changes: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(Refusal) as caught:
        codec.from_json(raw(**changes))
    assert (caught.value.code, caught.value.params["where"]) == (code, where)


def test_what_every_choice_is_bounded_by() -> None:
    others = {"first", "second", "curve", "trained", "shown", "same", "start", "rates", "batch", "targets"}
    assert {field.name for field in fields(Descent)} == {*CHOICES, *RANGES} | others
    assert max(STEPS) <= 100
    assert max(REACHES) <= 20


def test_nobody_who_is_not_shown_is_followed() -> None:
    assert edits.set_descent(with_it(CHOSEN), shown=("sgd",)).descent.follow == "sgd"


@pytest.mark.parametrize("changes", [{"first": (1, 1)}, {"second": (2, 0)}, {"curve": True}, {"trained": True}])
def test_start_and_rates_are_of_one_ground(changes: dict[str, Any]) -> None:
    moved = edits.set_descent(with_it(CHOSEN), **changes).descent
    assert (moved.start, moved.rates) == ((), ())
    assert replace(moved, start=CHOSEN.start, rates=CHOSEN.rates) == replace(CHOSEN, **changes)


def test_other_data_are_another_ground_and_the_same_ones_are_not() -> None:
    document = with_it(CHOSEN)
    assert edits.put_training(document, document.training).descent == CHOSEN
    for other in (edits.put_training(document, recipe("moons")), edits.set_learning(document, epochs=7)):
        assert other.descent == replace(CHOSEN, start=(), rates=())
    kept = edits.set_descent(document, reach=10.0, steps=20, rate=1.0).descent
    assert (kept.start, kept.rates) == (CHOSEN.start, CHOSEN.rates)


def test_the_last_word_on_a_target_counts_and_the_oldest_is_forgotten() -> None:
    said = with_target(with_target(Descent(), (1.0,), (0.0,)), (1.0,), (1.0,))
    assert said.targets == (((1.0,), (1.0,)),)
    # For a network with as many inputs and other outputs it is another answer.
    assert len(with_target(said, (1.0,), (1.0, 0.0)).targets) == 2
    for i in range(limits.MAX_TARGETS + 3):
        said = with_target(said, (float(i), 0.0), (1.0,))
    assert len(said.targets) == limits.MAX_TARGETS
    assert said.targets[0][0] == (3.0, 0.0)
