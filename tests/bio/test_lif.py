"""Integrate-and-fire against its closed form, SciPy's and Brian's runs, and itself at other steps."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import lif
from neuroviz.bio.lif import Parameters, fi_curve, rate_hz, rheobase_na, simulate
from neuroviz.bio.simulation import SimulationError
from neuroviz.bio.synapses import RECEPTORS, Synapse, drive
from tests.bio.reference import REFERENCE
from tests.examples import examples


def parameters_of(params: dict[str, float]) -> Parameters:
    return Parameters(
        params["V_rest"], params["V_reset"], params["V_th"], params["R"], params["tau"], params["t_ref"]
    )


TABLES = [
    pytest.param(parameters_of(table["params"]), row, id=f"{name}-{row['I_nA']}")
    for name, table in REFERENCE["lif"].items()
    for row in table["table"]
]


@pytest.mark.parametrize("dt", [0.025, 0.1, 3.0])
@pytest.mark.parametrize(("parameters", "row"), TABLES)
def test_spike_times_are_exact_at_any_step(parameters: Parameters, row: dict[str, Any], dt: float) -> None:
    # The truth is n_spikes_1000ms_exact, from the closed form. The columns for a dt come from runs that spike on the
    # grid; they miss some spikes, which is what locating the crossing within the step is for.
    (train,) = simulate(row["I_nA"], duration_ms=1000.0 if dt < 1 else 1002.0, dt_ms=dt, parameters=parameters,
                        record=False).spike_times_ms
    train = train[train <= 1000.0]
    assert train.size == row["n_spikes_1000ms_exact"]
    if train.size:
        # V creeps up to theta when the current is just above the rheobase: rounding there is worth 1e-10 ms.
        assert train[0] == pytest.approx(row["first_spike_ms"], abs=1e-9)
        np.testing.assert_allclose(np.diff(train), row["isi_ms"], rtol=0, atol=1e-9)


@pytest.mark.parametrize(("parameters", "row"), TABLES)
def test_the_closed_form(parameters: Parameters, row: dict[str, Any]) -> None:
    assert rate_hz(row["I_nA"], parameters) == pytest.approx(row["f_Hz"], rel=1e-12, abs=0.0)


@pytest.mark.parametrize("name", REFERENCE["lif"])
def test_rheobase_and_ceiling(name: str) -> None:
    table = REFERENCE["lif"][name]
    parameters = parameters_of(table["params"])
    assert rheobase_na(parameters) == table["rheobase_nA"]
    assert rate_hz(rheobase_na(parameters), parameters) == 0.0
    assert rate_hz(rheobase_na(parameters) * (1 + 1e-12), parameters) > 0.0
    # Without a refractory period the curve becomes a straight line, with one it stops at 1/t_ref.
    bare = replace(parameters, t_ref_ms=0.0)
    slope = (rate_hz(2e6, bare) - rate_hz(1e6, bare)) / 1e6
    assert slope == pytest.approx(table["slope_large_I_Hz_per_nA"], rel=1e-6)
    if table["f_max_Hz"] is not None:
        assert rate_hz(1e9, parameters) == pytest.approx(table["f_max_Hz"], rel=1e-6)


@pytest.mark.parametrize("row", REFERENCE["brian"]["lif"], ids=lambda row: str(row["I_nA"]))
def test_brian_counts_the_same_spikes(row: dict[str, Any]) -> None:
    (train,) = simulate(row["I_nA"], duration_ms=500.0).spike_times_ms
    assert train.size == row["n"]
    assert rate_hz(row["I_nA"]) == pytest.approx(row["f_analytic_Hz"], rel=1e-12)
    if train.size > 1:
        # Brian spikes on its grid: an interval may be short or long by one step of 0.001 ms.
        ours = 1000.0 / np.mean(np.diff(train))
        assert ours == pytest.approx(row["f_brian_Hz"], rel=row["dt"] * ours / 1000.0 + 1e-9)


neurons = st.builds(
    Parameters,
    v_rest_mv=st.floats(-90.0, -60.0),
    v_reset_mv=st.floats(-90.0, -56.0),
    theta_mv=st.floats(-55.0, -30.0),
    r_mohm=st.floats(1.0, 500.0),
    tau_ms=st.floats(0.5, 100.0),
    t_ref_ms=st.one_of(st.just(0.0), st.floats(0.0, 10.0)),
)


@given(parameters=neurons, drive_mv=st.floats(-20.0, 200.0), dt=st.sampled_from([0.05, 0.1, 0.25, 1.0, 5.0, 50.0]))
def test_the_rate_is_the_closed_form_within_one_spike_a_window(
    parameters: Parameters, drive_mv: float, dt: float
) -> None:
    current = drive_mv / parameters.r_mohm
    start = parameters.v_reset_mv  # so that the first interval lacks the refractory period alone
    (train,) = simulate(
        current, duration_ms=500.0, dt_ms=dt, parameters=parameters, start_mv=start, record=False
    ).spike_times_ms
    rate = float(rate_hz(current, parameters))
    assert abs(train.size - rate * 0.5) <= 1.0 + 1e-6 * rate
    assert np.all(np.diff(train) > 0.0)
    assert np.all((train > 0.0) & (train <= 500.0 + 1e-9))
    if train.size > 2:
        np.testing.assert_allclose(np.diff(train), 1000.0 / rate, rtol=1e-6)


def assert_together_is_one_by_one(
    parameters: Parameters, seed: int, *, n_steps: int, dt: float, receptors: tuple[str, ...]
) -> None:
    """One neuron runs in plain floats, several in arrays: two loops, one result."""
    rng = np.random.default_rng(seed)
    duration = n_steps * dt
    currents = rng.normal(30.0, 30.0, size=(n_steps, 3)) / parameters.r_mohm
    rows = None
    if receptors:
        inputs = [
            Synapse(rng.uniform(0.0, duration, 5), RECEPTORS[name], 1.0 / parameters.r_mohm) for name in receptors
        ]
        rows = drive(inputs, n_steps=n_steps, dt_ms=dt)
    together = simulate(currents, duration_ms=duration, dt_ms=dt, parameters=parameters, synapses=rows)
    for i in range(3):
        one = simulate(currents[:, i : i + 1], duration_ms=duration, dt_ms=dt, parameters=parameters, synapses=rows)
        np.testing.assert_allclose(together.spike_times_ms[i], one.spike_times_ms[0], rtol=0, atol=1e-7)
        np.testing.assert_allclose(together.v_mv[:, i], one.v_mv[:, 0], rtol=0, atol=1e-7)


@examples(30)
@given(
    parameters=neurons, seed=st.integers(0, 1000), dt=st.sampled_from([0.1, 0.5, 2.0]),
    receptors=st.sampled_from([(), ("ampa", "gaba_a")]),
)
def test_neurons_together_are_neurons_one_by_one(
    parameters: Parameters, seed: int, dt: float, receptors: tuple[str, ...]
) -> None:
    assert_together_is_one_by_one(parameters, seed, n_steps=200, dt=dt, receptors=receptors)


@examples(60)
@given(parameters=neurons, seed=st.integers(0, 1000), dt=st.sampled_from([0.1, 0.5, 2.0]))
def test_together_and_one_by_one_under_nmda(parameters: Parameters, seed: int, dt: float) -> None:
    # NMDA's conductance depends on V at the start of a step. A neuron that fires several times a step thus maps V to V
    # in a way that stretches: the last bit in which exp and np.exp differ grows tenfold every few steps, and after 200
    # of them to millivolts (so it does where the resting potential is 1e-13 mV off). A few steps say whether the loops
    # agree.
    assert_together_is_one_by_one(parameters, seed, n_steps=10, dt=dt, receptors=("ampa", "nmda", "gaba_a"))


def test_v_is_held_while_refractory_and_never_above_theta() -> None:
    run = simulate([2.5, 4.0], duration_ms=100.0, dt_ms=0.1)
    assert np.all(run.v_mv <= -50.0)
    for i, train in enumerate(run.spike_times_ms):
        assert train.size > 3
        for spike in train:
            inside = (run.time_ms > spike) & (run.time_ms < spike + 2.0)
            assert np.all(run.v_mv[inside, i] == -65.0)


def test_the_trace_between_spikes_is_the_exponential() -> None:
    run = simulate(3.0, duration_ms=60.0, dt_ms=0.7)
    (train,) = run.spike_times_ms
    for spike, following in zip(train, train[1:], strict=False):
        inside = (run.time_ms >= spike + 2.0) & (run.time_ms < following)
        exact = -40.0 - 25.0 * np.exp(-(run.time_ms[inside] - spike - 2.0) / 8.0)
        np.testing.assert_allclose(run.v_mv[inside, 0], exact, rtol=0, atol=1e-10)


def test_the_order_with_synapses_is_two() -> None:
    # Where in its step a threshold is crossed decides much of an error, so it is averaged over shifted inputs.
    def spikes(dt: float, shift: float) -> np.ndarray[Any, np.dtype[np.float64]]:
        times = np.array([3.3, 11.1, 17.7]) + shift
        rows = drive(
            [Synapse(times, RECEPTORS[name], 0.1) for name in ("ampa", "nmda", "gaba_a")],
            n_steps=round(30 / dt), dt_ms=dt,
        )
        return simulate(1.5, duration_ms=30.0, dt_ms=dt, synapses=rows).spike_times_ms[0]

    shifts = np.linspace(0.0, 1.0, 20, endpoint=False)
    errors = dict.fromkeys((0.4, 0.1), 0.0)
    for shift in shifts:
        truth = spikes(0.005, shift)[:3]
        for dt in errors:
            errors[dt] += float(np.mean(np.abs(spikes(dt, shift)[:3] - truth))) / shifts.size
    assert errors[0.1] < 0.005
    assert math.log2(errors[0.4] / errors[0.1]) / 2 > 1.6, errors


def test_without_a_record_only_the_spikes_are_kept() -> None:
    for current in (3.0, [3.0, 4.0]):
        run, full = (simulate(current, duration_ms=50.0, record=record) for record in (False, True))
        assert run.v_mv.shape == (0, np.size(current))
        assert run.time_ms.shape == (0,)
        for a, b in zip(run.spike_times_ms, full.spike_times_ms, strict=True):
            np.testing.assert_array_equal(a, b)


def test_shapes() -> None:
    run = simulate(np.linspace(0.0, 5.0, 7), duration_ms=10.0, dt_ms=0.1)
    assert run.time_ms.shape == (101,)
    assert run.v_mv.shape == (101, 7)
    assert len(run.spike_times_ms) == 7
    assert run.v_mv[0].tolist() == [-70.0] * 7


def test_the_curve_is_the_closed_form_and_noise_makes_it_soft() -> None:
    currents = np.array([1.0, 1.7, 2.0, 3.0, 5.0])
    np.testing.assert_allclose(fi_curve(currents), rate_hz(currents), atol=1.0)
    noisy = fi_curve(currents, noise_na=0.5, trials=10, seed=4)
    assert 0.0 < noisy[1] < noisy[2] < noisy[3]
    assert noisy[0] < 15.0
    assert noisy[4] == pytest.approx(rate_hz(5.0), rel=0.05)
    np.testing.assert_array_equal(noisy, fi_curve(currents, noise_na=0.5, trials=10, seed=4))
    assert np.any(noisy != fi_curve(currents, noise_na=0.5, trials=10, seed=5))


def test_noise_moves_v_by_its_standard_deviation() -> None:
    # 200 neurons for 25 time constants: the spread is known within 3 %. The scaling makes it the same at each dt.
    from neuroviz.bio.stimuli import white_noise

    for dt in (0.1, 0.8):
        rows = white_noise(
            np.full(200, 0.3), np.random.default_rng(1), tau_ms=8.0, duration_ms=200.0, dt_ms=dt
        )
        v = simulate(rows, duration_ms=200.0, dt_ms=dt).v_mv[round(40 / dt) :]
        assert np.std(v) == pytest.approx(3.0, rel=0.05)


def test_a_neuron_that_rests_above_threshold_fires_by_itself() -> None:
    (train,) = simulate(0.0, duration_ms=100.0, parameters=Parameters(v_rest_mv=-40.0)).spike_times_ms
    assert train.size > 5
    assert rate_hz(0.0, Parameters(v_rest_mv=-40.0)) == pytest.approx(1000.0 / np.diff(train)[0])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"tau_ms": 0.0}, "tau_ms"),
        ({"tau_ms": -8.0}, "tau_ms"),
        ({"r_mohm": 0.0}, "r_mohm"),
        ({"r_mohm": math.inf}, "r_mohm"),
        ({"t_ref_ms": -1.0}, "t_ref_ms"),
        ({"t_ref_ms": math.inf}, "t_ref_ms"),
        ({"v_rest_mv": math.nan}, "v_rest_mv"),
        ({"theta_mv": -65.0}, "theta_mv"),
        ({"theta_mv": -80.0}, "theta_mv"),
    ],
)
def test_parameters_that_cannot_be_are_refused(change: dict[str, float], name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        Parameters(**change)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


@pytest.mark.parametrize("several", [False, True])
def test_a_million_spikes_are_refused(several: bool) -> None:
    parameters = Parameters(t_ref_ms=0.0)
    with pytest.raises(SimulationError) as refused:
        simulate([1e5, 1e5] if several else 1e5, duration_ms=2000.0, parameters=parameters, record=False)
    assert refused.value.code == "spikes"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"current": math.nan}, "current"),
        ({"current": math.inf}, "current"),
        ({"current": 2e6}, "current"),
        ({"current": np.zeros((5, 5, 5))}, "shape"),
        ({"start_mv": math.nan}, "parameter"),
        ({"start_mv": -50.0}, "parameter"),
        ({"dt_ms": 0.0}, "time_step"),
        ({"duration_ms": math.nan}, "duration"),
        ({"parameters": Parameters(r_mohm=1e308), "current": 1e6}, "unstable"),
    ],
)
def test_runs_that_cannot_be_are_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(SimulationError) as refused:
        simulate(**{"current": 1.0, "duration_ms": 10.0, **change})
    assert refused.value.code == code


def test_a_curve_that_cannot_be_is_refused() -> None:
    for change, code in (
        ({"trials": 0}, "shape"), ({"currents": np.ones((2, 2))}, "shape"), ({"noise_na": -1.0}, "parameter"),
        ({"noise_na": math.nan}, "current"), ({"noise_na": 1.0, "trials": 10_000}, "too_many_values"),
    ):
        with pytest.raises(SimulationError) as refused:
            fi_curve(**{"currents": [1.0], **change})
        assert refused.value.code == code


@examples(40)
@given(
    current=st.floats(-1e6, 1e6),
    parameters=st.builds(
        Parameters,
        v_rest_mv=st.floats(-1e6, 1e6), v_reset_mv=st.floats(-1e6, -1e-3), theta_mv=st.floats(0.0, 1e6),
        r_mohm=st.floats(1e-6, 1e6), tau_ms=st.floats(1e-6, 1e6), t_ref_ms=st.floats(0.0, 1e6),
    ),
)
def test_any_run_is_finite_or_refused(current: float, parameters: Parameters) -> None:
    for currents in (current, [current, 0.0]):
        try:
            run = simulate(currents, duration_ms=5.0, parameters=parameters)
        except SimulationError as refused:
            assert refused.code in {"spikes", "unstable"}
        else:
            assert np.all(np.isfinite(run.v_mv))
            assert all(np.all(np.diff(train) >= 0.0) for train in run.spike_times_ms)
    assert np.all(rate_hz(current, parameters) >= 0.0)


def test_the_module_knows_its_defaults() -> None:
    assert lif.rheobase_na() == 2.0
    assert rate_hz([0.0, 2.0]).tolist() == [0.0, 0.0]
    assert math.isnan(float(rate_hz(math.nan)))
