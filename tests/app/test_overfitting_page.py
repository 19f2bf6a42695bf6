"""The overfitting page, driven as a visitor would, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.overfitting import NETWORKS, Kept, Overfitting, Trial
from neuroviz.i18n import LANGUAGES
from neuroviz.lab import overfitting_runs
from neuroviz.lab.overfitting_runs import run_of
from neuroviz.nn.training import train
from neuroviz.viz.numbers import fixed
from tests.app.opened import kept
from tests.app.widgets import Canvas, Wall, widget

Visit = Callable[..., AppTest]


STAGE = "overfitting.stage"


def text(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(element.value for element in at.markdown)


def pane(canvas: Canvas, network: str) -> dict[str, Any]:
    return next(pane for pane in canvas.views[STAGE]["panes"] if pane["name"] == network)


def gaps(canvas: Canvas, network: str = "large") -> list[str]:
    """At the end: of the run, and of the one that it is held against."""
    return [row["values"][-1][2] for row in pane(canvas, network)["rows"][: 1 + bool(pane(canvas, network)["base"])]]


def findings(canvas: Canvas, network: str = "large") -> list[str]:
    return [finding["text"] for finding in pane(canvas, network)["findings"]]


def keep(at: AppTest, name: str = "") -> None:
    widget(at, "text_input", "overfitting.name").set_value(name).run()
    widget(at, "button", "overfitting.keep").click().run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_networks_with_their_numbers_on_one_canvas(lang: str, visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    for network in NETWORKS:
        run = run_of(Trial(), network)
        assert pane(canvas, network)["title"] == t(f"overfitting.network.{network}")
        assert gaps(canvas, network) == [fixed(run.gap(700))]
        smallest = fixed(float(run.history.test_loss[run.best]))
        assert t("overfitting.figure.best", epoch=run.best, loss=smallest) in findings(canvas, network)
    large = run_of(Trial(), "large")
    assert t(
        "overfitting.figure.stop_would", patience=50, stop=large.stop.epoch, best=large.stop.best_epoch,
        loss=fixed(float(large.history.test_loss[large.stop.best_epoch])),
        final=fixed(float(large.history.test_loss[700])),
    ) in findings(canvas)
    assert t("overfitting.legend") in [caption.value for caption in at.caption]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lever_is_held_against_the_run_without_it(lang: str, visit: Visit, canvas: Canvas) -> None:
    at, t = visit("overfitting", lang=lang), LANGUAGES[lang]
    assert t("overfitting.against.none") in [caption.value for caption in at.caption]
    widget(at, "slider", "overfitting.points").set_value(60).run()
    more, base = run_of(replace(Trial(), points=60), "large"), run_of(Trial(), "large")
    assert gaps(canvas) == [fixed(more.gap(700)), fixed(base.gap(700))]
    assert pane(canvas, "large")["rows"][1]["name"] == t(
        "overfitting.figure.compared").format(name=t("overfitting.figure.row_loss"))
    # With a second one, either can be left out alone.
    widget(at, "select_slider", "overfitting.l2").set_value(0.003).run()
    widget(at, "selectbox", "overfitting.against").set_value("l2").run()
    assert gaps(canvas)[1] == fixed(more.gap(700))
    widget(at, "button", "overfitting.release").click().run()
    assert gaps(canvas) == [fixed(base.gap(700))]


def test_a_run_that_the_browser_has_is_not_sent_again(visit: Visit, canvas: Canvas) -> None:
    def sent() -> dict[str, bool]:
        return {name: track["weights_b64"] is not None for name, track in canvas.views[STAGE]["tracks"].items()}

    at = visit("overfitting")
    first = sent()
    assert all(first.values())
    widget(at, "slider", "overfitting.neurons").set_value(20).run()
    changed = sent()
    # The large network is another one; its rival is the one that was there, the small ones are their own rivals.
    assert len(changed) == 4
    assert {name for name, heavy in changed.items() if not heavy} == set(first)
    # What the browser lost, it asks for.
    canvas.act(at, "need", on=STAGE)
    assert all(sent().values())


def test_undo_redo_reset_and_restore_reach_the_document(visit: Visit, canvas: Canvas) -> None:
    def offered() -> list[bool]:
        return [canvas.can(what, on=STAGE) for what in ("undo", "redo", "reset")]

    def document() -> str:
        return str(canvas.views[STAGE]["keep"]["document"])

    at = visit("overfitting")
    assert offered() == [False, False, False]
    first = document()
    at.switch_page("pages/training.py").run()
    widget(at, "selectbox", "training.recipe").set_value("moons").run()
    at.switch_page("pages/overfitting.py").run()
    elsewhere = document()
    assert elsewhere != first
    assert offered() == [True, False, False], "what was made on another page is not taken back here"
    widget(at, "slider", "overfitting.points").set_value(60).run()
    edited = document()
    assert edited != elsewhere
    assert offered() == [True, False, True]
    canvas.act(at, "undo", on=STAGE)
    assert (document(), offered()) == (elsewhere, [True, True, False])
    canvas.act(at, "redo", on=STAGE)
    assert document() == edited
    canvas.act(at, "reset", on=STAGE)
    assert (document(), offered()) == (elsewhere, [True, False, False])
    other = codec.to_json(PRESETS["xor"].document)
    canvas.act(at, "restore", on=STAGE, document=other)
    assert document() == other


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
    assert gaps(canvas)[1] == fixed(cut.gap(cut.end))
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
    assert t("overfitting.figure.accuracy") in [row["name"] for row in pane(canvas, "large")["rows"]]
    assert not canvas.views[STAGE]["flat"]
    widget(at, "selectbox", "overfitting.dataset").set_value("sine").run()
    widget(at, "selectbox", "overfitting.optimizer").set_value("sgd").run()
    widget(at, "select_slider", "overfitting.learning_rate").set_value(3.0).run()
    assert not at.exception
    broke = run_of(replace(Trial(), optimizer="sgd", learning_rate=3.0), "large").broke
    assert findings(canvas) == [t("overfitting.figure.broke", epoch=broke)]
    keep(at)
    assert t("overfitting.kept.broke", epoch=broke) in text(at)


@pytest.mark.parametrize(("kind", "key", "value", "changes"), [
    ("slider", "points", 60, {"points": 60}),
    ("slider", "noise", 0.1, {"noise": 0.1}),
    ("slider", "neurons", 8, {"neurons": 8}),
    ("select_slider", "l1", 0.01, {"l1": 0.01}),
    ("slider", "dropout", 55.0, {"dropout": 0.55}),
    ("slider", "patience", 50, {"patience": 50}),
    ("text_input", "seed", "4", {"seed": 4}),
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
    history = kept(at)["history"]
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
    assert gaps(canvas) == [fixed(run.gap(200)), fixed(dashed.gap(100))]
    assert widget(at, "select_slider", "overfitting.l2").value == 0.0007
    assert t("overfitting.kept.numbered", number=5) in text(at)
    assert "| dull |" in text(at)
    assert codec.from_link(parse_qs(urlsplit(at.code[0].value).query)["doc"][0]).overfitting == there


def test_a_link_that_is_wrong_says_so_and_changes_nothing(visit: Visit, canvas: Canvas) -> None:
    at = visit("overfitting", doc="1broken")
    assert LANGUAGES["en"]("refusal.link_broken") in [error.value for error in at.error]
    assert kept(at)["history"].present.overfitting == Overfitting()


def test_only_the_network_that_the_table_shows_is_trained_for_it(
    visit: Visit, canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening kept runs costs one training each, not three; and none of them twice."""
    trained: list[object] = []
    monkeypatch.setattr(overfitting_runs, "train", lambda *args: trained.append(args) or train(*args))
    kept = tuple(Kept(i, "", Trial(epochs=100, seed=100 + i, neurons=2)) for i in range(1, 9))
    link = codec.to_link(replace(
        PRESETS["xor"].document, overfitting=Overfitting(Trial(epochs=100, seed=99), kept=kept)))
    at = visit("overfitting", doc=link)
    assert len(trained) == len(NETWORKS) + len(kept)
    widget(at, "button", "overfitting.remove.8").click().run()
    assert len(trained) == len(NETWORKS) + len(kept)


def test_the_projector_shows_the_three_alone(
    visit: Visit, canvas: Canvas, monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = Wall(monkeypatch)
    at = visit("overfitting", present="1")
    assert [name for name in canvas.views if name.startswith("overfitting.")] == [STAGE]
    assert len(canvas.views[STAGE]["panes"]) == 3
    assert not any(slider.key.startswith("overfitting.points") for slider in at.slider)
    wall.press(at, "leave")
    assert any(slider.key.startswith("overfitting.points") for slider in at.slider)
