"""The document: one frozen value with everything that a visitor has made.

Numbers are Python floats in nested tuples: they are exact, they compare with ==, and no code can
change a document that undo still needs. `network` makes the NumPy arrays when something is computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from neuroviz.document import limits
from neuroviz.document.settings.descent import Descent
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.overfitting import Overfitting
from neuroviz.document.settings.privacy import Privacy
from neuroviz.document.settings.training import Training
from neuroviz.nn import Network, Trace, forward

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]

VERSION = 1
"""Version of the file format. A file with a higher version is refused: its meaning is not guessed."""


@dataclass(frozen=True)
class Layer:
    """A layer after the input: weights (n_out, n_in), biases (n_out,), and the name of its activation."""

    weights: Matrix
    biases: Vector
    activation: str

    @property
    def size(self) -> int:
        """Number of neurons."""
        return len(self.biases)


@dataclass(frozen=True)
class Fill:
    """How weights were last filled, so that "same again" can draw the same ones.

    kind   a name of `nn.INITIALIZERS`
    scale  the constant, half-width or standard deviation, if the kind has one
    seed   seed of numpy.random.default_rng([seed, layer])
    layer  the one layer that was filled, or None for all
    """

    kind: str = "xavier"
    scale: float = 1.0
    seed: int = 0
    layer: int | None = None


@dataclass(frozen=True)
class Selection:
    """A selected neuron (layer 0 is the input), or, with `source`, the edge into it from neuron `source` before it."""

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
    preset        the preset that the document was made from, or ""
    neuron        the neuron that is compared with a biological one
    training      the data set and the training
    descent       the settings of the page "Gradient descent"
    overfitting   the trial on the page "Overfitting", and the kept runs
    digits        the settings of the page "Digits", and what is drawn there
    inside        the settings of the page "Look inside"; the digit in hand is that of `digits`
    privacy       the settings of the page "Privacy"
    selection     the selection in the graph; changing it is not an edit, and never undone
    """

    layers: tuple[Layer, ...]
    input: Vector
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
    examples: Matrix = ()
    fill: Fill = field(default_factory=Fill)
    preset: str = ""
    neuron: Neuron = field(default_factory=Neuron)
    training: Training = field(default_factory=Training)
    descent: Descent = field(default_factory=Descent)
    overfitting: Overfitting = field(default_factory=Overfitting)
    digits: Digits = field(default_factory=Digits)
    inside: Inside = field(default_factory=Inside)
    privacy: Privacy = field(default_factory=Privacy)
    selection: Selection | None = None

    def __post_init__(self) -> None:
        # "" means the default symbol, so leaving names out means the same as naming none.
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
        """The layers as a network of NumPy arrays."""
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
        """Whether the network has as many layers as allowed."""
        return len(self.sizes) >= limits.MAX_LAYERS
