"""What Python sends is what the protocol says. `Canvas` holds each view of every test in this folder to it; here each
kind is seen once, and spoilt ones are found out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.ui.common.shell import PAGES
from tests.app.widgets import Canvas
from tests.conformity import VIEWS, faults_of

Visit = Callable[..., AppTest]

KINDS = {
    "home": {"figure"}, "studio": {"figure"}, "activations": {"figure"}, "article": set(),
    "neuron": {"neuron", "table", "figure"}, "descent": {"figure"}, "training": {"training"},
    "overfitting": {"overfitting"}, "digits": {"digits"}, "inside": {"inside"}, "privacy": {"history"},
    "questions": set(), "teaching": set(), "whole": {"whole"},
}
"""The kinds of view that each page begins with."""

@pytest.mark.parametrize("page", [entry.key for entry in PAGES])
def test_a_page_sends_views_of_the_kinds_that_it_is_made_of(page: str, visit: Visit, canvas: Canvas) -> None:
    visit(page)
    assert {view["kind"] for view in canvas.views.values()} == KINDS[page]
    assert canvas.faults == []


def test_every_kind_is_on_some_page() -> None:
    """A room is on all pages, and on none before somebody opens it: tests/app/test_room.py. What the browser knows is
    the answer to an edit: tests/app/test_known.py."""
    assert set().union(*KINDS.values()) == set(VIEWS) - {"room", "glance", "known"}


@pytest.mark.parametrize(("page", "spoil", "fault"), [
    ("neuron", lambda view: view["clock"].pop("delay"), "neuron.clock.delay is missing"),
    ("neuron", lambda view: view["left"].update(hue=3), "neuron.left.hue is not in the protocol"),
    ("training", lambda view: view.update({"from": "0"}), "training.from: '0' is no int"),
    ("training", lambda view: view.update(state="tired"), "training.state: 'tired' is none of"),
    ("overfitting", lambda view: view["panes"][1]["rows"].append([]), "overfitting.panes[1].rows[2]: [] is no object"),
    ("studio", lambda view: view["network"]["live"].update(follows=1), "figure.network.live.follows: 1 is no bool"),
    ("descent", lambda view: view["probe"].update(x=None), "figure.probe.x: None is no float"),
])
def test_a_view_of_another_shape_is_found_out(
    page: str, spoil: Callable[[dict[str, Any]], object], fault: str, visit: Visit, canvas: Canvas,
) -> None:
    kind = fault.split(".")[0]
    visit(page)
    view = next(view for view in canvas.views.values() if view["kind"] == kind)
    assert faults_of(view) == []
    spoil(view)
    assert any(said.startswith(fault) for said in faults_of(view)), faults_of(view)
