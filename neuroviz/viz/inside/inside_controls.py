"""What can be chosen beside the pictures of the page "Look inside"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.settings.inside import Inside
from neuroviz.lab.look_inside import dreamer_of, patch_of
from neuroviz.nn import Network
from neuroviz.nn.lenses.lesion import hidden_neurons

Words = Mapping[str, str]


def controls(inside: Inside, network: Network, side: int, words: Words) -> list[dict[str, Any]]:
    """Return the controls of the chosen lens."""
    patch, stride = patch_of(inside, side)
    match inside.lens:
        case "saliency":
            return [_choice("map", inside, words), _choice("measure", inside, words)]
        case "occlusion":
            return [
                _range("patch", patch, 1, min(ranges_of(Inside)["patch"][1], side // 2), 1, words),
                _range("stride", stride, 1, min(ranges_of(Inside)["stride"][1], patch), 1, words),
                _choice("cover", inside, words), _choice("measure", inside, words),
            ]
        case "lesion":
            return [_choice("part", inside, words), _choice("measure", inside, words)]
    return [
        _dreamers(inside, network, words), _choice("start", inside, words),
        *(_range(name, getattr(inside, name), *ranges_of(Inside)[name], 0.05, words) for name in ("shrink", "smooth")),
    ]


def test_controls(inside: Inside, words: Words) -> list[dict[str, Any]]:
    """Return the controls of what is held against it."""
    if inside.test != "ground":
        return []
    return [_choice("ground", inside, words), _range("dark", inside.dark, *ranges_of(Inside)["dark"], 0.05, words)]


def _choice(field: str, inside: Inside, words: Words) -> dict[str, Any]:
    return {
        "kind": "choice", "field": field, "name": words[f"field_{field}"], "value": getattr(inside, field),
        "options": [[value, words[f"{field}_{value}"]] for value in choices_of(Inside)[field]],
    }


def _range(field: str, value: float, low: float, high: float, step: float, words: Words) -> dict[str, Any]:
    return {
        "kind": "range", "field": field, "name": words[f"field_{field}"], "value": value, "low": low, "high": high,
        "step": step,
    }


def _dreamers(inside: Inside, network: Network, words: Words) -> dict[str, Any]:
    """Return the output that is asked about, and every hidden neuron."""
    dreamer = dreamer_of(inside, network, 0)
    hidden = dreamer.layer < len(network.sizes) - 1
    return {
        "kind": "choice", "field": "dreamer", "name": words["field_dreamer"],
        "value": f"{dreamer.layer}.{dreamer.neuron}" if hidden else "0.0",
        "options": [["0.0", words["dreamer_output"]], *(
            [f"{layer}.{neuron}", words["neuron"].format(layer=words["hidden"].format(n=layer), number=neuron + 1)]
            for layer, neuron in hidden_neurons(network)
        )],
    }
