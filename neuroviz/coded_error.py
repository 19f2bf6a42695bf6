"""The one kind of error that is worded for visitors: a code, and the values that a sentence about it names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class CodedError(ValueError):
    """Something that was asked for cannot be done. `neuroviz.ui.common.shell.say` words it in the visitor's language.

    code    which sentence it is; each subclass names its codes
    values  what is filled into the sentence, by name; read-only
    """

    values: Mapping[str, object]

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: {values}" if values else code)
        self.code = code
        self.values = MappingProxyType(values)
