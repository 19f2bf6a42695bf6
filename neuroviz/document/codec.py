"""Documents as files and links.

A file is JSON; a link is the same JSON, deflated and written in the letters an address may hold.
JSON's shortest decimal form of a float reads back to the same bits, so neither loses anything.

What comes from outside is not trusted: its size is bounded before it is read, it is unpacked only
as far as a file may be large, every field is checked, and what is wrong is refused with a sentence
that names the field. No pickle, no eval.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import zlib
from dataclasses import fields
from typing import Any

import orjson

from neuroviz.document import edits, learning, limits, neuron
from neuroviz.document.learning import Learning
from neuroviz.document.neuron import Neuron
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import VERSION, Document, Fill, Layer, Matrix, Selection, Vector
from neuroviz.nn import ACTIVATIONS, INITIALIZERS
from neuroviz.nn.datasets import FEATURES

FORMAT = "neuroviz"
_LINK_PREFIX = "1"
_LINK = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_PRESET = re.compile(r"[a-z0-9_]{0,40}", re.ASCII)


def to_json(document: Document) -> str:
    return _dump(document).decode()


def from_json(text: str | bytes) -> Document:
    """The document in a file. Raises Refusal that says what is wrong and where."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    if len(data) > limits.MAX_FILE_BYTES:
        raise Refusal("file_too_large", limit=limits.MAX_FILE_BYTES // 1000)
    if not data.strip():
        raise Refusal("file_empty")
    try:
        # A byte-order mark is what Windows editors put in front; it says nothing here.
        raw = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError):
        raise Refusal("file_not_json") from None
    return _document(raw)


def to_link(document: Document) -> str:
    """The document as a part of an address: letters, digits, - and _.

    Raises Refusal "link_too_long" where it does not fit; a file holds it then.
    """
    packed = base64.urlsafe_b64encode(zlib.compress(_dump(document), 9)).rstrip(b"=").decode()
    link = _LINK_PREFIX + packed
    if len(link) > limits.MAX_LINK_CHARS:
        raise Refusal("link_too_long", length=len(link), limit=limits.MAX_LINK_CHARS)
    return link


def from_link(link: str) -> Document:
    """The document that `to_link` made `link` of. Raises Refusal that says what is wrong."""
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
    # Field by field: a document's __dict__ also caches what was computed from it.
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    if document.neuron == Neuron():
        # Nothing that the visitor made: a link is shorter without it.
        del values["neuron"]
    if document.learning == Learning():
        del values["learning"]
    return orjson.dumps({"format": FORMAT, "version": VERSION, **values})


# --- reading what may be anything ----------------------------------------------------------------

def _document(raw: Any) -> Document:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Refusal("not_neuroviz")
    if raw.get("version") != VERSION or isinstance(raw["version"], bool):
        raise Refusal("file_version", version=_shown(raw.get("version")), ours=VERSION)
    required = {"format", "version", "layers", "input"}
    optional = {"input_names", "output_names", "examples", "fill", "preset", "neuron", "learning", "selection"}
    allowed = required | optional
    _fields(raw, "", required, allowed)
    x = _vector(raw["input"], "input", limits.MAX_NEURONS)
    layers = _layers(raw["layers"], len(x))
    document = Document(
        layers=layers,
        input=x,
        input_names=_names(raw.get("input_names"), "input_names", len(x)),
        output_names=_names(raw.get("output_names"), "output_names", layers[-1].size),
        examples=_examples(raw.get("examples", []), len(x)),
        fill=_fill(raw.get("fill")),
        preset=_preset(raw.get("preset", "")),
        neuron=_neuron(raw.get("neuron")),
        learning=_learning(raw.get("learning")),
    )
    return _selected(document, raw.get("selection"))


