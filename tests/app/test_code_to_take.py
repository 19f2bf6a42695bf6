"""Code is offered where it is looked for: of the page's own document, as it is now, in the visitor's language."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.code.network import LIBRARIES
from neuroviz.code.neuron import SIMULATORS
from neuroviz.document import Document, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.i18n import LANGUAGES
from tests.app.opened import each_language, hand, kept, opened, put

PANELS = {"studio": "file", "training": "share", "neuron": "share"}


def shown(at: AppTest, language: str = "python") -> str:
    return next((each.value for each in at.code if each.language == language), "")


@each_language
@pytest.mark.parametrize("page", PANELS)
def test_a_page_shows_its_code(page: str, lang: str) -> None:
    at = put(opened(f"pages/{page}.py", lang), **{page: PANELS[page]})
    assert LANGUAGES[lang]("code.needed") in shown(at)
    assert "import numpy" in shown(at)
    compile(shown(at), "script.py", "exec")


@pytest.mark.parametrize(
    ("page", "libraries"), [("studio", LIBRARIES), ("training", LIBRARIES), ("neuron", SIMULATORS)])
def test_another_library_is_another_script(page: str, libraries: dict[str, str]) -> None:
    at = put(opened(f"pages/{page}.py", "en"), **{page: PANELS[page]})
    seen = set()
    for library in libraries:
        kept(at)["code.library"] = library
        at.run()
        assert not at.exception
        seen.add(shown(at))
    assert len(seen) == len(libraries)


def test_a_choice_that_a_page_does_not_have_is_not_taken_along() -> None:
    at = put(opened("pages/studio.py", "en"), studio="file")
    kept(at)["code.library"] = "jax"
    at = put(at.switch_page("pages/neuron.py").run(), neuron="share")
    assert "import numpy" in shown(at)
    assert "jax" not in shown(at)


def test_it_is_the_network_as_it_is_now() -> None:
    at = put(opened("pages/studio.py", "en"), studio="file")
    changed = edits.set_weight(hand(at), 1, 0, 0, 0.123456789012345)
    assert "0.123456789012345" in shown(put(at, changed))
    assert "0.123456789012345" not in shown(put(at, PRESETS["xor"].document))
    assert r"\begin{tikzpicture}" in shown(at, "latex")


def test_what_is_too_long_to_show_can_be_saved_all_the_same() -> None:
    big = PRESETS["wide"].document
    while not big.full:
        big = edits.add_layer(big, 1, 32, "relu")
    at = put(opened("pages/studio.py", "en"), big, studio="file")
    assert not shown(at)
    numbers = sum((n_in + 1) * n_out for n_in, n_out in pairwise(big.sizes))
    assert LANGUAGES["en"]("code.long", count=f"{numbers:,}") in [each.value for each in at.caption]
    assert {"studio.code.script", "studio.code.notebook"} <= {
        each.proto.id.split("-")[-1] for each in at.get("download_button")}


def test_a_run_that_failed_is_no_code() -> None:
    failed = replace(PRESETS["xor"].document, neuron=Neuron(model="hodgkin_huxley", dt_ms=1.0))
    at = put(opened("pages/neuron.py", "en"), failed, neuron="share")
    assert not shown(at)


def test_document_is_not_changed_by_looking() -> None:
    at = put(opened("pages/studio.py", "en"), studio="file")
    before: Document = hand(at)
    at.run()
    assert hand(at) == before
