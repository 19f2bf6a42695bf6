"""A network out of arrays by their names, as npz and safetensors hold them, and nothing beside.

Which matrix has which bias is in the names ("0.weight" and "0.bias", "coefs_0" and "intercepts_0", "W1" and "b1"), or
else in their order. The order of the layers is in the names too, read as people do (2 before 10), or in the file; where
neither fits, the shapes may settle it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from neuroviz.document import limits
from neuroviz.document.models.model import IN_OUT, ORIENTATIONS, OUT_IN, Array, ModelLayer, ReadModel
from neuroviz.document.models.named import activation_of
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_WEIGHT = {"weight", "weights", "kernel", "kernels", "coef", "coefs", "w"}
_BIAS = {"bias", "biases", "intercept", "intercepts", "b"}
_PLACES = {"vars"}
"""In files of Keras, .../vars/0 is a layer's matrix and .../vars/1 its biases."""
_MOST_TRIED = 20_000
_Order = tuple[ModelLayer, ...]


def from_arrays(kind: str, arrays: Mapping[str, Array], activations: Sequence[str] = ()) -> ReadModel:
    """Return the network of these arrays, in the file's order; names of its activations, where there are any.

    Raises Refusal if an array is neither a matrix nor a vector, or biases have no matrix.
    """
    for name, array in arrays.items():
        if array.ndim not in (1, 2) or 0 in array.shape:
            raise Refusal("model_shape", where=quoted(name), shape="×".join(map(str, array.shape)) or "1")
    by_name = _paired(sorted(arrays, key=_natural), arrays)
    in_file = _paired(list(arrays), arrays)
    if not by_name:
        raise Refusal("model_no_layers")
    orders: list[_Order] = []
    for order in (by_name, in_file):
        if fitting(order) and _names(order) not in map(_names, orders):
            orders.append(order)
    if not orders:
        found = _by_shapes(by_name)
        orders.append(by_name if found is None else found)
    told = tuple(tuple(_told(part, activations, place) for place, part in enumerate(order)) for order in orders)
    return ReadModel(kind, told, likely=_likely(arrays))


def fitting(parts: Sequence[ModelLayer], orientations: Sequence[str] = ORIENTATIONS) -> tuple[str, ...]:
    """Return the orientations in which each layer takes what the one before gives."""
    return tuple(orientation for orientation in orientations if misfit(parts, orientation) is None)


def misfit(parts: Sequence[ModelLayer], orientation: str) -> int | None:
    """Return the place of the first layer whose biases, or whose inputs, do not fit, or None."""
    before: int | None = None
    for place, part in enumerate(parts):
        n_out, n_in = part.weights.shape if orientation == OUT_IN else part.weights.shape[::-1]
        if (before is not None and n_in != before) or (part.biases is not None and len(part.biases) != n_out):
            return place
        before = n_out
    return None


def _names(parts: Sequence[ModelLayer]) -> tuple[str, ...]:
    return tuple(part.name for part in parts)


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Order names as people do: layer2 before layer10."""
    pieces = re.findall(r"\d{1,9}|\D+|\d+", name)
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces]


def _stem(name: str) -> tuple[str, str]:
    """Return what of a name says which layer, and which role it says: "weight", "bias" or ""."""
    pieces = [piece for piece in re.split(r"[^A-Za-z0-9]+|(?<=[A-Za-z])(?=\d)", name) if piece]
    if len(pieces) > 1 and pieces[-2].lower() in _PLACES and pieces[-1] in {"0", "1"}:
        return ".".join(pieces[:-2]), "weight" if pieces[-1] == "0" else "bias"
    for place in range(len(pieces) - 1, -1, -1):
        word = pieces[place].lower()
        role = "weight" if word in _WEIGHT else "bias" if word in _BIAS else ""
        if role:
            # Keras writes "kernel:0": the number behind the colon counts nothing.
            after = [] if ":" in name else pieces[place + 1:]
            return ".".join(pieces[:place] + after), role
    return ".".join(pieces), ""


def _paired(names: Sequence[str], arrays: Mapping[str, Array]) -> _Order:
    matrices = [name for name in names if arrays[name].ndim == 2]
    vectors = [name for name in names if arrays[name].ndim == 1]
    biases = {_stem(name)[0]: name for name in vectors}
    stems = [_stem(name)[0] for name in matrices]
    if len(biases) == len(vectors) and len(set(stems)) == len(stems) and biases.keys() <= set(stems):
        mates = [biases.get(stem) for stem in stems]
    elif len(matrices) == len(vectors) and not any(_stem(name)[1] for name in (*matrices, *vectors)):
        mates = list(vectors)
    else:
        lonely = next((name for stem, name in biases.items() if stem not in stems), (vectors or names)[0])
        raise Refusal("model_no_matrix", where=quoted(lonely))
    return tuple(
        ModelLayer(arrays[name], None if mate is None else arrays[mate], name)
        for name, mate in zip(matrices, mates, strict=True)
    )


def _by_shapes(parts: Sequence[ModelLayer]) -> _Order | None:
    """Return the one order in which the shapes fit together, or None where there is none, or more than one."""
    if len(parts) >= limits.MAX_LAYERS:
        return None
    tried = 0

    def ways(done: _Order, left: _Order, orientation: str) -> Iterator[_Order]:
        nonlocal tried
        tried += 1
        if tried > _MOST_TRIED:
            return
        if not left:
            yield done
        for place, part in enumerate(left):
            if misfit((*done[-1:], part), orientation) is None:
                yield from ways((*done, part), left[:place] + left[place + 1:], orientation)

    found: dict[tuple[str, ...], _Order] = {}
    for orientation in ORIENTATIONS:
        for way in ways((), tuple(parts), orientation):
            found[_names(way)] = way
            if len(found) > 1:
                return None
    return None if tried > _MOST_TRIED else next(iter(found.values()), None)


def _likely(arrays: Mapping[str, Array]) -> str:
    """Return the orientation that the names speak for: those of PyTorch, or of Keras and scikit-learn."""
    words = {piece.lower() for name in arrays for piece in re.split(r"[^A-Za-z]+", name)}
    if words & {"kernel", "coef", "coefs", "vars"}:
        return IN_OUT
    return OUT_IN if "weight" in words else ""


def _told(part: ModelLayer, activations: Sequence[str], place: int) -> ModelLayer:
    if place >= len(activations):
        return part
    ours, said = activation_of(activations[place], slope=0.01, approximate=True)
    return ModelLayer(part.weights, part.biases, part.name, ours, said)
