"""The browser's code: types, format and lint, its unit tests, and that what reaches the browser is made of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.js.node import ROOT, run_node

MODULES = ROOT / "node_modules"
LIVE_PLOT = ROOT / "neuroviz" / "ui" / "live_plot"
BUNDLES = sorted(path for path in LIVE_PLOT.glob("*.js") if path.name != "bundle.js")
MOST_BYTES = {"stage": 134_000, "digits": 39_000, "whole": 32_000, "camera": 33_000}
"""Of the code that comes with every page (the network takes half of it), of what some pages bring besides, and of any
other page's."""
MOST_OF_A_PAGE = 24_000


@pytest.mark.parametrize("args", [
    (MODULES / "typescript/bin/tsc", "--project", "tsconfig.json"),
    (MODULES / "@biomejs/biome/bin/biome", "ci", "--error-on-warnings"),
    ("--test", "tests/js/*.test.js"),
    (LIVE_PLOT / "bundle.js", "--check"),
], ids=["types", "biome", "unit tests", "bundle"])
def test_checker_is_content(args: tuple[str | Path, ...]) -> None:
    done = run_node(*args)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.stem)
def test_what_reaches_the_browser_is_small_and_imports_nothing(bundle: Path) -> None:
    made = bundle.read_bytes()
    assert len(made) <= MOST_BYTES.get(bundle.stem, MOST_OF_A_PAGE)
    code = re.sub(rb"/\*.*?\*/", b"", made, flags=re.DOTALL)
    assert not re.search(rb"^\s*import\b|\bimport\(", code, re.MULTILINE)


def test_nothing_comes_twice() -> None:
    """What the stage has, a later bundle takes from there: canvases, players and rooms know each other by it."""
    of = json.loads(run_node(LIVE_PLOT / "bundle.js", "--modules").stdout)
    assert set(of) == {path.stem for path in BUNDLES}
    stage = set(of.pop("stage"))
    assert {name: sorted(stage & set(modules)) for name, modules in of.items()} == {name: [] for name in of}


def test_every_module_is_checked_and_reaches_the_browser() -> None:
    """A module that nobody imports is dead code, and nothing but our own is bundled."""
    names = {path.relative_to(LIVE_PLOT).as_posix() for path in (LIVE_PLOT / "js").rglob("*.js")}
    held = set().union(*json.loads(run_node(LIVE_PLOT / "bundle.js", "--modules").stdout).values())
    types = {"js/protocol.js", *(f"js/protocol/{name}.js" for name in ("neuron", "room", "digits", "inside", "whole"))}
    assert names - held <= types, "types alone"
    assert held <= names


def test_the_lock_names_no_registry() -> None:
    """Which registry the tools come from is the machine's own business."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 4
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)
