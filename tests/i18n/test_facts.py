"""The figures and facts in the words, in both languages, against what the program computes."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from neuroviz.bio import axon, hodgkin_huxley, lif
from neuroviz.bio.hodgkin_huxley.rates import phi
from neuroviz.bio.potentials import PERMEABILITIES
from neuroviz.bio.synapses import RECEPTORS
from neuroviz.bio.two_variables import MAX_SPIKES_PER_MS
from neuroviz.document import limits
from neuroviz.document.models.bounds import MAX_WEIGHTS
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.descent import RATES
from neuroviz.document.settings.inside import LENSES
from neuroviz.document.settings.neuron import Neuron, with_changes
from neuroviz.document.settings.overfitting import Trial
from neuroviz.document.tables.samples import SAMPLES, sample_table
from neuroviz.i18n import LANGUAGES, Language
from neuroviz.lab import learning_rates
from neuroviz.lab.comparison.curves import MOST_HZ
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.models import MODELS
from neuroviz.lab.comparison.run import MOST_SPIKES_PER_MS, run
from neuroviz.lab.lessons import LESSONS
from neuroviz.lab.overfitting_runs import run_of
from neuroviz.lab.privacy_runs import BILL
from neuroviz.lab.whole import example
from neuroviz.nn import ACTIVATIONS, forward
from neuroviz.nn.datasets import DATASETS
from neuroviz.nn.digits.images import learnt, never_seen
from neuroviz.nn.digits.recipe import RECIPES
from neuroviz.nn.digits.wide import wide_network
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES
from neuroviz.room.limits import CODE_LENGTH, CODE_LETTERS
from neuroviz.ui.pages.neuron.correspondence import SLIPS

each_language = pytest.mark.parametrize("t", LANGUAGES.values(), ids=lambda t: t.code)

EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]


def said_in_both(key: str, english: str, chinese: str | None = None) -> None:
    """Assert that the sentence under `key` says this, in English and in Chinese."""
    assert english in EN(key)
    assert (chinese or english) in ZH(key)


# --- counts and bounds ---------------------------------------------------------------------------

NUMERALS = {3: ("three", "三"), 4: ("four", "四"), 5: ("five", "五"), 6: ("six", "六"), 8: ("eight", "八")}


@pytest.mark.parametrize(("key", "count"), [
    ("teaching.intro", len(LESSONS)), ("home.teaching", len(LESSONS)), ("help.teaching.shows", len(LESSONS)),
    ("home.inside", len(LENSES)), ("inside.intro", len(LENSES)), ("questions.explain.inside", len(LENSES)),
    ("neuron.correspondence.article_intro", len(SLIPS)), ("privacy.bill.wait", len(BILL)),
    ("article.slips", sum(key.startswith("article.slip_") for key in EN.words)),
    ("questions.article_link", sum(key.startswith("article.slip_") for key in EN.words)),
    ("room.code.help", CODE_LENGTH), ("room.refused.code", CODE_LENGTH),
])
def test_what_is_counted_in_words_is_that_many(key: str, count: int) -> None:
    english, chinese = NUMERALS[count]
    assert english in EN(key).lower()
    assert chinese in ZH(key)


def test_the_first_steps_are_as_many_as_is_said() -> None:
    steps = [key for key in ZH.words if re.fullmatch("player.coach_(pull|neuron|play|scrub|undo)", key)]
    assert NUMERALS[len(steps)][1] in ZH("player.coach")
    assert NUMERALS[len(steps)][1] in ZH("help.coach")


@each_language
def test_a_rooms_code_looks_like_the_one_that_is_shown(t: Language) -> None:
    shown = re.findall("[A-Z0-9]{3} [A-Z0-9]{3}", t("room.refused.code"))
    assert [len(code.replace(" ", "")) for code in shown] == [CODE_LENGTH]
    assert set(shown[0].replace(" ", "")) <= set(CODE_LETTERS)


def test_the_bounds_of_a_whole_model_are_the_ones_that_are_said() -> None:
    assert (limits.MAX_LAYERS, limits.MAX_WHOLE_NEURONS, MAX_WEIGHTS) == (10, 1024, 1_000_000)
    said_in_both("whole.kept", "10 layers, 1,024 neurons in a layer,", "10 层，每层最多 1024 个神经元")
    said_in_both("whole.kept", "a million numbers", "一百万个数")
    said_in_both("home.whole", "a million numbers", "一百万个数")


def test_other_bounds_are_the_ones_that_are_said() -> None:
    said_in_both("overfitting.own.hint", f"At least {limits.MIN_TRIAL_ROWS} rows", f"至少要 {limits.MIN_TRIAL_ROWS} 行")
    assert MOST_HZ == 1000.0 * MAX_SPIKES_PER_MS == 1000.0 * MOST_SPIKES_PER_MS == 10_000.0
    said_in_both("neuron.figure.failed_spikes", "10,000 times a second", "一万次")
    for key in (key for key in EN.words if key.startswith("descent.missed.")):
        said_in_both(key, f"from {RATES[0]:g} to {RATES[-1]:g}", f"从 {RATES[0]:g} 到 {RATES[-1]:g}")


def test_a_third_of_the_way_is_a_third() -> None:
    assert (learning_rates.HARDLY, learning_rates.NEAR, learning_rates.TURNING) == (1 / 3, 2 / 3, 1 / 3)
    for key in ("descent.wish.small.help", "descent.verdict.slow", "descent.wish.oscillating.help"):
        said_in_both(key, "a third of the", "三分之一")
    said_in_both("descent.missed.short", "two thirds of the way", "三分之二")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_as_many_rows_and_species_as_is_said(name: str) -> None:
    head, *rows = sample_table(name).decode("utf-8").splitlines()
    said_in_both(f"own.sample.{name}", f"({len(rows)})", f"（{len(rows)}）")
    columns = head.split(",")
    (species,) = [i for i, column in enumerate(columns) if column in {"species", "cultivar"}] or [None]
    three = species is not None and len({row.split(",")[species] for row in rows}) == 3
    assert ("three" in EN(f"own.sample.{name}")) == ("三个" in ZH(f"own.sample.{name}")) == three
    if name == "tumour":
        said_in_both("own.sample.tumour", f"{len(columns) - 1} inputs", f"{len(columns) - 1} 个输入")


@each_language
@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_has_one_name_on_every_page(t: Language, name: str) -> None:
    """On a page with more room something may follow: "Circles: a disc in a ring"."""
    short, long = t(f"descent.dataset.{name}"), t(f"training.dataset.{name}")
    assert re.split("[:：(（]", long)[0].strip() == short


# --- networks ------------------------------------------------------------------------------------

def test_the_momentum_of_the_words_is_the_optimisers() -> None:
    """v ← μv − ηg, then w ← w + v: η stands inside, so after a change of η the old velocity runs on."""
    said_in_both("training.help.optimizer", "SGD: w ← w − ηg", "SGD：w ← w − ηg")
    said_in_both("training.help.optimizer", "v ← μv − ηg, then w ← w + v", "v ← μv − ηg，再 w ← w + v")
    said_in_both("training.help.momentum", "v ← μv − ηg")

    def walk(name: str, rates: list[float]) -> np.ndarray:
        theta, slots, places = np.array([3.0]), OPTIMIZERS[name].fresh(1), []
        for t, rate in enumerate(rates, start=1):
            OPTIMIZERS[name].step(theta, 0.7 * theta, slots, np.empty(1), rate, 0.8, t)
            places.append(float(theta[0]))
        return np.array(places)

    def by_the_words(rates: list[float], *, inside: bool, ahead: bool = False) -> np.ndarray:
        w, v, places = 3.0, 0.0, []
        for rate in rates:
            g = 0.7 * (w + 0.8 * v if ahead else w)
            v = 0.8 * v - (rate if inside else 1.0) * g
            w += v if inside else rate * v
            # Where the next gradient is taken is what the optimiser keeps.
            places.append(w + 0.8 * v if ahead else w)
        return np.array(places)

    steady, changed = [0.1] * 6, [0.1, 0.1, 0.1, 0.0, 0.0, 0.05]
    for rates in (steady, changed):
        np.testing.assert_allclose(walk("momentum", rates), by_the_words(rates, inside=True), rtol=1e-14)
        np.testing.assert_allclose(walk("nesterov", rates), by_the_words(rates, inside=True, ahead=True), rtol=1e-14)
        np.testing.assert_allclose(walk("sgd", rates), 3.0 * np.cumprod([1.0 - 0.7 * rate for rate in rates]))
    # "PyTorch multiplies the whole velocity by the present η. As long as η stays the same, the two are the same."
    np.testing.assert_allclose(walk("momentum", steady), by_the_words(steady, inside=False), rtol=1e-14)
    assert abs(walk("momentum", changed) - by_the_words(changed, inside=False)).max() > 0.1
    # "steps already under way keep the η they began with": at η = 0 it rolls on.
    assert len(set(walk("momentum", changed)[2:5])) == 3


@each_language
def test_a_schedule_changes_the_rate_from_the_first_epoch_to_the_last(t: Language) -> None:
    assert {key.rpartition(".")[2] for key in t.words if key.startswith("training.schedule.")} == set(SCHEDULES)
    for name, schedule in SCHEDULES.items():
        factors = [schedule.factor(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
        assert factors == sorted(factors, reverse=True)
        assert (len(set(factors)) == 1) == (name == "constant")


def test_an_l1_penalty_shrinks_weights_almost_to_0_and_none_to_0() -> None:
    said_in_both("training.help.l1", "many weights shrink almost to 0", "很多权重会缩到几乎为 0")
    run = run_of(replace(Trial(), l1=0.003), "large")
    weights = np.abs(run.history.parameters[-1])
    assert np.count_nonzero(weights) == weights.size
    assert np.mean(weights < 0.01) > 0.8


def test_the_half_of_the_squared_error_is_there() -> None:
    said_in_both("glossary.squared_error.text", "half the square", "平方的一半")
    assert LOSSES["squared_error"].value(np.array([[5.0]]), np.array([[1.0]]))[0] == 0.5 * 4.0**2


def test_every_function_but_the_step_has_a_slope_and_only_some_have_a_ceiling() -> None:
    said_in_both("descent.network.step_function", "use functions with a slope", "有斜率的函数")
    z = np.linspace(-3.0, 3.0, 61)
    flat = {name for name, g in ACTIVATIONS.items() if g.df is not None and not np.any(g.df(z[z != 0.0]))}
    assert flat == {"step"}
    said_in_both("neuron.experiment.refractory.why", "a sigmoid has such a ceiling too, a ReLU has none",
                 "sigmoid 也有这样的上限，ReLU 没有")
    assert float(ACTIVATIONS["sigmoid"].f(1e6)) == 1.0
    assert float(ACTIVATIONS["relu"].f(1e6)) == 1e6


def test_the_network_that_is_too_large_gives_its_points_away_as_is_said() -> None:
    said_in_both("questions.privacy.try", "nearly 0 on training points and high on test points", "几乎是 0")
    result = run_of(Trial(), "large").result
    assert result.train_loss < 0.02
    assert result.test_loss > 10.0 * result.train_loss


@each_language
def test_the_networks_that_are_named_by_their_sizes_have_them(t: Language) -> None:
    for name, recipe in RECIPES.items():
        side = math.isqrt(recipe.sizes[0])
        assert f"{side} × {side}" in t(f"digits.network.{name}")
        assert t(f"digits.network.{name}").endswith("-".join(map(str, recipe.sizes)))
    for name in ("wide", "narrow", "million"):
        assert "-".join(map(str, example(name).sizes)) in t(f"whole.example.{name}").replace(",", "")
    assert "-".join(map(str, PRESETS["playground"].document.sizes)) in t("preset.playground.title")


def test_the_images_are_as_many_as_is_said_and_read_as_well() -> None:
    for name in RECIPES:
        new, whole = len(never_seen(name)), len(learnt(name)) + len(never_seen(name))
        said_in_both("digits.sources", f"{whole:,} images of", f"{whole} 张图")
        said_in_both("digits.sources", f"{new:,} ", f"{new} 张没有用于训练")
    images = never_seen("mnist")
    right = np.mean(forward(wide_network(), images.inputs).output.argmax(axis=1) == images.labels)
    said_in_both("whole.sources", f"{len(learnt('mnist')):,} images", f"{len(learnt('mnist'))} 张图")
    said_in_both("whole.sources", f"reads {round(100 * right)}% of {len(images):,} others right",
                 f"另外 {len(images)} 张能认对 {round(100 * right)}%")


# --- neurons -------------------------------------------------------------------------------------

def test_the_gates_are_three_times_as_fast_with_10_degrees_more() -> None:
    assert phi(16.3) / phi(6.3) == pytest.approx(3.0, rel=1e-12)
    for key in ("neuron.help.temperature_c", "neuron.experiment.warm.why"):
        said_in_both(key, "three times as fast with", "变为原来的 3 倍")


@pytest.mark.parametrize("key", ["neuron.axon.blocked", "neuron.experiment.warm.why"])
def test_heat_block_has_one_cause_and_it_is_the_models(key: str) -> None:
    """Potassium channels: with a fifth fewer of them, the axon that heat has blocked conducts again."""
    assert "potassium" in EN(key)
    assert "钾" in ZH(key)
    assert not re.search("sodium|钠", EN(key) + ZH(key))
    hot = hodgkin_huxley.Parameters(temperature_c=axon.HEAT_BLOCK_C[1])
    assert axon.conduct(membrane=hot).speed_m_s == 0.0
    assert axon.conduct(membrane=replace(hot, g_k_ms_cm2=0.8 * hot.g_k_ms_cm2)).speed_m_s > 15.0


MRG_M_S = {5.7: 24.8, 10.0: 54.1}
"""Speeds of the axon of McIntyre, Richardson and Grill 2002, computed in NEURON, by its outer diameter in µm."""


def test_how_much_too_fast_the_rule_for_myelin_is() -> None:
    said_in_both("neuron.axon.source_myelin", f"{axon.MYELINATED_M_S_PER_UM:g} m/s for each µm",
                 f"每 1 µm 约 {axon.MYELINATED_M_S_PER_UM:g} m/s")
    for diameter, speed in MRG_M_S.items():
        percent = 10 * round(10 * (axon.myelinated_speed_m_s(diameter) / speed - 1.0))
        said_in_both("neuron.axon.source_myelin", f"{percent}% at {diameter:.0f} µm",
                     f"{diameter:.0f} µm 时约快 {percent}%")


def test_the_bare_axon_of_the_myelin_experiment_is_as_cold_as_is_said() -> None:
    start = EXPERIMENTS["myelin"].start
    said_in_both("neuron.experiment.myelin.why", f"the bare axon is at {start.temperature_c:g} °C",
                 f"裸轴突则在 {start.temperature_c:g} °C")


@each_language
def test_the_two_thresholds_are_the_ones_that_are_said(t: Language) -> None:
    found = MODELS["hodgkin_huxley"].thresholds(EXPERIMENTS["threshold"].start)
    why = t("neuron.experiment.threshold.why")
    one, lasting = (float(number) for number in re.findall(r"\d\.\d", why))
    assert one == pytest.approx(found.once, abs=0.1)
    assert lasting == pytest.approx(found.lasting, abs=0.05)


@each_language
@pytest.mark.parametrize("key", ["neuron.response.hodgkin_huxley", "neuron.correspondence.activation.breaks"])
def test_the_axon_jumps_to_the_rate_that_is_said(t: Language, key: str) -> None:
    neuron = with_changes(Neuron(), model="hodgkin_huxley")
    just_above = MODELS["hodgkin_huxley"].rheobase(neuron) + 0.05
    (rate,) = hodgkin_huxley.fi_curve([just_above], duration_ms=1000.0, dt_ms=0.02)
    assert str(10 * round(rate / 10)) in re.findall(r"\d+", t(key))  # about 50


def test_the_receptors_last_as_long_as_is_said_and_are_blocked_as_is_said() -> None:
    said_in_both("neuron.help.receptor", "NMDA lasts a tenth of a second", "NMDA 持续约十分之一秒")
    said_in_both("neuron.help.receptor", "AMPA is over in a few milliseconds", "AMPA 几毫秒就结束")
    said_in_both("neuron.help.receptor", "mainly when the membrane is already depolarised", "主要在膜已经去极化时")
    ampa, nmda = RECEPTORS["ampa"], RECEPTORS["nmda"]
    assert nmda.decay_ms == 100.0
    assert ampa.decay_ms < 5.0
    assert (nmda.magnesium, ampa.magnesium) == (True, False)
    said_in_both("neuron.experiment.veto.choices", f"below {RECEPTORS['gaba_a'].reversal_mv:.0f} mV".replace("-", "−"),
                 f"低于 {RECEPTORS['gaba_a'].reversal_mv:.0f} mV".replace("-", "−"))


def test_on_the_rate_shunting_is_mostly_subtraction() -> None:
    """neuron.experiment.veto.why: an open drain at rest moves the curve to the right, and hardly tilts it."""
    def slope_and_shift(drain_us: float) -> tuple[float, float]:
        leak = 1.0 / (1.0 + 10.0 * drain_us)
        cell = lif.Parameters(tau_ms=8.0 * leak, r_mohm=10.0 * leak, t_ref_ms=0.0)
        low, high = lif.fi_curve([20.0, 24.0], duration_ms=4000.0, parameters=cell)
        return float(high - low) / 4.0, float(low)

    (free, free_hz), (drained, drained_hz) = slope_and_shift(0.0), slope_and_shift(0.05)
    assert drained == pytest.approx(free, rel=0.03)
    assert free_hz - drained_hz > 20.0


@each_language
def test_the_permeabilities_are_the_ones_that_are_said(t: Language) -> None:
    rest, peak = (
        " : ".join(f"{PERMEABILITIES[state][ion]:g}" for ion in ("K", "Na", "Cl")) for state in ("rest", "peak")
    )
    assert rest in t("neuron.membrane.ratios")
    assert rest in t("neuron.membrane.goldman.note")
    assert peak in t("neuron.membrane.goldman.note")
    times = round(PERMEABILITIES["peak"]["Na"] / PERMEABILITIES["rest"]["Na"])
    assert str(times) in t("neuron.membrane.try_sodium.why")
    # Each cell rests elsewhere, and the panel says where.
    assert not re.search(r"\d", t("neuron.membrane.heading"))


@each_language
def test_a_step_that_is_too_long_is_told_as_is_said(t: Language) -> None:
    assert "1 ms" in t("neuron.numerics.hint")
    failed = run(with_changes(Neuron(), model="hodgkin_huxley", dt_ms=1.0)).failed
    assert failed is not None
    assert failed.code in {"time_step", "unstable"}
