"""What a reader makes of a file: layers as they stand there, and what the file says of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

OUT_IN, IN_OUT = "out_in", "in_out"
ORIENTATIONS = (OUT_IN, IN_OUT)
"""Whether a matrix has a row for each neuron of its layer (PyTorch, and here), or a column (Keras, scikit-learn)."""


@dataclass(frozen=True, eq=False)
class ModelLayer:
    """One layer of a file.

    weights      a matrix as it stands in the file
    biases       a vector, or None where the file has none: then they are 0
    name         what the file calls the layer, or its matrix
    activation   a name of `nn.ACTIVATIONS`, or "" where it is not said, or none of them
    said         what the file calls an activation function that is none of ours
    """

    weights: Array
    biases: Array | None
    name: str
    activation: str = ""
    said: str = ""


@dataclass(frozen=True, eq=False)
class ReadModel:
    """A network as a file has it.

    kind          the format: a key of the catalogues under "studio.model.kind"
    orders        the parts in each order that may be meant, the likeliest first
    orientation   of all matrices, where the format says so, else ""
    likely        the orientation that the names in the file speak for, or ""
    skipped       names of layers that compute nothing when a network is used, such as dropout
    folded        names of scalings that have been computed into weights and biases
    labelled      names of operations behind the answer that keep only which output is the largest
    input_names, output_names   one a neuron, or ()
    """

    kind: str
    orders: tuple[tuple[ModelLayer, ...], ...]
    orientation: str = ""
    likely: str = ""
    skipped: tuple[str, ...] = field(default=())
    folded: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
