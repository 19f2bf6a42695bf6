"""What Streamlit looks up once says what Streamlit would have said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit import config

from neuroviz.ui.common import options

SECTIONS = (
    "theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar", "server",
)


@pytest.fixture
def lookup() -> Iterator[options.Lookup]:
    """Streamlit's own, which stands again afterwards."""
    patched = config.get_options_for_section
    own = getattr(patched, "__wrapped__", patched)
    vars(config)["get_options_for_section"] = own
    yield own
    vars(config)["get_options_for_section"] = patched


def test_it_answers_as_streamlit_does(lookup: options.Lookup) -> None:
    assert options.start_remembering()
    assert config.get_options_for_section is not lookup
    for section in (*SECTIONS, *SECTIONS):
        assert config.get_options_for_section(section) == lookup(section)
    assert config.get_options_for_section("theme.dark"), "there is something to say"


def test_it_asks_once_and_again_when_a_file_was_read(lookup: options.Lookup) -> None:
    asked: list[str] = []

    def counted(section: str) -> dict[str, object]:
        asked.append(section)
        return lookup(section)

    once, forget = options.remembered(counted)
    for _ in range(3):
        once("theme.dark")["textColor"] = "whoever asks may change what it gets"
        once("server")
    assert asked == ["theme.dark", "server", "server", "server"]
    assert once("theme.dark") == lookup("theme.dark")
    forget()
    assert once("theme.dark") == lookup("theme.dark")
    assert asked.count("theme.dark") == 2


def test_it_starts_once(lookup: options.Lookup) -> None:
    assert options.start_remembering()
    wrapped = config.get_options_for_section
    assert options.start_remembering()
    assert config.get_options_for_section is wrapped


def test_another_streamlit_is_left_alone(lookup: options.Lookup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(config, "on_config_parsed")
    assert not options.start_remembering()
    assert config.get_options_for_section is lookup
    monkeypatch.delattr(config, "get_options_for_section")
    assert not options.start_remembering()
