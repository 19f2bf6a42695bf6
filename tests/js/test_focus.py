"""Where the eye is: in the largest network, too, one neuron's connections stand out and all others recede."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from neuroviz.viz.palette import PALETTES, mix
from neuroviz.viz.studio.network_figure import Traces
from tests.js.test_live import node
from tests.viz.studio.scenes import LARGEST, view
from tests.viz.test_palette import contrast

IMPORTS = """
    import {merged} from "./neuroviz/ui/live_plot/js/lib/objects.js"
    import {focused} from "./neuroviz/ui/live_plot/js/network/focus.js"
    import {gazeOf} from "./neuroviz/ui/live_plot/js/network/gaze.js"
"""
SEEN = """given.eyes.map(({pointed, selection, playing, step}) => {
    const {data} = given.view.spec, network = {...given.view.network, selection}, steps = given.view.frames
    const gaze = gazeOf({mount: {pointed}, network, ticker: {playing}, steps, step: step ?? steps.length - 1})
    const [traces, changes] = focused(data, network, gaze, () => false), out = [...data]
    traces.forEach((trace, i) => { out[trace] = merged(data[trace], changes[i]) })
    return {gaze, edges: out.slice(0, given.edges)}
})"""
ONE, OTHER, INPUT = ({"layer": layer, "neuron": neuron} for layer, neuron in ((4, 10), (9, 0), (0, 3)))


def into(edges: list[dict[str, Any]], palette_color: str) -> set[tuple[float, float, float, float]]:
    """The ends of the strong lines of one colour."""
    lines = [trace for trace in edges[Traces.FOCUS:] if trace["line"]["color"] == palette_color]
    return {
        (trace["x"][k], trace["y"][k], trace["x"][k + 1], trace["y"][k + 1])
        for trace in lines for k in range(2, len(trace["x"]), 3)
    }


@pytest.mark.parametrize("theme", PALETTES)
def test_connections_into_one_of_320_neurons_stand_out(theme: str) -> None:
    palette, shown = PALETTES[theme], orjson.loads(orjson.dumps(view(LARGEST, theme)))
    eyes = [
        {"pointed": ONE}, {"selection": ONE}, {"pointed": ONE, "selection": OTHER},
        # An input has no connections into it: the eye stays where it was.
        {"pointed": INPUT, "selection": ONE},
    ]
    found = node(IMPORTS, SEEN, {"view": shown, "eyes": eyes, "edges": Traces.EDGE_LABELS})
    ys, weights = shown["network"]["ys"], shown["network"]["weights"][3][10]
    for each in found:
        assert each["gaze"] == ONE
        for color, side in ((palette.positive, 1), (palette.negative, -1)):
            assert into(each["edges"], color) == {
                (3, ys[3][i], 4, ys[4][10]) for i, w in enumerate(weights) if w * side > 0
            }
        for weak, strong in zip(each["edges"][: Traces.FOCUS], each["edges"][Traces.FOCUS :], strict=True):
            assert strong["opacity"] == 1
            there, here = (
                contrast(mix(palette.paper, trace["line"]["color"], trace["opacity"]), palette.paper)
                for trace in (weak, strong)
            )
            assert there < 1.3, "what recedes is hardly there"
            assert here > 4.5 or strong["line"]["color"] == palette.grid


def test_the_eye_is_on_what_is_computed_while_it_plays_and_nowhere_where_nobody_looks() -> None:
    shown = orjson.loads(orjson.dumps(view(LARGEST)))
    eyes = [{}, {"pointed": ONE, "selection": OTHER, "playing": True, "step": 5}]
    nowhere, playing = node(IMPORTS, SEEN, {"view": shown, "eyes": eyes, "edges": Traces.EDGE_LABELS})
    assert nowhere["gaze"] is None
    assert nowhere["edges"] == shown["spec"]["data"][: Traces.EDGE_LABELS], "the picture is as it was made"
    assert playing["gaze"]["layer"] == shown["frames"][5]["layer"] != ONE["layer"]
