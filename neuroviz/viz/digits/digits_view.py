"""What the canvas of the page "Digits" is sent.

Heavy things, a network's parameters and the images that training never saw, never change: they travel as *packs*, each
once, and are asked for by the browser. What is drawn on the pad, and all that follows from it, is computed there.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from neuroviz.document.settings.digits import EPOCHS, Digits
from neuroviz.lab.digits import Findings, findings_of, learnt_so_far, unseen
from neuroviz.nn.digits.pad import PAD
from neuroviz.nn.digits.recipe import RECIPES, STOPS, parameters_after
from neuroviz.viz.digits.digits_figure import BARS, DigitTraces, columns, digits_figure, neuron_heights
from neuroviz.viz.palette import Palette, rgb
from neuroviz.viz.studio.equation import HEADS
from neuroviz.viz.studio.network_figure import has_bounds

_SEEN = ("positive", "negative", "positive_soft", "negative_soft", "muted", "ink", "paper", "zero", "grid", "select")
_DRAWN = (*_SEEN, "alarm")

PENS = (50, 90, 130)
"""Widths of the pens to choose from."""


def weights_pack(digits: Digits) -> str:
    """Return the name of the pack with the parameters of the network that is shown."""
    return f"{digits.images}.{digits.epochs}"


def images_pack(digits: Digits) -> str:
    """Return the name of the pack with the images that training never saw."""
    return f"{digits.images}.images"


def digits_view(
    digits: Digits, words: Mapping[str, str], activations: Mapping[str, str], palette: Palette,
    have: Collection[str] = (), wanted: Collection[str] = (),
) -> dict[str, Any]:
    """Return the canvas's view.

    words        everything under "digits.figure" of a catalogue
    activations  the activation functions' names
    have         the packs that the browser has
    wanted       packs that it has asked for, beside the network's
    """
    recipe, images = RECIPES[digits.images], unseen(digits.images)
    format, last = images.format, len(recipe.sizes) - 1
    names = [words["input"].format(side=format.side), *(
        words["hidden"].format(n=layer) for layer in range(1, last)), words["output"]]
    found = findings_of(digits.images, digits.epochs)
    return {
        "kind": "digits",
        "images": digits.images, "side": format.side, "most": format.most, "pad": PAD, "pens": PENS,
        "sizes": recipe.sizes, "activations": recipe.activations,
        "heads": [HEADS.get(name, "") for name in recipe.activations],
        "bounded": [has_bounds(name) for name in recipe.activations],
        "gs": [activations[name] for name in recipe.activations],
        "layers": names,
        "signal": zlib.crc32(repr(digits).encode()),
        "strokes": digits.strokes, "width": digits.width, "example": digits.example,
        "example_b64": base64.b64encode(images.pixels[digits.example].tobytes()).decode(),
        "example_label": int(images.labels[digits.example]),
        "spec": digits_figure(recipe.sizes, names, palette),
        "columns": columns(recipe.sizes), "ys": neuron_heights(recipe.sizes), "bars": list(BARS),
        "traces": {name.lower(): getattr(DigitTraces, name) for name in (
            "EDGES", "SLOTS", "FOCUS", "BARS", "BEST", "SELECTED", "NAMES", "SHARES", "FIRST_LAYER")},
        "weights": weights_pack(digits), "pictures": images_pack(digits),
        "packs": {
            name: _packed(name) for name in dict.fromkeys((weights_pack(digits), *wanted)) if name not in have
        },
        "palette": {name: getattr(palette, name) for name in _DRAWN},
        "map_colors": {name: rgb(color) for name, color in (
            ("negative", palette.negative), ("middle", palette.paper), ("positive", palette.positive))},
        "learning": _learning(digits, found),
        "words": dict(words),
        "colors": {name.replace("_", "-"): getattr(palette, name) for name in _SEEN},
    }


def _learning(digits: Digits, found: Findings) -> dict[str, Any]:
    """How far the network has come, and what it takes for what."""
    return {
        "epochs": digits.epochs, "more": digits.epochs < EPOCHS[-1], "last": EPOCHS[-1], "kept": STOPS[-1],
        "stops": [[epoch, round(100 * share, 1)] for epoch, share in learnt_so_far(digits.images, digits.epochs)],
        "count": len(found.answers),
        "answers": "".join(map(str, found.answers.tolist())),
        "confusion": found.confusion.tolist(),
        "hard": found.hard.tolist(), "wrong": found.wrong.tolist(),
        "exciting": [layer.tolist() for layer in found.exciting],
    }


def _packed(name: str) -> str:
    """Return a pack: parameters in four bytes each, or the digits and pixels of images in one, deflated."""
    images, what = name.split(".")
    if what == "images":
        chosen = unseen(images)
        raw = zlib.compress(chosen.labels.tobytes() + chosen.pixels.tobytes(), 9)
    else:
        raw = parameters_after(images, int(what)).astype("<f4").tobytes()
    return base64.b64encode(raw).decode()


