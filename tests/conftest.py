"""What all tests share: Hypothesis' settings, and no silent skips where the suite is the judge."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# A shared machine may stall at any moment, so an example's time says nothing. On CI the examples are
# the same in each run: a red run then means that the code has changed.
settings.register_profile(
    "neuroviz", deadline=None, max_examples=30, derandomize=ON_CI, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("neuroviz")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI a test that was skipped has failed: nobody reads a list of skips."""
    report = yield
    if ON_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and on CI that counts as a failure: {report.longrepr}"
    return report
