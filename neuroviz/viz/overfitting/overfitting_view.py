"""What the overfitting canvas shows: three networks on the same points, at every epoch that the scrubber can stop at.

The pictures (overfitting_figure.py) come whole. What moves comes as *tracks*: the parameters of a run's kept epochs, as
float32, from which the browser computes the curve or the map itself; so scrubbing asks nobody. A track is heavy and
never changes, so it is sent only where the browser has not got it.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from neuroviz.document.settings.overfitting import NETWORKS
from neuroviz.lab.overfitting_runs import EVERY, PATIENCE, TrialRun
from neuroviz.viz.numbers import fixed
from neuroviz.viz.overfitting.overfitting_figure import Scale, overfitting_figure, scale_of
from neuroviz.viz.palette import Palette, rgb
from neuroviz.viz.training.training_view import run_number

MOST_BYTES = 480_000
"""Of one track, before it is written as text. Of a larger one every second kept epoch is sent, or every fourth;
between two of them the browser goes in a straight line."""


def say_metric(classes: int, value: float) -> str:
    """Accuracy in percent, R² as a number."""
    if not math.isfinite(value):
        return "–"
    return f"{100 * value:.1f}%" if classes else fixed(value)


def stops_of(runs: Sequence[TrialRun]) -> list[int]:
    """Return where the scrubber stops: epochs of which every run's parameters are sent, and the largest's best one.

    runs  the three, and those that they are held against
    """
    large = runs[len(NETWORKS) - 1]
    total = large.training.epochs
    return sorted({*range(0, total, max(_every(run) for run in runs)), large.best, total})


def overfitting_view(
    runs: Sequence[TrialRun], bases: Sequence[TrialRun | None], words: Mapping[str, str], palette: Palette,
    have: Collection[str] = (),
) -> dict[str, Any]:
    """Return the canvas's view.

    runs, bases  one for each of `NETWORKS`, and what it is held against
    words        everything under "overfitting.figure" of a catalogue, and the networks' names as "network_<name>"
    have         the tracks that the browser has
    """
    everyone = [*runs, *(base for base in bases if base is not None)]
    large = runs[-1]
    scale, stops = scale_of(everyone), stops_of(everyone)
    tracks = {_name(run): run for run in everyone}
    return {
        "kind": "overfitting",
        "signal": zlib.crc32("".join(_name(run) if run else "-" for run in (*runs, *bases)).encode()),
        "stops": stops,
        "best": stops.index(large.best),
        "features": large.training.features,
        "flat": large.training.dimension == 1,
        "domain": [scale.x, scale.y],
        "map_colors": {name: rgb(color) for name, color in (
            ("negative", palette.negative_soft), ("middle", palette.paper), ("positive", palette.positive_soft))},
        "tracks": {name: _track(run, name not in have) for name, run in tracks.items()},
        "panes": [
            _pane(network, run, base, scale, stops, words, palette)
            for network, run, base in zip(NETWORKS, runs, bases, strict=True)
        ],
        "captions": _captions(large, words),
        "heads": [words["head_train"], words["head_test"], words["head_gap"]],
        "gap": words["gap"],
        "colors": {
            **{name: getattr(palette, name) for name in ("positive", "negative", "paper", "select", "ink", "muted")},
            "test": palette.series[1], "answer": palette.series[2],
        },
    }


# --- tracks --------------------------------------------------------------------------------------

def _name(run: TrialRun) -> str:
    return str(run_number(run.training))


def _every(run: TrialRun) -> int:
    """Of every so many epochs the parameters are sent."""
    every = EVERY
    while 4 * run.parameters * (run.last // every + 1) > MOST_BYTES:
        every *= 2
    return every


def _track(run: TrialRun, heavy: bool) -> dict[str, Any]:
    every = _every(run)
    epochs = sorted({*(int(epoch) for epoch in run.history.kept if epoch % every == 0 and epoch <= run.last),
                     run.best, run.last})
    weights = np.stack([run.theta(epoch) for epoch in epochs]).astype("<f4") if heavy else None
    return {
        "sizes": run.training.sizes,
        "activations": [*(run.training.activation,) * len(run.training.hidden), run.training.output],
        "epochs": epochs, "last": run.last, "end": run.end, "broke": run.broke,
        "weights_b64": None if weights is None else base64.b64encode(weights.tobytes()).decode(),
    }


# --- one network ---------------------------------------------------------------------------------

def _pane(
    network: str, run: TrialRun, base: TrialRun | None, scale: Scale, stops: Sequence[int], words: Mapping[str, str],
    palette: Palette,
) -> dict[str, Any]:
    spec = overfitting_figure(run, base, scale, stops, words, palette)
    title = words[f"network_{network}"]
    return {
        "name": network,
        "title": title,
        "size": words["size"].format(
            neurons=" + ".join(map(str, run.training.hidden)), parameters=run.parameters, points=len(run.data.train),
        ),
        "lines": spec.pop("lines"),
        "spec": spec,
        "label": words["label"].format(
            network=title, **{name: f"{{{name}}}" for name in ("epoch", "train", "test", "gap")}),
        "run": _name(run),
        "base": _name(base) if base is not None else None,
        "rows": _rows(run, base, stops, words),
        "findings": _findings(run, words),
    }


def _rows(run: TrialRun, base: TrialRun | None, stops: Sequence[int], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Loss and metric of both parts at each stop, and those of the run this one is held against."""
    def losses(of: TrialRun, here: int) -> list[str]:
        now = of.history
        return [fixed(float(now.train_loss[here])), fixed(float(now.test_loss[here])), fixed(of.gap(here))]

    def metrics(of: TrialRun, here: int) -> list[str]:
        return [say_metric(of.training.classes, float(values[here]))
                for values in (of.history.train_metric, of.history.test_metric)]

    return [
        {
            "name": name if of is run else words["compared"].format(name=name),
            "compared": of is not run,
            "values": [say(of, of.at(stop)) for stop in stops],
        }
        for name, say in ((words["row_loss"], losses), (words["accuracy"] if run.training.classes else "R²", metrics))
        for of in (run, base) if of is not None
    ]


def _findings(run: TrialRun, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where the test loss was smallest, and what early stopping does or would have done; "after" which epoch."""
    if run.broke is not None:
        return [{"text": words["broke"].format(epoch=run.broke), "after": -1, "alarm": True}]

    def loss(epoch: int) -> str:
        return fixed(float(run.history.test_loss[epoch]))

    said = [(words["best"].format(epoch=run.best, loss=loss(run.best)), -1)]
    patience, stop = run.training.patience or PATIENCE, run.stop.epoch
    if stop is None:
        said.append((words["stop_never"].format(patience=patience), -1))
    elif run.stopped:
        said.append((words["stop_did"].format(stop=stop, best=run.stop.best_epoch), -1))
        said.append((words["stop_shown"].format(best=run.stop.best_epoch), stop))
    else:
        said.append((words["stop_would"].format(
            patience=patience, stop=stop, best=run.stop.best_epoch, loss=loss(run.stop.best_epoch), final=loss(run.end),
        ), -1))
    return [{"text": text, "after": after, "alarm": False} for text, after in said]


def _captions(large: TrialRun, words: Mapping[str, str]) -> dict[str, str]:
    """Return what is said of the large network before its best epoch, in it, after it, and when it is over."""
    smallest = fixed(float(large.history.test_loss[large.best]))
    return {
        name: words[f"caption_{name}"].format(
            network=words["network_large"], best=large.best, smallest=smallest, broke=large.broke,
            train="{train}", test="{test}", gap="{gap}",
        )
        for name in ("before", "best", "after", "stopped", "broke")
    }
