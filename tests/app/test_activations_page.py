"""The activations page, driven as a visitor would, in both languages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.i18n import LANGUAGES
from neuroviz.nn import ACTIVATIONS
from neuroviz.ui.pages import activations as panel
from neuroviz.viz import numbers
from neuroviz.viz.activations import activation_figure
from neuroviz.viz.activations.activation_figure import Z_MAX, Z_MIN, Z_STEP
from tests.app.widgets import widget

APP = str(Path(__file__).parents[2] / "app.py")


def visit(lang: str = "en") -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = lang
    return at.switch_page("pages/activations.py").run()


def text(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(element.value for element in at.markdown)


def here(lang: str, name: str, z: float) -> str:
    """The card's first fact, from the registry rather than from the page."""
    record = ACTIVATIONS[name]
    value, slope = (numbers.fixed(float(f(np.array([z]))[0])) for f in (record.f, record.df))
    return LANGUAGES[lang]("activations.here", z=numbers.short(z), value=value, slope=slope)


def pick(at: AppTest, name: str) -> AppTest:
    return widget(at, "pills", "activations.function.widget").set_value(name).run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_function_has_its_card_with_computed_numbers(lang: str) -> None:
    at = visit(lang)
    assert here(lang, "sigmoid", 1.0) in text(at)
    for name in ACTIVATIONS:
        pick(at, name)
        assert f"● {LANGUAGES[lang](f'activation.{name}')}" in text(at)
        if ACTIVATIONS[name].elementwise:
            assert here(lang, name, 1.0) in text(at)
        for kind in ("for", "wrong"):
            assert LANGUAGES[lang].words[f"activations.{kind}.{name}"] in text(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_z_is_set_by_slider_and_by_number_and_both_agree(lang: str) -> None:
    at = visit(lang)
    widget(at, "slider", "activations.z_slider").set_value(-2.25).run()
    assert here(lang, "sigmoid", -2.25) in text(at)
    assert widget(at, "text_input", "activations.z_typed").value == "−2.25"
    widget(at, "text_input", "activations.z_typed").input("3,1").run()
    assert here(lang, "sigmoid", 3.1) in text(at)
    assert widget(at, "slider", "activations.z_slider").value == 3.1
    widget(at, "button", "activations.z_typed.more").click().run()
    assert here(lang, "sigmoid", 3.1 + Z_STEP) in text(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_z_that_cannot_be_is_said_to_be_so_until_the_next_that_can(lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang)
    for typed, said in (
        ("1,000", t("refusal.number_ambiguous", text="1,000", decimal="1.000", whole="1000")),
        ("99", t("refusal.field_range", where=t("activations.z_exact"), low=f"−{-Z_MIN:g}", high=f"{Z_MAX:g}",
                 value="99")),
    ):
        widget(at, "text_input", "activations.z_typed").input(typed).run()
        assert [error.value.replace("\\", "") for error in at.error] == [said]
        assert here(lang, "sigmoid", 1.0) in text(at)
    widget(at, "text_input", "activations.z_typed").input("2").run()
    assert [error.value for error in at.error] == []
    assert here(lang, "sigmoid", 2.0) in text(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_functions_are_compared(lang: str) -> None:
    at = visit(lang)
    widget(at, "selectbox", "activations.other.widget").select("relu").run()
    assert here(lang, "sigmoid", 1.0) in text(at)
    assert here(lang, "relu", 1.0) in text(at)
    assert f"◆ {LANGUAGES[lang]('activation.relu')}" in text(at)
    # A function is not compared with itself.
    pick(at, "relu")
    assert "◆" not in text(at)
    assert "relu" not in widget(at, "selectbox", "activations.other.widget").options


@pytest.mark.parametrize("lang", LANGUAGES)
def test_softmax_brings_its_neighbours(lang: str) -> None:
    at = visit(lang)
    assert LANGUAGES[lang]("activations.neighbours") not in text(at)
    pick(at, "softmax")
    assert LANGUAGES[lang]("activations.neighbours") in text(at)
    widget(at, "slider", "activations.neighbour_2.widget").set_value(-1.0).run()
    # softmax(1, -1, 1), worked out by hand: e, 1/e and e over their sum.
    total = 2 * np.e + 1 / np.e
    first, second = numbers.fixed(np.e / total), numbers.fixed(1 / np.e / total)
    assert f"{first} + {second} + {first} = 1" in text(at)


def test_the_choice_survives_a_visit_to_another_page() -> None:
    at = visit()
    pick(at, "tanh")
    widget(at, "slider", "activations.z_slider").set_value(0.5).run()
    at.switch_page("pages/article.py").run()
    at.switch_page("pages/activations.py").run()
    assert here("en", "tanh", 0.5) in text(at)
    assert widget(at, "pills", "activations.function.widget").value == "tanh"


@pytest.mark.parametrize(("sent", "kept"), [(1.25, 1.25), (-7.0, -6.0), (99, 6.0), (0.123456, 0.12)])
def test_a_drag_sets_z_within_the_axis(sent: float, kept: float, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, object] = {}
    monkeypatch.setattr(panel.session, "keep", state.__setitem__)
    panel._dragged({"kind": "probe", "x": sent, "gesture": "g"})
    assert state == {"activations.z": kept}


def test_other_events_of_the_canvas_leave_z_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel.session, "keep", lambda *_: pytest.fail("z was changed"))
    panel._dragged({"kind": "select", "layer": 1})


def test_what_the_canvas_is_handed(monkeypatch: pytest.MonkeyPatch) -> None:
    views = {}
    monkeypatch.setattr(panel.live_plot, "live_plot", lambda view, key, on_event=None: views.update({key: view}))
    chosen = panel.ActivationChoice("softmax", "relu", 0.5, (0.0, 1.0))
    panel.picture(chosen, LANGUAGES["en"])
    panel.neighbours(chosen, LANGUAGES["en"])
    curve = views["activations.curve"]
    assert curve["probe"] == {"x": 0.5, "min": -6.0, "max": 6.0, "step": 0.1, "name": "z"}
    share = numbers.fixed(activation_figure.shares(0.5, (0.0, 1.0))[0])
    assert f"softmax(0.5) = {share}" in curve["label"]
    assert "ReLU(0.5) = 0.5000, slope 1.0000" in curve["label"]
    assert share in views["activations.shares"]["label"]
