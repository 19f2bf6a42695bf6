"""What Streamlit says of the theme once is what it would have said each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from neuroviz.ui.common import options


@pytest.fixture
def fill() -> Iterator[options.Fill]:
    """Streamlit's own, which stands again afterwards."""
    patched = vars(app_session)["_populate_theme_msg"]
    own: options.Fill = getattr(patched, "__wrapped__", patched)
    vars(app_session)["_populate_theme_msg"] = own
    yield own
    vars(app_session)["_populate_theme_msg"] = patched


def _theme(fill: options.Fill) -> NewSession:
    """As Streamlit puts the message together."""
    message = NewSession()
    fill(message.custom_theme)
    for part, section in (
        (message.custom_theme.light, "theme.light"), (message.custom_theme.dark, "theme.dark"),
        (message.custom_theme.sidebar, "theme.sidebar"), (message.custom_theme.light.sidebar, "theme.light.sidebar"),
        (message.custom_theme.dark.sidebar, "theme.dark.sidebar"),
    ):
        fill(part, section)
    return message


def test_it_says_what_streamlit_says(fill: options.Fill) -> None:
    expected = _theme(fill)
    assert expected.custom_theme.dark.text_color, "there is something to say"
    assert options.start_remembering()
    patched = vars(app_session)["_populate_theme_msg"]
    assert patched is not fill
    for _ in range(3):
        said = _theme(patched)
        assert said == expected
        assert said.SerializeToString(deterministic=True) == expected.SerializeToString(deterministic=True)


def test_it_asks_once_and_again_when_a_file_was_read(fill: options.Fill) -> None:
    asked: list[str] = []

    def counted(msg: CustomThemeConfig, section: str = "theme") -> None:
        asked.append(section)
        fill(msg, section)

    once, forget = options.remembered(counted)
    for _ in range(3):
        _theme(once).custom_theme.dark.text_color = "whoever asks may change what it gets"
    assert len(asked) == len(set(asked)) == 6
    forget()
    assert _theme(once) == _theme(fill)
    assert len(asked) == 12


def test_it_starts_once(fill: options.Fill) -> None:
    assert options.start_remembering()
    wrapped = vars(app_session)["_populate_theme_msg"]
    assert options.start_remembering()
    assert vars(app_session)["_populate_theme_msg"] is wrapped


def test_another_streamlit_is_left_alone(fill: options.Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(config, "on_config_parsed")
    assert not options.start_remembering()
    assert vars(app_session)["_populate_theme_msg"] is fill
    monkeypatch.delattr(app_session, "_populate_theme_msg")
    assert not options.start_remembering()
