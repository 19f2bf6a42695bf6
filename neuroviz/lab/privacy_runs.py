"""What a network tells about the images that it has learnt from, for the page "Privacy".

It learns few images of 8 by 8 pixels; the attack looks at its losses on these and on images that training never saw.
Runs are shared by all visitors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.privacy import Privacy, with_changes, without_remedies
from neuroviz.nn import Network, forward
from neuroviz.nn.datasets import Dataset, Split
from neuroviz.nn.digits.images import Images, learnt, never_seen
from neuroviz.nn.initializers import INITIALIZERS
from neuroviz.nn.lenses.dreaming import Hill, dream
from neuroviz.nn.lenses.likeness import rank_correlation
from neuroviz.nn.lenses.question import NeuronQuestion
from neuroviz.nn.parameters import unpack
from neuroviz.nn.privacy.accountant import epsilon
from neuroviz.nn.privacy.membership import Attack, attack, label_scores
from neuroviz.nn.privacy.private_training import PrivateSettings, train_privately
from neuroviz.nn.training import Settings, train

Array = NDArray[np.float64]

SET = "optdigits"
DELTA = 1e-4
"""δ: smaller than one over the number of images."""
RATE, BATCH = 0.01, 20
ORDINARY_STEPS = 1500
"""Of ordinary training at most so many: of many images, fewer epochs are learnt."""
KEPT_APART = 37
"""Images that neither the network nor the attack sees: early stopping looks at them."""
PRIVATE_RATE, LEAST_SAMPLING, MOST_STEPS = 0.5, 0.05, 400
GUESSED = 12
"""Images that the visitor guesses about: half of them were in."""
LEAST_LOSS = 1e-12
"""Smaller losses count as this one: the share rounds to 1 there."""


@dataclass(frozen=True, eq=False)
class Leak:
    """A trained network, and what it gives away.

    members, others     scores, (n,) and (m,): losses, or 0 and 1 for right and wrong answers
    right, right_new    share of right answers among the images learnt from, and among those never seen
    loss, loss_new      mean losses
    epsilon             of private training; infinite without noise
    """

    network: Network
    members: Array
    others: Array
    attack: Attack
    right: float
    right_new: float
    loss: float
    loss_new: float
    epsilon: float

    @property
    def gap(self) -> float:
        """How much more often it is right about what it has seen."""
        return self.right - self.right_new


@dataclass(frozen=True, eq=False)
class Guessing:
    """Images to guess about.

    pixels    (GUESSED, 64), from 0 to 1
    was_in    (GUESSED,) the truth
    attacked  (GUESSED,) what the attack says, with a threshold found on all other images
    """

    pixels: Array
    was_in: NDArray[np.bool_]
    attacked: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Inverted:
    """A picture drawn out of the weights, (64,), the mean of that digit's images that were learnt, and how alike they
    are; `share` is the network's for the picture."""

    picture: Array
    mean: Array
    alike: float
    share: float


def _members(points: int) -> Images:
    images = learnt(SET)
    return Images(images.format, images.pixels[:points], images.labels[:points])


def _kept_apart() -> Images:
    images = learnt(SET)
    return Images(images.format, images.pixels[-KEPT_APART:], images.labels[-KEPT_APART:])


