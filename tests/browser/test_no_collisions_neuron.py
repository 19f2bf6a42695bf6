"""In the two neurons' pictures no word lies on another, and none leaves its picture, in any model and at any moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from neuroviz.document.settings.neuron import Neuron, with_changes
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from tests.browser.test_neuron_page import open_page
from tests.examples import EVERYTHING

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

STARTS: dict[str, Neuron] = {
    **{model: with_changes(Neuron(), model=model) for model in ("lif", "hodgkin_huxley", "adex", "izhikevich")},
    **{name: experiment.start for name, experiment in EXPERIMENTS.items()},
}
VIEWPORTS: dict[str, dict[str, Any]] = {
    "wall": {"width": 1920, "height": 1080, "present": "1"}, "desk": {"width": 1440, "height": 900},
    "small": {"width": 1024, "height": 768}, "phone": {"width": 390, "height": 844},
}
SAMPLE = [("lif", "wall", "en"), ("hodgkin_huxley", "desk", "zh"), ("veto", "small", "en"), ("space", "phone", "zh")]
ALL = [(start, view, lang) for start in STARTS for view in VIEWPORTS for lang in ("en", "zh")]
CASES = ALL if EVERYTHING else SAMPLE


@pytest.mark.parametrize(("start", "view", "lang"), CASES)
def test_no_word_of_the_pictures_is_hidden(still_visit: Visit, start: str, view: str, lang: str) -> None:
    options = dict(VIEWPORTS[view])
    if "present" in options:
        # What plays is at rest there: the options that stop it are not on a wall.
        pair = open_page(still_visit, STARTS[start], lang, width=1440, height=900)
        pair.keyed("studio.present").get_by_role("button").click()
        pair.page.set_viewport_size({"width": 1920, "height": 1080})
        pair.ready()
    else:
        pair = open_page(still_visit, STARTS[start], lang, **options)
    for k in range(10):
        pair.player("scrub").fill(repr(STARTS[start].duration_ms * k / 9))
        faults = pair.page.evaluate("""() => [...document.querySelectorAll('.nv-sides .nv-pane')].flatMap(pane => {
            const graph = pane.querySelector('.nv-graph').getBoundingClientRect()
            const boxes = [...pane.querySelectorAll('.nv-graph .textpoint text, .nv-body-value')]
                .filter(node => node.textContent.trim())
                .map(node => [node.textContent, node.getBoundingClientRect()])
            const out = boxes.filter(([, b]) => b.left < graph.left - 1 || b.right > graph.right + 1
                || b.top < graph.top - 1 || b.bottom > graph.bottom + 1).map(([text]) => `outside: ${text}`)
            const on = boxes.flatMap(([a, p], i) => boxes.slice(i + 1)
                .filter(([, q]) => Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
                    && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3)
                .map(([b]) => `${a} on ${b}`))
            return [boxes.length ? [] : 'no words', out, on].flat()
        })""")
        assert faults == [], k
