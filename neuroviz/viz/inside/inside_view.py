"""What the canvas of the page "Look inside" is sent: the digit in hand, a lens's picture, and one held against it.

All is computed by Python; the browser paints it, and says what the visitor chooses.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import LENSES, TESTS, Inside
from neuroviz.lab.digits import findings_of, unseen
from neuroviz.lab.look_inside import (
    OTHER_MAP,
    USUAL,
    Look,
    Shown,
    dreamer_of,
    look_of,
    map_name,
    silent_in,
)
from neuroviz.nn import Network
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.lenses.dreaming import Dream
from neuroviz.nn.lenses.lesion import hidden_neurons
from neuroviz.viz.inside.inside_controls import controls, test_controls
from neuroviz.viz.inside.inside_lesions import curves_of, cuts_of, losses_said
from neuroviz.viz.numbers import MINUS, brief, compact, short
from neuroviz.viz.palette import Palette, rgb

Words = Mapping[str, str]

FRAMES = 41
"""Images of a dream that travel."""
ALIKE, APART = 0.7, 0.3
"""From and up to which likeness two pictures are called nearly the same, and different."""
UNSEEN, NOTICED = 0.05, 0.05
"""A lens that gives the paper at most so much of its strength has not noticed it; an answer whose share has moved by at
least so much has."""
_DRAWN = ("positive", "negative", "positive_soft", "negative_soft", "muted", "ink", "paper", "zero", "grid", "select")


def percent(share: float) -> str:
    """Return a share in whole percent; what is nearly nothing, or nearly all, is said to be so."""
    text = f"{math.floor(100 * share + 0.5)}%"
    return f"≈{text}" if (text == "0%" and share > 0) or (text == "100%" and share < 1) else text


def coefficient(value: float) -> str:
    """Return a correlation, with two decimals; a dash where there is none."""
    return "–" if math.isnan(value) else f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", MINUS)


def inside_view(digits: Digits, inside: Inside, words: Words, palette: Palette) -> dict[str, Any]:
    """Return the canvas's view.

    words  everything under "inside.figure" of a catalogue
    """
    look = look_of(digits, inside)
    hand, side = look.hand, FORMATS[digits.images].side
    label = words["hand_drawn"] if hand.label is None else words["hand_example"].format(digit=hand.label)
    lesions = inside.lens == "lesion"
    return {
        "kind": "inside", "side": side, "digit_b64": _bytes(hand.x),
        "digit_label": words["digit_label"].format(what=label),
        "digit_said": [label, words["answer"].format(answer=hand.answer, share=percent(hand.shares[hand.answer]))],
        "shares": [float(share) for share in hand.shares],
        "share_texts": [words["ask"].format(digit=k, share=percent(share)) for k, share in enumerate(hand.shares)],
        "asked": look.question.neuron,
        "examples": _examples(digits, words),
        "hard": findings_of(digits.images, digits.epochs).hard.tolist(),
        "lens": inside.lens, "lenses": [[name, words[f"lens_{name}"]] for name in LENSES],
        "test": inside.test, "tests": [[name, words[f"test_{name}"]] for name in TESTS],
        "main": _board(look, look.main, inside, side, _main_title(look, inside, words), words),
        "rival": _board(look, look.rival, inside, side, _rival_title(inside, words), words),
        "film_said": _film_said(look.main, words),
        "verdict": _verdict(look, inside, words),
        "thumb_b64": _bytes(look.rival.x) if inside.test == "ground" and inside.lens != "dream" else "",
        "controls": controls(inside, hand.network, side, words),
        "test_controls": test_controls(inside, words),
        "tells": words[f"tells_{_lens_key(inside)}"], "blind": words[f"blind_{_lens_key(inside)}"],
        "said": losses_said(digits, inside, words) if lesions else [],
        "curves": curves_of(digits, inside, words) if lesions else [],
        "cuts": cuts_of(digits, inside, words) if lesions else [],
        "lesions": bool(lesions and (inside.silent or inside.cut)),
        "palette": {name: getattr(palette, name) for name in _DRAWN} | {
            f"series{k}": color for k, color in enumerate(palette.series)},
        "map_colors": {name: rgb(color) for name, color in (
            ("negative", palette.negative), ("middle", palette.paper), ("positive", palette.positive))},
        "words": dict(words),
        "colors": {name.replace("_", "-"): getattr(palette, name) for name in _DRAWN},
    }


# --- the digit -----------------------------------------------------------------------------------

def _examples(digits: Digits, words: Words) -> list[dict[str, Any]]:
    """One image of each digit that training never saw: the first that is there."""
    images = unseen(digits.images)
    firsts = [int(np.flatnonzero(images.labels == digit)[0]) for digit in range(10)]
    return [{
        "index": index, "b64": _bytes(images.pixels[index] / images.format.most),
        "label": words["example"].format(digit=digit),
        "shown": not digits.strokes and digits.example == index,
    } for digit, index in enumerate(firsts)]


def _bytes(x: NDArray[np.float64]) -> str:
    """Return an image from 0 to 1, a byte a pixel."""
    return base64.b64encode(np.round(255 * x).astype(np.uint8).tobytes()).decode()


# --- a picture -----------------------------------------------------------------------------------

def _board(look: Look, shown: Shown, inside: Inside, side: int, title: str, words: Words) -> dict[str, Any]:
    """One picture: a map of pixels, tiles for neurons, or a film."""
    network, values = look.hand.network, shown.values
    most = float(np.abs(values).max()) if len(values) else 0.0
    board: dict[str, Any] = {
        "kind": "map", "title": title, "label": f"{title}. {_strongest(most, inside, words)}", "wide": side,
        "values_b64": "", "outline": True, "x_b64": _bytes(shown.x), "scale": _strongest(most, inside, words),
        "tiles": [], "frames": [], "frame_said": [],
    }
    if shown.dream is not None:
        return board | {"kind": "film", "outline": False, "scale": "", **_film(look, shown, inside, words)}
    if inside.lens == "lesion" and inside.part == "neurons":
        return board | {"kind": "tiles", "tiles": _tiles(network, values, inside, words)}
    if inside.lens == "lesion":
        count = network.sizes[1]
        wide = math.ceil(count ** 0.5)
        values = _mosaic(values.reshape(count, side, side), wide)
        board |= {"wide": wide * side, "outline": False}
    return board | {"values_b64": base64.b64encode(values.astype("<f4").tobytes()).decode()}


def _strongest(most: float, inside: Inside, words: Words) -> str:
    key = "scale_slope" if inside.lens == "saliency" and inside.map == "gradient" else "scale"
    return words[key].format(most=short(most))


def _mosaic(maps: NDArray[np.float64], wide: int) -> NDArray[np.float64]:
    """Return maps (n, side, side) as one picture, `wide` of them in a row."""
    n, side, _ = maps.shape
    rows = math.ceil(n / wide)
    whole = np.zeros((rows * wide, side, side))
    whole[:n] = maps
    return whole.reshape(rows, wide, side, side).swapaxes(1, 2).reshape(-1)


def _tiles(network: Network, values: NDArray[np.float64], inside: Inside, words: Words) -> list[dict[str, Any]]:
    """One group a hidden layer."""
    silent, most = silent_in(network, inside), float(np.abs(values).max()) or 1.0
    groups: list[dict[str, Any]] = [
        {"name": words["hidden"].format(n=layer), "layer": layer, "tiles": []}
        for layer in range(1, len(network.sizes) - 1)
    ]
    for (layer, neuron), value in zip(hidden_neurons(network), values.tolist(), strict=True):
        quiet = (layer, neuron) in silent
        groups[layer - 1]["tiles"].append({
            "text": brief(value), "share": value / most, "silent": quiet,
            "label": words["tile_silent" if quiet else "tile"].format(
                layer=words["hidden"].format(n=layer), number=neuron + 1, value=compact(value)),
        })
    return groups


def _frames_of(found: Dream) -> list[int]:
    """Return the steps of a dream whose images travel, the first and the last among them."""
    return sorted({round(k) for k in np.linspace(0, len(found.images) - 1, FRAMES)})


def _film_said(shown: Shown, words: Words) -> list[str]:
    """Return what is seen of a dream, a sentence for each of its frames; none where there is no film."""
    if shown.dream is None:
        return []
    scores = [compact(float(score)) for score in shown.dream.scores]
    return [words["dream_step" if step else "dream_begin"].format(
        step=step, steps=len(scores) - 1, first=scores[0], score=scores[step]) for step in _frames_of(shown.dream)]


def _film(look: Look, shown: Shown, inside: Inside, words: Words) -> dict[str, Any]:
    assert shown.dream is not None
    images, scores = shown.dream.images, shown.dream.scores
    steps = _frames_of(shown.dream)
    darkest = float(images.max()) or 1.0
    said = words["darkest"].format(most=short(float(images[-1].max())))
    ending = words["dream_answer"].format(answer=shown.answer, share=percent(shown.share))
    return {
        # As bright as the brightest of all frames lets them be: dreams are often faint.
        "frames": [_bytes(images[step] / darkest) for step in steps],
        "frame_said": [words["dream_sum"].format(score=compact(float(scores[step]))) for step in steps],
        "scale": f"{ending} {said}",
        "label": f"{_dreamer_name(look, inside, words)}. {ending}",
    }


# --- what is said --------------------------------------------------------------------------------

def _lens_key(inside: Inside) -> str:
    return inside.map if inside.lens == "saliency" else inside.lens


def _dreamer_name(look: Look, inside: Inside, words: Words) -> str:
    dreamer = dreamer_of(inside, look.hand.network, look.hand.answer)
    if dreamer.layer == len(look.hand.network.sizes) - 1:
        return words["title_dream_output"].format(digit=dreamer.neuron)
    return words["title_dream"].format(layer=words["hidden"].format(n=dreamer.layer), number=dreamer.neuron + 1)


def _main_title(look: Look, inside: Inside, words: Words) -> str:
    if inside.lens == "dream":
        return _dreamer_name(look, inside, words)
    what = words[f"what_{inside.measure}"].format(digit=look.question.neuron)
    key = f"lesion_{inside.part}" if inside.lens == "lesion" else _lens_key(inside)
    return words[f"title_{key}"].format(what=what)


def _rival_title(inside: Inside, words: Words) -> str:
    if inside.test != "other":
        return words[f"rival_{inside.test}"]
    if inside.lens == "lesion":
        return words["rival_estimate"]
    if inside.lens == "dream":
        return words["rival_start_blank" if inside.start == "digit" else "rival_start_digit"]
    return words[f"rival_{OTHER_MAP[map_name(inside)]}"]


def _verdict(look: Look, inside: Inside, words: Words) -> list[str]:
    """Return what comes of holding the two against each other, in sentences; the first is the main one."""
    told = [words[f"against_{inside.test}"].format(
        answer=look.rival.answer, share=percent(look.rival.share), before=look.hand.answer,
        before_share=percent(look.hand.shares[look.hand.answer]),
    )] if inside.lens != "dream" and inside.test != "other" else []
    numbers = words["alike_film" if inside.lens == "dream" else "alike"].format(
        strength=coefficient(look.alike.strength), signed=coefficient(look.alike.signed))
    usual = [] if look.usual is None else [words["usual"].format(
        count=USUAL, strength=coefficient(look.usual.strength), signed=coefficient(look.usual.signed))]
    given = _given_to_paper(look, inside)
    if given is not None:
        told.append(words["paper"].format(share=percent(given)))
    return [_opinion(look, inside, words), *told, numbers, *usual]


def _opinion(look: Look, inside: Inside, words: Words) -> str:
    if inside.test == "ground" and inside.lens != "dream":
        return _of_other_paper(look, inside, words)
    # With signs for two views of the same; without, where the sceptic asks what the eye would take for the same.
    likely = look.usual or look.alike
    value = likely.signed if inside.test == "other" or inside.lens == "dream" else likely.strength
    how = "none" if math.isnan(value) else "alike" if value >= ALIKE else "apart" if value <= APART else "partly"
    return words[f"{'other' if inside.test in {'other', 'ground'} else 'empty'}_{how}"]


def _of_other_paper(look: Look, inside: Inside, words: Words) -> str:
    """Whether the answer has noticed the paper, and whether the lens had."""
    before, after = float(look.hand.shares[look.hand.answer]), look.rival.share
    if not inside.dark:
        return words["ground_white"]
    other, given = look.rival.answer != look.hand.answer, _given_to_paper(look, inside)
    key = "other" if other else "same"
    if given is not None and given <= UNSEEN and (other or abs(after - before) >= NOTICED):
        key += "_unseen"
    return words[f"ground_{key}"].format(
        before=percent(before), after=percent(after), paper=percent(given or 0.0))


def _given_to_paper(look: Look, inside: Inside) -> float | None:
    """Return the share of its strength that a map of pixels gives the white paper; None where that is not asked."""
    if inside.test != "ground" or inside.lens not in {"saliency", "occlusion"}:
        return None
    sizes = np.abs(look.main.values)
    return float(sizes[look.hand.x == 0].sum() / (sizes.sum() or 1.0))
