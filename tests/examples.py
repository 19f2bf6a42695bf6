"""How many examples a property is drawn, as a share of what the run asks for: `run.py test --fast` asks for few."""

from __future__ import annotations

from hypothesis import settings

USUAL = 30
FAST = 8


def examples(usual: int) -> settings:
    """`usual` of them in the whole suite, and as large a share in any other run."""
    return settings(max_examples=max(1, round(usual * settings.default.max_examples / USUAL)))
