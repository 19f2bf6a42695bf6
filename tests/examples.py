"""How much of a long list a run tries.

The share of a property's examples that the run asks for: `run.py test --fast` asks for few. And of cases that go over
several lists at once, such as pages, windows and languages, either all of them or those that the test names.
"""

from __future__ import annotations

import os

from hypothesis import settings

EVERYTHING = bool(os.environ.get("NEUROVIZ_ALL"))
"""Whether every case of every list is tried, and the walks go to their ends: NEUROVIZ_ALL=1, on CI once a week."""


def is_whole() -> bool:
    """Whether the tests that are marked `thorough` run too: `run.py test --whole`, and what one names to pytest."""
    return EVERYTHING or bool(os.environ.get("NEUROVIZ_WHOLE"))


EXAMPLES = {"everything": 100, "usual": 30, "fast": 8}
"""How many examples a property has, by the run: Hypothesis' profiles have the same names."""

FAST_CASES = 3
"""Of a test with many cases, `run.py test --fast` tries so many."""


def share_of(usual: int) -> int:
    """`usual` in the usual run, and as large a share of it in any other; 1 at least."""
    return max(1, round(usual * settings.default.max_examples / EXAMPLES["usual"]))


def examples(usual: int) -> settings:
    """`usual` of them in the usual run, and as large a share in any other."""
    return settings(max_examples=share_of(usual))


def is_fast() -> bool:
    """Whether this run is to be over soon, while somebody works."""
    return settings.default.max_examples == EXAMPLES["fast"]


def spread(many: int, most: int) -> list[int]:
    """Which `most` of `many` things to take: the first, the last, and evenly between."""
    return sorted({round(k * (many - 1) / (most - 1)) for k in range(most)}) if many > most else list(range(many))
