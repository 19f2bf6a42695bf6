"""What the panels call layers and neurons: as the graph does."""

from __future__ import annotations

from neuroviz.document import Document
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.studio.network_figure import layer_name, neuron_name

_LAYER = "studio.layer"


def layer_label(document: Document, layer: int, t: Language) -> str:
    return layer_name(document, layer, t("graph.input"), t("graph.hidden"), t("graph.output"))


def neuron_labels(document: Document, layer: int) -> list[str]:
    return [neuron_name(document, layer, neuron) for neuron in range(document.sizes[layer])]


def chosen_layer(document: Document, first: int = 0) -> int:
    """The layer that the panels are about: chosen there, or by a click in the graph."""
    layer: int = session.value(_LAYER, 1)
    return min(max(layer, first), len(document.layers))


def choose_layer(layer: int) -> None:
    session.keep(_LAYER, layer)


def number_text(value: float) -> str:
    """A number as it is typed: all its digits."""
    return repr(value).removesuffix(".0").replace("-", MINUS)
