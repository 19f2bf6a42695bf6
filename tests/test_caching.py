"""The shared cache: one computation for many callers, and nobody waits for what he did not ask for."""

from __future__ import annotations

import ast
import importlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import neuroviz
from neuroviz.bio import adex, axon, hodgkin_huxley, izhikevich, thresholds
from neuroviz.caching import computed_once
from neuroviz.document.settings import overfitting
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.training import Training
from neuroviz.lab import loss_landscape, overfitting_runs
from neuroviz.lab.comparison import curves, run
from neuroviz.nn.surface import Parameter
from neuroviz.ui.common import static_chart

CALLERS = 20
PATIENCE_S = 60


def test_callers_who_come_together_get_one_computation() -> None:
    computing, go_on, calls = threading.Event(), threading.Event(), []

    @computed_once(8)
    def slow(x: int) -> object:
        calls.append(x)
        computing.set()
        assert go_on.wait(PATIENCE_S)
        return object()

    with ThreadPoolExecutor(CALLERS) as pool:
        asked = [pool.submit(slow, 1) for _ in range(CALLERS)]
        assert computing.wait(PATIENCE_S)
        go_on.set()
        answers = {one.result(PATIENCE_S) for one in asked}
    assert len(answers) == 1
    assert calls == [1]


def test_other_arguments_do_not_wait() -> None:
    computing, go_on = threading.Event(), threading.Event()

    @computed_once(8)
    def slow(x: int, *, twice: bool = False) -> int:
        if x == 1:
            computing.set()
            assert go_on.wait(PATIENCE_S)
        return 2 * x if twice else x

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow, 1)
        assert computing.wait(PATIENCE_S)
        assert pool.submit(slow, 2).result(PATIENCE_S) == 2
        assert pool.submit(slow, 3, twice=True).result(PATIENCE_S) == 6
        go_on.set()
        assert first.result(PATIENCE_S) == 1


def test_a_failure_is_not_kept() -> None:
    calls = []

    @computed_once(8)
    def once_wrong(x: int) -> int:
        calls.append(x)
        if len(calls) == 1:
            raise ValueError(x)
        return x

    with pytest.raises(ValueError, match="1"):
        once_wrong(1)
    assert once_wrong(1) == 1
    assert once_wrong(1) == 1
    assert calls == [1, 1]


def test_no_more_is_kept_than_asked_for() -> None:
    calls = []

    @computed_once(2)
    def function(x: int) -> int:
        calls.append(x)
        return x

    for x in (1, 2, 1, 3, 1, 2):
        function(x)
    assert calls == [1, 2, 3, 2]


# --- what takes long -----------------------------------------------------------------------------

_LEARNING = Training(seed=20_011, epochs=20)
_WHERE = (Parameter(1, 0, 0),)
_MEMBRANE = replace(hodgkin_huxley.STANDARD, g_na_ms_cm2=123.25)

