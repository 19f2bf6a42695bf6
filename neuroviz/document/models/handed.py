"""A whole model handed to an app that somebody's own Python has started: a file in a folder that only the two know.

A million numbers do not fit into an address. The address names the file; the folder stands in the app's environment, so
that no address leads to any other file, and an app that nobody started in this way takes none.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import replace
from pathlib import Path

import numpy as np

from neuroviz.document.models.whole import Whole, whole_of
from neuroviz.document.refusal import Refusal
from neuroviz.nn import Network

FOLDER = "NEUROVIZ_HANDED"
"""The variable of the environment in which the app finds the folder."""

_NAME = re.compile(r"[0-9a-f]{32}")


def hand_over(whole: Whole, folder: Path) -> str:
    """Write a model into the folder, and return the name by which `handed` finds it."""
    name = secrets.token_hex(16)
    arrays = {f"W{i}": np.asarray(weights) for i, weights in enumerate(whole.network.weights)}
    arrays |= {f"b{i}": np.asarray(biases) for i, biases in enumerate(whole.network.biases)}
    words = {
        "activations": whole.activations, "title": (whole.title,), "input_names": whole.input_names,
        "output_names": whole.output_names,
    }
    arrays |= {key: np.array(values, dtype=np.str_) for key, values in words.items()}
    with (folder / f"{name}.npz").open("wb") as file:
        np.savez(file, x=whole.input, **arrays)  # type: ignore[arg-type]
    return name


def handed(name: str) -> Whole:
    """Return the model of a name. Raises Refusal "whole_gone" where there is none here."""
    folder = os.environ.get(FOLDER, "")
    path = Path(folder) / f"{name}.npz"
    if not folder or not _NAME.fullmatch(name) or not path.is_file():
        raise Refusal("whole_gone")
    with np.load(path, allow_pickle=False) as held:
        activations = tuple(held["activations"].tolist())
        layers = range(len(activations))
        network = Network([held[f"W{i}"] for i in layers], [held[f"b{i}"] for i in layers], activations)
        made = whole_of(network, held["x"], title=held["title"].item())
        return replace(made, input_names=tuple(held["input_names"].tolist()),
                       output_names=tuple(held["output_names"].tolist()))
