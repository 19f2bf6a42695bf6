"""The overfitting page, driven as a visitor would, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import codec
from neuroviz.document.overfitting import NETWORKS, Kept, Overfitting, Trial, result_of, run_of
from neuroviz.document.presets import PRESETS
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
    widget(at, "selectbox", "overfitting.against").set_value("l2").run()
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
    widget(at, "selectbox", "overfitting.against").set_value("kept.2").run()
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


@pytest.mark.parametrize(("kind", "key", "value", "changes"), [
    ("slider", "points", 60, {"points": 60}),
    ("slider", "noise", 0.1, {"noise": 0.1}),
    ("slider", "neurons", 8, {"neurons": 8}),
    ("select_slider", "l1", 0.01, {"l1": 0.01}),
    ("slider", "dropout", 55.0, {"dropout": 0.55}),
    ("slider", "patience", 50, {"patience": 50}),
    ("number_input", "seed", 4, {"seed": 4}),
    ("slider", "epochs", 300, {"epochs": 300}),
    ("selectbox", "optimizer", "momentum", {"optimizer": "momentum"}),
    ("select_slider", "learning_rate", 0.1, {"learning_rate": 0.1}),
])
def test_each_lever_is_an_edit_of_the_document(
    visit: Visit, canvas: Canvas, kind: str, key: str, value: object, changes: dict[str, object],
) -> None:
    at = visit("overfitting")
    widget(at, kind, f"overfitting.{key}").set_value(value).run()
    assert not at.exception
    history = at.session_state["neuroviz.history"]
    assert history.present.overfitting == Overfitting(replace(Trial(), **changes))
    assert history.past[-1].overfitting == Overfitting()
    assert len(history.past) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_with_the_same_runs(lang: str, visit: Visit, canvas: Canvas) -> None:
    trial, t = Trial(epochs=200, points=40, l2=0.0007), LANGUAGES[lang]
    other = replace(trial, epochs=100, dropout=0.35)
    there = Overfitting(trial, "kept.5", (Kept(5, "", other), Kept(2, "dull", replace(trial, seed=3))))
    at = visit("overfitting", lang=lang, doc=codec.to_link(replace(PRESETS["xor"].document, overfitting=there)))
    run, dashed = run_of(trial, "large"), run_of(other, "large")
    assert f"**{fixed(run.gap(200))}**" in text(at)
    assert f"**{fixed(dashed.gap(100))}**" in text(at)
    assert widget(at, "select_slider", "overfitting.l2").value == 0.0007
    assert t("overfitting.kept.numbered", number=5) in text(at)
    assert "| dull |" in text(at)
    assert codec.from_link(parse_qs(urlsplit(at.code[0].value).query)["doc"][0]).overfitting == there


def test_a_link_that_is_wrong_says_so_and_changes_nothing(visit: Visit, canvas: Canvas) -> None:
    at = visit("overfitting", doc="1broken")
    assert LANGUAGES["en"]("refusal.link_broken") in [error.value for error in at.error]
    assert at.session_state["neuroviz.history"].present.overfitting == Overfitting()


def test_only_the_network_that_the_table_shows_is_trained_for_it(visit: Visit, canvas: Canvas) -> None:
    """Opening kept runs costs one training each, not three; and none of them twice."""
    kept = tuple(Kept(i, "", Trial(epochs=100, seed=100 + i, neurons=2)) for i in range(1, 9))
    link = codec.to_link(replace(PRESETS["xor"].document, overfitting=Overfitting(Trial(epochs=100), kept=kept)))
    before = result_of.cache_info().misses
    at = visit("overfitting", doc=link)
    asked = result_of.cache_info().misses - before
    assert asked <= 1 + len(kept)
    widget(at, "button", "overfitting.remove.8").click().run()
    assert result_of.cache_info().misses - before == asked


def test_the_projector_shows_the_three_alone(visit: Visit, canvas: Canvas) -> None:
    at = visit("overfitting", present="1")
    assert len([name for name in canvas.views if name.startswith("overfitting.")]) == 3
    assert not any(slider.key.startswith("overfitting.points") for slider in at.slider)