# Asks for it; the function that does the work, by where it is looked up.
LONG: dict[str, tuple[Callable[[], object], str]] = {
    "a training": (
        lambda: overfitting_runs.run_of(overfitting.Trial(seed=20_011, epochs=60), "small"),
        "neuroviz.lab.overfitting_runs.train",
    ),
    "its result": (
        lambda: overfitting_runs.result_of(overfitting.Trial(seed=20_012, epochs=60), "small"),
        "neuroviz.lab.overfitting_runs.train",
    ),
    "points": (lambda: overfitting_runs.points_of("moons", 20, 0.1, 20_011), "neuroviz.lab.overfitting_runs.make"),
    "a trained network": (lambda: loss_landscape.base_network(_LEARNING, True), "neuroviz.lab.loss_landscape.train"),
    "a landscape": (
        lambda: loss_landscape.ground(_LEARNING, False, _WHERE, 3.0), "neuroviz.lab.loss_landscape.loss_surface",
    ),
    "a walk": (
        lambda: loss_landscape.walk(_LEARNING, False, _WHERE, (0.5,), "sgd", 0.1, 50),
        "neuroviz.lab.loss_landscape.descend",
    ),
    "learning rates": (
        lambda: loss_landscape.wished_rates(_LEARNING, False, _WHERE, (0.25,), "sgd", 20, 0.0),
        "neuroviz.lab.loss_landscape.find_rates",
    ),
    "a neuron's run": (lambda: run.run(Neuron(seed=20_011)), "neuroviz.lab.comparison.run.presynaptic_trains"),
    "f-I curves": (lambda: curves.curves(Neuron(tau_ms=11.25)), "neuroviz.lab.comparison.curves._line"),
    "a membrane's state": (
        lambda: hodgkin_huxley.settled(_MEMBRANE, 0.5), "neuroviz.bio.hodgkin_huxley.settling.is_stable",
    ),
    "whether a membrane has a threshold": (
        lambda: hodgkin_huxley.excitable(replace(_MEMBRANE, g_k_ms_cm2=36.5)),
        "neuroviz.bio.hodgkin_huxley.runs._advance",
    ),
    "thresholds": (lambda: thresholds.hodgkin_huxley_thresholds(_MEMBRANE), "neuroviz.bio.thresholds._searched"),
    "thresholds of adex": (
        lambda: thresholds.adex_thresholds(replace(adex.PATTERNS["tonic"], tau_w_ms=101.5)),
        "neuroviz.bio.thresholds._below",
    ),
    "thresholds of izhikevich": (
        lambda: thresholds.izhikevich_thresholds(izhikevich.Parameters(a=0.0213)), "neuroviz.bio.thresholds._below",
    ),
    "a spike along an axon": (
        lambda: axon.unmyelinated_speed_m_s(5.0, membrane=_MEMBRANE), "neuroviz.bio.axon.conduct",
    ),
    "a chart": (
        lambda: static_chart._validated(b'{"data": [{"y": [1, 20011]}]}'),
        "neuroviz.ui.common.static_chart.orjson.loads",
    ),
}


@pytest.mark.parametrize("what", LONG)
def test_twenty_visitors_at_once_cost_one_computation(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, worker = LONG[what]
    module_name, name = worker.rsplit(".", 1)
    try:
        owner = importlib.import_module(module_name)
    except ModuleNotFoundError:
        parent, attribute = module_name.rsplit(".", 1)
        owner = getattr(importlib.import_module(parent), attribute)
    work, calls, together = getattr(owner, name), [], threading.Barrier(CALLERS)

    def counted(*args: object, **kwargs: object) -> object:
        calls.append(args)
        # Long enough that nobody who came in the same moment is too late to compute as well.
        threading.Event().wait(0.1)
        return work(*args, **kwargs)

    def come(_: int) -> object:
        together.wait(PATIENCE_S)
        return ask()

    monkeypatch.setattr(owner, name, counted)
    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(come, range(CALLERS)))
    assert len(calls) == 1
    assert all(answer is answers[0] or answer == answers[0] for answer in answers)


QUICK = {
    "bio/hodgkin_huxley/equations.py": {"_rest"}, "bio/hodgkin_huxley/staggered.py": {"gate_table", "_gate_rows"},
    "document/tables/cells.py": {"readings"}, "document/tables/units.py": {"measure_of", "moment_of"},
    "document/fields.py": {"ranges_of", "choices_of"},
    "viz/numbers.py": {"short", "brief", "compact"},
    "i18n/__init__.py": {"_under"}, "viz/palette.py": {"_rgb"},
    "ui/live_plot/standalone.py": {"_letters", "_plotly", "_stage", "_style"},
    "viz/studio/equation.py": {"_symbols"}, "viz/studio/timeline.py": {"_ways"},
    "ui/rooms/qr.py": {"qr_of"}, "ui/rooms/push.py": {"available"}, "ui/rooms/store.py": {"rooms"},
    "ui/rooms/watch.py": {"watch"},
    "viz/studio/layout.py": {"_arranged"}, "viz/studio/placing.py": {"weight_shares", "pulse_shares", "first_shares"},
}
"""Where `lru_cache` does: milliseconds at most, or a few numbers of what is computed once."""


def test_whoever_caches_says_whether_it_takes_long() -> None:
    """A new cache is for what takes long, and then many may ask at once; or it is named above as quick."""
    root = Path(neuroviz.__file__).parent
    found: set[tuple[str, str]] = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                ast.unparse(mark).split("(")[0] in {"lru_cache", "cache", "functools.lru_cache", "functools.cache"}
                for mark in node.decorator_list
            ):
                found.add((path.name, node.name))
    assert found == {(path.rsplit("/")[-1], name) for path, names in QUICK.items() for name in names}
