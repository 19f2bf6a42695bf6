"""What the tests of the network's pictures draw: scenes in any theme and language, and what a frame adds up to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from neuroviz.document import Document, Fill, Layer, edits, limits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import brief
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Scene, Words
from neuroviz.viz.studio.network_view import network_view
from tests import strategies

PRESET_DOCUMENTS = {name: preset.document for name, preset in PRESETS.items()}
LOOKS = [(theme, lang) for theme in PALETTES for lang in LANGUAGES]

any_document = st.one_of(strategies.documents(), strategies.documents(strategies.moderate))
"""With numbers up to the largest there are, where sums overflow, and with ordinary ones."""


def words(lang: str = "en") -> Words:
    t = LANGUAGES[lang]
    return Words(t("graph.input"), t("graph.hidden"), t("graph.output"), t.under("activation"))


def captions(lang: str = "en") -> dict[str, str]:
    return LANGUAGES[lang].under("caption")


def scene(document: Document, theme: str = "light", lang: str = "en") -> Scene:
    return Scene.of(document, PALETTES[theme], words(lang))


def view(document: Document, theme: str = "light", lang: str = "en") -> dict[str, Any]:
    return network_view(document, PALETTES[theme], words(lang), captions(lang))


def inside(picture: Scene, value: float) -> str:
    """A number as it stands in a neuron of this picture."""
    return brief(value, 5 if picture.layout.node_px >= 38 else 4)


def drawn(*sizes: int, activation: str = "tanh") -> Document:
    """A network of these sizes whose numbers have all their digits."""
    layers = tuple(
        Layer(((0.0,) * n_in,) * n_out, (0.0,) * n_out, activation)
        for n_in, n_out in zip(sizes, sizes[1:], strict=False)
    )
    empty = Document(layers=layers, input=tuple(0.1 * (i + 1) for i in range(sizes[0])))
    return edits.fill(empty, Fill("xavier", 1.0, 1))


LARGEST = drawn(*[limits.MAX_NEURONS] * limits.MAX_LAYERS)

OVERFLOWING = Document(
    layers=(
        Layer(((1e300, 1e300), (-1e300, 1e300)), (0.0, 0.0), "linear"),
        Layer(((1e300, -1e300), (1e300, 1.0)), (1.0, 0.0), "linear"),
        Layer(((1.0, 1.0), (0.0, 1.0)), (0.0, 0.0), "softmax"),
    ),
    input=(1e10, 2.0),
)
"""Its sums are infinite and NaN."""


def connections(document: Document) -> Iterator[tuple[int, int, int, float]]:
    """(layer, neuron, source, weight) of every edge."""
    for layer, part in enumerate(document.layers, start=1):
        for neuron, row in enumerate(part.weights):
            for source, weight in enumerate(row):
                yield layer, neuron, source, weight


def merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """`more` laid over `base`, as Plotly lays a frame over a trace."""
    out = dict(base)
    for key, value in more.items():
        out[key] = merged(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def change(frame: dict[str, Any], trace: int) -> dict[str, Any]:
    """What the frame does to the trace."""
    return frame["data"][frame["traces"].index(trace)]


def played(frames: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What all frames together have set, by trace."""
    state: dict[int, dict[str, Any]] = {}
    for frame in frames:
        for trace, change in zip(frame["traces"], frame["data"], strict=True):
            state[trace] = merged(state.get(trace, {}), change)
    return state
