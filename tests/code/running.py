"""Scripts, run as a reader runs them."""

from __future__ import annotations

import contextlib
import io
from importlib.util import find_spec
from typing import Any

import numpy as np

from neuroviz.code.text import Script
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.take_code import code_words

WORDS = {code: code_words(language) for code, language in LANGUAGES.items()}


def installed(*libraries: str) -> list[str]:
    """Which of them can be run here; NumPy always can. `python -m tests.bench.bench_code PYTHON` runs all elsewhere."""
    return [library for library in libraries if find_spec(library) is not None]


def run(script: Script) -> tuple[dict[str, Any], str]:
    """What a script leaves behind, and what it prints."""
    return run_source(script.source())


def run_source(source: str) -> tuple[dict[str, Any], str]:
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    # A script may say what NumPy is to warn of: that is for its own run.
    with contextlib.redirect_stdout(printed), np.errstate():
        exec(compile(source, "script.py", "exec"), names)
    return names, printed.getvalue()
