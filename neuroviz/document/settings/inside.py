"""The settings of the page "Look inside": which lens, what it asks, and what is held against it.

The digit in hand and the network that reads it are those of the page "Digits" (`settings.digits`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared
from neuroviz.document.refusal import Refusal
from neuroviz.nn.digits.recipe import RECIPES

LENSES = ("saliency", "occlusion", "lesion", "dream")
TESTS = ("untrained", "shuffled", "other", "ground")
"""What is held against a lens: a network that has learnt nothing, one that has learnt shuffled labels, another lens,
and the same digit on other paper."""

DEEPEST = max(len(recipe.sizes) - 1 for recipe in RECIPES.values())
WIDEST = max(max(recipe.sizes[1:-1]) for recipe in RECIPES.values())
_PIXELS = max(recipe.sizes[0] for recipe in RECIPES.values())


@dataclass(frozen=True)
class Inside:
    """The settings of the page.

    lens, test      of `LENSES` and `TESTS`
    digit           whose output is asked about; -1: the one that the network answers
    measure         "z": its sum before softmax; "a": its share
    map             of saliency: "gradient", or "product", that times the input
    patch, stride   of occlusion, in pixels; cover: what it covers with
    part            of lesion: "neurons" or "connections"
    silent, cut     what is silenced, (layer, neuron), and cut, (layer, neuron, source): as far as a network has it
    layer, neuron   what dreams; layer 0: the output that is asked about
    shrink, smooth  λ and μ of dreaming; start: what it begins with, a "blank" image or the "digit" in hand
    ground, dark    the other paper: "grey" all over, or a "frame"; and how dark, from 0 to 1
    """

    lens: Annotated[str, OneOf(LENSES)] = "saliency"
    test: Annotated[str, OneOf(TESTS)] = "untrained"
    digit: Annotated[int, Within(-1, 9)] = -1
    measure: Annotated[str, OneOf(("z", "a"))] = "z"
    map: Annotated[str, OneOf(("gradient", "product"))] = "product"
    patch: Annotated[int, Within(1, 14)] = 5
    stride: Annotated[int, Within(1, 7)] = 1
    cover: Annotated[str, OneOf(("paper", "grey", "ink"))] = "paper"
    part: Annotated[str, OneOf(("neurons", "connections"))] = "neurons"
    silent: tuple[tuple[int, ...], ...] = ()
    cut: tuple[tuple[int, ...], ...] = ()
    layer: Annotated[int, Within(0, DEEPEST - 1)] = 0
    neuron: Annotated[int, Within(0, WIDEST - 1)] = 0
    shrink: Annotated[float, Within(0.0, 1.0)] = 0.1
    smooth: Annotated[float, Within(0.0, 1.0)] = 0.3
    start: Annotated[str, OneOf(("blank", "digit"))] = "blank"
    ground: Annotated[str, OneOf(("grey", "frame"))] = "grey"
    dark: Annotated[float, Within(0.0, 1.0)] = 0.3


def with_changes(inside: Inside, **changes: Any) -> Inside:
    """Return `inside` with some fields changed. Raises Refusal as `checked` does."""
    return checked(replace(inside, **changes))


def toggled(inside: Inside, layer: int, neuron: int, source: int | None) -> Inside:
    """Return `inside` with one lesion more, or with that one mended. Raises Refusal as `checked` does."""
    name, lesion = ("silent", (layer, neuron)) if source is None else ("cut", (layer, neuron, source))
    lesions = getattr(inside, name)
    left = tuple(each for each in lesions if each != lesion)
    return with_changes(inside, **{name: left if lesion in lesions else (*lesions, lesion)})


def checked(inside: Inside) -> Inside:
    """Return `inside` with each number of its field's type. Raises Refusal for a field that is not allowed."""
    inside = as_declared(inside, "inside")
    if len(inside.silent) > limits.MAX_SILENT or len(inside.cut) > limits.MAX_CUT:
        raise Refusal("too_many_lesions", silent=limits.MAX_SILENT, cut=limits.MAX_CUT)
    for name, most in (("silent", (DEEPEST - 1, WIDEST - 1)), ("cut", (DEEPEST, WIDEST - 1, _PIXELS - 1))):
        lesions = getattr(inside, name)
        for index, lesion in enumerate(lesions):
            good = len(lesion) == len(most) and lesion not in lesions[:index] and lesion[0] >= 1
            if not good or not all(0 <= place <= top for place, top in zip(lesion, most, strict=True)):
                raise Refusal("field_value", where=f"inside.{name}[{index}]", value=str(list(lesion))[:24])
    return inside
