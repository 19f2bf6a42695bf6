"""What a session keeps: one entry of Streamlit's state, looked up once in a script run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from neuroviz.ui.common import session


class Counted(dict[str, Any]):
    """A session's state that counts how often it is asked for something."""

    asked = 0

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.asked += 1
        return super().setdefault(key, default)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """The last entry stands for the script run that is under way; None for none."""
    runs: list[object] = [None]
    monkeypatch.setattr(session, "get_script_run_ctx", lambda *, suppress_warning: runs[-1])
    yield runs
    session._RUN.set((None, {}))


def state(monkeypatch: pytest.MonkeyPatch) -> Counted:
    state = Counted()
    monkeypatch.setattr(session.st, "session_state", state)
    return state


def test_a_run_looks_up_once_what_its_session_keeps(monkeypatch: pytest.MonkeyPatch, runs: list[object]) -> None:
    mine = state(monkeypatch)
    for run in (object(), object()):
        runs.append(run)
        for number in range(5):
            session.keep("a", number)
            assert session.value("a") == number
    assert mine.asked == 2


def test_no_run_sees_what_another_session_keeps(monkeypatch: pytest.MonkeyPatch, runs: list[object]) -> None:
    state(monkeypatch)
    runs.append(object())
    session.keep("a", 1)
    other = state(monkeypatch)
    runs.append(object())
    assert session.value("a") is None
    session.keep("a", 2)
    runs.append(None)
    assert session.value("a") == 2
    assert list(other) == ["neuroviz"]


def test_what_is_kept_can_be_forgotten(monkeypatch: pytest.MonkeyPatch, runs: list[object]) -> None:
    state(monkeypatch)
    session.keep("a", 1)
    session.forget("a")
    session.forget("a")
    assert session.value("a", "nothing") == "nothing"
