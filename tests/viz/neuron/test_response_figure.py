"""The f-I curve with the activation over it, and where the two neurons are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.settings.neuron import ELEMENTWISE, Neuron, with_changes
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.curves import curves
from neuroviz.lab.comparison.run import run
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.neuron.response_figure import response_figure
from neuroviz.viz.numbers import compact
from neuroviz.viz.palette import PALETTES
from tests.examples import examples
from tests.viz.neuron.scenes import LOOKS, assert_figure

CURVE, ACTIVATION, POINTS = range(3)


def drawn(theme: str = "light", lang: str = "en", **changes: object) -> dict:
    neuron = with_changes(Neuron(), **changes)
    found, t = curves(neuron), LANGUAGES[lang]
    assert found is not None
    words = t.under("neuron.response.figure")
    return response_figure(run(neuron), found, t.under("activation"), words, PALETTES[theme])


SCENES: list[dict[str, object]] = [
    {}, {"model": "hodgkin_huxley"}, {"model": "adex"}, {"model": "izhikevich", "pattern": "chattering"},
    {"noise": 1.0}, {"bias": -90.0}, {"bias": 90.0},
    {"model": "hodgkin_huxley", "method": "rk4", "dt_ms": 0.2},
]


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
@pytest.mark.parametrize("changes", SCENES, ids=str)
def test_every_figure_is_whole_and_within_its_frame(changes: dict[str, object], theme: str, lang: str) -> None:
    spec = drawn(theme, lang, **changes)
    assert_figure(spec)
    assert "{" not in str(spec["layout"]["xaxis"]["title"]["text"])
    for key in ("x", "y"):
        low, high = spec["layout"][f"{key}axis"]["range"]
        for trace in (spec["data"][CURVE], spec["data"][POINTS]):
            assert all(low <= value <= high for value in trace[key])


@given(name=st.sampled_from(ELEMENTWISE), tau=st.sampled_from((2.0, 8.0, 30.0)))
@examples(30)
def test_the_lines_are_the_rates_and_the_activation_at_its_best_height(name: str, tau: float) -> None:
    found = curves(with_changes(Neuron(), tau_ms=tau))
    assert found is not None
    spec = drawn(activation=name, tau_ms=tau)
    assert spec["data"][CURVE]["x"] == pytest.approx(found.line[0].tolist(), abs=1e-3)
    assert spec["data"][CURVE]["y"] == pytest.approx(found.line[1].tolist(), abs=1e-3)
    z = np.array(spec["data"][ACTIVATION]["x"])
    a = ACTIVATIONS[name].f(np.linspace(-2.0, 5.0, len(z)))
    assert spec["data"][ACTIVATION]["y"] == pytest.approx((found.hz_per_a[name] * a).tolist(), abs=1e-3)


@pytest.mark.parametrize("changes", [{}, {"model": "hodgkin_huxley"}, {"activation": "tanh"}], ids=str)
def test_the_right_axis_reads_the_same_heights_as_a(changes: dict[str, object]) -> None:
    neuron = with_changes(Neuron(), **changes)
    found = curves(neuron)
    assert found is not None
    layout = drawn(**changes)["layout"]
    height = found.hz_per_a[neuron.activation]
    assert [height * value for value in layout["yaxis2"]["range"]] == pytest.approx(layout["yaxis"]["range"])


def test_where_the_activation_has_no_height_there_is_no_axis_for_it() -> None:
    now, found = run(Neuron()), curves(Neuron())
    assert found is not None
    flat = replace(found, hz_per_a=dict.fromkeys(found.hz_per_a, 0.0))
    t = LANGUAGES["en"]
    spec = response_figure(now, flat, t.under("activation"), t.under("neuron.response.figure"), PALETTES["light"])
    assert "yaxis2" not in spec["layout"]
    assert not any(spec["data"][ACTIVATION]["y"])


def test_the_points_are_the_two_neurons() -> None:
    """At z with a; and at the mean current that was measured, in the same units, with the rate that was counted."""
    neuron = with_changes(Neuron(), bias=0.7)
    now, found = run(neuron), curves(neuron)
    assert found is not None
    trace = drawn(bias=0.7)["data"][POINTS]
    mean = float(np.mean(now.lines["excitatory"] + now.lines["inhibitory"] + now.lines["electrode"]))
    assert trace["x"] == pytest.approx([now.z, mean - 2.0])
    assert trace["y"] == pytest.approx([found.hz_per_a["relu"] * now.a, now.rate_hz])
    # Weak inputs are translated truly: the two stand near each other.
    assert trace["x"][0] == pytest.approx(trace["x"][1], abs=0.5)
    assert compact(now.a) in trace["text"][0]
    assert f"{now.rate_hz:.0f}" in trace["text"][1]
    assert len(set(trace["marker"]["symbol"])) == 2


def test_without_a_run_only_the_artificial_neuron_has_a_point() -> None:
    trace = drawn(model="hodgkin_huxley", method="rk4", dt_ms=0.2, bias=0.4)["data"][POINTS]
    assert len(trace["x"]) == len(trace["text"]) == 1


def test_the_ticks_say_z_and_the_current() -> None:
    ticks = drawn()["layout"]["xaxis"]
    assert dict(zip(ticks["tickvals"], ticks["ticktext"], strict=True))[0] == "0<br>2"
    assert dict(zip(ticks["tickvals"], ticks["ticktext"], strict=True))[3] == "3<br>5"
    assert dict(zip(ticks["tickvals"], ticks["ticktext"], strict=True))[-2] == "−2<br>0"
