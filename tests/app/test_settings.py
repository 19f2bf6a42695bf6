"""`.streamlit/config.toml`: what it turns off is off, in the Streamlit that is installed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit import config
from streamlit.watcher import path_watcher

SETTINGS = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
OPTIONS = {
    f"{section}.{name}": value
    for section, options in SETTINGS.items() for name, value in options.items() if not isinstance(value, dict)
}


@pytest.mark.parametrize("option", OPTIONS)
def test_streamlit_still_knows_every_option_of_ours(option: str) -> None:
    assert option in config._config_options_template


def test_no_file_is_watched_for_a_visitor() -> None:
    # A watcher goes through all modules for every new visitor: with 200 of them, one waited 21 s for his first page.
    kept = config.get_option("server.fileWatcherType")
    config.set_option("server.fileWatcherType", OPTIONS["server.fileWatcherType"])
    try:
        assert path_watcher.get_default_path_watcher_class() is path_watcher.NoOpPathWatcher
    finally:
        config.set_option("server.fileWatcherType", kept)
