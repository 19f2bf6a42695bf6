"""A whole model handed to an app that somebody's own Python has started: a file in a folder that only the two know.

A million numbers do not fit into an address. The address names the file; the folder stands in the app's environment, so
that no address leads to any other file, and an app that nobody started in this way takes none.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from neuroviz.document.models.travelling import network_from_bytes, network_to_bytes, whole_from, words_of
from neuroviz.document.models.whole import Whole
from neuroviz.document.refusal import Refusal

FOLDER = "NEUROVIZ_HANDED"
"""The variable of the environment in which the app finds the folder."""

_NAME = re.compile(r"[0-9a-f]{32}")


def hand_over(whole: Whole, folder: Path) -> str:
    """Write a model into the folder, and return the name by which `handed` finds it."""
    name = secrets.token_hex(16)
    (folder / f"{name}.model").write_bytes(words_of(whole) + b"\n" + network_to_bytes(whole.network))
    return name


def handed(name: str) -> Whole:
    """Return the model of a name. Raises Refusal "whole_gone" where there is none here."""
    folder = os.environ.get(FOLDER, "")
    path = Path(folder) / f"{name}.model"
    if not folder or not _NAME.fullmatch(name) or not path.is_file():
        raise Refusal("whole_gone")
    words, _, numbers = path.read_bytes().partition(b"\n")
    return whole_from(words, lambda _: network_from_bytes(numbers))
