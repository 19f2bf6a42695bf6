"""What all tests share: Hypothesis' settings, one app for all browsers, no silent skips where the suite judges."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.server import Server, free_port, start_server
from tests.examples import EVERYTHING, EXAMPLES, FAST_CASES, is_fast, is_whole, spread

ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# A shared machine may stall at any moment, so an example's time says nothing. On CI the examples are
# the same in each run: a red run then means that the code has changed.
for _name, _examples in EXAMPLES.items():
    settings.register_profile(
        _name, deadline=None, max_examples=_examples, derandomize=ON_CI,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("usual")


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


# --- one app for the browser tests of all workers ---------------------------------------------------

class _SharedApp:
    """The controller starts it as soon as a worker says that it is wanted, and stops it when all is done."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._port = free_port()
        self._server: Server | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Where it will be: a worker waits until it answers there."""
        log = Path(self._folder.name) / f"server-{self._port}.log"
        node.workerinput["app"] = {"url": f"http://127.0.0.1:{self._port}", "log": str(log)}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        if self._server is None and any("tests/browser/" in each for each in ids):
            self._server = start_server(Path(self._folder.name), self._port)

    def pytest_unconfigure(self) -> None:
        if self._server is not None:
            self._server.stop()
        self._folder.cleanup()


def pytest_configure(config: pytest.Config) -> None:
    # Whoever names a file or a test wants all of it; the workers inherit the environment.
    if not hasattr(config, "workerinput") and config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        os.environ["NEUROVIZ_WHOLE"] = "1"
    # `run.py test --fast` names its profile itself: for while one works.
    if config.getoption("hypothesis_profile", None) is None and EVERYTHING:
        settings.load_profile("everything")
    if config.getoption("numprocesses", None):
        config.pluginmanager.register(_SharedApp())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The type checker takes longest where it has no cache: it comes first, so that nobody waits for it at the end.

    What is marked `thorough` is left out unless the run is whole. A fast run tries a few of each test's cases: the
    first, the last, and what lies between.
    """
    items.sort(key=lambda item: item.path.name != "test_house.py")
    if not is_whole():
        _leave_out(config, items, {id(item) for item in items if item.get_closest_marker("thorough") is None})
    if not is_fast():
        return
    cases: dict[tuple[object, str], list[pytest.Item]] = {}
    for item in items:
        cases.setdefault((item.parent, getattr(item, "originalname", item.name)), []).append(item)
    kept = {id(each[k]) for each in cases.values() for k in spread(len(each), FAST_CASES)}
    _leave_out(config, items, kept)


def pytest_collection_finish() -> None:
    """What was imported lives as long as the process: no collection of garbage need walk through it."""
    gc.collect()
    gc.freeze()


def _leave_out(config: pytest.Config, items: list[pytest.Item], kept: set[int]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]
