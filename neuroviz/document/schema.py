"""The document: one frozen value that holds all a visitor has made.

Numbers are Python floats in nested tuples: they are exact, they compare with ==, and nobody can
change them behind an undo's back. `network` makes the NumPy arrays when something is computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from neuroviz.document import limits
from neuroviz.document.settings.descent import Descent
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.overfitting import Overfitting
from neuroviz.document.settings.training import Learning
from neuroviz.nn import Network, Trace, forward

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]

VERSION = 1
"""Of the file format. A file with a higher version is refused, not guessed at."""


@dataclass(frozen=True)
class Layer:
    """A layer after the input: weights (n_out, n_in), biases (n_out,), an activation's name."""

    weights: Matrix
    biases: Vector
    activation: str

    @property
    def size(self) -> int:
        return len(self.biases)


@dataclass(frozen=True)
class Fill:
    """How weights were last filled, so that "same again" can draw the same ones.

    kind   a name of `nn.INITIALIZERS`
    scale  the constant, half-width or standard deviation, where the kind has one
    seed   of numpy.random.default_rng([seed, layer])
    layer  the one layer that was filled, or None for all
    """

    kind: str = "xavier"
    scale: float = 1.0
    seed: int = 0
    layer: int | None = None


@dataclass(frozen=True)
class Selection:
    """A neuron (layer 0 is the input), or, with `source`, the edge into it from that neuron of the layer before."""

    layer: int
    neuron: int
    source: int | None = None


@dataclass(frozen=True)
class Document:
    """A network, its input, and what the visitor is looking at.

    layers        the layers after the input, the output last; softmax only there
    input         x, one number an input neuron
    input_names, output_names   one a neuron; "" means the default symbol
    examples      rows that the input can be taken from, each as long as `input`
    fill          how weights were last filled
    preset        the preset it was made from, or ""
    neuron        the neuron that is compared with a biological one
    learning      the data, and how it is learnt
    descent       where one walks downhill, and how
    overfitting   what three networks learn that are held against each other, and the runs that were kept
    selection     what is selected in the graph; not an edit, and never undone
    """

    layers: tuple[Layer, ...]
    input: Vector
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
    examples: Matrix = ()
    fill: Fill = field(default_factory=Fill)
    preset: str = ""
    neuron: Neuron = field(default_factory=Neuron)
    learning: Learning = field(default_factory=Learning)
    descent: Descent = field(default_factory=Descent)
    overfitting: Overfitting = field(default_factory=Overfitting)
    selection: Selection | None = None

    def __post_init__(self) -> None:
        # "" stands for "no name of its own", so leaving names out means the same as naming none.
        if not self.input_names:
            object.__setattr__(self, "input_names", ("",) * len(self.input))
        if not self.output_names:
            object.__setattr__(self, "output_names", ("",) * self.layers[-1].size)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input first."""
        return (len(self.input), *(layer.size for layer in self.layers))

    @cached_property
    def network(self) -> Network:
        return Network(
            [layer.weights for layer in self.layers],
            [layer.biases for layer in self.layers],
            [layer.activation for layer in self.layers],
        )

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of `input`."""
        return forward(self.network, self.input)

    @property
    def full(self) -> bool:
        """Whether no layer can be added."""
        return len(self.sizes) >= limits.MAX_LAYERS
