"""What has been done in the experiments goes through a reload; what comes back is believed as far as it can be true."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.limits import MAX_BESIDE_CHARS
from neuroviz.lab.comparison.experiments import EXPERIMENTS, MOST_TRIALS, Attempt
from neuroviz.lab.comparison.record import MOST_KEPT, Record, from_text, to_text
from tests.lab.comparison.test_experiments import RIGHT, Visitor

START = EXPERIMENTS["threshold"].start


def record_of(key: str) -> Record:
    visitor = Visitor(key)
    visitor.follows(RIGHT[key])
    return Record(frozenset({key, "veto"}), key, tuple(visitor.trials), 1)


def tried(n: int) -> tuple[Attempt, ...]:
    return tuple(Attempt(replace(START, amplitude=0.1 * k), k, 0.5 * k, math.nan, 12.0) for k in range(1, n + 1))


def altered(**changes: Any) -> str:
    """The text of a record of one trial, with another value in the trial."""
    raw = json.loads(to_text(Record(frozenset({"warm"}), "threshold", tried(1), 2)))
    raw["trials"][0].update(changes)
    return json.dumps(raw)


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_what_was_done_comes_back_as_it_was(key: str) -> None:
    record = record_of(key)
    back = from_text(to_text(record))
    assert back == record
    assert EXPERIMENTS[key].check(back.trials) == EXPERIMENTS[key].check(record.trials)
    assert EXPERIMENTS[key].check(back.trials).done


def test_names_that_a_visitor_gave_come_back_too() -> None:
    start = EXPERIMENTS["veto"].start
    named = replace(start, names=("<b>one</b>", "two", "drei"), inputs=(1.0, 1.0, 3.0))
    trials = Attempt(start, 0, math.nan, math.nan, 12.0), Attempt(named, 1, 2.0, 1.0, 12.0)
    record = Record(name="veto", trials=trials)
    assert from_text(to_text(record)) == record


def test_nothing_done_is_no_text() -> None:
    assert to_text(Record()) == ""
    assert from_text("") == Record()


def test_of_many_trials_the_first_and_the_last_are_kept() -> None:
    record = Record(name="threshold", trials=tried(MOST_TRIALS))
    back = from_text(to_text(record)).trials
    assert len(back) == MOST_KEPT
    assert (back[0], back[1:]) == (record.trials[0], record.trials[1 - MOST_KEPT :])
    assert len(to_text(record)) < 6000


def test_a_session_keeps_no_more_trials_than_it_may() -> None:
    record = Record(name="threshold")
    for trial in tried(MOST_TRIALS + 5):
        record = record.then(trial)
    assert len(record.trials) == MOST_TRIALS
    assert record.trials[-1].spikes == MOST_TRIALS + 5


def test_trials_of_many_named_inputs_do_not_make_the_text_longer_than_is_read() -> None:
    wide = replace(START, inputs=(1 / 3,) * 32, weights=(2 / 3,) * 32, names=("名" * 24,) * 32)
    trials = tuple(Attempt(replace(wide, bias=k / 7), k, 0.5, 1.0, 12.0) for k in range(1, 60))
    text = to_text(Record(frozenset({"veto"}), "threshold", trials))
    assert len(text) <= MAX_BESIDE_CHARS
    assert from_text(text).trials[-1] == trials[-1]
    assert from_text(text).done == {"veto"}


# --- what comes back may be anything -------------------------------------------------------------

@pytest.mark.parametrize("text", [
    "", "no JSON", "[]", "3", "null", '"done"', "{", "[" * 50_000, '{"done": 3}', '{"done": {"warm": 1}}',
    '{"done": null}',
    '{"done": ["<script>alert(1)</script>", "", null, 3, ["warm"], {"a": 1}]}', '{"name": ["warm"], "trials": []}',
    '{"name": "warm"}', '{"name": "warm", "trials": {}}', '{"name": "warm", "trials": [null, 3, "x", []]}',
    '{"name": "nowhere", "trials": [{}]}', "\ud800",
])
def test_what_is_no_record_says_nothing(text: str) -> None:
    assert from_text(text) == Record()


def test_unknown_experiments_are_left_out() -> None:
    assert from_text('{"done": ["warm", "nowhere", "<b>veto</b>", "warm", "veto"]}').done == {"warm", "veto"}


@pytest.mark.parametrize("changes", [
    {"spikes": -1}, {"spikes": 1.5}, {"spikes": True}, {"spikes": "1"}, {"spikes": 10**30}, {"spikes": None},
    {"spikes": 0}, {"first": None}, {"first": -1.0}, {"first": 1e9}, {"first": "5"}, {"width": -2.0}, {"width": [1]},
    {"speed": None}, {"speed": -1.0}, {"speed": 1e300}, {"failed": 0}, {"failed": None},
    {"neuron": None}, {"neuron": []}, {"neuron": {"amplitude": 1e9}}, {"neuron": {"amplitude": "<b>"}},
    {"neuron": {"nothing": 1}}, {"neuron": {"inputs": [1.0] * 5000}}, {"neuron": {"inputs": [0.0, 1.0]}},
    {"neuron": {"model": "<script>"}}, {"neuron": {"names": ["x" * 5000]}}, {"neuron": {"myelin": 1}},
], ids=str)
def test_a_trial_of_which_anything_is_wrong_is_left_out(changes: dict[str, Any]) -> None:
    assert from_text(altered()).trials == tried(1)
    found = from_text(altered(**changes))
    assert (found.trials, found.name) == ((), ""), "there is nothing left of what was tried"
    assert found.done == {"warm"}


def test_thousands_of_trials_are_cut() -> None:
    raw = json.loads(altered())
    many = json.dumps({**raw, "trials": raw["trials"] * 400})
    assert len(many) < MAX_BESIDE_CHARS
    assert len(from_text(many).trials) == MOST_KEPT
    assert from_text(json.dumps({**raw, "trials": raw["trials"] * 4000})) == Record(), "not even looked into"


@pytest.mark.parametrize("predicted", [-1, 3, 1.0, True, "1", None, [1]])
def test_a_choice_that_is_none_was_not_made(predicted: object) -> None:
    raw = json.loads(altered())
    assert from_text(json.dumps(raw)).predicted == 2
    assert from_text(json.dumps({**raw, "predicted": predicted})).predicted is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(list(EXPERIMENTS)),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from([
            "done", "name", "trials", "predicted", "neuron", "spikes", "first", "width", "speed", "failed",
        ]) | st.text(), inner,
    ), max_leaves=30,
)


@given(ANYTHING)
def test_nothing_that_comes_back_raises(raw: object) -> None:
    found = from_text(json.dumps(raw))
    assert found.done <= set(EXPERIMENTS)
    assert bool(found.name) == bool(found.trials)


# --- two records become one ----------------------------------------------------------------------

def test_what_is_done_anywhere_is_done_and_whoever_came_further_goes_on() -> None:
    here = Record(frozenset({"warm"}), "threshold", tried(2))
    kept = Record(frozenset({"veto"}), "threshold", tried(5), 1)
    assert here.joined(kept) == replace(kept, done=frozenset({"warm", "veto"}))
    assert kept.joined(here) == replace(kept, done=frozenset({"warm", "veto"}))
    assert Record().joined(kept) == kept
    assert here.joined(Record()) == here


def test_trials_of_another_experiment_do_not_come_into_the_one_that_is_open() -> None:
    here = Record(name="warm", trials=tried(1))
    assert here.joined(Record(frozenset({"veto"}), "threshold", tried(5), 1)) == replace(here, done=frozenset({"veto"}))
