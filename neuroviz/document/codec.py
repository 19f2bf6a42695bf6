"""Documents as files and links.

A file is JSON; a link is the same JSON, deflated and written in the letters that an address may contain.
JSON's shortest decimal form of a float reads back to the same bits, so neither loses anything.

Input from outside is not trusted: its size is bounded before it is read, it is unpacked only up to
the size that a file may have, every field is checked, and an error is refused with a sentence that
names the field. No pickle, no eval.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from neuroviz.document import edits, limits, reading
from neuroviz.document.reading import items, key, name, names, number, quoted, several, vector, whole, word
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import VERSION, Document, Fill, Layer, Selection
from neuroviz.document.settings import descent, digits, inside, neuron, overfitting, privacy, training
from neuroviz.document.settings.descent import Descent
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.overfitting import Kept, Overfitting, Trial
from neuroviz.document.settings.own_points import OwnPoints
from neuroviz.document.settings.privacy import Privacy
from neuroviz.document.settings.training import Training
from neuroviz.nn import ACTIVATIONS, INITIALIZERS
from neuroviz.nn.datasets import FEATURES
from neuroviz.nn.optimizers import OPTIMIZERS

FORMAT = "neuroviz"
_LINK_PREFIX = "1"
_LINK = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def to_json(document: Document) -> str:
    """Return the document as the text of a file."""
    return _dump(document).decode()


def from_json(text: str | bytes) -> Document:
    """Read the document in a file. Raises Refusal with the error and the field."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    if len(data) > limits.MAX_FILE_BYTES:
        raise Refusal("file_too_large", limit=limits.MAX_FILE_BYTES // 1000)
    if not data.strip():
        raise Refusal("file_empty")
    try:
        # Windows editors put a byte-order mark in front; it has no meaning here.
        raw = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError):
        raise Refusal("file_not_json") from None
    return _document(raw)


def to_link(document: Document) -> str:
    """Return the document as a part of an address: letters, digits, - and _.

    Raises Refusal "link_too_long" if it does not fit; a file has room for it.
    """
    packed = base64.urlsafe_b64encode(zlib.compress(_dump(document), 9)).rstrip(b"=").decode()
    link = _LINK_PREFIX + packed
    if len(link) > limits.MAX_LINK_CHARS:
        raise Refusal("link_too_long", length=len(link), limit=limits.MAX_LINK_CHARS)
    return link


