"""The settings of the page "Privacy": a network that learns from few images, and remedies, each with its start.

They determine everything: equal settings give equal numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared

REMEDIES = ("points", "patience", "l2", "dropout", "noise", "answers")
"""The fields that help, or are meant to."""


@dataclass(frozen=True)
class Privacy:
    """The settings of the page.

    seed      of the first weights, the order, the noise, and of the images to guess
    points    images that the network learns from
    neurons   in its one hidden layer
    epochs    rounds through these images, at most
    patience  epochs without a smaller test loss after which training stops and goes back to the best; 0: never
    l2, dropout   as `nn.training.Settings`
    noise     σ of private training, as a multiple of the clipping norm; 0: ordinary training
    clip      the norm that each example's gradient is cut to, where there is noise
    answers   what the network gives away: "loss", all shares, or "label", the answer alone
    digit     whose picture is drawn out of the weights
    """

    seed: Annotated[int, Within(0, limits.MAX_SEED)] = 1
    points: Annotated[int, Within(20, 1400)] = 60
    neurons: Annotated[int, Within(2, 64)] = 64
    epochs: Annotated[int, Within(5, 120)] = 120
    patience: Annotated[int, Within(0, 30)] = 0
    l2: Annotated[float, Within(0.0, 0.1)] = 0.0
    dropout: Annotated[float, Within(0.0, 0.6)] = 0.0
    noise: Annotated[float, Within(0.0, 4.0)] = 0.0
    clip: Annotated[float, Within(0.1, 4.0)] = 1.0
    answers: Annotated[str, OneOf(("loss", "label"))] = "loss"
    digit: Annotated[int, Within(0, 9)] = 3


def checked(privacy: Privacy) -> Privacy:
    """Return `privacy` with each number of its field's type. Raises Refusal for a field that is not allowed."""
    return as_declared(privacy, "privacy")


def with_changes(privacy: Privacy, **changes: Any) -> Privacy:
    """Return `privacy` with some fields changed. Raises Refusal as `checked` does."""
    return checked(replace(privacy, **changes))


def without_remedies(privacy: Privacy) -> Privacy:
    """Return `privacy` with every remedy at its start."""
    start = Privacy()
    return replace(privacy, **{name: getattr(start, name) for name in REMEDIES})
