"""The parts of a script: sections, comments and literals, and how they become one file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Words = Mapping[str, str]
"""What is said in a script, in the visitor's language: "code" of the catalogues."""

WIDTH = 110
"""Longest line of numbers or comment; a single name may be longer."""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a script.

    title  what it does, as plain text
    code   its lines, without the title
    """

    title: str
    code: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script.

    head      what it is, as plain text
    packages  what has to be installed for it, by pip's names
    sections  in order; they share their names
    """

    head: str
    packages: tuple[str, ...]
    sections: tuple[Section, ...]

    def source(self) -> str:
        """Return the script as one Python file."""
        parts = [f"{comment(self.head)}\n#\n# pip install {' '.join(self.packages)}\n"]
        parts += [f"{comment(section.title)}\n{section.code.rstrip()}\n" for section in self.sections]
        return "\n".join(parts)


def comment(text: str) -> str:
    """Return text as lines of comment, whatever it holds."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    # Without spaces between its words, Chinese is cut between any two of its letters, each twice as wide.
    wide = any(ord(c) > 0x2E7F for c in plain)
    lines = textwrap.wrap(plain, WIDTH // 2 if wide else WIDTH - 2, break_long_words=wide) or [""]
    return "\n".join(f"# {line}".rstrip() for line in lines)


def filled(template: str, /, **parts: object) -> str:
    """Return code in which each @name@ is the part of that name; unlike {}, that stands nowhere else in Python."""
    for name, part in parts.items():
        template = template.replace(f"@{name}@", str(part))
    return template.strip("\n")


def literal(values: Any) -> str:
    """Return nested numbers as Python's own lists, wrapped at WIDTH; every float reads back as itself."""
    return _list(np.asarray(values).tolist(), "")


def array(name: str, values: Any) -> str:
    """Return the line, or lines, that give `name` these numbers as an array."""
    return f"{name} = np.array({literal(values)})" if np.size(values) else f"{name} = np.empty({np.shape(values)})"


def _list(values: Any, indent: str) -> str:
    if not isinstance(values, list):
        return repr(values)
    inner = indent + "    "
    short = f"[{', '.join(_list(value, inner) for value in values)}]"
    if "\n" not in short and len(indent) + len(short) <= WIDTH - 20 and not _deep(values):
        return short
    if values and not isinstance(values[0], list):
        return f"[\n{_rows(map(repr, values), inner)}\n{indent}]"
    return f"[\n{_rows((_list(value, inner) for value in values), inner)}\n{indent}]"


def _deep(values: Sequence[Any]) -> bool:
    """Whether it is a matrix of several rows, which is easier to read with a row a line."""
    return len(values) > 1 and isinstance(values[0], list) and len(values[0]) > 1


def _rows(parts: Iterable[str], indent: str) -> str:
    """Return the parts with commas between them: single numbers as many to a line as fit, rows one a line."""
    lines: list[str] = []
    for part in parts:
        alone = part.startswith("[")
        if lines and not alone and len(lines[-1]) + len(part) + 2 <= WIDTH:
            lines[-1] += f" {part},"
        else:
            lines.append(f"{indent}{part},")
    return "\n".join(lines)


def f_string(text: str) -> str:
    """Return a text with {names} as an f-string that fills them in when it is printed."""
    return f"f{text!r}"
