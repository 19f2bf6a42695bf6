"""What the browser computes of a network is what Python does: every activation, every input, whole networks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from neuroviz.document.settings.training import CHOICES
from neuroviz.nn import ACTIVATIONS, Network, forward
from neuroviz.nn.datasets import FEATURES, network_inputs
from neuroviz.nn.parameters import pack

SCRIPT = (Path(__file__).parents[2] / "neuroviz/ui/live_plot/forward.js").read_text("utf-8")
Z = [-800.0, -30.0, -2.5, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0, 3.0, 30.0, 800.0]


def computed(browser: Browser, expression: str) -> object:
    page = browser.new_page()
    try:
        said = page.evaluate(f"() => {{ const shared = {{}}\n{SCRIPT}\nreturn JSON.stringify({expression}) }}")
        return json.loads(str(said))
    finally:
        page.close()


def test_every_activation_is_pythons(browser: Browser) -> None:
    """Softmax is of a whole layer: see below."""
    found = computed(
        browser, f"Object.fromEntries(Object.entries(ACTIVATION).map(([name, f]) => [name, {Z}.map(f)]))")
    assert isinstance(found, dict)
    assert found.keys() == ACTIVATIONS.keys()
    for name in ACTIVATIONS.keys() - {"softmax"}:
        assert found[name] == pytest.approx(ACTIVATIONS[name].f(np.array(Z)).tolist(), rel=1e-9, abs=1e-12), name


def test_every_input_is_pythons(browser: Browser) -> None:
    points = [[0.0, 0.0], [1.5, -2.0], [-3.0, 0.25]]
    found = computed(
        browser, f"Object.fromEntries(Object.entries(FEATURE).map(([name, f]) => [name, {points}.map(f)]))")
    assert isinstance(found, dict)
    assert found.keys() == FEATURES.keys()
    for name in FEATURES:
        assert found[name] == pytest.approx(network_inputs(np.array(points), (name,))[:, 0].tolist()), name


@pytest.mark.parametrize("hidden", CHOICES["activation"])
@pytest.mark.parametrize("output", ["sigmoid", "softmax", "linear"])
def test_whole_networks_are_pythons(browser: Browser, hidden: str, output: str) -> None:
    rng, sizes = np.random.default_rng(3), (2, 5, 4, 3)
    pairs = list(zip(sizes, sizes[1:], strict=False))
    network = Network(
        [rng.normal(size=(n, m)) for m, n in pairs], [rng.normal(size=n) for _, n in pairs], [hidden, hidden, output])
    x = rng.normal(size=(7, 2)) * 2
    names = json.dumps([hidden, hidden, output])
    found = computed(
        browser, f"forwardAll({pack(network).tolist()}, {list(sizes)}, {names}, "
        f"new Float32Array({x.T.ravel().tolist()}), 7).map((layer) => [...layer])")
    assert isinstance(found, list)
    for ours, theirs in zip(found, forward(network, x).activations, strict=True):
        assert ours == pytest.approx(np.asarray(theirs).T.ravel().tolist(), rel=2e-5, abs=2e-6)