def epochs_of(privacy: Privacy) -> int:
    """Return the epochs of ordinary training."""
    return max(1, min(privacy.epochs, ORDINARY_STEPS * BATCH // privacy.points))


def sampling_of(points: int) -> float:
    """Return the chance of each image to be in a batch of private training."""
    return max(LEAST_SAMPLING, min(1.0, BATCH / points))


def steps_of(privacy: Privacy) -> int:
    """Return the steps of private training."""
    return min(MOST_STEPS, math.ceil(privacy.epochs / sampling_of(privacy.points)))


def _network(privacy: Privacy) -> Network:
    rng, he = np.random.default_rng(privacy.seed), INITIALIZERS["he"].draw
    sizes = (64, privacy.neurons, 10)
    return Network(
        [he(rng, (n_out, n_in), 1.0) for n_in, n_out in zip(sizes, sizes[1:], strict=False)],
        [np.zeros(n_out) for n_out in sizes[1:]], ("tanh", "softmax"),
    )


def _dataset(images: Images) -> Dataset:
    names = tuple(f"x{i}" for i in range(64))
    return Dataset(images.inputs, images.labels.astype(np.float64), "multiclass", tuple("0123456789"), names)


# What is asked of it and which digit is drawn changes no weight: a network is trained once for all of these.
@computed_once(64)
def _trained(privacy: Privacy) -> Network:
    network, images = _network(privacy), _members(privacy.points)
    if privacy.noise:
        return train_privately(network, images.inputs, np.eye(10)[images.labels], PrivateSettings(
            PRIVATE_RATE, privacy.clip, privacy.noise, sampling_of(privacy.points), steps_of(privacy), privacy.seed,
            privacy.l2,
        ))
    settings = Settings(
        loss="categorical_cross_entropy", optimizer="adam", learning_rate=RATE, batch_size=BATCH,
        epochs=epochs_of(privacy), l2=privacy.l2, dropout=privacy.dropout, patience=privacy.patience or None,
        seed=privacy.seed,
    )
    apart = _dataset(_kept_apart()) if privacy.patience else _dataset(images).rows(slice(0, 0))
    *_, last = train(network, Split(_dataset(images), apart), settings)
    stopped = last.event == "early_stop"
    theta = last.state.best_parameters if stopped else last.state.parameters
    return unpack(theta, network.sizes, network.activations)


def trained(privacy: Privacy) -> Network:
    """Return the network as these settings train it. Cached."""
    asked = replace(privacy, answers="loss", digit=0)
    return _trained(replace(asked, dropout=0.0, patience=0) if privacy.noise else replace(asked, clip=Privacy.clip))


def _losses(network: Network, images: Images) -> Array:
    shares = forward(network, images.inputs).output[np.arange(len(images)), images.labels]
    losses: Array = np.maximum(-np.log(np.maximum(shares, np.finfo(float).tiny)), LEAST_LOSS)
    return losses


@computed_once(64)
def leak_of(privacy: Privacy) -> Leak:
    """Return what the network gives away. Cached."""
    network = trained(privacy)
    seen, new = _members(privacy.points), never_seen(SET)
    answers = [forward(network, images.inputs).output.argmax(axis=1) for images in (seen, new)]
    losses = [_losses(network, images) for images in (seen, new)]
    if privacy.answers == "label":
        scores = [label_scores(answer, images.labels) for answer, images in zip(answers, (seen, new), strict=True)]
    else:
        scores = losses
    right = [float((answer == images.labels).mean()) for answer, images in zip(answers, (seen, new), strict=True)]
    noisy = math.inf
    if privacy.noise:
        noisy = epsilon(sampling_of(privacy.points), privacy.noise, steps_of(privacy), DELTA)
    return Leak(
        network, scores[0], scores[1], attack(scores[0], scores[1]), right[0], right[1],
        float(losses[0].mean()), float(losses[1].mean()), noisy,
    )


@computed_once(64)
def guessing_of(privacy: Privacy) -> Guessing:
    """Return the images to guess about, in an order by chance. Cached."""
    leak, rng = leak_of(privacy), np.random.default_rng((privacy.seed, 1))
    seen, new = _members(privacy.points), never_seen(SET)
    ours, theirs = (rng.choice(len(images), GUESSED // 2, replace=False) for images in (seen, new))
    rest = attack(np.delete(leak.members, ours), np.delete(leak.others, theirs))
    order = rng.permutation(GUESSED)
    scores = np.concatenate([leak.members[ours], leak.others[theirs]])[order]
    return Guessing(
        np.concatenate([seen.inputs[ours], new.inputs[theirs]])[order], (np.arange(GUESSED) < GUESSED // 2)[order],
        scores <= rest.threshold,
    )


@computed_once(64)
def inverted(privacy: Privacy) -> Inverted:
    """Return the picture of a digit, by gradient ascent on its sum; no image is looked at. Cached."""
    network, images = trained(privacy), _members(privacy.points)
    found = dream(Hill(network, NeuronQuestion(2, privacy.digit), 0.5, 0.5), np.zeros(64), 80).images[-1]
    ours = images.labels == privacy.digit
    mean = images.inputs[ours].mean(axis=0) if ours.any() else np.zeros(64)
    return Inverted(found, mean, rank_correlation(found, mean), float(forward(network, found).output[privacy.digit]))


BILL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("nothing", {}), ("points", {"points": 600.0}), ("patience", {"patience": 5.0}), ("l2", {"l2": 0.03}),
    ("dropout", {"dropout": 0.5}), ("noise", {"noise": 1.0}), ("both", {"noise": 1.0, "points": 1400.0}),
    ("answers", {"answers": "label"}),
)
"""Each remedy alone, as it is held against the others."""


def bill_of(privacy: Privacy) -> list[tuple[str, Leak]]:
    """Return what each remedy of `BILL` does to the network without any."""
    start = without_remedies(privacy)
    return [(name, leak_of(with_changes(start, **changes))) for name, changes in BILL]
