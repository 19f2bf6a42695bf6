"""Scripts in libraries that the app itself does not need: PyTorch, Keras, JAX and Brian 2, held against the app.

Each preset's network and a dozen training runs by each library, and a neuron of each model by Brian: the largest
difference of any z or a, of any epoch's loss (relative where it is larger than 1), and of any spike's time. The
libraries are those of the Python that is named; without one, those beside this. What is not installed is said. A
minute, and for Brian five; with --all, Brian gets every pattern, stimulus, receptor and experiment that the tests try
in NumPy, which takes half an hour.

Measured with Python 3.11, PyTorch 2.13, JAX and Keras 3.15 of the same day, Brian 2.9 with NumPy 2.3: PyTorch and JAX
differ by 4e-16 in a network and 8e-16 in ten epochs; Keras by 4e-16, and, since it computes some losses with 32 bits,
by 1e-7 to 1e-4; Brian's spikes come 0.005 to 0.08 ms late or early, for its steps are 0.01 ms long. Of every pattern
and four experiments the counts are the same, and four of Izhikevich's patterns are outside the target of 0.1 ms, the
bursting one by 0.6 ms, where the cell hesitates at its threshold: at a quarter of the step the difference is a sixth.
Run: python -m tests.bench.bench_code [PYTHON] [--all]
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from neuroviz.code.learning import training_script
from neuroviz.code.network import LIBRARIES, network_script
from neuroviz.code.neuron import neuron_script
from neuroviz.code.text import Script
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.document.settings.training import RECIPE_NAMES, data_of, network_of, recipe, settings_of
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.run import run
from neuroviz.nn.training import train
from neuroviz.ui.common.take_code import code_words
from tests.code.test_neuron_script import NEURONS

WORDS = code_words(LANGUAGES["en"])
EPOCHS = 10
LIMITS = {"numpy": (1e-12, 1e-9), "torch": (1e-12, 1e-9), "jax": (1e-12, 1e-9), "keras": (1e-12, 1e-3)}
MOST_LATE_MS = 0.1

RUNNER = """
import contextlib, io, json, sys
import numpy as np
out = {}
for path in sys.argv[1:]:
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(open(path, encoding="utf-8").read(), path, "exec"), names)
    kept = {}
    if "history" in names:
        kept["history"] = names["history"]
    elif "spikes" in names:
        kept["spikes"] = np.asarray(names["spikes"]).tolist()
    else:
        kept["all"] = [np.asarray(a).ravel().tolist() for a in (*names["zs"], *names["activations"])]
    out[path] = kept
print(json.dumps(out))
"""


def run_all(python: str, scripts: dict[str, Script]) -> dict[str, Any] | None:
    """What each script leaves behind; None where this Python has not what they need."""
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder, f"{index}.py") for index, name in enumerate(scripts)}
        for name, path in paths.items():
            path.write_text(scripts[name].source(), encoding="utf-8")
        done = subprocess.run(
            [python, "-c", RUNNER, *map(str, paths.values())], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr.strip().splitlines()[-1])
            return None
        found = json.loads(done.stdout)
        return {name: found[str(path)] for name, path in paths.items()}


def largest(found: Any, expected: Any) -> float:
    """Of the differences, relative where a number is larger than 1."""
    ours, theirs = np.asarray(expected, dtype=float), np.asarray(found, dtype=float)
    return float(np.nanmax(np.abs(ours - theirs) / np.maximum(1.0, np.abs(ours))))


def networks(python: str) -> None:
    for library in LIBRARIES:
        documents = {name: preset.document for name, preset in PRESETS.items()}
        found = run_all(python, {n: network_script(d, library, WORDS) for n, d in documents.items()})
        runs = {name: replace(recipe(name), epochs=EPOCHS) for name in RECIPE_NAMES}
        learnt = found and run_all(python, {n: training_script(r, library, WORDS) for n, r in runs.items()})
        if not found or not learnt:
            continue
        exact = max(
            largest(values, expected)
            for name, d in documents.items()
            for values, expected in zip(
                found[name]["all"], (*d.trace.pre_activations, *d.trace.activations), strict=True)
        )
        trained = max(
            largest(learnt[name]["history"], [(e.train_loss, e.test_loss) for e in train(
                network_of(r), data_of(r), settings_of(r))])
            for name, r in runs.items()
        )
        verdict = "within" if exact <= LIMITS[library][0] and trained <= LIMITS[library][1] else "OUTSIDE"
        print(f"{library:8} networks {exact:.1e}, ten epochs {trained:.1e}: {verdict} the target", flush=True)


def neurons(python: str, cases: Mapping[str, Neuron]) -> None:
    for name, neuron in cases.items():
        now = run(neuron)
        found = run_all(python, {name: neuron_script(now, "brian2", WORDS)})
        if found is None:
            return
        spikes, expected = np.array(found[name]["spikes"]), now.result.spikes_ms
        same = len(spikes) == len(expected)
        late = float(np.abs(spikes - expected).max(initial=0.0)) if same else float("inf")
        verdict = "within" if late <= MOST_LATE_MS else "OUTSIDE"
        counts = f"{len(spikes)} of {len(expected)} spikes"
        print(f"brian2   {name}: {counts}, {late:.3f} ms: {verdict} the target", flush=True)


def main() -> None:
    """Hold the scripts of networks and neurons to the app."""
    given = [argument for argument in sys.argv[1:] if argument != "--all"]
    python = given[0] if given else sys.executable
    networks(python)
    first = {model: Neuron(model=model, pattern=patterns[0]) for model, patterns in PATTERNS.items()}
    neurons(python, NEURONS if "--all" in sys.argv else first)


if __name__ == "__main__":
    main()
