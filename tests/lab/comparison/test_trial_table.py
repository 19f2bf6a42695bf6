"""The table of an experiment's trials: what was set and what was measured, the same on the screen and in the file."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

import pytest

from neuroviz.lab.comparison.experiments import EXPERIMENTS, Attempt
from neuroviz.lab.comparison.run import run
from neuroviz.lab.comparison.trial_table import as_csv, plain_digits, trial_columns
from tests.lab.comparison.test_experiments import RIGHT, Visitor, trial_of

SHOWN = {
    "threshold": ["number", "amplitude µA/cm²", "spikes", "first ms", "counts"],
    "refractory": ["number", "gap_ms ms", "spikes", "first ms", "counts"],
    "space": ["number", "x1", "x2", "spikes", "rate Hz", "first ms", "counts"],
    "time": ["number", "x1", "spikes", "rate Hz", "first ms", "counts"],
    "veto": ["number", "x1", "x2", "x3", "w1", "w2", "w3", "spikes", "rate Hz", "first ms", "counts"],
    "sodium": ["number", "sodium %", "spikes", "first ms", "width ms", "counts"],
    "potassium": ["number", "potassium %", "spikes", "first ms", "width ms", "counts"],
    "warm": ["number", "temperature_c °C", "spikes", "first ms", "width ms", "counts"],
    "myelin": ["number", "myelin", "diameter_um µm", "spikes", "first ms", "speed m/s", "counts"],
    "release": ["number", "amplitude µA/cm²", "spikes", "first ms", "counts"],
}


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_a_table_shows_what_is_set_and_what_was_seen(key: str) -> None:
    visitor = Visitor(key)
    visitor.follows(RIGHT[key])
    table = trial_columns(EXPERIMENTS[key], visitor.trials)
    assert [f"{each.symbol or each.name} {each.unit}".strip() for each in table] == SHOWN[key]
    assert {len(each.values) for each in table} == {len(visitor.trials)}
    by = {each.symbol or each.name: each.values for each in table}
    runs = [run(trial.neuron) for trial in visitor.trials]
    assert by["number"] == tuple(range(1, len(runs) + 1))
    assert by["spikes"] == tuple(len(each.result.spikes_ms) for each in runs)
    for measured, found in zip(by["first"], runs, strict=True):
        assert measured == found.result.spikes_ms[0] if len(found.result.spikes_ms) else math.isnan(measured)
    if "rate" in by:
        assert by["rate"] == tuple(each.rate_hz for each in runs)
    if "speed" in by:
        assert by["speed"] == tuple(each.speed_m_s for each in runs)


def test_channels_are_shares_in_per_cent_as_on_the_page() -> None:
    trials = [trial_of(replace(EXPERIMENTS["sodium"].start, sodium=share)) for share in (1.0, 0.35)]
    assert trial_columns(EXPERIMENTS["sodium"], trials)[1].values == pytest.approx((100.0, 35.0))


def test_a_run_that_does_not_count_or_broke_says_so() -> None:
    start = EXPERIMENTS["threshold"].start
    broken = Attempt(start, 0, math.nan, math.nan, 12.0, failed=True)
    table = trial_columns(EXPERIMENTS["threshold"], [trial_of(start), trial_of(replace(start, bias=1.0)), broken])
    by = {each.name: each for each in table}
    assert by["counts"].values == (1.0, 0.0, 0.0)
    assert math.isnan(by["spikes"].values[2]), "its silence says nothing"


def test_another_number_of_inputs_leaves_gaps() -> None:
    start = EXPERIMENTS["space"].start
    three = replace(start, inputs=(1.0, 0.0, 2.0), weights=(0.4, 0.4, 0.1), names=("", "", ""))
    table = trial_columns(EXPERIMENTS["space"], [trial_of(start), trial_of(three)])
    assert [each.symbol for each in table if each.place] == ["x1", "x2", "x3"]
    assert [plain_digits(value) for value in table[3].values] == ["", "2"]


def test_the_file_has_the_tables_numbers_and_opens_in_a_spreadsheet() -> None:
    visitor = Visitor("myelin")
    visitor.follows(RIGHT["myelin"])
    table = trial_columns(EXPERIMENTS["myelin"], visitor.trials)
    raw = as_csv(table, ["Run, or 次序", *(each.name for each in table[1:])], "是", "no")
    assert raw.startswith(b"\xef\xbb\xbf"), "a spreadsheet takes it for UTF-8"
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert head[0] == "Run, or 次序"
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[1] for row in rows] == ["是", "no", "no", "no"]
    for row, *values in zip(rows, *(each.values for each in table), strict=True):
        for text, value, column in zip(row, values, table, strict=True):
            if not column.switch:
                assert text == plain_digits(value)
                assert text == "" if math.isnan(value) else float(text) == pytest.approx(value, rel=1e-4)
