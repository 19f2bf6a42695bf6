"""Documents to start from. Each shows one thing, which the catalogues explain under "preset.<name>.why".

To add one: write its document, put it in `PRESETS`, add "preset.<name>.title" and ".why" to every
language. Names of inputs and outputs are data, so a preset that has some in words keeps them in the
catalogues too ("preset.<name>.inputs", ".outputs", separated by |).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from neuroviz.document import edits
from neuroviz.document.schema import Document, Fill, Layer, Matrix

_BITS: Matrix = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Preset:
    """One preset.

    name      its key
    document  the document to start from
    named     whether the catalogues name its inputs and outputs
    """

    name: str
    document: Document
    named: bool = False


def _gate(name: str, weights: tuple[float, ...], bias: float) -> Preset:
    n = len(weights)
    rows: Matrix = _BITS if n == 2 else ((0.0,), (1.0,))
    return Preset(name, Document(
        layers=(Layer((weights,), (bias,), "step"),),
        input=rows[-1] if n == 2 else rows[0],
        input_names=("A", "B")[:n],
        examples=rows,
        preset=name,
    ))


def _drawn(name: str, sizes: tuple[int, ...], activation: str, fill: Fill, x: tuple[float, ...]) -> Preset:
    layers = tuple(
        Layer(((0.0,) * n_in,) * n_out, (0.0,) * n_out, activation)
        for n_in, n_out in zip(sizes, sizes[1:], strict=False)
    )
    return Preset(name, edits.fill(Document(layers=layers, input=x, preset=name), fill))


_ALL = (
    # Sweet, sour, crunchy in; lemon, apple, bread out. Four hidden detectors, set by hand:
    # sweet-and-crunchy, sour, crunchy-not-sour, sweet-not-sour.
    Preset("fruit", Document(
        layers=(
            Layer(
                ((1.5, 0.2, 1.2), (-0.8, 2.0, -0.5), (-1.0, -1.4, 1.8), (1.6, -1.6, 0.3)),
                (-1.2, -0.6, 0.2, -0.4), "tanh",
            ),
            Layer(
                ((-1.0, 2.4, -1.2, -1.4), (2.2, -0.8, -0.6, 1.2), (-1.2, -1.0, 2.2, -0.4)),
                (0.1, 0.3, 0.2), "softmax",
            ),
        ),
        input=(0.8, 0.3, 0.9),
        examples=((0.8, 0.3, 0.9), (0.2, 1.0, 0.1), (0.1, 0.0, 1.0), (0.5, 0.5, 0.5)),
        preset="fruit",
    ), named=True),
    Preset("article", Document(
        layers=(Layer(((1.0, 2.0), (3.0, 4.0)), (5.0, 6.0), "tanh"),),
        input=(7.0, 8.0),
        examples=((7.0, 8.0), (0.0, 0.0), (-7.0, 1.0)),
        preset="article",
    )),
    Preset("single", Document(
        layers=(Layer(((0.6, -0.4),), (0.1,), "sigmoid"),),
        input=(1.0, 0.5),
        examples=((1.0, 0.5), (0.0, 1.0), (2.0, -1.0)),
        preset="single",
    )),
    _gate("and", (1.0, 1.0), -1.5),
    _gate("or", (1.0, 1.0), -0.5),
    _gate("not", (-1.0,), 0.5),
    _gate("nand", (-1.0, -1.0), 1.5),
    # Hidden: OR and NAND. Output: AND of the two.
    Preset("xor", Document(
        layers=(
            Layer(((1.0, 1.0), (-1.0, -1.0)), (-0.5, 1.5), "step"),
            Layer(((1.0, 1.0),), (-1.5,), "step"),
        ),
        input=(1.0, 0.0),
        input_names=("A", "B"),
        output_names=("XOR",),
        examples=_BITS,
        preset="xor",
    )),
    Preset("saturated", Document(
        layers=(
            Layer(((6.0, -4.0), (5.0, 7.0), (-8.0, 3.0)), (2.0, -3.0, 1.0), "tanh"),
            Layer(((1.0, -1.0, 0.5),), (0.0,), "tanh"),
        ),
        input=(1.5, 1.0),
        examples=((1.5, 1.0), (0.1, 0.05), (-2.0, -2.0)),
        preset="saturated",
    )),
    Preset("dead_relu", Document(
        layers=(
            Layer(((1.0, 0.5), (-1.0, -1.0), (0.5, -0.25)), (0.0, -4.0, 0.1), "relu"),
            Layer(((1.0, 2.0, -1.0),), (0.0,), "linear"),
        ),
        input=(1.0, 1.0),
        examples=((1.0, 1.0), (0.0, 2.0), (2.0, 0.0), (0.5, 0.5)),
        preset="dead_relu",
    )),
    Preset("softmax3", Document(
        layers=(Layer(((2.0, -1.0), (-1.0, 2.0), (-1.0, -1.0)), (0.0, 0.0, 0.5), "softmax"),),
        input=(1.0, 0.5),
        examples=((1.0, 0.5), (0.0, 0.0), (-1.0, -1.0), (0.2, 1.4)),
        preset="softmax3",
    )),
    _drawn("deep", (2, 3, 3, 3, 3, 3, 3, 1), "tanh", Fill("xavier", 1.0, 7), (1.0, -0.5)),
    _drawn("wide", (4, 16, 16, 2), "relu", Fill("he", 1.0, 3), (0.5, -0.2, 0.8, 0.1)),
    _drawn("playground", (4, 8, 8, 2), "tanh", Fill("xavier", 1.0, 11), (0.9, -0.4, 0.3, -0.7)),
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.name: preset for preset in _ALL})

FIRST = "fruit"
"""The preset that a visitor sees first."""


def worded(name: str, t: Callable[[str], str]) -> Document:
    """Return a preset, with its inputs and outputs named in the language `t` if they have names in words."""
    document = PRESETS[name].document
    if PRESETS[name].named:
        for index, word in enumerate(t(f"preset.{name}.inputs").split("|")):
            document = edits.rename_input(document, index, word)
        for index, word in enumerate(t(f"preset.{name}.outputs").split("|")):
            document = edits.rename_output(document, index, word)
    return document
