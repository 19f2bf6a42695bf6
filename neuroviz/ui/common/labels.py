"""How the options of a choice are worded: Streamlit's browser side knows an option by its label alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def option_labels(options: Iterable[Any], words: Callable[[Any], str]) -> dict[Any, str]:
    """Option -> its label. Where several are worded alike, the second is "name (2)", and so on."""
    labels: dict[Any, str] = {}
    taken: set[str] = set()
    for option in options:
        word = label = words(option)
        count = 1
        while label in taken:
            count += 1
            label = f"{word} ({count})"
        labels[option] = label
        taken.add(label)
    return labels


def same_labels(before: Mapping[Any, str], now: Mapping[Any, str]) -> bool:
    """Return whether each label that the browser may still hold means what it meant, where it means anything."""
    meaning = {label: option for option, label in now.items()}
    return all(now.get(option, label) == label and meaning.get(label, option) == option
               for option, label in before.items())
