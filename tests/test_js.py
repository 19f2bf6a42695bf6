"""The browser's code: types, format and lint, its unit tests, and that what reaches the browser is made of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.js.node import ROOT, run_node

MODULES = ROOT / "node_modules"
LIVE_PLOT = ROOT / "neuroviz" / "ui" / "live_plot"
MOST_BYTES = 231_000
"""The whole of the browser's code, as every page loads it once. Of it, the network takes 64 kB, what all share 37,
the pad, picture and player of the digits 36, the two neurons 21, Training 19, the lenses 14, a room 12."""


@pytest.mark.parametrize("args", [
    (MODULES / "typescript/bin/tsc", "--project", "tsconfig.json"),
    (MODULES / "@biomejs/biome/bin/biome", "ci", "--error-on-warnings"),
    ("--test", "tests/js/*.test.js"),
    (LIVE_PLOT / "bundle.js", "--check"),
], ids=["types", "biome", "unit tests", "bundle"])
def test_checker_is_content(args: tuple[str | Path, ...]) -> None:
    done = run_node(*args)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


def test_what_reaches_the_browser_is_small_and_imports_nothing() -> None:
    bundle = (LIVE_PLOT / "stage.js").read_bytes()
    assert len(bundle) <= MOST_BYTES
    code = re.sub(rb"/\*.*?\*/", b"", bundle, flags=re.DOTALL)
    assert not re.search(rb"^\s*import\b|\bimport\(", code, re.MULTILINE)


def test_every_module_is_checked_and_reaches_the_browser() -> None:
    """A module that nobody imports is dead code, and nothing but our own is bundled."""
    names = {path.relative_to(LIVE_PLOT).as_posix() for path in (LIVE_PLOT / "js").rglob("*.js")}
    held = run_node(LIVE_PLOT / "bundle.js", "--modules").stdout.splitlines()
    types = {"js/protocol.js", *(f"js/protocol/{name}.js" for name in ("neuron", "room", "digits", "inside", "whole"))}
    assert names - set(held) <= types, "types alone"
    assert set(held) <= names


def test_the_lock_names_no_registry() -> None:
    """Which registry the tools come from is the machine's own business."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 4
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)