def _layers(raw: Any, n_in: int) -> tuple[Layer, ...]:
    items = _list(raw, "layers", 1, limits.MAX_LAYERS - 1)
    layers: list[Layer] = []
    for index, item in enumerate(items):
        where = f"layers[{index}]"
        expected = {"weights", "biases", "activation"}
        _fields(item, where, expected, expected)
        activation = item["activation"]
        if not isinstance(activation, str) or activation not in ACTIVATIONS:
            raise Refusal("field_activation", where=f"{where}.activation", value=_shown(activation))
        if not ACTIVATIONS[activation].elementwise and index < len(items) - 1:
            raise Refusal("softmax_last")
        biases = _vector(item["biases"], f"{where}.biases", limits.MAX_NEURONS)
        weights = _matrix(item["weights"], f"{where}.weights", len(biases), layers[-1].size if layers else n_in)
        layers.append(Layer(weights, biases, activation))
    return tuple(layers)


def _examples(raw: Any, n_in: int) -> Matrix:
    rows = _list(raw, "examples", 0, limits.MAX_EXAMPLES)
    return tuple(_vector(row, f"examples[{i}]", n_in, n_in) for i, row in enumerate(rows))


def _fill(raw: Any) -> Fill:
    if raw is None:
        return Fill()
    required = {"kind", "scale", "seed"}
    _fields(raw, "fill", required, required | {"layer"})
    kind, seed = raw["kind"], raw["seed"]
    if not isinstance(kind, str) or kind not in INITIALIZERS:
        raise Refusal("unknown_fill", name=_shown(kind))
    scale = _number(raw["scale"], "fill.scale")
    if abs(scale) > limits.MAX_SCALE:
        raise Refusal("fill_scale", limit=f"{limits.MAX_SCALE:,.0f}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= limits.MAX_SEED:
        raise Refusal("seed", limit=limits.MAX_SEED)
    layer = raw.get("layer")
    whole = isinstance(layer, int) and not isinstance(layer, bool)
    if layer is not None and not (whole and 1 <= layer < limits.MAX_LAYERS):
        raise Refusal("field_value", where="fill.layer", value=_shown(layer))
    return Fill(kind, scale, seed, layer)


def _preset(raw: Any) -> str:
    if not isinstance(raw, str) or not _PRESET.fullmatch(raw):
        raise Refusal("field_value", where="preset", value=_shown(raw))
    return raw


def _neuron(raw: Any) -> Neuron:
    """What a file says of the neuron that is compared; what it leaves out is as at the beginning."""
    if raw is None:
        return Neuron()
    _fields(raw, "neuron", set(), set(neuron.FIELDS))
    values: dict[str, Any] = {}
    for name, value in raw.items():
        where, default = f"neuron.{name}", getattr(Neuron, name)
        if name == "names":
            continue
        if name in {"inputs", "weights"}:
            values[name] = _vector(value, where, limits.MAX_NEURONS)
        elif isinstance(default, bool | str):
            if not isinstance(value, type(default)):
                raise Refusal("field_value", where=where, value=_shown(value))
            values[name] = value
        elif isinstance(default, int) and (isinstance(value, bool) or not isinstance(value, int)):
            raise Refusal("field_value", where=where, value=_shown(value))
        else:
            values[name] = _number(value, where)
    size = len(values.get("inputs", Neuron.inputs))
    if not _PRESET.fullmatch(values.get("experiment", "")):
        raise Refusal("field_value", where="neuron.experiment", value=_shown(values["experiment"]))
    return neuron.checked(Neuron(**values, names=_names(raw.get("names"), "neuron.names", size)))


def _learning(raw: Any) -> Learning:
    """What a file says of the learning pages; what it leaves out is as at the beginning."""
    if raw is None:
        return Learning()
    _fields(raw, "learning", set(), set(learning.FIELDS))
    values: dict[str, Any] = {}
    for name, value in raw.items():
        where, default = f"learning.{name}", getattr(Learning, name)
        if name == "own":
            rows = _list(value, where, 0, limits.MAX_OWN_ROWS)
            values[name] = tuple(_vector(row, f"{where}[{i}]", 3, 2) for i, row in enumerate(rows))
        elif name == "own_classes":
            classes = _list(value, where, 0, limits.MAX_OWN_CLASSES)
            values[name] = _names(classes, where, len(classes))
        elif name == "features":
            found = _list(value, where, 1, len(FEATURES))
            if not all(isinstance(feature, str) for feature in found):
                raise Refusal("field_value", where=where, value=_shown(value))
            values[name] = tuple(found)
        elif name == "hidden":
            sizes = _list(value, where, 0, limits.MAX_LEARNING_LAYERS)
            values[name] = tuple(_whole(size, f"{where}[{i}]") for i, size in enumerate(sizes))
        elif isinstance(default, bool | str):
            if not isinstance(value, type(default)):
                raise Refusal("field_value", where=where, value=_shown(value))
            values[name] = value
        else:
            values[name] = _whole(value, where) if isinstance(default, int) else _number(value, where)
    return learning.checked(Learning(**values))


def _whole(raw: Any, where: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Refusal("field_value", where=where, value=_shown(raw))
    return raw


def _selected(document: Document, raw: Any) -> Document:
    if raw is None:
        return document
    _fields(raw, "selection", {"layer", "neuron"}, {"layer", "neuron", "source"})
    parts = (raw["layer"], raw["neuron"], raw.get("source"))
    if not all(isinstance(p, int) and not isinstance(p, bool) for p in parts if p is not None) or None in parts[:2]:
        raise Refusal("field_value", where="selection", value=_shown(raw))
    try:
        return edits.select(document, Selection(*parts))
    except Refusal:
        raise Refusal("field_value", where="selection", value=_shown(raw)) from None


def _names(raw: Any, where: str, size: int) -> tuple[str, ...]:
    if raw is None:
        return ("",) * size
    names = _list(raw, where, size, size)
    for index, name in enumerate(names):
        if not isinstance(name, str):
            raise Refusal("field_value", where=f"{where}[{index}]", value=_shown(name))
    return tuple(edits.clean_name(name) for name in names)


def _fields(raw: Any, where: str, required: set[str], allowed: set[str]) -> None:
    if not isinstance(raw, dict):
        raise Refusal("field_value", where=where, value=_shown(raw))
    dot = f"{where}." if where else ""
    for name in sorted(required - raw.keys()):
        raise Refusal("field_missing", where=f"{dot}{name}")
    for name in sorted(raw.keys() - allowed):
        raise Refusal("field_unknown", where=f"{dot}{_shown(name)}")


def _list(raw: Any, where: str, shortest: int, longest: int) -> list[Any]:
    if not isinstance(raw, list):
        raise Refusal("field_value", where=where, value=_shown(raw))
    if not shortest <= len(raw) <= longest:
        expected = str(shortest) if shortest == longest else f"{shortest}-{longest}"
        raise Refusal("field_length", where=where, got=len(raw), expected=expected)
    return raw


def _vector(raw: Any, where: str, longest: int, shortest: int = 1) -> Vector:
    return tuple(_number(v, f"{where}[{i}]") for i, v in enumerate(_list(raw, where, shortest, longest)))


def _matrix(raw: Any, where: str, n_out: int, n_in: int) -> Matrix:
    rows = _list(raw, where, n_out, n_out)
    return tuple(_vector(row, f"{where}[{i}]", n_in, n_in) for i, row in enumerate(rows))


def _number(raw: Any, where: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise Refusal("field_number", where=where, value=_shown(raw))
    try:
        value = float(raw)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise Refusal("field_number", where=where, value=_shown(raw))
    return value


def _shown(raw: Any) -> str:
    """A short piece of a bad value, to say what was found."""
    text = "{…}" if isinstance(raw, dict) else "[…]" if isinstance(raw, list) else str(raw)
    text = "".join(c if c.isprintable() else "\ufffd" for c in text[:40])
    return f"{text[:24]}…" if len(text) > 24 else text
