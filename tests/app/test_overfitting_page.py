"""The overfitting page, driven as a visitor would, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document.overfitting import NETWORKS, Trial, run_of
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import fixed
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]


def text(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(element.value for element in at.markdown)


def keep(at: AppTest, name: str = "") -> None:
    widget(at, "text_input", "overfitting.name").set_value(name).run()
    widget(at, "button", "overfitting.keep").click().run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_networks_with_their_numbers_and_one_scrubber(lang: str, visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    for network in NETWORKS:
        run = run_of(Trial(), network)
        assert f"overfitting.{network}" in canvas.views
        assert f"**{fixed(run.gap(700))}**" in text(at)
        assert t("overfitting.best", epoch=run.best, loss=fixed(float(run.history.test_loss[run.best]))) in text(at)
        assert t(f"overfitting.network.{network}") in canvas.views[f"overfitting.{network}"]["label"]
    large = run_of(Trial(), "large")
    assert t(
        "overfitting.stop.would", patience=50, stop=large.stop.epoch, best=large.stop.best_epoch,
        loss=fixed(float(large.history.test_loss[large.stop.best_epoch])),
        final=fixed(float(large.history.test_loss[700])),
    ) in text(at)
    layouts = {name: view["spec"]["layout"] for name, view in canvas.views.items()}
    widget(at, "slider", "overfitting.epoch.widget").set_value(100).run()
    assert all(f"**{fixed(run_of(Trial(), network).gap(100))}**" in text(at) for network in NETWORKS)
    assert layouts == {name: view["spec"]["layout"] for name, view in canvas.views.items()}
    widget(at, "button", "overfitting.jump.end").click().run()
    assert f"**{fixed(large.gap(700))}**" in text(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lever_is_held_against_the_run_without_it(lang: str, visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    assert t("overfitting.against.none") in [caption.value for caption in at.caption]
    widget(at, "slider", "overfitting.points").set_value(60).run()
    more, base = run_of(replace(Trial(), points=60), "large"), run_of(Trial(), "large")
    assert t("overfitting.compared", name=t("overfitting.loss")) in text(at)
    assert f"**{fixed(more.gap(700))}**" in text(at)
    assert f"**{fixed(base.gap(700))}**" in text(at)
    dashed = canvas.views["overfitting.large"]["spec"]["data"][2]
    assert dashed["line"]["dash"] != "solid"
    assert None not in dashed["y"]
    # With a second one, either can be left out alone.
    widget(at, "select_slider", "overfitting.l2").set_value(0.003).run()
    widget(at, "selectbox", "overfitting.against.widget").set_value("l2").run()
    assert f"**{fixed(more.gap(700))}**" in text(at)
    widget(at, "button", "overfitting.release").click().run()
    assert f"**{fixed(base.gap(700))}**" in text(at)
    assert t("overfitting.compared", name="R²") not in text(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_runs_are_kept_compared_and_removed(lang: str, visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    keep(at, "a|*b*")
    assert "a\\|\\*b\\*" in text(at)
    widget(at, "slider", "overfitting.patience").set_value(50).run()
    keep(at)
    assert t("overfitting.kept.numbered", number=2) in text(at)
    assert f"{t('overfitting.lever.patience')} 50" in text(at)
    # A kept run can be the one that is drawn dashed.
    widget(at, "button", "overfitting.release").click().run()
    widget(at, "selectbox", "overfitting.against.widget").set_value("kept.2").run()
    cut = run_of(replace(Trial(), patience=50), "large")
    assert f"**{fixed(cut.gap(cut.end))}**" in text(at)
    # They outlive a change of page.
    at.switch_page("pages/activations.py").run()
    at.switch_page("pages/overfitting.py").run()
    assert "a\\|\\*b\\*" in text(at)
    widget(at, "button", "overfitting.remove.1").click().run()
    assert "a\\|\\*b\\*" not in text(at)
    assert t("overfitting.kept.numbered", number=2) in text(at)


def test_no_more_are_kept_than_fit(visit: Visit, canvas: Canvas) -> None:
    at = visit("overfitting")
    for _ in range(8):
        widget(at, "button", "overfitting.keep").click().run()
    assert widget(at, "button", "overfitting.keep").disabled


@pytest.mark.parametrize("lang", LANGUAGES)
def test_classes_have_their_accuracy_and_a_run_that_diverges_says_so(lang: str, visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    widget(at, "selectbox", "overfitting.dataset").set_value("moons").run()
    assert f"| {t('overfitting.accuracy')} |" in text(at)
    assert canvas.views["overfitting.large"]["spec"]["data"][0]["type"] == "heatmap"
    widget(at, "selectbox", "overfitting.dataset").set_value("sine").run()
    widget(at, "selectbox", "overfitting.optimizer").set_value("sgd").run()
    widget(at, "select_slider", "overfitting.learning_rate").set_value(3.0).run()
    assert not at.exception
    broke = run_of(replace(Trial(), optimizer="sgd", learning_rate=3.0), "large").broke
    assert t("overfitting.broke", epoch=broke) in [error.value for error in at.error]
    keep(at)
    assert t("overfitting.kept.broke", epoch=broke) in text(at)


def test_the_projector_shows_the_three_alone(visit: Visit, canvas: Canvas) -> None:
    at = visit("overfitting", present="1")
    assert len([name for name in canvas.views if name.startswith("overfitting.")]) == 3
    assert not any(slider.key.startswith("overfitting.points") for slider in at.slider)
