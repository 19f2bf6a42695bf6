"""What the pair's canvas is handed: plain, bounded, in order, and its numbers those that were computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import SimulationError
from neuroviz.document.settings.neuron import PATTERNS, Neuron, checked, with_changes
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.models import MODELS
from neuroviz.lab.comparison.run import Comparison, run
from neuroviz.viz.neuron.comparison_figure import MOST_NAMED
from neuroviz.viz.neuron.comparison_view import MOST_SENT, comparison_view
from neuroviz.viz.neuron.sampling import thinned
from neuroviz.viz.numbers import compact
from neuroviz.viz.palette import PALETTES
from tests.examples import examples
from tests.viz.neuron.scenes import LOOKS, RUNS, assert_figure, assert_plain, few_runs, sized, words

DEFAULT_BYTES = 120_000
"""Of the first view; the page loads it and every edit sends one."""


def view(run: Comparison, theme: str = "light", lang: str = "en") -> dict[str, Any]:
    return comparison_view(run, words(lang), PALETTES[theme])


def plain_number(text: str) -> float:
    return float(text.replace("−", "-"))


def part_words(shown: Mapping[str, Any], name: str) -> list[str]:
    (found,) = [part["words"] for part in shown["parts"] if part["name"] == name]
    return list(found)


def assert_clock(shown: Mapping[str, Any], run: Comparison) -> None:
    clock = shown["clock"]
    times = [t for t, _ in clock["events"]]
    assert times == sorted(times)
    assert times[0] == 0.0
    assert times[-1] <= clock["duration"] == run.neuron.duration_ms
    assert {i for _, i in clock["events"]} == set(range(len(clock["sentences"])))
    assert len(set(clock["sentences"])) == len(clock["sentences"])
    # Of a run that broke the page says why in its own place.
    assert all(clock["sentences"]) or (run.failed and clock["sentences"] == [""])
    assert len(clock["trains"]) == len(run.neuron.inputs)
    for train in (*clock["trains"], clock["spikes"]):
        assert train == sorted(train)
    for low, high in clock["levels"].values():
        assert low < high, "the clock divides by their difference"


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_a_view_is_plain_and_in_order(run: Comparison, theme: str, lang: str) -> None:
    shown = view(run, theme, lang)
    assert_plain(shown)
    assert_clock(shown, run)
    # Only a name may have braces, and these have none.
    assert not any("{" in sentence for sentence in shown["clock"]["sentences"])
    assert set(shown["clock"]["lines"].values()) <= set(range(len(shown["below"]["spec"]["data"])))


@given(run=few_runs)
@examples(25)
def test_any_legal_neuron_has_a_view(run: Comparison) -> None:
    shown = view(run)
    assert_plain(shown)
    assert_clock(shown, run)
    for side in ("left", "right"):
        assert_figure(shown[side]["spec"])
    assert bool(shown["problem"]) == (run.failed is not None)


def test_the_first_view_is_small() -> None:
    assert len(orjson.dumps(view(RUNS["default"]))) < DEFAULT_BYTES


def test_the_largest_view_is_bounded() -> None:
    wild = run(checked(Neuron(
        inputs=(5.0,) * 32, weights=(0.1, -0.1) * 16, rate_hz=300.0, fibres=20, duration_ms=1000.0, t_ref_ms=0.0,
        tau_ms=2.0, r_mohm=50.0, stimulus="step", amplitude=5.0, onset_ms=0.0, width_ms=1000.0,
    )))
    assert wild.failed is None
    assert len(wild.result.spikes_ms) > 5_000
    assert min(map(len, wild.trains)) > 4 * MOST_SENT
    assert len(orjson.dumps(view(wild))) < 1_500_000


# --- the clock -----------------------------------------------------------------------------------

def test_every_arrival_and_every_spike_is_said_when_it_happens() -> None:
    run_ = RUNS["default"]
    clock = view(run_)["clock"]
    said = [(t, clock["sentences"][i]) for t, i in clock["events"]]
    spikes = [round(t, 3) for t in run_.result.spikes_ms.tolist()]
    assert [t for t, text in said if re.match(r"Spike \d+ at", text)] == spikes
    inhibiting = [t for t, text in said if "inhibits" in text]
    assert inhibiting == [round(t, 3) for t in run_.trains[2].tolist()]
    assert all("x₃" in text for t, text in said if "inhibits" in text)
    assert f"Spikes: {len(spikes)} in 200 ms, or {run_.rate_hz:.0f} a second" in said[-1][1]
    assert f"a = {compact(run_.a)}" in said[-1][1]


def test_an_input_that_weighs_nothing_is_not_said_to_do_anything() -> None:
    clock = view(run(sized(5)))["clock"]
    assert clock["trains"][4]
    assert not any("x₅" in sentence for sentence in clock["sentences"])


def test_what_the_clock_moves_is_what_was_simulated() -> None:
    for run_ in RUNS.values():
        clock = view(run_)["clock"]
        for sent, train in zip(clock["trains"], run_.trains, strict=True):
            assert sent == pytest.approx(thinned(train, MOST_SENT).tolist(), abs=6e-4)
        assert clock["spikes"] == pytest.approx(run_.result.spikes_ms.tolist(), abs=6e-4)
    assert view(RUNS["default"])["clock"]["delay"] == pytest.approx(RUNS["default"].delay_ms, abs=1e-4)
    assert view(RUNS["blocked"])["clock"]["delay"] is None


def test_another_neuron_is_another_signal_and_the_same_one_the_same() -> None:
    signals = {name: view(run_)["signal"] for name, run_ in RUNS.items()}
    neurons = {name: run_.neuron for name, run_ in RUNS.items()}
    assert len(set(signals.values())) == len(set(neurons.values()))
    assert view(RUNS["default"], "dark", "zh")["signal"] == signals["default"]


# --- the formulas --------------------------------------------------------------------------------

cents = st.integers(-900, 900).map(lambda value: value / 100.0)


def half_a_digit(value: float) -> float:
    """How far a shown number may be from its value; where that lies in the middle, floats decide the last bit."""
    return (0.5 if abs(value) >= 100 else 0.05 if abs(value) >= 10 else 0.005) + 1e-9


@given(
    pairs=st.lists(st.tuples(cents, cents), min_size=1, max_size=6), bias=cents,
    name=st.sampled_from(("relu", "tanh", "sigmoid", "linear", "step")),
)
@examples(20)
def test_the_equation_reads_back_as_the_numbers(pairs: list[tuple[float, float]], bias: float, name: str) -> None:
    """Taken apart as a reader would: every w, every x, the bias, the sum, the value."""
    neuron = checked(Neuron(
        inputs=tuple(x for x, _ in pairs), weights=tuple(w for _, w in pairs), bias=bias, activation=name,
        duration_ms=20.0,
    ))
    first, second, *_ = view(run(neuron))["formulas"]["left"]
    head, terms, z = first.split(" = ", 1)[0], *first.removeprefix("z = Σ wx + b = ").rsplit(" = ", 1)
    assert head == "z"
    number = r"−?\d+(?:\.\d+)?"
    read = re.findall(rf"(?:^| ([+−]) )({number})(?:·\(?({number})\)?)?", terms)
    values = [
        (-1 if sign == "−" else 1) * plain_number(w) * (plain_number(x) if x else 1.0) for sign, w, x in read
    ]
    assert len(values) == len(pairs) + 1
    total = sum(x * w for x, w in pairs) + bias
    assert sum(values) == pytest.approx(total, abs=1e-9)
    assert [plain_number(x) for _, _, x in read[:-1]] == [x + 0.0 for x in neuron.inputs]
    assert plain_number(z) == pytest.approx(total, abs=half_a_digit(total))
    a = {"relu": max(total, 0.0), "tanh": np.tanh(total), "sigmoid": 1 / (1 + np.exp(-total)), "linear": total,
         "step": float(total > 0)}[name]
    if abs(total) > 1e-9:
        assert second.endswith(f"({z}) = {compact(float(a))}") or plain_number(second.rsplit(" = ", 1)[1]) == (
            pytest.approx(a, abs=half_a_digit(a)))


def test_a_long_sum_is_cut_in_the_middle() -> None:
    first = view(RUNS["32 inputs"])["formulas"]["left"][0]
    assert " + … " in first
    assert first.count("·") == 4


@pytest.mark.parametrize("model", MODELS)
def test_the_membranes_equation_asks_for_lines_that_there_are(model: str) -> None:
    """{line:digits} is filled in by the browser, from the lines of the clock and two counts."""
    shown = view(RUNS[model])
    asked = {
        name: spec for side in ("left", "right") for text in shown["formulas"][side]
        for _, name, spec, _ in Formatter().parse(text) if name is not None
    }
    assert "v" in asked
    assert set(asked) <= {*shown["clock"]["lines"], "spikes", "now"}
    assert all(re.fullmatch(r"\d", spec) for spec in asked.values())


def test_the_membranes_equation_balances_at_every_instant() -> None:
    """C dV/dt = I - Na - K - leak with the numbers that are shown: V's own slope, to the accuracy of the step."""
    found = run(with_changes(Neuron(), model="hodgkin_huxley", bias=0.5, c_m_uf_cm2=2.0, dt_ms=0.01, duration_ms=40.0))
    lines, ionic = found.lines, found.result.ionic
    slope = np.gradient(found.result.v_mv, found.result.time_ms)
    right = lines["input"] - ionic["na"] - ionic["k"] - ionic["leak"]
    assert len(found.result.spikes_ms) > 0
    error = np.abs(2.0 * slope - right)[2:-2]
    assert float(np.sqrt(np.mean(error**2))) < 0.02 * float(np.ptp(right))


