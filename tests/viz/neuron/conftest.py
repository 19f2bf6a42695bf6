"""What the tests of the pair's pictures share."""

from __future__ import annotations

import pytest

from neuroviz.lab.comparison.run import Comparison
from tests.viz.neuron.scenes import RUNS


@pytest.fixture
def run(request: pytest.FixtureRequest) -> Comparison:
    """The run of the name that a test is given."""
    return RUNS[request.param]
