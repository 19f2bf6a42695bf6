"""Verdicts on walks: on a bowl, where theory says how each learning rate goes."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document.settings.descent import RATES
from neuroviz.document.settings.descent import Descent as Settings
from neuroviz.document.settings.training import recipe
from neuroviz.lab import loss_landscape
from neuroviz.lab.learning_rates import NEAR, descended, find_rates, risen, turns, uphill, verdict
from neuroviz.nn import Network
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.nn.surface import Parameter, Walk, descend
from neuroviz.ui.pages.descent.surface import SurfaceChoice

# One linear neuron y = w x on one point (1, 0): L = ½ w², curvature 1, so 1/λ = 1 and 2/λ = 2.
BOWL = Network([[[4.0]]], [[0.0]], ["linear"])


def walk(rate: float, steps: int = 40, optimizer: str = "sgd") -> Walk:
    return descend(
        BOWL, [[1.0]], [[0.0]], "squared_error", [Parameter(1, 0, 0)], [4.0], rate=rate, steps=steps,
        optimizer=optimizer,
    )


@pytest.mark.parametrize(("rate", "said"), [
    (0.001, "slow"), (0.3, "good"), (0.9, "good"), (1.5, "turns"), (1.9, "turns"), (2.1, "climbs"), (1e30, "overflow"),
])
def test_a_rate_goes_as_the_curvature_says(rate: float, said: str) -> None:
    assert verdict(walk(rate), 0.0) == said


@pytest.mark.parametrize(("rate", "said"), [(0.002, "good"), (0.03, "past"), (0.1, "past")])
def test_momentum_rolls_past_the_ground_unless_it_is_damped_enough(rate: float, said: str) -> None:
    """On a bowl of curvature λ a ball with μ = 0.9 swings where (1 + μ − ηλ)² < 4μ: from η = 0.0027 on."""
    rolling = walk(rate, steps=200, optimizer="momentum")
    assert verdict(rolling, 0.0) == said
    changes = np.diff(rolling.losses)
    assert uphill(rolling) == (int((changes > 0).sum()) if said == "past" else 0)
    assert (rolling.positions.min() < -0.05) == (said == "past"), "it has been on the other side"


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam"])
def test_who_is_said_to_come_down_steadily_hardly_climbs(optimizer: str) -> None:
    for rate in np.geomspace(1e-3, 3, 40):
        seen = walk(float(rate), optimizer=optimizer)
        if verdict(seen, 0.0) == "good":
            climbed = np.clip(np.diff(seen.losses), 0, None).sum()
            assert climbed <= 0.05 * (seen.losses[0] - seen.losses.min())


def test_turning_is_counted() -> None:
    assert turns(walk(0.3)) == 0.0
    assert turns(walk(1.9)) == 1.0
    assert turns(walk(0.3, steps=0)) == 0.0


def test_the_step_from_which_it_is_higher_is_named() -> None:
    assert risen(walk(2.1)) == 1
    assert risen(walk(0.3)) is None
    assert risen(walk(1e30)) is None


def test_rates_are_what_they_are_called() -> None:
    rates = [float(r) for r in np.geomspace(1e-3, 10, 41)]
    found = find_rates(walk, rates, 0.0)
    assert list(found) == ["right", "small", "oscillating", "diverging"]
    assert found["small"] < found["right"] <= 1.0 < found["oscillating"] < 2.0 < found["diverging"]
    for wish, said in (("small", "slow"), ("right", "good"), ("oscillating", "turns"), ("diverging", "climbs")):
        assert verdict(walk(found[wish]), 0.0) == said  # type: ignore[index]


def test_what_no_rate_does_is_left_out() -> None:
    assert dict(find_rates(walk, [0.3], 0.0)) == {"right": 0.3}


# --- on the grounds of the page ------------------------------------------------------------------

@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("data", "trained", "curve"), [
    ("three_classes", False, False), ("three_classes", False, True), ("polynomial", False, True),
    ("polynomial", True, False), ("moons", False, False),
])
def test_the_right_rate_ends_high_only_where_every_rate_does(
    data: str, trained: bool, curve: bool, optimizer: str,
) -> None:
    """A walk that stays high is not offered while another, that rolls past the low ground, ends much lower."""
    chosen = SurfaceChoice(recipe(data), Settings(trained=trained, curve=curve))
    start, floor = loss_landscape.high_start(chosen.place), chosen.place.floor
    right = chosen.wishes(optimizer, start).get("right")

    def ends(rate: float) -> tuple[str, float]:
        walked = loss_landscape.walk(
            chosen.training, trained, chosen.parameters, start, optimizer, rate, chosen.settings.steps)
        return verdict(walked, floor), descended(walked, floor)

    others = [ends(rate) for rate in RATES[::2]]
    if right is None:
        assert not any(said in {"good", "past"} for said, _ in others)
        return
    how, share = ends(right)
    lowest = max(end for said, end in others if said in {"good", "past"})
    assert how in {"good", "past"}
    assert share == lowest or (how == "good" and share >= NEAR)
    if how == "past":
        assert not any(said == "good" and end >= NEAR for said, end in others), "none that is steady comes near"
