"""What the browser makes of an image is what Python makes of it, and a neuron's line adds up to its sum."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest

from neuroviz.lab.digits import findings_of, unseen
from neuroviz.nn import forward
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.recipe import RECIPES, network_after, parameters_after
from neuroviz.viz.studio.equation import HEADS
from tests.js.test_live import node

JS = "./neuroviz/ui/live_plot/js/digits"


@pytest.mark.parametrize("epoch", [0, 30])
@pytest.mark.parametrize("name", FORMATS)
def test_every_layer_of_an_image_is_pythons(name: str, epoch: int) -> None:
    recipe, images = RECIPES[name], unseen(name)
    pixels = [*images.pixels[:20].tolist(), [0] * recipe.sizes[0]]
    found = node(
        f'import {{brainOf, signalOf}} from "{JS}/brain.js"',
        "given.pixels.map((p) => signalOf(brainOf(given.pack, given.sizes, given.names), p, given.most))",
        {"pack": base64.b64encode(parameters_after(name, epoch).astype("<f4").tobytes()).decode(),
         "sizes": recipe.sizes, "names": recipe.activations, "most": images.format.most, "pixels": pixels})
    network = network_after(name, epoch)
    for image, signal in zip(pixels, found, strict=True):
        trace = forward(network, np.array(image) / images.format.most)
        for ours, theirs in zip(signal["z"], trace.pre_activations, strict=True):
            assert ours == pytest.approx(theirs.tolist(), rel=1e-9, abs=1e-11)
        for ours, theirs in zip(signal["a"], trace.activations, strict=True):
            assert ours == pytest.approx(theirs.tolist(), rel=1e-9, abs=1e-11)


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_of_a_neuron_adds_up_to_its_sum(name: str) -> None:
    """Read as a visitor would: the strongest terms, the rest in one, the bias; and what the activation makes of it."""
    recipe, images = RECIPES[name], unseen(name)
    network, chosen = network_after(name, 30), findings_of(name, 30).hard[:3].tolist()
    heads = [HEADS.get(each, "") for each in recipe.activations]
    given = {
        "pack": base64.b64encode(parameters_after(name, 30).astype("<f4").tobytes()).decode(), "sizes": recipe.sizes,
        "names": recipe.activations, "most": images.format.most, "heads": heads,
        "pixels": [*images.pixels[chosen].tolist(), [0] * recipe.sizes[0]],
    }
    found = node(f'''
        import {{brainOf, signalOf}} from "{JS}/brain.js"
        import {{equationOf}} from "{JS}/arithmetic.js"''', """given.pixels.map((p) => {
            const brain = brainOf(given.pack, given.sizes, given.names), signal = signalOf(brain, p, given.most)
            return signal.z.map((layer, l) => layer.map((_, j) =>
                equationOf(brain, signal, l + 1, j, given.heads[l], "({count} others)").map(([text]) => text).join("")))
        })""", given)
    for pixels, layers in zip(given["pixels"], found, strict=True):
        trace = forward(network, np.array(pixels) / images.format.most)
        for layer, lines in enumerate(layers):
            for neuron, line in enumerate(lines):
                written, z, _, a = re.fullmatch(
                    r"z = Σ wᵢ[xa]ᵢ \+ b = (.*?) = (\S+),  a = (.*) = (\S+)", line).groups()
                assert number(z) == pytest.approx(trace.pre_activations[layer][neuron], rel=1e-3, abs=1e-4)
                assert number(a) == pytest.approx(trace.activations[layer + 1][neuron], abs=1e-4)
                sum_ = re.sub(r"\(\d+ others\)", "", written).replace("−", "-").replace("·", "*")
                assert re.fullmatch(r"[-+*()\d.e ]+", sum_)
                assert eval(sum_) == pytest.approx(trace.pre_activations[layer][neuron], abs=5e-3)


def test_the_steps_begin_with_the_image_and_light_every_neuron_once() -> None:
    for by_neuron in (False, True):
        found = node(
            f'import {{stepsOf, stateOf}} from "{JS}/steps.js"',
            "given.map(([sizes, by]) => stepsOf(sizes, by).map((step) => "
            "sizes.slice(1).map((size, l) => [...Array(size).keys()].map((j) => stateOf(step, l + 1, j)))))",
            [[recipe.sizes, by_neuron] for recipe in RECIPES.values()])
        order = ("idle", "summed", "lit")
        for steps in found:
            ranks = [[order.index(state) for layer in step for state in layer] for step in steps]
            assert set(ranks[0]) == {0}
            assert set(ranks[-1]) == {2}
            for before, after in zip(ranks, ranks[1:], strict=False):
                assert all(b <= a for b, a in zip(before, after, strict=True)), "nothing goes out again"


def test_a_simpler_stroke_goes_the_same_way() -> None:
    rng = np.random.default_rng(2)
    strokes = [np.cumsum(rng.integers(-20, 21, (60, 2)), axis=0).clip(-400, 400) + 500 for _ in range(20)]
    found = node(f'import {{simplified}} from "{JS}/pad.js"', "given.map(simplified)",
                 [stroke.ravel().tolist() for stroke in strokes])
    for stroke, simple in zip(strokes, found, strict=True):
        kept = np.array(simple).reshape(-1, 2)
        assert len(kept) <= len(stroke)
        assert (kept[0] == stroke[0]).all()
        assert (kept[-1] == stroke[-1]).all()
        for point in stroke:
            ways = [np.linalg.norm(point - (a + np.clip(np.dot(point - a, b - a) / max(np.dot(b - a, b - a), 1), 0, 1)
                                            * (b - a))) for a, b in zip(kept, kept[1:], strict=False)]
            assert min(ways) <= 3.5
