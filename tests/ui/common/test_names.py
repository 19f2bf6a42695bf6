"""What neurons are called where no picture shows which is meant."""

from __future__ import annotations

from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.names import named_alone

ALL = {name: preset.document for name, preset in PRESETS.items()}


def test_no_two_neurons_of_a_network_have_one_name() -> None:
    for t in LANGUAGES.values():
        for document in ALL.values():
            names = [
                named_alone(document, layer, neuron, t)
                for layer, size in enumerate(document.sizes) for neuron in range(size)
            ]
            assert len(set(names)) == len(names), document.sizes


def test_a_single_hidden_layer_goes_without_saying() -> None:
    t = LANGUAGES["en"]
    assert named_alone(ALL["fruit"], 1, 0, t) == "h₁"
    assert named_alone(ALL["playground"], 2, 0, t) == "h₁ (Hidden 2)"
    assert named_alone(ALL["playground"], 0, 0, t) == "x₁"