def from_link(link: str) -> Document:
    """Read the document in a link that `to_link` made. Raises Refusal with the error."""
    if len(link) > limits.MAX_LINK_CHARS:
        raise Refusal("link_too_long", length=len(link), limit=limits.MAX_LINK_CHARS)
    if not _LINK.fullmatch(link) or not link.startswith(_LINK_PREFIX):
        raise Refusal("link_broken")
    packed = link.removeprefix(_LINK_PREFIX)
    inflate = zlib.decompressobj()
    try:
        data = inflate.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), limits.MAX_FILE_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        raise Refusal("link_broken") from None
    if inflate.unconsumed_tail:
        raise Refusal("file_too_large", limit=limits.MAX_FILE_BYTES // 1000)
    if not inflate.eof:
        raise Refusal("link_broken")
    return from_json(data)


def _dump(document: Document) -> bytes:
    # Field by field: a document's __dict__ also caches values computed from it.
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    for page, reader in _PAGES.items():
        value = values.pop(page)
        # Where the visitor changed nothing, a link is shorter without it.
        if value != _UNTOUCHED[page]:
            values[reader.field] = value
    return orjson.dumps({"format": FORMAT, "version": VERSION, **values})


# --- reading what may be anything ----------------------------------------------------------------

def _document(raw: Any) -> Document:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Refusal("not_neuroviz")
    if raw.get("version") != VERSION or isinstance(raw["version"], bool):
        raise Refusal("file_version", version=quoted(raw.get("version")), ours=VERSION)
    required = {"format", "version", "layers", "input"}
    optional = {"input_names", "output_names", "examples", "fill", "preset", "selection"}
    optional |= {reader.field for reader in _PAGES.values()}
    reading.only(raw, "", required, required | optional)
    x = vector(raw["input"], "input", limits.MAX_NEURONS)
    layers = _layers(raw["layers"], len(x))
    examples = several(several(number, len(x), len(x)), 0, limits.MAX_EXAMPLES)
    document = Document(
        layers=layers,
        input=x,
        input_names=names(raw.get("input_names"), "input_names", len(x), len(x)),
        output_names=names(raw.get("output_names"), "output_names", layers[-1].size, layers[-1].size),
        examples=examples(raw.get("examples", []), "examples"),
        fill=_fill(raw.get("fill")),
        preset=key(raw.get("preset", ""), "preset"),
        **{page: reader.read(raw.get(reader.field)) for page, reader in _PAGES.items()},
    )
    return _selected(document, raw.get("selection"))


def _layers(raw: Any, n_in: int) -> tuple[Layer, ...]:
    found = items(raw, "layers", 1, limits.MAX_LAYERS - 1)
    layers: list[Layer] = []
    for index, item in enumerate(found):
        where = f"layers[{index}]"
        expected = {"weights", "biases", "activation"}
        reading.only(item, where, expected, expected)
        activation = item["activation"]
        if not isinstance(activation, str) or activation not in ACTIVATIONS:
            raise Refusal("field_activation", where=f"{where}.activation", value=quoted(activation))
        if not ACTIVATIONS[activation].elementwise and index < len(found) - 1:
            raise Refusal("softmax_last")
        biases = vector(item["biases"], f"{where}.biases", limits.MAX_NEURONS)
        weights = reading.matrix(
            item["weights"], f"{where}.weights", len(biases), layers[-1].size if layers else n_in,
        )
        layers.append(Layer(weights, biases, activation))
    return tuple(layers)


def _fill(raw: Any) -> Fill:
    if raw is None:
        return Fill()
    required = {"kind", "scale", "seed"}
    reading.only(raw, "fill", required, required | {"layer"})
    kind, seed = raw["kind"], raw["seed"]
    if not isinstance(kind, str) or kind not in INITIALIZERS:
        raise Refusal("unknown_fill", name=quoted(kind))
    scale = number(raw["scale"], "fill.scale")
    if abs(scale) > limits.MAX_SCALE:
        raise Refusal("fill_scale", limit=f"{limits.MAX_SCALE:,.0f}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= limits.MAX_SEED:
        raise Refusal("seed", limit=limits.MAX_SEED)
    layer = raw.get("layer")
    if layer is not None and not 1 <= whole(layer, "fill.layer") < limits.MAX_LAYERS:
        raise Refusal("field_value", where="fill.layer", value=quoted(layer))
    return Fill(kind, scale, seed, layer)


def _selected(document: Document, raw: Any) -> Document:
    if raw is None:
        return document
    reading.only(raw, "selection", {"layer", "neuron"}, {"layer", "neuron", "source"})
    parts = (raw["layer"], raw["neuron"], raw.get("source"))
    if not all(isinstance(p, int) and not isinstance(p, bool) for p in parts if p is not None) or None in parts[:2]:
        raise Refusal("field_value", where="selection", value=quoted(raw))
    try:
        return edits.select(document, Selection(*parts))
    except Refusal:
        raise Refusal("field_value", where="selection", value=quoted(raw)) from None


# --- the pages' own records ----------------------------------------------------------------------

def read_neuron(raw: Any) -> Neuron:
    """Read the record of the two neurons, as a file has it. Raises Refusal."""
    values = several(number, 1, limits.MAX_NEURONS)
    return neuron.checked(reading.record(raw, "neuron", Neuron, {
        "inputs": values, "weights": values, "experiment": key,
        "names": lambda raw, where: names(raw, where, 0, limits.MAX_NEURONS),
    }))


def _training(raw: Any) -> Training:
    return training.checked(reading.record(raw, "learning", Training, {
        "own": several(several(number, 2, 3), 0, limits.MAX_OWN_ROWS),
        "own_classes": several(name, 0, limits.MAX_OWN_CLASSES),
        "own_names": several(name, 0, limits.MAX_OWN_INPUTS + 1),
        "own_units": several(reading.pair(number, number), 0, limits.MAX_OWN_INPUTS + 1),
        "plane": several(whole, 0, 2),
        "activations": several(word, 0, limits.MAX_HIDDEN_LAYERS),
        "turns": several(_turn, 0, limits.MAX_TURNS),
        "features": several(word, 1, len(FEATURES)),
        "hidden": several(whole, 0, limits.MAX_HIDDEN_LAYERS),
    }))


def _turn(raw: Any, where: str) -> tuple[int, str, float]:
    epoch, what, value = items(raw, where, 3, 3)
    return whole(epoch, f"{where}[0]"), word(what, f"{where}[1]"), number(value, f"{where}[2]")


def _descent(raw: Any) -> Descent:
    parameter, values = several(whole, 0, 3), several(number, 1, limits.MAX_NEURONS)
    return descent.checked(reading.record(raw, "descent", Descent, {
        "first": parameter, "second": parameter,
        "shown": several(word, 1, len(OPTIMIZERS)),
        "start": several(number, 0, 2),
        "rates": several(reading.pair(word, number), 0, len(OPTIMIZERS)),
        "targets": several(reading.pair(values, values), 0, limits.MAX_TARGETS),
    }))


def _overfitting(raw: Any) -> Overfitting:
    return overfitting.checked(reading.record(raw, "overfitting", Overfitting, {
        "trial": _trial, "kept": several(_kept, 0, limits.MAX_KEPT_RUNS),
    }))


def _trial(raw: Any, where: str) -> Trial:
    return reading.record(raw, where, Trial, {"own": _own_points})


def _own_points(raw: Any, where: str) -> OwnPoints:
    return reading.record(raw, where, OwnPoints, {"names": several(name, 0, 3), "classes": several(name, 0, 2)})


def _kept(raw: Any, where: str) -> Kept:
    return reading.record(raw, where, Kept, {"name": name, "trial": _trial})


def _digits(raw: Any) -> Digits:
    stroke = several(whole, 2, 2 * limits.MAX_STROKE_POINTS)
    return digits.checked(reading.record(raw, "digits", Digits, {"strokes": several(stroke, 0, limits.MAX_STROKES)}))


def _inside(raw: Any) -> Inside:
    return inside.checked(reading.record(raw, "inside", Inside, {
        "silent": several(several(whole, 2, 2), 0, limits.MAX_SILENT),
        "cut": several(several(whole, 3, 3), 0, limits.MAX_CUT),
    }))


def _privacy(raw: Any) -> Privacy:
    return privacy.checked(reading.record(raw, "privacy", Privacy, {}))


class _Reader(NamedTuple):
    """How a page's settings are read.

    field   their name in a file
    read    returns the settings, or the defaults for None, which a file without them has
    """

    field: str
    read: Callable[[Any], Any]


_PAGES: Mapping[str, _Reader] = MappingProxyType({
    "neuron": _Reader("neuron", read_neuron),
    # The name that files have had since the first version of the format.
    "training": _Reader("learning", _training),
    "descent": _Reader("descent", _descent),
    "overfitting": _Reader("overfitting", _overfitting),
    "digits": _Reader("digits", _digits),
    "inside": _Reader("inside", _inside),
    "privacy": _Reader("privacy", _privacy),
})
"""The pages that have settings in the document."""

_UNTOUCHED = MappingProxyType({page: reader.read(None) for page, reader in _PAGES.items()})
"""Default settings of each page."""
