"""The two sections below the f-I curve, driven as a visitor would: potentials by sliders, and how a synapse learns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.bio.plasticity import TimingRule, learn_from_spikes, pairings
from neuroviz.bio.potentials import IONS, PERMEABILITIES, SOLUTIONS, Concentration
from neuroviz.bio.simulation import SimulationError
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common import shell
from neuroviz.ui.pages.neuron import plasticity, potentials
from neuroviz.viz import numbers
from neuroviz.viz.neuron.plasticity_figure import signed
from neuroviz.viz.neuron.potential_figure import SHOWN, goldman_latex, millivolts, nernst_latex
from tests.app.widgets import widget

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def sections() -> None:
    """A page of nothing but the two."""
    from neuroviz.ui.common import session
    from neuroviz.ui.pages.neuron import plasticity, potentials

    t = session.language()
    potentials.panel(t)
    plasticity.panel(t)


def open_sections(lang: str = "en") -> AppTest:
    at = AppTest.from_function(sections, default_timeout=60)
    at.query_params["lang"] = lang
    at.run()
    assert not at.exception
    return at


def text(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(element.value for element in (*at.markdown, *at.caption, *at.warning))


def latex(at: AppTest) -> str:
    return "\n".join(element.value for element in at.latex)


def press(at: AppTest, key: str) -> AppTest:
    return widget(at, "button", key).click().run()


# --- potentials ----------------------------------------------------------------------------------

@each_language
@pytest.mark.parametrize("cell", ["mammal", "squid"])
def test_each_cell_shows_its_potentials(cell: str, lang: str) -> None:
    at, t, solution = open_sections(lang), LANGUAGES[lang], SOLUTIONS[cell]
    widget(at, "button_group", "neuron.membrane.cell.widget").set_value(cell).run()
    v_m = solution.goldman(PERMEABILITIES["rest"])
    assert t("neuron.membrane.now", v=millivolts(v_m)) in text(at)
    assert nernst_latex(solution) in latex(at)
    assert goldman_latex(solution, PERMEABILITIES["rest"], v_m) in latex(at)
    for ion in SHOWN:
        for side in ("inside", "outside"):
            slider = widget(at, "select_slider", f"neuron.membrane.{ion}.{side}")
            assert slider.value == getattr(solution.ions[ion], side)
            assert IONS[ion].symbol in slider.label
    assert widget(at, "slider", "neuron.membrane.celsius.widget").value == solution.celsius
    assert widget(at, "button", "neuron.membrane.reset.widget").disabled


@each_language
def test_potassium_outside_depolarises_and_reset_brings_it_back(lang: str) -> None:
    at, t, solution = open_sections(lang), LANGUAGES[lang], SOLUTIONS["mammal"]
    press(at, "neuron.membrane.potassium.try")
    assert widget(at, "select_slider", "neuron.membrane.K.outside").value == 10.0
    rest = solution.goldman(PERMEABILITIES["rest"])
    doubled = replace(solution, ions={**solution.ions, "K": Concentration(140.0, 10.0)})
    v_m = doubled.goldman(PERMEABILITIES["rest"])
    assert t("neuron.membrane.higher", v=millivolts(v_m), by=millivolts(v_m - rest), rest=millivolts(rest)) in text(at)
    press(at, "neuron.membrane.reset.widget")
    assert t("neuron.membrane.now", v=millivolts(rest)) in text(at)
    assert widget(at, "select_slider", "neuron.membrane.K.outside").value == 5.0


def test_potassium_can_be_doubled_until_the_slider_ends() -> None:
    at = open_sections()
    for _ in range(8):
        press(at, "neuron.membrane.potassium.try")
    assert widget(at, "select_slider", "neuron.membrane.K.outside").value == potentials.MILLIMOLAR[-1]
    assert widget(at, "button", "neuron.membrane.potassium.try").disabled


@each_language
def test_open_sodium_channels_are_the_peak_of_a_spike(lang: str) -> None:
    at, t, solution = open_sections(lang), LANGUAGES[lang], SOLUTIONS["mammal"]
    press(at, "neuron.membrane.sodium.try")
    rest, peak = (solution.goldman(PERMEABILITIES[state]) for state in ("rest", "peak"))
    higher = t("neuron.membrane.higher", v=millivolts(peak), by=millivolts(peak - rest), rest=millivolts(rest))
    assert higher in text(at)
    assert widget(at, "button_group", "neuron.membrane.state.widget").value == "peak"
    assert widget(at, "button", "neuron.membrane.sodium.try").disabled


def test_by_hand_begins_with_what_was_and_ends_where_nothing_gets_through() -> None:
    at, t = open_sections(), LANGUAGES["en"]
    press(at, "neuron.membrane.sodium.try")
    widget(at, "button_group", "neuron.membrane.state.widget").set_value("own").run()
    assert widget(at, "select_slider", "neuron.membrane.Na.permeability").value == 20.0
    for ion in ("Na", "Cl"):
        widget(at, "select_slider", f"neuron.membrane.{ion}.permeability").set_value(0.0).run()
    # Potassium alone: V is its Nernst potential.
    assert f"**{millivolts(SOLUTIONS['mammal'].nernst('K'))} mV**" in text(at)
    assert t("neuron.membrane.closed") not in text(at)
    widget(at, "select_slider", "neuron.membrane.K.permeability").set_value(0.0).run()
    assert t("neuron.membrane.closed") in text(at)
    assert r"\ln\frac{0{\cdot}" not in latex(at)


def test_a_warmer_cell_has_larger_potentials() -> None:
    at = open_sections()
    widget(at, "slider", "neuron.membrane.celsius.widget").set_value(6.3).run()
    assert nernst_latex(replace(SOLUTIONS["mammal"], celsius=6.3)) in latex(at)
    assert not widget(at, "button", "neuron.membrane.reset.widget").disabled


def test_no_concentration_that_can_be_chosen_is_refused() -> None:
    at = open_sections()
    for ion in SHOWN:
        for side in ("inside", "outside"):
            slider = widget(at, "select_slider", f"neuron.membrane.{ion}.{side}")
            assert all(float(option) > 0.0 for option in slider.options)
    assert all(value > 0.0 for value in potentials.MILLIMOLAR)
    assert list(potentials.MILLIMOLAR) == sorted(set(potentials.MILLIMOLAR))


@each_language
def test_every_refusal_is_a_sentence(lang: str) -> None:
    t = LANGUAGES[lang]
    for error in (
        SimulationError("parameter", name="permeability", value=0.0),
        SimulationError("parameter", name="K_inside", value=-1.0), SimulationError("other"),
    ):
        assert shell.say(error, t)
    assert f"{numbers.MINUS}1" in shell.say(SimulationError("parameter", name="K_inside", value=-1.0), t)


# --- a synapse -----------------------------------------------------------------------------------

@each_language
@pytest.mark.parametrize("lag", [10.0, -10.0, 0.0, -80.0, 80.0])
def test_one_pair_and_sixty(lag: float, lang: str) -> None:
    at, t = open_sections(lang), LANGUAGES[lang]
    widget(at, "slider", "neuron.synapse.lag.widget").set_value(lag).run()
    dw = float(TimingRule().window(lag))
    final = learn_from_spikes(*pairings(60, 10.0, lag), 0.5).final
    said = t("neuron.synapse.pairs.result", dw=signed(dw), pairs=60, start="0.5", final=numbers.fixed(final))
    assert said in text(at)
    naive = t("neuron.synapse.pairs.neighbours", pairs=60, naive=numbers.fixed(0.5 + 60 * dw),
              gap=numbers.short(100.0 - abs(lag)))
    assert naive in text(at)


@each_language
def test_what_differs_from_backpropagation_is_said_with_its_source(lang: str) -> None:
    said = text(open_sections(lang))
    assert "https://doi.org/10.1038/s41583-020-0277-3" in said
    for rule in ("hebb", "oja"):
        assert LANGUAGES[lang](f"neuron.synapse.rules.{rule}") in said


@each_language
def test_release_fails_as_often_as_the_law_says(lang: str) -> None:
    at, t = open_sections(lang), LANGUAGES[lang]
    assert t("neuron.synapse.release.result", failure="0.1681", mean="1.5") in text(at)
    widget(at, "slider", "neuron.synapse.sites.widget").set_value(2).run()
    widget(at, "slider", "neuron.synapse.probability.widget").set_value(0.5).run()
    assert t("neuron.synapse.release.result", failure="0.2500", mean="1") in text(at)


@pytest.mark.parametrize(("sent", "kept"), [(12.34, 12.3), (-99, -80.0), (1e9, 80.0), (-0.01, 0.0)])
def test_a_drag_sets_the_lag_within_the_window(sent: float, kept: float, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, object] = {}
    monkeypatch.setattr(plasticity.session, "keep", state.__setitem__)
    plasticity._dragged({"kind": "probe", "x": sent, "gesture": "g"})
    assert state == {"neuron.synapse.lag": kept}


def test_other_events_of_the_canvas_leave_the_lag_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plasticity.session, "keep", lambda *_: pytest.fail("the lag was changed"))
    plasticity._dragged({"kind": "select"})


def test_what_the_canvases_are_handed(monkeypatch: pytest.MonkeyPatch) -> None:
    views = {}
    monkeypatch.setattr(plasticity.live_plot, "live_plot", lambda view, key, on_event=None: views.update({key: view}))
    open_sections()
    assert set(views) == {
        "neuron.membrane.picture", "neuron.synapse.window.canvas", "neuron.synapse.history.canvas",
        "neuron.synapse.growth.canvas", "neuron.synapse.bars.canvas",
    }
    assert all(view["label"] for view in views.values())
    probe = views["neuron.synapse.window.canvas"]["probe"]
    assert (probe["x"], probe["min"], probe["max"]) == (10.0, -80.0, 80.0)
    assert f"{numbers.MINUS}67.3" in views["neuron.membrane.picture"]["label"]


# --- on the page ---------------------------------------------------------------------------------

def test_the_page_shows_each_and_remembers_them(visit) -> None:  # the fixture
    at = visit("neuron")
    t = LANGUAGES["en"]
    for chapter, heading in (("potentials", "neuron.membrane.heading"), ("synapse", "neuron.synapse.heading")):
        widget(at, "button_group", "neuron.chapters").set_value(chapter).run()
        assert t(heading) in [each.value for each in at.subheader]
        if chapter == "potentials":
            press(at, "neuron.membrane.sodium.try")
    widget(at, "slider", "neuron.synapse.lag.widget").set_value(-20.0).run()
    at.switch_page("pages/activations.py").run()
    at.switch_page("pages/neuron.py").run()
    assert not at.exception
    assert widget(at, "slider", "neuron.synapse.lag.widget").value == -20.0
    widget(at, "button_group", "neuron.chapters").set_value("potentials").run()
    assert widget(at, "button", "neuron.membrane.sodium.try").disabled
