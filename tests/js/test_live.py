"""What the browser makes of a network while the hand moves a number is what Python makes of it afterwards."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest

from neuroviz.document import Document, Layer
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz import numbers
from neuroviz.viz.palette import PALETTES, mix
from neuroviz.viz.studio.network_figure import Traces
from neuroviz.viz.style import bracketed
from tests.js.node import run_node
from tests.js.test_forward import sent
from tests.viz.studio.scenes import LARGEST, OVERFLOWING, PRESET_DOCUMENTS, drawn, played, view

HALVES = [k / 16 * 10.0**power for k in range(-40, 41) for power in (-2, -1, 0, 1, 2, 4)]
"""Many of them lie exactly between two decimals."""

EDGES = [0.0, -0.0, 5e-5, 4.9999e-5, 1e-3, 9.9995e-4, 0.1, 9.995, 9.9999995, 99999.5, 1e5, 1e21, 1e22, 5e-324,
         1.7976931348623157e308, -1.7976931348623157e308, math.inf, -math.inf, math.nan, 0.00005, 1 / 3, 2.5e10]


def node(imports: str, expression: str, given: object) -> Any:
    """What node makes of an expression about `given`; NaN and infinity travel as text, as in test_forward."""
    done = run_node("--input-type=module", "--eval", f"""
        import {{readFileSync}} from "node:fs"
        {imports}
        const given = JSON.parse(readFileSync(0, "utf8"), (_, value) => value?.number ? Number(value.number) : value)
        console.log(JSON.stringify({expression}))
    """, given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def any_numbers() -> list[float]:
    random = np.random.default_rng(1)
    bits = [struct.unpack("d", random.bytes(8))[0] for _ in range(2000)]
    return [*EDGES, *HALVES, *bits, *(random.normal(size=2000) * 10.0 ** random.integers(-6, 7, 2000)).tolist()]


@pytest.mark.parametrize("name", ["short", "fixed", "brief", "bracketed"])
def test_a_number_has_the_same_digits_on_both_sides(name: str) -> None:
    values = any_numbers()
    python = {"short": numbers.short, "fixed": numbers.fixed, "brief": numbers.brief, "bracketed": bracketed}[name]
    found = node(
        f'import {{{name}}} from "./neuroviz/ui/live_plot/js/lib/numbers.js"', f"given.map((v) => {name}(v))",
        sent(values))
    assert dict(zip(map(repr, values), found, strict=True)) == {repr(v): python(v) for v in values}


def test_a_number_of_four_characters_too() -> None:
    values = any_numbers()
    imports = 'import {brief} from "./neuroviz/ui/live_plot/js/lib/numbers.js"'
    found = node(imports, "given.map((v) => brief(v, 4))", sent(values))
    assert dict(zip(map(repr, values), found, strict=True)) == {repr(v): numbers.brief(v, 4) for v in values}


def test_colours_mix_alike() -> None:
    palette = PALETTES["light"]
    pairs = [(palette.zero, palette.positive_soft), (palette.zero, palette.negative_soft)]
    given = [(low, high, k / 512) for low, high in pairs for k in range(513)]
    found = node(
        'import {mix} from "./neuroviz/ui/live_plot/js/network/live.js"', "given.map((g) => mix(...g))", given)
    assert found == [mix(*each) for each in given]


def changed(document: Document, seed: int) -> Document:
    """The same network with all of its numbers others."""
    random = np.random.default_rng(seed)

    def other(size: tuple[int, ...]) -> np.ndarray:
        numbers = random.normal(size=size) * 10.0 ** random.integers(-3, 3, size)
        # Zeros, what Python's and JavaScript's rounding could part over, and ordinary numbers.
        return np.where(random.random(size) < 0.2, 0.0, np.where(random.random(size) < 0.4, numbers.round(2), numbers))

    layers = tuple(
        replace(layer, weights=tuple(map(tuple, other((layer.size, len(layer.weights[0]))).tolist())),
                biases=tuple(other((layer.size,)).tolist()))
        for layer in document.layers
    )
    return replace(document, layers=layers, input=tuple(other((len(document.input),)).tolist()))


def documents() -> list[tuple[Document, Document]]:
    """Networks before and after an edit, of every activation and of every size."""
    shapes = [(1, 1), (2, 3, 2), (4, 8, 8, 2), (3, 16, 4), (7, 2), (2, 32, 32, 3)]
    before = [
        *PRESET_DOCUMENTS.values(),
        *(drawn(*shape, activation=name) for shape in shapes for name in ACTIVATIONS if name != "softmax"),
        LARGEST,
    ]
    last = [replace(d, layers=(*d.layers[:-1], replace(d.layers[-1], activation="softmax"))) for d in before[:20]]
    pairs = [(d, changed(d, seed)) for seed, d in enumerate([*before, *last])]
    huge = Document((Layer(((1e200, -1e200), (1e150, 1e-200)), (0.0, 1e308), "softplus"),), (1e200, -1e3))
    calm = replace(OVERFLOWING, input=(0.0, 0.0))
    return [*pairs, (calm, OVERFLOWING), (OVERFLOWING, calm), (replace(huge, input=(1.0, 2.0)), huge)]


def near(found: Any, wanted: Any) -> bool:
    """The same; numbers to twelve digits, which is far less than a pixel."""
    if isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(near(found[k], wanted[k]) for k in wanted)
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(near, found, wanted))
    return found == (pytest.approx(wanted, rel=1e-12) if isinstance(wanted, float) else wanted)


def test_all_that_is_seen_of_an_edit_is_what_python_answers() -> None:
    pairs = documents()
    seen = [[orjson.loads(orjson.dumps(view(document))) for document in pair] for pair in pairs]
    given = [
        {"view": before, **{name: after["network"][name] for name in ("weights", "biases", "input")}}
        for before, after in seen
    ]
    found = node('import {recompute} from "./neuroviz/ui/live_plot/js/network/live.js"', """given.map(
        ({view, ...numbers}) => { Object.assign(view.network, numbers); recompute(view); return view })""", given)
    for (_, document), (_, wanted), shown in zip(pairs, seen, found, strict=True):
        for part in ("z", "a", "equations", "matrices"):
            assert near(shown["network"][part], wanted["network"][part]), (document, part)
        still = {Traces.PULSES, Traces.SELECTED, Traces.HALO}
        for trace, (ours, theirs) in enumerate(zip(shown["spec"]["data"], wanted["spec"]["data"], strict=True)):
            assert trace in still or near(ours, theirs), (document, trace)
        # Played to the end, with the glow of what has just lit up.
        ours, theirs = played(shown["frames"]), played(wanted["frames"])
        for trace in theirs.keys() - {Traces.PULSES}:
            assert near(ours[trace], theirs[trace]), (document, trace)


def test_a_curve_is_the_activations_and_reaches_its_point() -> None:
    random = np.random.default_rng(3)
    cases = [
        (name, (random.normal(size=4) * scale).tolist(), neuron)
        for name in ACTIVATIONS for scale in (0.1, 3.0, 40.0, 1e5) for neuron in range(4)
    ]
    cases += [(name, [math.nan, math.inf, 1.0, -math.inf], 2) for name in ACTIVATIONS]
    found = node(
        'import {curveOf} from "./neuroviz/ui/live_plot/js/network/signal.js"',
        "given.map(([name, z, neuron]) => curveOf(name, z, neuron))",
        [(name, sent(z), neuron) for name, z, neuron in cases])
    for (name, z, neuron), curve in zip(cases, found, strict=True):
        x = np.array(curve["x"])
        assert (np.diff(x) > 0).all()
        assert x[0] < z[neuron] < x[-1]
        sums = np.tile(z, (len(x), 1))
        sums[:, neuron] = x
        with np.errstate(all="ignore"):
            wanted = ACTIVATIONS[name].f(sums)[:, neuron]
        assert [nan(y) for y in curve["y"]] == pytest.approx(wanted.tolist(), rel=1e-12, abs=1e-300, nan_ok=True), name


def nan(value: float | None) -> float:
    return math.nan if value is None else value