# --- parts ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_part_says_the_numbers_of_both_sides(lang: str) -> None:
    run_ = RUNS["default"]
    shown = view(run_, lang=lang)
    assert "0.6" in part_words(shown, "input1")[0]
    assert "60" in part_words(shown, "input1")[1]
    assert "4" in part_words(shown, "input1")[1]
    assert "−0.5" in part_words(shown, "weight2")[0]
    assert words(lang)["gaba"] in part_words(shown, "weight2")[1]
    assert words(lang)["ampa"] in part_words(shown, "weight0")[1]
    # In nS: 6.13 for the third.
    assert f"{1000 * run_.conductances[2]:.2f} nS" in part_words(shown, "weight2")[1]
    # b = 0.2 is 0.2 nA; what the background brings is not its doing.
    assert "0.2 nA" in part_words(shown, "bias0")[1].split("2 nA")[0] + "2 nA"
    assert part_words(shown, "bias0")[1].count("nA") == 2
    assert "2.2 nA" not in part_words(shown, "bias0")[1]
    assert compact(run_.z) in part_words(shown, "sum0")[0]
    assert compact(run_.a) in part_words(shown, "output0")[0]
    assert f"{run_.rate_hz:.0f}" in part_words(shown, "output0")[1]
    assert compact(run_.delay_ms) in part_words(shown, "output0")[1]


