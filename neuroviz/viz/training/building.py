"""What the network that learns can be built with in its picture: how far it may grow, and which inputs it could get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neuroviz.document import limits
from neuroviz.document.settings.training import Training, feature_name, symbol_of
from neuroviz.document.settings.training_network import fitting_features

_WORDS = ("inputs", "inputs_all", "more", "fewer", "layer", "layer_more", "layer_fewer")


def build_of(training: Training, words: Mapping[str, str]) -> dict[str, Any]:
    """Return what the canvas offers. words: everything under "training.figure" of a catalogue."""
    return {
        "most_neurons": limits.MAX_HIDDEN_NEURONS,
        "most_layers": limits.MAX_HIDDEN_LAYERS,
        "inputs": [
            {"name": name, "label": feature_name(training, name, words.get(f"feature_{name}", symbol_of(name))),
             "on": name in training.features}
            for name in fitting_features(training)
        ],
        "words": {name: words[f"build_{name}"] for name in _WORDS},
    }
