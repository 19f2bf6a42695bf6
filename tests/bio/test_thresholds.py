"""Two thresholds, of any membrane: tried with another scheme and smaller steps than they were found with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neuroviz.bio import adex, izhikevich, spikes, thresholds
from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.bio.thresholds import NEAR_UA_CM2, adex_thresholds, hodgkin_huxley_thresholds, izhikevich_thresholds
from tests.examples import examples


def fires(parameters: hh.Parameters, current: float) -> tuple[bool, bool]:
    """Whether a step from rest brings a spike, and whether spikes go on: Runge and Kutta's method."""
    quick = max(0.5, hh.upswing_speedup(parameters))
    run = hh.simulate(current, duration_ms=400.0 / quick, dt_ms=0.02 / quick, parameters=parameters, method="rk4",
                      start=hh.settled(parameters).state)
    times = run.spike_times_ms[0]
    return len(times) > 0, spikes.sustained_rate_hz(times, float(run.time_ms[-1])) > 0.0


def test_the_axon_of_1952_is_found_where_it_is_known_to_be() -> None:
    """2.2403 and 6.2603: DOP853 at a tolerance of 1e-12. What is remembered is what would be found."""
    known, found = hodgkin_huxley_thresholds(), thresholds._searched(hh.STANDARD)
    assert (known.once, known.lasting) == (2.2403, 6.2603)
    assert found.once == pytest.approx(2.2403, abs=NEAR_UA_CM2)
    assert found.lasting == pytest.approx(6.2603, abs=NEAR_UA_CM2)


@pytest.mark.parametrize(("values", "lasting"), [
    ({"temperature_c": 18.5}, 8.0), ({"g_na_ms_cm2": 96.0}, 13.9), ({"g_k_ms_cm2": 28.8}, 2.2),
    ({"temperature_c": 12.0, "c_m_uf_cm2": 0.5}, None), ({"g_na_ms_cm2": 180.0, "g_k_ms_cm2": 50.0}, None),
    ({"c_m_uf_cm2": 3.0, "g_k_ms_cm2": 30.0}, None),
], ids=str)
def test_either_side_of_both_thresholds(values: dict[str, float], lasting: float | None) -> None:
    membrane = hh.Parameters(**values)
    found = hodgkin_huxley_thresholds(membrane)
    assert found.once is not None
    assert found.lasting is not None
    assert found.once < found.lasting
    if lasting is not None:
        assert found.lasting == pytest.approx(lasting, abs=0.1)
    for side in (-2.0, 2.0):
        assert fires(membrane, found.once + side * NEAR_UA_CM2)[0] == (side > 0.0)
        assert fires(membrane, found.lasting + side * NEAR_UA_CM2)[1] == (side > 0.0)


def test_what_never_fires_and_what_never_rests() -> None:
    assert hodgkin_huxley_thresholds(hh.Parameters(g_na_ms_cm2=0.0)) == thresholds.Thresholds(None, None)
    # Half the sodium channels: a spike, and never another.
    half = hodgkin_huxley_thresholds(hh.Parameters(g_na_ms_cm2=60.0))
    assert half.once is not None
    assert half.lasting is None
    few = hodgkin_huxley_thresholds(hh.Parameters(g_k_ms_cm2=14.4))
    assert few.lasting is not None
    assert few.once == few.lasting < 0.0, "it has to be held back"


@pytest.mark.parametrize("name", adex.PATTERNS)
def test_adex_fires_for_good_just_above(name: str) -> None:
    p = adex.PATTERNS[name]
    found = adex_thresholds(p)
    assert found.once is not None
    assert found.lasting is not None
    assert found.once <= found.lasting <= adex.saddle_node(p)[1]
    for which, current in (("once", found.once), ("lasting", found.lasting)):
        below, above = (
            adex.simulate(current + side, duration_ms=3000.0, parameters=p, record=False).spike_times_ms[0]
            for side in (-0.3, 0.3)
        )
        begun = (len(below) > 0, len(above) > 0) if which == "once" else (below[-1:] > 2000.0, above[-1:] > 2000.0)
        assert (bool(np.any(begun[0])), bool(np.any(begun[1]))) == (False, True), which


@pytest.mark.parametrize("name", izhikevich.PATTERNS)
def test_izhikevich_fires_for_good_just_above(name: str) -> None:
    p = izhikevich.PATTERNS[name]
    found = izhikevich_thresholds(p)
    assert found.lasting is not None
    expected = {"low_threshold_spiking": 0.66, "thalamocortical": 0.66, "resonator": 0.21}.get(name)
    if expected is not None:
        assert found.lasting == pytest.approx(expected, abs=0.02), "below the saddle-node: two states side by side"
    below, above = (
        izhikevich.simulate(found.lasting + side, duration_ms=2000.0, parameters=p, record=False).spike_times_ms[0]
        for side in (-0.05, 0.05)
    )
    assert not np.any(below > 1500.0)
    assert np.any(above > 1500.0)


@given(na=st.floats(0.6, 2.0), k=st.floats(0.55, 2.0), t=st.floats(0.0, 22.0), c=st.floats(0.4, 3.0))
@example(na=0.75, k=1.0, t=19.0, c=3.0)
@examples(6)
def test_any_membranes_single_threshold(na: float, k: float, t: float, c: float) -> None:
    membrane = hh.Parameters(g_na_ms_cm2=120.0 * na, g_k_ms_cm2=36.0 * k, temperature_c=t, c_m_uf_cm2=c)
    found = hodgkin_huxley_thresholds(membrane)
    if not hh.settled(membrane).resting or found.once is None or found.once > 60.0:
        return
    assert fires(membrane, found.once + 0.05)[0]
    assert not fires(membrane, found.once - 0.05)[0]