def test_the_rate_of_a_fibre_is_the_one_it_fires_at() -> None:
    shown = view(run(with_changes(Neuron(), inputs=(50.0, -2.0, 1.0))))
    assert "500" in part_words(shown, "input0")[1], "not 5000: no fibre does"
    assert re.search(r"\b0\b", part_words(shown, "input1")[1])


@pytest.mark.parametrize("name", ["7 inputs", "10 inputs", "11 inputs", "32 inputs"])
def test_many_inputs_are_not_pointed_at_one_by_one(name: str) -> None:
    n = len(RUNS[name].neuron.inputs)
    assert len(view(RUNS[name])["parts"]) == 4 + (2 * n if n <= MOST_NAMED else 0)


# --- what went wrong -----------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_that_broke_says_so_and_draws_no_spike(lang: str) -> None:
    shown = view(RUNS["broken"], lang=lang)
    assert RUNS["broken"].failed is not None
    assert "0.1" in shown["problem"]
    assert "…" not in shown["problem"]
    clock = shown["clock"]
    assert [t for t, _ in clock["events"]] == [0.0]
    assert clock["spikes"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("error", [
    SimulationError("unstable", time_ms=1.25, dt_ms=0.1), SimulationError("time_step", value=0.5, limit=0.2),
    SimulationError("too_many_steps", limit=40_000), SimulationError("current", limit=1e6),
    SimulationError("parameter", name="tau_ms", value=0.0, limit=1.0), SimulationError("spikes", limit=1_000_000),
    SimulationError("no such code"),
], ids=lambda error: error.code)
def test_every_failure_has_a_sentence_with_its_values(error: SimulationError, lang: str) -> None:
    problem = view(replace(RUNS["broken"], failed=error), lang=lang)["problem"]
    assert problem
    assert not re.search(r"[{}…]", problem)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("model", PATTERNS)
def test_letters_that_nobody_knows_are_explained_below(model: str, lang: str) -> None:
    """g and E of a channel; the others' equations have letters that the panels name."""
    shown = view(RUNS[model], lang=lang)
    lettered = "g_" in MODELS[model].equation
    assert lettered == (model == "hodgkin_huxley")
    assert (len(shown["legend"]) == 2) == lettered
    assert not lettered or all(letter in shown["legend"][1] for letter in "gE")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("model", PATTERNS)
@pytest.mark.parametrize("method", ["staggered", "rk4"])
def test_another_method_is_advised_only_where_there_is_one(model: str, method: str, lang: str) -> None:
    """A computation that broke: only Hodgkin and Huxley's model has a second method, and it may be in use already."""
    neuron = with_changes(Neuron(), model=model, method=method)
    failed = SimulationError("unstable", time_ms=1.25, dt_ms=0.1)
    other = (model, method) == ("hodgkin_huxley", "rk4")
    said = words(lang)["failed_unstable_method" if other else "failed_unstable"].format(dt_ms="0.1", time_ms="1.25")
    assert view(replace(RUNS["broken"], neuron=neuron, failed=failed), lang=lang)["problem"] == said
    assert ({"en": "staggered", "zh": "交错指数法"}[lang] in said) == other


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("count", "kind"), [(0, "event_end_few"), (1, "event_end_few"), (2, "event_end")])
def test_one_spike_has_no_rate(count: int, kind: str, lang: str) -> None:
    """"1 in 60 ms: 17 a second" would be the rate of the window, not of the cell."""
    found = RUNS["default"]
    spikes = found.result.spikes_ms[:count]
    assert len(spikes) == count
    few = replace(found, result=replace(found.result, spikes_ms=spikes))
    said = view(few, lang=lang)["clock"]["sentences"][-1]
    values = {"n": count, "duration": "200", "a": compact(few.a)}
    assert said == words(lang)[kind].format(**values, rate=f"{few.rate_hz:.0f}")
    assert ("{rate}" in words(lang)[kind]) == (count > 1)
