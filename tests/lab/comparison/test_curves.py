"""The f-I curve beside the activation functions: the curves themselves, the fit, and what the fit says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import SimulationError
from neuroviz.document.settings.neuron import ELEMENTWISE, PATTERNS, Neuron, with_changes
from neuroviz.lab.comparison import curves as module
from neuroviz.lab.comparison.curves import TRIALS, Z_MAX, Z_MIN, Curves, curves
from neuroviz.lab.comparison.models import CURVE_MS, MODELS
from neuroviz.nn import ACTIVATIONS
from tests.examples import examples
from tests.lab.comparison.test_run import lif_rate_hz


def found(**changes: object) -> Curves:
    result = curves(with_changes(Neuron(), **changes))
    assert result is not None
    return result


def distance(result: Curves, name: str, height: float) -> float:
    """Root mean square distance of the activation, stretched to `height`, from the rates."""
    return float(np.sqrt(np.mean((height * ACTIVATIONS[name].f(result.z) - result.rates_hz) ** 2)))


# --- the curve -----------------------------------------------------------------------------------

@given(tau=st.floats(2.0, 40.0), r=st.floats(1.0, 50.0), t_ref=st.floats(0.0, 8.0))
@examples(30)
def test_lif_is_the_analytic_curve(tau: float, r: float, t_ref: float) -> None:
    neuron = with_changes(Neuron(), tau_ms=tau, r_mohm=r, t_ref_ms=t_ref)
    result = curves(neuron)
    assert result is not None
    expected = [lif_rate_hz(20.0 / r + z, neuron) if z > 1e-12 else 0.0 for z in result.z.tolist()]
    assert result.currents == pytest.approx(20.0 / r + result.z)
    assert result.rates_hz == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("model", "pattern"), [(m, p) for m, patterns in PATTERNS.items() for p in patterns])
def test_every_cell_has_a_curve_from_silence_up(model: str, pattern: str) -> None:
    result = found(model=model, pattern=pattern)
    assert (result.z[0], result.z[-1]) == (Z_MIN, Z_MAX)
    assert result.currents[1] - result.currents[0] == pytest.approx((result.z[1] - result.z[0]) * MODELS[model].unit)
    assert result.rates_hz.shape == result.z.shape
    assert np.all(result.rates_hz >= 0.0)
    # Below the rheobase nothing fires for good; what adapts may answer the beginning of the current.
    onset = 5.0 if model in {"adex", "izhikevich"} else 0.0
    assert np.all(result.rates_hz[result.z < -1e-9] * CURVE_MS / 1000.0 <= onset)
    assert result.rates_hz[-1] > 0.0
    assert set(result.hz_per_a) == set(result.mismatch) == set(ELEMENTWISE)


@pytest.mark.parametrize("model", ["adex", "izhikevich", "hodgkin_huxley"])
def test_a_curve_asks_for_few_runs(monkeypatch: pytest.MonkeyPatch, model: str) -> None:
    """Where a rate has to be simulated: the points that are shown, those at the knee, and two looks at each jump."""
    asked: list[int] = []
    neuron, record = with_changes(Neuron(), model=model, seed=20_261), MODELS[model]

    def rates(_: Neuron, currents: np.ndarray) -> np.ndarray:
        asked.append(len(currents))
        z = (currents - record.rheobase(neuron)) / record.unit
        return np.where((z >= 0.0) & (z < 4.01), 50.0 + 10.0 * z, 0.0)

    monkeypatch.setattr(module, "MODELS", {model: replace(record, rates=rates)})
    # A seed of its own: what is cached would ask for nothing.
    assert curves(neuron) is not None
    assert 1 < len(asked) <= 1 + module.JUMPS_LOOKED_AT
    assert sum(asked) <= module.SAMPLES + len(module.KNEE) + 20


def test_hodgkin_huxley_jumps_from_silence_to_50_hz() -> None:
    """Type II: there is no slow firing. The branch begins at 50.26 Hz."""
    result = found(model="hodgkin_huxley")
    firing = result.rates_hz > 0.0
    assert -1e-9 <= result.z[firing][0] <= 0.17
    assert 49.0 <= float(result.rates_hz[firing].min()) <= 62.0
    assert np.all(np.diff(result.rates_hz[firing]) > 0.0)


@pytest.mark.parametrize("model", ["lif", "hodgkin_huxley"])
def test_noise_is_the_same_for_the_same_seed_and_lets_it_fire_below_threshold(model: str) -> None:
    one, again, other = (module._curves.__wrapped__(with_changes(Neuron(), model=model, noise=0.5, seed=seed))
                         for seed in (3, 3, 4))
    assert one.rates_hz.tolist() == again.rates_hz.tolist()
    assert one.rates_hz.tolist() != other.rates_hz.tolist()
    # Counts of whole spikes, averaged over the trials.
    counts = one.rates_hz * CURVE_MS / 1000.0 * TRIALS
    assert counts == pytest.approx(np.round(counts))
    below = (one.z > -0.5) & (one.z < -1e-9)
    assert one.rates_hz[below].max() > 0.0


def test_the_curve_is_the_membranes_whatever_drives_it() -> None:
    driven = with_changes(Neuron(), inputs=(9.0,), weights=(-3.0,), names=("x",), bias=4.0, activation="tanh",
                          stimulus="sine", amplitude=3.0, duration_ms=500.0, background=0.0, experiment="space")
    assert curves(driven) is curves(Neuron())
    assert curves(with_changes(driven, tau_ms=9.0)) is not curves(Neuron())


# --- the fit -------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("changes", [
    {}, {"noise": 1.0}, {"model": "hodgkin_huxley"}, {"model": "adex", "pattern": "bursting"},
    {"model": "izhikevich", "pattern": "chattering"},
], ids=str)
def test_the_height_is_the_one_that_comes_nearest(changes: dict[str, object], name: str) -> None:
    result = found(**changes)
    height, scale = result.hz_per_a[name], float(np.sqrt(np.mean(result.rates_hz**2)))
    here = distance(result, name, height)
    assert height >= 0.0
    assert result.mismatch[name] == pytest.approx(here / scale, rel=1e-9)
    for other in (height * 0.99, height * 1.01, height + 0.5, max(0.0, height - 0.5)):
        assert distance(result, name, other) >= here


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_cell_that_is_an_activation_is_found_to_be_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = MODELS["lif"]
    rates = lambda neuron, currents: 70.0 * ACTIVATIONS[name].f(currents - 2.0)  # noqa: E731 - a field of the model
    monkeypatch.setattr(module, "MODELS", {"lif": replace(model, rates=rates)})
    result = module._curves.__wrapped__(Neuron())
    assert result.mismatch[name] == pytest.approx(0.0, abs=1e-12)
    assert result.hz_per_a[name] == pytest.approx(70.0)
    assert result.best == name


def test_without_a_refractory_period_lif_is_nearest_to_relu() -> None:
    result = found(t_ref_ms=0.0)
    assert result.mismatch["relu"] < min(result.mismatch["sigmoid"], result.mismatch["step"])
    assert result.mismatch["relu"] < found(t_ref_ms=10.0).mismatch["relu"], "the period bends the curve"


def test_the_refractory_period_caps_the_rate() -> None:
    assert float(found(t_ref_ms=10.0).rates_hz.max()) < 100.0


def test_noise_softens_the_corner() -> None:
    """What the page says: first ReLU, then softplus, then sigmoid."""
    assert found(noise=0.0).mismatch["relu"] < found(noise=0.0).mismatch["sigmoid"]
    noisy = found(noise=2.0)
    assert noisy.mismatch["sigmoid"] < noisy.mismatch["relu"]
    assert noisy.mismatch["softplus"] < noisy.mismatch["relu"]


# --- what has no curve ---------------------------------------------------------------------------

def test_what_cannot_be_simulated_has_no_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(neuron: Neuron, currents: object) -> None:
        raise SimulationError("unstable", time_ms=1.0)

    monkeypatch.setattr(module, "MODELS", {"lif": replace(MODELS["lif"], rates=refuse)})
    assert module._curves.__wrapped__(Neuron()) is None


def test_a_membrane_that_would_fire_a_million_times_has_no_curve() -> None:
    assert curves(with_changes(Neuron(), r_mohm=200.0, tau_ms=0.5, t_ref_ms=0.0, noise=5.0)) is None


def test_a_cell_that_never_fires_has_no_curve() -> None:
    assert curves(with_changes(Neuron(), model="hodgkin_huxley", sodium=0.0)) is None
