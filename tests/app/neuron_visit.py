"""A visitor of the page of the two neurons, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from neuroviz.document.settings.neuron import Neuron
from tests.app.opened import hand, kept, opened, put
from tests.app.widgets import widget

NEURON = "pages/neuron.py"
PANELS = ("drive", "electrode", "cell", "axon", "share")
STAGE = "neuron.stage"
HH = Neuron(model="hodgkin_huxley", duration_ms=40.0)
PULSES = replace(HH, stimulus="pulses", amplitude=20.0, width_ms=1.0, gap_ms=10.0)


def visit(
    lang: str = "en", panel: str | None = None, neuron: Neuron | None = None, page: str = NEURON, **query: str,
) -> AppTest:
    """The page as a visitor opens it; with `neuron` in the document, and at `panel`."""
    at = opened(page, lang, **query)
    return put(at, replace(hand(at), neuron=neuron) if neuron is not None else None, neuron=panel)


def panel(at: AppTest, name: str) -> AppTest:
    kept(at)["neuron.panel"] = name
    return at.run()


def chapter(at: AppTest, name: str) -> AppTest:
    return widget(at, "button_group", "neuron.chapters").set_value(name).run()


def boxes(at: AppTest) -> list[str]:
    """What the box of the experiment says: how far it is, or that it is done."""
    return [each.value for each in (*at.info, *at.success)]


def pattern_of(sentence: str) -> Callable[[str], bool]:
    """Whether a text is `sentence` with something put in for each of its placeholders."""
    head, _, rest = sentence.partition("{")
    tail = rest.rpartition("}")[2]
    return lambda text: text.startswith(head) and text.endswith(tail) and "{" not in text
