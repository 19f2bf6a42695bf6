"""What the panels call layers and neurons: as the graph does."""

from __future__ import annotations

from neuroviz.document import Document
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.studio.network_figure import layer_name, neuron_name

_LAYER = "studio.layer"


def layer_label(document: Document, layer: int, t: Language) -> str:
    """Return a layer's name in the visitor's language, as the graph writes it."""
    return layer_name(document, layer, t("graph.input"), t("graph.hidden"), t("graph.output"))


def neuron_labels(document: Document, layer: int) -> list[str]:
    """Return the names of a layer's neurons, as the graph writes them."""
    return [neuron_name(document, layer, neuron) for neuron in range(document.sizes[layer])]


def named_alone(document: Document, layer: int, neuron: int, t: Language) -> str:
    """Return a neuron's name for a sentence without a picture: several hidden layers each have an h₁."""
    name = neuron_labels(document, layer)[neuron]
    if layer in (0, len(document.layers)) or len(document.layers) == 2:
        return name
    return t("player.in_layer", name=name, layer=layer_label(document, layer, t))


def chosen_layer(document: Document, first: int = 0) -> int:
    """Return the layer that the panels show: chosen in a panel, or by a click in the graph; at least `first`."""
    layer: int = session.value(_LAYER, 1)
    return min(max(layer, first), len(document.layers))


def choose_layer(layer: int) -> None:
    """Make this the layer that the panels are about."""
    session.keep(_LAYER, layer)


def number_text(value: float) -> str:
    """Return a number as a visitor would type it, with all its digits."""
    return repr(value).removesuffix(".0").replace("-", MINUS)
