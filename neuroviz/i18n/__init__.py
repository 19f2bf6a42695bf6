"""The words, in every language, and the look-up.

A catalogue is a flat dict: key -> sentence with {placeholders}. To add a language: copy the folder
`en`, translate the right-hand sides, and add one line to `LANGUAGES`. The tests then require the
same keys and the same placeholders as in English.

A leaf: it imports no other part of the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from neuroviz.i18n import en, zh

DEFAULT = "en"


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """code: as in ?lang=; name: in the language itself; words: its catalogue."""

    code: str
    name: str
    words: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence under `key`, with `values` filled in. Raises KeyError for an unknown key."""
        sentence = self.words[key]
        return sentence.format(**values) if values else sentence

    def under(self, prefix: str) -> dict[str, str]:
        """Return every sentence whose key starts with `prefix` and a dot, by the rest of its key."""
        return dict(_under(self, prefix))

    def has(self, key: str) -> bool:
        """Return whether the catalogue has a sentence under `key`."""
        return key in self.words


@cache
def _under(language: Language, prefix: str) -> Mapping[str, str]:
    """Return what `Language.under` returns: a catalogue is long, and each edit asks for the same few parts of it."""
    start = f"{prefix}."
    return {key[len(start):]: words for key, words in language.words.items() if key.startswith(start)}


LANGUAGES: Mapping[str, Language] = MappingProxyType({
    "en": Language("en", "English", MappingProxyType(en.WORDS)),
    "zh": Language("zh", "中文", MappingProxyType(zh.WORDS)),
})


def choose(*wishes: str | None) -> Language:
    """Return the first of `wishes` (such as "zh-CN") that has a catalogue, or English."""
    for wish in wishes:
        code = (wish or "").replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return LANGUAGES[code]
    return LANGUAGES[DEFAULT]
