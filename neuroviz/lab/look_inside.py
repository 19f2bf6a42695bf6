"""What the page "Look inside" computes: a lens on the digit in hand, and what a sceptic holds against it.

A picture of a lens is held against another one that ought to differ: the same lens on a network that has learnt
nothing, or that has learnt shuffled labels (Adebayo et al. 2018); another lens on the same network; or the same lens
and network where the paper around the digit is another. How alike the two are is a number (`nn.lenses.likeness`), for
this digit and, where a lens is quick, for some that training never saw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.giving_way import give_way
from neuroviz.nn import Network, forward
from neuroviz.nn.digits.images import FORMATS, never_seen
from neuroviz.nn.digits.pad import PIXELS
from neuroviz.nn.digits.recipe import network_after
from neuroviz.nn.digits.shuffled import shuffled_network
from neuroviz.nn.lenses import lesion
from neuroviz.nn.lenses.dreaming import Dream, Hill, dream
from neuroviz.nn.lenses.likeness import Likeness, likeness
from neuroviz.nn.lenses.occlusion import occlusion
from neuroviz.nn.lenses.question import NeuronQuestion, gradient_times_input, input_gradient

Array = NDArray[np.float64]

USUAL = 20
"""Images over which the likeness is averaged."""
DREAM_STEPS = 80
COVERS = {"paper": 0.0, "grey": 0.5, "ink": 1.0}
OTHER_MAP = {"gradient": "occlusion", "product": "occlusion", "occlusion": "product"}
"""Map of one lens -> the one that it is held against. Both of a pair claim to show what a pixel does for the answer."""


@dataclass(frozen=True, eq=False)
class Hand:
    """The digit in hand, and the network that reads it.

    pixels  (side²,) as the set's files have them; x: from 0 to 1
    label   what was written, None for a drawing
    shares  (10,) of the answers; answer: the largest one's digit
    """

    name: str
    network: Network
    pixels: NDArray[np.uint8]
    x: Array
    label: int | None
    shares: Array
    answer: int


@dataclass(frozen=True, eq=False)
class Shown:
    """What a lens shows.

    x        the image that the network got
    values   a map (side²,), what each hidden neuron or each connection from the image is for the answer, or the last
             image of a dream
    answer, share  the network's answer to x, and its share; of a dream: to its last image
    dream    the way to it, where it is one
    """

    x: Array
    values: Array
    answer: int
    share: float
    dream: Dream | None = None


@dataclass(frozen=True, eq=False)
class Look:
    """A lens, and what is held against it.

    usual  mean likeness over `USUAL` images that training never saw; None for what takes too long
    """

    hand: Hand
    question: NeuronQuestion
    main: Shown
    rival: Shown
    alike: Likeness
    usual: Likeness | None


@computed_once(32)
def hand_of(digits: Digits) -> Hand:
    """Return the digit in hand: the drawing, or the example."""
    images = never_seen(digits.images)
    drawn = digits.strokes
    pixels = PIXELS[digits.images](drawn, digits.width) if drawn else images.pixels[digits.example]
    network = network_after(digits.images, digits.epochs)
    x = pixels / FORMATS[digits.images].most
    shares = forward(network, x).output
    label = None if digits.strokes else int(images.labels[digits.example])
    return Hand(digits.images, network, pixels, x, label, shares, int(shares.argmax()))


def question_of(inside: Inside, network: Network, answer: int) -> NeuronQuestion:
    """Return what is asked about: the output of a digit."""
    digit = answer if inside.digit < 0 else inside.digit
    return NeuronQuestion(len(network.sizes) - 1, digit, "a" if inside.measure == "a" else "z")


def dreamer_of(inside: Inside, network: Network, answer: int) -> NeuronQuestion:
    """Return what dreams: a hidden neuron, or the output that is asked about; always its sum."""
    if 1 <= inside.layer < len(network.sizes) - 1:
        return NeuronQuestion(inside.layer, inside.neuron % network.sizes[inside.layer])
    return replace(question_of(inside, network, answer), measure="z")


def on_other_paper(x: Array, inside: Inside) -> Array:
    """Return the image with its paper grey all over, or with a grey frame; ink that is darker stays."""
    side = round(len(x) ** 0.5)
    paper = np.ones((side, side))
    if inside.ground == "frame":
        wide = max(1, side // 14)
        paper[wide:-wide, wide:-wide] = 0.0
    return np.maximum(x, inside.dark * paper.ravel())


def patch_of(inside: Inside, side: int) -> tuple[int, int]:
    """Return the patch and the stride for images of this size: at most half of it, and no pixel left out."""
    patch = min(inside.patch, side // 2)
    return patch, min(inside.stride, patch)


def map_name(inside: Inside) -> str:
    """Return which map the lens draws: "gradient", "product" or "occlusion"."""
    return inside.map if inside.lens == "saliency" else "occlusion"


@computed_once(64)
def look_of(digits: Digits, inside: Inside) -> Look:
    """Return what the page shows. Cached; its arrays are shared."""
    hand = hand_of(digits)
    question = question_of(inside, hand.network, hand.answer)
    main = _through(hand.network, hand.x, question, inside)
    rival = _rival(hand.network, hand.name, hand.x, question, inside)
    quick = inside.lens in {"saliency", "occlusion"} or (inside.lens == "lesion" and inside.part == "neurons")
    plain = replace(inside, silent=(), cut=(), layer=0, neuron=0)
    usual = _usual(hand.name, digits.epochs, plain) if quick else None
    return Look(hand, question, main, rival, likeness(main.values, rival.values), usual)


def _through(network: Network, x: Array, question: NeuronQuestion, inside: Inside) -> Shown:
    """Return what a lens shows of an image."""
    if inside.lens == "dream":
        start = x if inside.start == "digit" else np.zeros(len(x))
        return _dreamt(network, question.neuron, start, inside)
    shares = forward(network, x).output
    answer = int(shares.argmax())
    if inside.lens == "lesion":
        return Shown(x, _lesions(network, x, question, inside), answer, float(shares[answer]))
    return Shown(x, _map(network, x, question, inside, map_name(inside)), answer, float(shares[answer]))


def _map(network: Network, x: Array, question: NeuronQuestion, inside: Inside, which: str) -> Array:
    if which == "occlusion":
        patch, stride = patch_of(inside, round(len(x) ** 0.5))
        return occlusion(network, x, question, patch, stride, COVERS[inside.cover]).map
    return (input_gradient if which == "gradient" else gradient_times_input)(network, x, question)


def _lesions(network: Network, x: Array, question: NeuronQuestion, inside: Inside) -> Array:
    broken = broken_network(network, inside)
    if inside.part == "neurons":
        return lesion.neuron_falls(broken, x, question, silent_in(network, inside))
    return np.asarray(lesion.connection_falls(broken, x, question)[0].ravel())


def _dreamt(network: Network, digit: int, start: Array, inside: Inside) -> Shown:
    dreamer = dreamer_of(replace(inside, digit=digit), network, digit)
    found = dream(Hill(network, dreamer, inside.shrink, inside.smooth), start, DREAM_STEPS)
    shares = forward(network, found.images[-1]).output
    answer = int(shares.argmax())
    return Shown(start, found.images[-1], answer, float(shares[answer]), found)


def _rival(network: Network, name: str, x: Array, question: NeuronQuestion, inside: Inside) -> Shown:
    """Return what is held against the lens."""
    match inside.test:
        case "untrained":
            return _through(network_after(name, 0), x, question, inside)
        case "shuffled":
            return _through(shuffled_network(name), x, question, inside)
        case "ground":
            other = on_other_paper(x, inside)
            if inside.lens == "dream":
                return _dreamt(network, question.neuron, on_other_paper(np.zeros(len(x)), inside), inside)
            return _through(network, other, question, inside)
    start = "blank" if inside.start == "digit" else "digit"
    shown = _through(network, x, question, replace(inside, start=start) if inside.lens == "dream" else inside)
    if inside.lens == "lesion":
        estimate = lesion.neuron_estimates if inside.part == "neurons" else _first_estimates
        return replace(shown, values=estimate(broken_network(network, inside), x, question))
    if inside.lens != "dream":
        return replace(shown, values=_map(network, x, question, inside, OTHER_MAP[map_name(inside)]))
    return shown


def _first_estimates(network: Network, x: Array, question: NeuronQuestion) -> Array:
    return np.asarray(lesion.connection_estimates(network, x, question)[0].ravel())


@computed_once(64)
def _usual(name: str, epochs: int, inside: Inside) -> Likeness:
    """Mean likeness over images that training never saw, each asked about as the digit in hand is."""
    network = network_after(name, epochs)
    found = []
    for x in never_seen(name).inputs[:USUAL]:
        give_way()
        question = question_of(inside, network, int(forward(network, x).output.argmax()))
        found.append(likeness(
            _through(network, x, question, inside).values, _rival(network, name, x, question, inside).values))
    # An image for which a map is the same everywhere has no likeness.
    signed, strength = ([each for each in values if not np.isnan(each)] for values in (
        [each.signed for each in found], [each.strength for each in found]))
    return Likeness(*(float(np.mean(values)) if values else float("nan") for values in (signed, strength)))


# --- lesions -------------------------------------------------------------------------------------

ORDERS = ("weakest", "strongest", "random")
STRONGEST = 6
"""Connections that are offered to be cut."""


@dataclass(frozen=True, eq=False)
class LesionCost:
    """What the lesions cost, and how many more could be borne.

    share, share_left   of the whole network's answer, without and with the lesions
    answer_left         the answer with the lesions
    right, right_left   share of right answers among images that training never saw, without and with them
    removed             for each of ORDERS, what happens when one after the other goes, from the whole network on
    strongest           connections whose cut alone costs most, (layer, neuron, source), and how much
    """

    share: float
    share_left: float
    answer_left: int
    right: float
    right_left: float
    removed: tuple[lesion.Removed, ...]
    strongest: tuple[tuple[lesion.Connection, float], ...]


def silent_in(network: Network, inside: Inside) -> set[lesion.Neuron]:
    """Return the silenced neurons that this network has."""
    return {(layer, neuron) for layer, neuron in inside.silent
            if layer < len(network.sizes) - 1 and neuron < network.sizes[layer]}


def cut_in(network: Network, inside: Inside) -> list[lesion.Connection]:
    """Return the cut connections that this network has."""
    return [(layer, neuron, source) for layer, neuron, source in inside.cut
            if layer < len(network.sizes) and neuron < network.sizes[layer] and source < network.sizes[layer - 1]]


def broken_network(network: Network, inside: Inside) -> Network:
    """Return the network without the cut connections."""
    return lesion.without_connections(network, cut_in(network, inside))


@computed_once(64)
def loss_of(digits: Digits, inside: Inside) -> LesionCost:
    """Return what the lesions cost. Cached."""
    hand = hand_of(digits)
    network, x = hand.network, hand.x
    broken, silent = broken_network(network, inside), silent_in(network, inside)
    left = lesion.without_neurons(broken, x, silent).output[0]
    images = never_seen(hand.name)
    right = [
        float((outputs.argmax(axis=1) == images.labels).mean()) for outputs in (
            forward(network, images.inputs).output, lesion.without_neurons(broken, images.inputs, silent).output)
    ]
    question = question_of(inside, network, hand.answer)
    falls = lesion.connection_falls(broken, x, question)
    return LesionCost(
        float(hand.shares[hand.answer]), float(left[hand.answer]), int(left.argmax()), right[0], right[1],
        _removed(network, x, replace(question, neuron=hand.answer), inside.part), _strongest(falls),
    )


def _removed(network: Network, x: Array, question: NeuronQuestion, part: str) -> tuple[lesion.Removed, ...]:
    """One part after the other, in each of ORDERS: by how much it matters alone, and by chance."""
    if part == "neurons":
        falls = lesion.neuron_falls(network, x, question)
        neurons = lesion.hidden_neurons(network)
        return tuple(lesion.removed_neurons(network, x, [neurons[k] for k in order]) for order in _orders(falls))
    falls = np.concatenate([np.ravel(each) for each in lesion.connection_falls(network, x, question)])
    return tuple(lesion.removed_connections(network, x, order) for order in _orders(falls))


def _orders(falls: Array) -> tuple[NDArray[np.intp], ...]:
    return (
        np.argsort(np.abs(falls), kind="stable"), np.argsort(-falls, kind="stable"),
        np.random.default_rng(0).permutation(len(falls)),
    )


def _strongest(falls: tuple[Array, ...]) -> tuple[tuple[lesion.Connection, float], ...]:
    every = [
        (layer, int(j), int(i), float(each[j, i])) for layer, each in enumerate(falls, start=1)
        for j, i in (np.unravel_index(k, each.shape) for k in np.argsort(-each, axis=None, kind="stable")[:STRONGEST])
    ]
    best = sorted(every, key=lambda found: -found[-1])[:STRONGEST]
    return tuple(((layer, j, i), fall) for layer, j, i, fall in best)
