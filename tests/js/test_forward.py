"""What the browser computes of a network is what Python does: every activation, every input, whole networks."""

from __future__ import annotations

import json

import numpy as np
import pytest

from neuroviz.document.fields import choices_of
from neuroviz.document.settings.training import Training
from neuroviz.nn import ACTIVATIONS, Network, forward
from neuroviz.nn.datasets import FEATURES, network_inputs
from neuroviz.nn.parameters import pack
from tests.js.node import run_node

Z = [-800.0, -30.0, *np.linspace(-12.0, 12.0, 97).tolist(), -1e-9, -0.0, 1e-9, 30.0, 800.0]
HUGE = [-1e300, 1e300, -np.inf, np.inf, np.nan]

# JSON has no word for infinity, or for a number that is none: both ways they travel as text.
SCRIPT = """
import {readFileSync} from "node:fs"
import {ACTIVATION, FEATURE, forwardAll} from "./neuroviz/ui/live_plot/js/lib/forward.js"
const given = JSON.parse(readFileSync(0, "utf8"), (_, value) => value?.number ? Number(value.number) : value)
const found = (EXPRESSION)
console.log(JSON.stringify(found, (_, value) => typeof value === "number" ? String(value) : value))
"""


def computed(expression: str, given: object = None) -> object:
    """What node makes of a JavaScript expression about `given`."""
    script = SCRIPT.replace("EXPRESSION", expression)
    done = run_node("--input-type=module", "--eval", script, given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return numbers(json.loads(done.stdout))


def numbers(found: object) -> object:
    if isinstance(found, dict):
        return {name: numbers(value) for name, value in found.items()}
    return [numbers(value) for value in found] if isinstance(found, list) else float(str(found))


def sent(values: list[float]) -> list[dict[str, str]]:
    return [{"number": {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(str(v), repr(v))} for v in values]


def test_every_activation_is_pythons() -> None:
    """Softmax is of a whole layer: see below."""
    found = computed(
        "Object.fromEntries(Object.entries(ACTIVATION).map(([name, f]) => [name, given.map(f)]))", sent(Z + HUGE))
    assert isinstance(found, dict)
    assert found.keys() == ACTIVATIONS.keys()
    for name in ACTIVATIONS.keys() - {"softmax"}:
        expected = ACTIVATIONS[name].f(np.array(Z + HUGE)).tolist()
        assert found[name] == pytest.approx(expected, rel=1e-12, abs=1e-300, nan_ok=True), name


def test_every_input_is_pythons() -> None:
    points = [[0.0, *range(31)], [1.5, -2.0, *range(30)], [-3.0, 0.25, *range(30, 0, -1)]]
    found = computed(
        "Object.fromEntries(Object.entries(FEATURE).map(([name, f]) => [name, given.map(f)]))", points)
    assert isinstance(found, dict)
    assert found.keys() == FEATURES.keys()
    for name in FEATURES:
        assert found[name] == pytest.approx(
            network_inputs(np.array(points), (name,))[:, 0].tolist(), rel=1e-12, abs=1e-300), name


@pytest.mark.parametrize("output", ["sigmoid", "softmax", "linear"])
def test_whole_networks_are_pythons(output: str) -> None:
    """Within what four bytes a number hold: maps need no more."""
    rng, sizes = np.random.default_rng(3), (2, 5, 4, 3)
    pairs = list(zip(sizes, sizes[1:], strict=False))
    x = rng.normal(size=(7, 2)) * 2
    networks = {
        hidden: Network(
            [rng.normal(size=(n, m)) for m, n in pairs], [rng.normal(size=n) for _, n in pairs],
            [hidden, hidden, output],
        ) for hidden in choices_of(Training)["activation"]
    }
    given = {
        "inputs": x.T.ravel().tolist(), "sizes": sizes,
        "networks": [[pack(network).tolist(), [hidden, hidden, output]] for hidden, network in networks.items()],
    }
    found = computed(
        "given.networks.map(([flat, names]) => forwardAll(flat, given.sizes, names, "
        "new Float32Array(given.inputs), 7).map((layer) => [...layer]))", given)
    assert isinstance(found, list)
    for (hidden, network), layers in zip(networks.items(), found, strict=True):
        for ours, theirs in zip(layers, forward(network, x).activations, strict=True):
            assert ours == pytest.approx(np.asarray(theirs).T.ravel().tolist(), rel=2e-5, abs=2e-6), hidden
