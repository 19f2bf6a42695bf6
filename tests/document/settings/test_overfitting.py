"""The overfitting page's trials: what they may be, what is held against them, and that they alone make the run."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from neuroviz.document import Document, Refusal, codec, edits, limits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.overfitting import (
    ALL,
    LEVERS,
    NETWORKS,
    STARTS,
    Kept,
    Overfitting,
    Trial,
    checked,
    without,
)
from neuroviz.document.settings.training import network_of, settings_of
from neuroviz.lab.overfitting_runs import result_of, run_of, training_of
from neuroviz.nn.training import collect_history, train
from tests.document.validity import bits
from tests.strategies import overfittings

RANGES, CHOICES = ranges_of(Trial), choices_of(Trial)

DOCUMENT = PRESETS["xor"].document
PULLED = Trial(points=60, l2=0.003)
CHOSEN = Overfitting(PULLED, "kept.3", (Kept(1, "plain", Trial()), Kept(3, "", replace(PULLED, patience=50))))


def with_it(overfitting: Overfitting) -> Document:
    return replace(DOCUMENT, overfitting=overfitting)


def refused(text: str) -> tuple[str, object]:
    with pytest.raises(Refusal) as caught:
        codec.from_json(text)
    return caught.value.code, caught.value.params.get("where")


# --- what a trial may be -------------------------------------------------------------------------

def test_every_field_is_bounded() -> None:
    assert checked(CHOSEN) == CHOSEN
    assert {field.name for field in fields(Trial)} == {*RANGES, *CHOICES, "own"}
    for start in STARTS.values():
        assert checked(Overfitting(start.trial)).trial == start.trial


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_are_allowed_and_nothing_beyond(name: str) -> None:
    low, high = RANGES[name]
    for end in (low, high):
        assert getattr(edits.set_trial(DOCUMENT, **{name: end}).overfitting.trial, name) == end
    for beyond in (low - 1e-3, high + 1, float("nan"), float("inf")):
        with pytest.raises(Refusal) as caught:
            edits.set_trial(DOCUMENT, **{name: beyond})
        assert caught.value.params["where"] == f"overfitting.trial.{name}"


# --- what it is held against ---------------------------------------------------------------------

def test_a_lever_that_was_pulled_is_held_against_the_run_without_it() -> None:
    assert Overfitting().rivals == [""]
    assert Overfitting().base is None
    one = Overfitting(Trial(points=60))
    assert (one.rivals, one.base) == (["", ALL], Trial())
    two = Overfitting(PULLED, "l2")
    assert two.rivals == ["", ALL, "points", "l2"]
    assert two.base == Trial(points=60)
    # Put back, it cannot be left out any more.
    assert replace(two, trial=Trial(points=60)).base == Trial()
    assert replace(two, against="").base is None


def test_a_kept_run_is_a_rival_while_it_is_kept_and_of_the_same_data() -> None:
    assert CHOSEN.base == replace(PULLED, patience=50)
    assert "kept.1" in CHOSEN.rivals
    other = edits.open_trial(with_it(CHOSEN), "moons").overfitting
    assert (other.rivals, other.base, other.kept) == ([""], None, CHOSEN.kept)
    gone = edits.remove_run(with_it(CHOSEN), 3).overfitting
    assert (gone.against, gone.base) == (ALL, without(PULLED))
    assert edits.remove_run(with_it(CHOSEN), 1).overfitting.against == "kept.3"


def test_runs_are_numbered_on_and_there_is_room_for_so_many() -> None:
    document = with_it(CHOSEN)
    for number in range(4, 10):
        assert document.overfitting.next_number == number
        document = edits.keep_run(document, " a\nname ")
    assert [each.number for each in document.overfitting.kept] == [1, 3, 4, 5, 6, 7, 8, 9]
    assert {each.name for each in document.overfitting.kept[2:]} == {"a name"}
    with pytest.raises(Refusal) as caught:
        edits.keep_run(document, "")
    assert (caught.value.code, caught.value.params) == ("too_many_runs", {"limit": limits.MAX_KEPT_RUNS})


def test_all_levers_go_back_and_the_rest_stays() -> None:
    pulled = with_it(Overfitting(replace(STARTS["moons"].trial, seed=5, epochs=400, l1=0.1, points=80)))
    released = edits.release_levers(pulled).overfitting.trial
    assert released == replace(STARTS["moons"].trial, seed=5, epochs=400)
    assert all(getattr(released, lever) == getattr(STARTS["moons"].trial, lever) for lever in LEVERS)


# --- files and links -----------------------------------------------------------------------------

@given(overfitting=overfittings())
def test_a_file_and_a_link_keep_every_bit(overfitting: Overfitting) -> None:
    document = with_it(overfitting)
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)
    assert bits(codec.from_link(codec.to_link(document))) == bits(document)


def test_it_is_written_only_where_it_is_the_visitors_own() -> None:
    assert "overfitting" not in json.loads(codec.to_json(with_it(Overfitting())))
    assert set(json.loads(codec.to_json(with_it(CHOSEN)))["overfitting"]) == {"trial", "against", "kept"}


def test_as_many_runs_as_can_be_kept_fit_a_link() -> None:
    long = {name: low + (high - low) / 3 for name, (low, high) in RANGES.items() if type(getattr(Trial, name)) is float}
    kept = tuple(
        Kept(i + 1, chr(0x4E00 + 7 * i) * limits.MAX_NAME_CHARS, replace(Trial(**long), seed=limits.MAX_SEED - i))
        for i in range(limits.MAX_KEPT_RUNS)
    )
    document = with_it(Overfitting(kept=kept))
    assert len(codec.to_link(document)) < limits.MAX_LINK_CHARS / 2
    assert bits(codec.from_link(codec.to_link(document))) == bits(document)


@pytest.mark.parametrize(("changes", "code", "where"), [
    ({"trial": {"dataset": "mnist"}}, "field_value", "overfitting.trial.dataset"),
    ({"trial": {"dataset": "own"}}, "training_few", None),
    ({"trial": {"dataset": "own", "own": {"table": "x"}}}, "field_value", "overfitting.trial.own.table"),
    ({"trial": {"own": {"names": ["a"] * 4}}}, "field_length", "overfitting.trial.own.names"),
    ({"trial": {"own": {"rows": []}}}, "field_unknown", "overfitting.trial.own.rows"),
    ({"trial": {"optimizer": "adamw"}}, "field_value", "overfitting.trial.optimizer"),
    ({"trial": {"epochs": 10**6}}, "field_range", "overfitting.trial.epochs"),
    ({"trial": {"epochs": 100.5}}, "field_value", "overfitting.trial.epochs"),
    ({"trial": {"points": True}}, "field_value", "overfitting.trial.points"),
    ({"trial": {"noise": "much"}}, "field_number", "overfitting.trial.noise"),
    ({"trial": {"neurons": 4000}}, "field_range", "overfitting.trial.neurons"),
    ({"trial": {"hidden": [3]}}, "field_unknown", "overfitting.trial.hidden"),
    ({"trial": [1]}, "field_value", "overfitting.trial"),
    ({"against": "kept.2"}, "field_value", "overfitting.against"),
    ({"against": "seed"}, "field_value", "overfitting.against"),
    ({"against": 3}, "field_value", "overfitting.against"),
    ({"kept": [{}] * 9}, "field_length", "overfitting.kept"),
    ({"kept": [{}, {}]}, "field_value", "overfitting.kept[1].number"),
    ({"kept": [{"number": 0}]}, "field_value", "overfitting.kept[0].number"),
    ({"kept": [{"number": 3, "trial": {"l2": 9}}]}, "field_range", "overfitting.kept[0].trial.l2"),
    ({"kept": [{"name": 7}]}, "field_value", "overfitting.kept[0].name"),
    ({"kept": [{"name": "x" * 25}]}, "name_too_long", None),
    ({"kept": [{"results": [0.0]}]}, "field_unknown", "overfitting.kept[0].results"),
    ({"runs": []}, "field_unknown", "overfitting.runs"),
])
def test_a_file_with_a_wrong_field_is_refused_by_name(changes: dict[str, Any], code: str, where: str | None) -> None:
    raw = json.loads(codec.to_json(with_it(CHOSEN)))
    raw["overfitting"].update(changes)
    assert refused(json.dumps(raw)) == (code, where)


# --- the run -------------------------------------------------------------------------------------

@pytest.mark.parametrize("network", NETWORKS)
def test_a_link_reproduces_the_run(network: str) -> None:
    """The engine, asked directly with what the link holds, gives the very numbers that the page shows."""
    sent = replace(PULLED, dataset="moons", epochs=100, learning_rate=0.01)
    trial = codec.from_link(codec.to_link(with_it(Overfitting(sent)))).overfitting.trial
    training = training_of(trial, network)
    run = run_of(sent, network)
    again = collect_history(train(network_of(training), run.data, settings_of(training)), 5)
    assert np.array_equal(again.test_loss, run.history.test_loss)
    assert np.array_equal(again.parameters[-1], run.history.parameters[-1])
    found = result_of(trial, network)
    assert found == run.result
    assert (found.test_loss, found.gap) == (again.test_loss[-1], again.test_loss[-1] - again.train_loss[-1])
