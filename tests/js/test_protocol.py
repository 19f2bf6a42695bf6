"""What js/protocol.js says of the views is what Python makes: TypeScript reads real views as the types named there.

A field that Python leaves out, makes of another kind, or sends without its being named there, is an error of types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from neuroviz.document import Selection
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.overfitting import Trial
from neuroviz.lab.comparison.run import run
from neuroviz.nn.digits.images import FORMATS
from neuroviz.ui.live_plot import encode
from tests.js.node import ROOT, run_node
from tests.viz.descent import test_backward_view, test_descent_figure
from tests.viz.digits import test_digits_view
from tests.viz.inside import test_inside_view
from tests.viz.neuron import test_comparison_view
from tests.viz.neuron.scenes import RUNS, sized
from tests.viz.overfitting import test_overfitting_view as overfitting
from tests.viz.studio import scenes
from tests.viz.training import test_training_view

View = dict[str, Any]

HISTORY = {"undo": True, "redo": False, "opened": 1, "reset": True}
KEEP = {"session": "a", "fresh": True, "link": "", "document": "{}", "sheet": 0}
PROBE = {"x": 1.0, "min": 0.0, "max": 2.0, "step": 0.1, "name": "w"}
FRUIT = PRESETS["fruit"].document


def figure(view: View, **more: Any) -> View:
    return {"kind": "figure", "label": "A network", **view, **more}


def pairs() -> Iterator[View]:
    for found in RUNS.values():
        yield {**test_comparison_view.view(found), "wrong": None}
    yield {**test_comparison_view.view(run(sized(12))), "wrong": {"name": "bias0", "text": "1/0", "message": "No."}}


def trainings() -> Iterator[View]:
    for training in test_training_view.SCENES.values():
        yield test_training_view.view_of(training, test_training_view.frames_of(training))


def trios() -> Iterator[View]:
    for trial, base in overfitting.PAIRS.values():
        yield overfitting.view_of(trial, base)
    yield overfitting.view_of(Trial(), have=tuple(overfitting.view_of(Trial())["tracks"]))


def figures() -> Iterator[View]:
    for selection in (None, Selection(1, 0), Selection(1, 0, 1)):
        yield figure(scenes.view(replace(FRUIT, selection=selection)), legend="Read it so.")
    wrong = scenes.view(replace(FRUIT, selection=Selection(1, 0)))
    wrong["network"]["wrong"] = {"text": "1/0", "message": "No."}
    yield figure(wrong)
    yield figure(scenes.view(scenes.OVERFLOWING), simple=True)
    yield figure(scenes.view(scenes.drawn(3, 12, 2)))
    yield figure(test_backward_view.shown(test_backward_view.taught(FRUIT)))
    for parameters in (test_descent_figure.ONE, test_descent_figure.TWO):
        walk = test_descent_figure.view(parameters=parameters)
        walk["walk"]["verdicts"] = [{"text": "It arrived.", "alarm": False}]
        yield figure(walk, probe={**PROBE, "second": PROBE})


def pads() -> Iterator[View]:
    for images in FORMATS:
        digits = Digits(images=images, strokes=((1, 2, 3, 4),))
        yield test_digits_view.view(digits, wanted=[f"{images}.images"])


def looks() -> Iterator[View]:
    for inside in test_inside_view.SCENES:
        yield test_inside_view.view(inside)


MAKERS: dict[str, Callable[[], Iterator[View]]] = {
    "NeuronView": pairs, "TrainingView": trainings, "OverfittingView": trios, "FigureView": figures,
    "DigitsView": pads, "InsideView": looks, "HistoryView": lambda: iter([{"kind": "history"}]),
}


def module(kind: str, views: list[View]) -> str:
    """One constant a view, as it travels."""
    lines = []
    for i, view in enumerate(views):
        sent = json.loads(encode({**view, "history": HISTORY, "keep": KEEP, "stale": False}))["view"]
        lines.append(f"/** @type {{import('{PROTOCOL}').{kind}}} */\nexport const view{i} = {json.dumps(sent)}\n")
    return "\n".join(lines)


PROTOCOL = ROOT / "neuroviz/ui/live_plot/js/protocol.js"
TSC = ROOT / "node_modules/typescript/bin/tsc"
OPTIONS = ("--ignoreConfig", "--noEmit", "--allowJs", "--checkJs", "--strict", "--skipLibCheck",
           "--target", "ES2023", "--module", "ESNext", "--moduleResolution", "Bundler")


def complaints(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return run_node(TSC, *OPTIONS, path).stdout


@pytest.mark.parametrize("kind", MAKERS)
def test_every_view_is_of_its_type(kind: str, tmp_path: Path) -> None:
    assert complaints(tmp_path / f"{kind}.js", module(kind, list(MAKERS[kind]()))) == ""


def labels(part: object) -> Iterator[list[str]]:
    """All lists of labels in a view: of its figures' traces, and of what changes in them."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), list):
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from labels(each)


@pytest.mark.parametrize("kind", ["NeuronView", "TrainingView", "FigureView", "DigitsView"])
def test_no_label_of_a_picture_is_empty(kind: str) -> None:
    """What shows nothing is a blank: of an empty label Plotly makes none, and the labels behind it move."""
    found = [each for view in MAKERS[kind]() for each in labels(json.loads(encode({**view, "keep": KEEP}))["view"])]
    assert found
    assert [each for each in found if "" in each] == []


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda view: view["clock"].pop("delay"), "'delay' is missing"),
    (lambda view: view["clock"].update(delay="5"), "Type 'string' is not assignable to type 'number'"),
    (lambda view: view["left"]["glows"][0].update(hue=3), '"hue"'),
], ids=["a field too few", "another kind", "a field too many"])
def test_a_view_of_another_shape_is_found_out(
    spoil: Callable[[View], object], said: str, tmp_path: Path,
) -> None:
    view = json.loads(json.dumps({**test_comparison_view.view(RUNS[next(iter(RUNS))]), "wrong": None}))
    spoil(view)
    assert said in complaints(tmp_path / "spoilt.js", module("NeuronView", [view]))
