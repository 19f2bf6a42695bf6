"""The sum of what the studio's picture shows but the network's numbers: another one wherever the picture is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from neuroviz.document import Document, Selection
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common import session
from neuroviz.ui.common.network_canvas import _shape_sum, view_of
from tests.js.test_live import changed
from tests.viz.studio.scenes import PRESET_DOCUMENTS

BASE = PRESET_DOCUMENTS["fruit"]
EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]


def others() -> Iterator[tuple[str, Document]]:
    """The base with one field after the other as another example has it, or as it could be."""
    for field in fields(Document):
        if field.name in {"layers", "input"}:
            continue
        for name, preset in PRESET_DOCUMENTS.items():
            value = getattr(preset, field.name)
            fits = not field.name.endswith("_names") or len(value) == len(getattr(BASE, field.name))
            if fits and value != getattr(BASE, field.name):
                yield f"{field.name} of {name}", replace(BASE, **{field.name: value})
    yield "a neuron", replace(BASE, selection=Selection(1, 0))
    yield "a connection", replace(BASE, selection=Selection(1, 0, 1))
    yield "a name", replace(BASE, input_names=tuple("abc"[: len(BASE.input)]))
    last = BASE.layers[-1]
    for activation in ("relu", "sigmoid", "softmax"):
        yield activation, replace(BASE, layers=(*BASE.layers[:-1], replace(last, activation=activation)))


def test_where_the_picture_is_another_one_so_is_the_sum() -> None:
    seen = {_shape_sum(BASE, EN, 0): view_of(BASE, EN)}
    compared = 0
    for name, document in others():
        found, view = _shape_sum(document, EN, 0), view_of(document, EN)
        if found in seen:
            assert view == seen[found], name
        else:
            compared += 1
        seen[found] = view
    assert compared >= 5


def test_of_the_numbers_it_knows_nothing() -> None:
    for seed, document in enumerate(PRESET_DOCUMENTS.values()):
        assert _shape_sum(document, EN, 0) == _shape_sum(changed(document, seed), EN, 0)


def test_language_theme_and_the_first_steps_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = [_shape_sum(BASE, EN, 0), _shape_sum(BASE, ZH, 0), _shape_sum(BASE, EN, 1), _shape_sum(BASE, EN, None)]
    monkeypatch.setattr(session, "theme", lambda: "dark")
    sums.append(_shape_sum(BASE, EN, 0))
    assert len(set(sums)) == len(sums)
