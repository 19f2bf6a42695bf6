"""Wide models in the browser: every number of every layer is Python's, the strongest are the strongest, and each neuron
has a place of its own."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from neuroviz.document.models.whole import packed, whole_of, with_number
from neuroviz.nn import ACTIVATIONS, Network, forward
from neuroviz.viz.whole.whole_view import side_of
from tests.js.test_live import node

JS = "./neuroviz/ui/live_plot/js/whole"
LIKE = {"rel": 1e-9, "abs": 1e-11}


def network(sizes: tuple[int, ...], seed: int, short: bool, names: tuple[str, ...]) -> Network:
    rng = np.random.default_rng(seed)
    kind = "f4" if short else "f8"
    return Network(
        [(rng.normal(size=(b, a)) / np.sqrt(a)).astype(kind) for a, b in zip(sizes, sizes[1:], strict=False)],
        [rng.normal(size=b).astype(kind) for b in sizes[1:]], names)


def computed(expression: str, net: Network, more: dict[str, Any]) -> Any:
    kind, data = packed(net)
    return node(f'import {{Numbers}} from "{JS}/numbers.js"', f"""(() => {{
        const bytes = Uint8Array.from(atob(given.pack), (c) => c.charCodeAt(0))
        const numbers = new Numbers("n", given.kind, given.sizes, bytes)
        const plain = (signal) => ({{z: signal.z.map((v) => [...v]), a: signal.a.map((v) => [...v])}})
        {expression}
    }})()""", {"pack": base64.b64encode(data).decode(), "kind": kind, "sizes": net.sizes, "names": net.activations,
               **more})


@pytest.mark.parametrize(("sizes", "short"), [
    ((784, 128, 64, 10), True), ((1024, 300, 5), False), ((3, 1024, 1), True),
])
def test_every_layer_is_pythons_as_it_came_changed_and_changed_back(sizes: tuple[int, ...], short: bool) -> None:
    elementwise = [name for name, record in ACTIVATIONS.items() if record.elementwise]
    names = (*(elementwise[i % len(elementwise)] for i in range(len(sizes) - 2)), "softmax")
    net, x = network(sizes, 1, short, names), np.random.default_rng(2).normal(size=sizes[0])
    changed = with_number(with_number(whole_of(net, x), (1, 2, 1), 0.1), (len(sizes) - 1, 0, None), -3.5)
    changes = [[layer, neuron, -1 if source is None else source, value]
               for (layer, neuron, source), value in changed.changed.items()]
    found = computed("""
        const x = Float64Array.from(given.x), runs = []
        for (const changes of [[], given.changes, []]) {
          numbers.change(changes)
          runs.push(plain(numbers.forward(x, given.names)))
        }
        return runs""", net, {"x": x.tolist(), "changes": changes})
    for run, expected in zip(found, (net, changed.now, net), strict=True):
        trace = forward(expected, x)
        for kind, layers in (("z", trace.pre_activations), ("a", trace.activations)):
            for ours, theirs in zip(run[kind], layers, strict=True):
                assert ours == pytest.approx(theirs.tolist(), **LIKE)
    assert found[0] == found[2]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_pythons(name: str) -> None:
    net = network((40, 33), 3, True, (name,))
    x = np.random.default_rng(4).normal(size=40) * 3
    found = computed("return plain(numbers.forward(Float64Array.from(given.x), given.names))", net, {"x": x.tolist()})
    assert found["a"][1] == pytest.approx(forward(net, x).output.tolist(), **LIKE)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_drawn_of_the_connections_is_the_strongest(seed: int) -> None:
    net = network((50, 40), seed, True, ("tanh",))
    a = np.random.default_rng(seed).integers(-3, 4, 50).astype(float)
    found = computed("""
        const a = Float64Array.from(given.a), nothing = new Float64Array(50)
        return {layer: numbers.strongest(1, a, 30), into: numbers.strongestInto(1, 7, a, 12),
                still: numbers.strongestInto(1, 7, nothing, 12), from: numbers.strongestFrom(1, 9, a, 8)}""",
                     net, {"a": a.tolist()})
    weights = np.asarray(net.weights[0])
    carried = np.abs(weights * a)
    order = np.argsort(-carried.ravel(), kind="stable")[:30]
    assert found["layer"] == [list(divmod(int(at), 50)) for at in order]
    assert found["into"] == [[7, int(i)] for i in np.argsort(-carried[7], kind="stable")[:12]]
    assert found["still"] == [[7, int(i)] for i in np.argsort(-np.abs(weights[7]), kind="stable")[:12]]
    assert found["from"] == [[int(j), 9] for j in np.argsort(-np.abs(weights[:, 9]), kind="stable")[:8]]


@pytest.mark.parametrize("width", [358, 1380, 1860])
@pytest.mark.parametrize("sizes", [
    (784, 128, 64, 10), (1024,) * 2, (1024, 1024, 1024, 3) * 2 + (7, 1), (1, 33, 1), (64, 1000, 2), (37, 911, 16, 17),
])
def test_every_neuron_has_a_place_of_its_own_in_the_room_and_is_found_there(sizes: tuple[int, ...], width: int) -> None:
    """No two blocks lie over each other, and a pointer on a neuron finds it."""
    blocks, found = node(f'import {{blocksOf, neuronIn, placeIn}} from "{JS}/room.js"', """(() => {
        const blocks = blocksOf(given.sizes, given.side, {left: 4, top: 50, width: given.width, height: 400, cell: 28})
        return [blocks, blocks.map((b) => [...Array(b.count).keys()].map((i) => neuronIn(b, ...placeIn(b, i), 3)))]
    })()""", {"sizes": sizes, "side": side_of(sizes[0]), "width": width})
    assert found == [list(range(size)) for size in sizes]
    for before, block in zip([None, *blocks], blocks, strict=False):
        assert block["top"] >= 49
        assert block["top"] + block["rows"] * block["cell"] <= 451
        assert block["left"] >= (3 if before is None else before["left"] + before["columns"] * before["cell"])
    last = blocks[-1]
    assert last["left"] + last["columns"] * last["cell"] <= width + 5
