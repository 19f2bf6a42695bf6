"""Files that mean no good: those of other programs and our own, damaged at random, inside their packing too."""

from __future__ import annotations

import copy
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from neuroviz.document import Document, Refusal
from neuroviz.document.models.arranging import Wish, arrange_model, opened_model
from neuroviz.document.models.opening import read_model
from neuroviz.document.models.writing import to_npz, to_onnx, to_safetensors
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES

FILES = Path(__file__).parent / "files"
HERE = PRESETS["fruit"].document
_OURS = [preset.document for preset in list(PRESETS.values())[:6]]

Damage = Callable[[random.Random, bytes], bytes]

_EXTREME = (
    b"\xff" * 9 + b"\x01", b"\xff\xff\xff\xff\x0f", b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", b"\x00", b"\x7f\xf0",
    struct.pack("<Q", 2**63), struct.pack("<I", 2**31), struct.pack("<d", float("nan")), struct.pack("<f", 1e38),
)
_WILD: tuple[Any, ...] = (
    None, True, -1, 0, 1, 32, 10**9, 2**63, 2**64, 10**300, 1.5, float("inf"), "", "relu", "softmax", "Dense", "Lambda",
    "<b>x</b>", "{where}", "../../etc/passwd", "\u0000", [], {}, [[]], [1, 2, 3], {"class_name": "Dense", "config": {}},
)


def damaged(rng: random.Random, data: bytes) -> bytes:
    """Return bytes with one to four damages: flipped, cut, doubled, replaced by extremes, moved, or spliced."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(out) + 1)
        length = min(rng.choice((1, 1, 2, 4, 8, 40, 400)), len(out))
        match rng.randrange(7):
            case 0:
                out[at:at + 1] = bytes([rng.randrange(256)])
            case 1:
                del out[at:at + length]
            case 2:
                out[at:at] = out[at:at + length]
            case 3:
                extreme = rng.choice(_EXTREME)
                out[at:at + len(extreme)] = extreme
            case 4:
                if at < len(out):
                    out[at] ^= 1 << rng.randrange(8)
            case 5:
                del out[at:]
            case 6:
                other = rng.randrange(len(out) + 1)
                out[at:at + length] = out[other:other + length]
    return bytes(out)


def damaged_json(rng: random.Random, data: bytes) -> bytes:
    """Return JSON in which one to three values are others; sometimes its text is damaged as well."""
    tree = json.loads(data)
    for _ in range(rng.randint(1, 3)):
        places = list(_places(tree))
        if not places:
            break
        holder, key = rng.choice(places)
        match rng.randrange(4):
            case 0:
                del holder[key]
            case 1:
                other, at = rng.choice(places)
                # Not itself within itself: JSON has no circles.
                holder[key] = json.loads(json.dumps(other[at])) if _has(other, at) else None
            case _:
                holder[key] = copy.deepcopy(rng.choice(_WILD))
    text = json.dumps(tree).encode()
    return damaged(rng, text) if rng.random() < 0.1 else text


def _has(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def damaged_zip(rng: random.Random, data: bytes) -> bytes:
    """Return a zip whose members are damaged, then packed as they should be; sometimes it is damaged itself."""
    if rng.random() < 0.2:
        return damaged(rng, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    hurt = rng.choice(list(members))
    members[hurt] = (damaged_json if hurt.endswith(".json") else damaged)(rng, members[hurt])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)), compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def damaged_safetensors(rng: random.Random, data: bytes) -> bytes:
    """Return a file whose header is damaged as JSON, with its right length before it."""
    if rng.random() < 0.3:
        return damaged(rng, data)
    length = int.from_bytes(data[:8], "little")
    header = damaged_json(rng, data[8:8 + length])
    return len(header).to_bytes(8, "little") + header + data[8 + length:]


def _read(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(FILES.glob(pattern))]


SEEDS: Mapping[str, tuple[list[bytes], Damage]] = {
    "npz": ([*_read("*.npz"), *map(to_npz, _OURS)], damaged_zip),
    "safetensors": ([*_read("*.safetensors"), *map(to_safetensors, _OURS)], damaged_safetensors),
    "onnx": ([*_read("*.onnx"), *map(to_onnx, _OURS)], damaged),
    "tfjs": (_read("tfjs.model.json"), damaged_json),
    "keras": (_read("*.keras"), damaged_zip),
    "h5": (_read("*.h5"), damaged),
}
"""Of each format: whole files, and how they are damaged."""

_WEIGHTS = (FILES / "tfjs.weights.bin").read_bytes()


def hostile_file(kind: str, rng: random.Random) -> dict[str, bytes]:
    """Return a damaged file of a format, with those that belong to it."""
    whole, damage = SEEDS[kind]
    data = damage(rng, rng.choice(whole))
    if kind == "tfjs":
        return {"model.json": data, "tfjs.weights.bin": damaged(rng, _WEIGHTS) if rng.random() < 0.2 else _WEIGHTS}
    return {f"hostile.{kind}": data}


def outcome(files: Mapping[str, bytes]) -> str:
    """Read a file as the page does, and return "opened", "asked" or the code of its refusal, which has its words.

    Anything else that is raised is a fault.
    """
    try:
        model = read_model(files)
        arranged = arrange_model(model, Wish())
        if arranged.problem is not None:
            raise arranged.problem
        if not arranged.ready:
            return "asked"
        assert isinstance(opened_model(HERE, model, Wish()), Document)
        return "opened"
    except Refusal as refusal:
        for language in LANGUAGES.values():
            assert language(f"refusal.{refusal.code}", **refusal.values)
        return refusal.code
