"""Train the networks of the page "Digits" and keep their parameters in neuroviz/nn/data/<set>_weights.npz; and those
that learn shuffled labels by heart, for the page "Look inside", in <set>_shuffled.npz; and the wide one of the page
"The whole model", in mnist_wide.npz.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python tools/train_digits.py [mnist|optdigits|wide ...]

Recipe and seed stand in neuroviz/nn/digits/recipe.py: the same machine makes the same bytes each time. Parameters are
kept in 32 bits, which is what the page computes with.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from neuroviz.nn.digits.images import FOLDER  # noqa: E402
from neuroviz.nn.digits.recipe import RECIPES, STOPS, learn  # noqa: E402
from neuroviz.nn.digits.shuffled import SHUFFLED, learn_by_heart  # noqa: E402
from neuroviz.nn.digits.wide import WIDE, WIDE_EPOCHS  # noqa: E402


def keep(name: str, folder: Path = FOLDER) -> None:
    """Train as the recipe of this set says, and write what is kept of it."""
    kept = []
    for record in islice(learn(RECIPES[name]), STOPS[-1] + 1):
        if record.epoch in STOPS:
            kept.append(record.state.parameters.astype(np.float32))
        last = record
        print(f"{name} {record.epoch}: {record.train_metric:.4f} learnt, {record.test_metric:.4f} new", flush=True)
    slots = np.array(last.state.slots, dtype=np.float32)
    np.savez_compressed(
        folder / f"{name}_weights.npz", parameters=np.array(kept), slots=slots, steps=np.array(last.state.steps),
    )


def keep_shuffled(name: str, folder: Path = FOLDER) -> None:
    """Train on shuffled labels, and write the network that has learnt them."""
    *_, last = learn_by_heart(SHUFFLED[name])
    print(f"{name} shuffled, {last.epoch}: {last.train_metric:.4f} learnt", flush=True)
    np.savez_compressed(folder / f"{name}_shuffled.npz", parameters=last.state.parameters.astype(np.float32))


def keep_wide(folder: Path = FOLDER) -> None:
    """Train the wide network, and write its parameters in 16 bits each."""
    for record in islice(learn(WIDE), WIDE_EPOCHS + 1):
        last = record
        print(f"wide {record.epoch}: {record.train_metric:.4f} learnt, {record.test_metric:.4f} new", flush=True)
    np.savez_compressed(folder / "mnist_wide.npz", parameters=last.state.parameters.astype(np.float16))


if __name__ == "__main__":
    for each in sys.argv[1:] or (*RECIPES, "wide"):
        if each == "wide":
            keep_wide()
        else:
            keep(each)
            keep_shuffled(each)
