"""The walk's picture: true heights, the engine's steps, and arithmetic that adds up."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import plotly.graph_objects as go
import pytest

from neuroviz.document.settings.training import Training, recipe
from neuroviz.i18n import LANGUAGES
from neuroviz.lab import loss_landscape as scenes
from neuroviz.lab.learning_rates import verdict
from neuroviz.nn.losses import example_losses
from neuroviz.nn.network import forward
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.nn.parameters import pack, with_parameters
from neuroviz.nn.surface import Parameter, Walk
from neuroviz.viz.descent.descent_figure import step_lines, surface_view, symbol
from neuroviz.viz.numbers import fixed, short
from neuroviz.viz.palette import PALETTES

PLANE = recipe("plane")
TWO = (Parameter(1, 0, 0), Parameter(1, 0, 1))
ONE = (Parameter(1, 0, None),)
START = (3.0, -2.0)


def walks(rate: float = 0.1, parameters: tuple[Parameter, ...] = TWO) -> dict[str, Walk]:
    return {
        name: scenes.walk(PLANE, False, parameters, START[: len(parameters)], name, rate, 20) for name in OPTIMIZERS
    }


def view(
    rate: float = 0.1, parameters: tuple[Parameter, ...] = TWO, lang: str = "en", theme: str = "light",
    follow: str = "sgd",
) -> dict[str, Any]:
    place = scenes.ground(PLANE, False, parameters, 5.0)
    return surface_view(
        place, walks(rate, parameters), dict.fromkeys(OPTIMIZERS, rate), follow,
        LANGUAGES[lang].under("descent.figure"), PALETTES[theme], ["first", "second"][: len(parameters)],
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("parameters", [ONE, TWO])
def test_figures_are_valid(parameters: tuple[Parameter, ...], lang: str, theme: str) -> None:
    made = view(parameters=parameters, lang=lang, theme=theme)
    go.Figure(made["spec"])
    assert len(orjson.dumps(made)) < 120_000
    assert not [f["caption"] for f in made["frames"] if "{" in f["caption"]]


def test_heights_are_the_true_loss() -> None:
    place = scenes.ground(PLANE, False, TWO, 5.0)
    network, x, y = scenes.base_network(PLANE, False)
    theta = pack(network)
    for row, column in ((0, 0), (3, 17), (-1, 5)):
        theta[[p.index(network) for p in TWO]] = place.axes[0][column], place.axes[1][row]
        here = with_parameters(network, theta)
        trace = forward(here, x)
        losses = example_losses("squared_error", "linear", trace.pre_activations[-1], trace.output, y)
        assert place.heights[row, column] == pytest.approx(losses.mean())


def test_trained_means_trained_and_is_lower() -> None:
    training = Training(points=60, epochs=30)
    first, trained = (scenes.ground(training, how, TWO, 1.0) for how in (False, True))
    assert trained.floor < first.floor


@pytest.mark.parametrize("follow", OPTIMIZERS)
def test_the_paths_are_the_engines_and_each_step_is_written_out(follow: str) -> None:
    made, own = view(follow=follow), walks()
    for path, walk in zip(made["walk"]["paths"], own.values(), strict=True):
        assert np.allclose(path["x"], walk.positions[:, 0], rtol=1e-5)
        assert np.allclose(path["y"], walk.positions[:, 1], rtol=1e-5)
    walk = own[follow]
    assert len(made["frames"]) == 21
    for k, frame in enumerate(made["frames"]):
        assert fixed(float(walk.losses[k])) in frame["caption"]
    for k in (0, 7, 19):
        ends = [line.rsplit(" = ", 1)[1] for line in step_lines(walk, k, follow, 0.1, 0.9) if "← w" in line]
        assert ends == [short(float(v)) for v in walk.positions[k + 1]]
    assert made["frames"][20]["lines"] == []


@pytest.mark.parametrize("follow", ["momentum", "nesterov", "adam"])
def test_velocity_and_moments_lead_to_the_next_position(follow: str) -> None:
    """The numbers in a line, taken as they are written, give what the line ends in."""
    walk = walks()[follow]
    for line in (line for line in step_lines(walk, 3, follow, 0.1, 0.9) if "← w" in line):
        *_, sum_, result = line.replace("−", "-").replace("·", "*").split(" = ")
        assert eval(sum_) == pytest.approx(float(result), abs=2e-3)


def test_divergence_is_named_with_its_step() -> None:
    made, walk = view(rate=1e20), walks(1e20)["sgd"]
    assert walk.diverged is not None
    assert f"step {walk.diverged}" in made["frames"][-1]["caption"]
    # Not before it has come to that: neither the first frame nor what stands beside all frames tells.
    assert f"step {walk.diverged}" not in made["frames"][0]["caption"]
    calm = view(rate=0.25)
    names, calm_names = ([trace.get("name", "") for trace in each["spec"]["data"]] for each in (made, calm))
    assert [name.split("=")[0] for name in names] == [name.split("=")[0] for name in calm_names]
    assert not [name for name in names if "step" in name]
    assert all(np.isfinite(path["x"]).all() for path in made["walk"]["paths"])


def test_a_curves_tangent_has_the_slope_of_the_step() -> None:
    made, walk = view(parameters=ONE), walks(parameters=ONE)["sgd"]
    segments = made["walk"]["segments"]
    for k in range(5):
        (x0, x1), (y0, y1) = segments["x"][k], segments["y"][k]
        assert (y1 - y0) / (x1 - x0) == pytest.approx(walk.gradients[k, 0], rel=1e-4)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_four_rates_do_what_they_are_called(optimizer: str) -> None:
    place = scenes.ground(PLANE, False, TWO, 5.0)
    found = scenes.wished_rates(PLANE, False, TWO, START, optimizer, 40, place.floor)
    said = {"small": {"slow"}, "right": {"good"}, "oscillating": {"turns"}, "diverging": {"overflow", "climbs"}}
    if optimizer == "sgd":
        assert set(found) == set(said)
    for wish, rate in found.items():
        walk = scenes.walk(PLANE, False, TWO, START, optimizer, rate, 40)
        assert verdict(walk, place.floor) in said[wish]


def test_every_parameter_can_be_chosen_and_named() -> None:
    training = recipe("spirals")
    known = scenes.all_parameters(training)
    network, _, _ = scenes.base_network(recipe("plane"), False)
    assert len(known) == sum(r * (c + 1) for c, r in zip(training.sizes, training.sizes[1:], strict=False))
    assert [p.index(network) for p in scenes.all_parameters(PLANE)] == list(range(3))
    assert symbol(training, 0, 1) == "x₂"
    assert symbol(training, 1, 0) == "h₁"
    assert symbol(training, 3, 0) == "y₁"


def test_the_start_is_uphill() -> None:
    place = scenes.ground(PLANE, False, TWO, 5.0)
    start = scenes.high_start(place)
    high = scenes.walk(PLANE, False, TWO, start, "sgd", 0.1, 1).losses[0]
    assert high > np.median(place.heights)
