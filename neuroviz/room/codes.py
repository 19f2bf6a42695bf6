"""A room's code and its presenter's secret: the code follows from the secret.

So a room that was lost with its server can be opened anew under the same code, and only by its presenter: to find
another secret that leads to the same code takes some 700 million trials, each of which is slow on purpose.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from neuroviz.room.limits import CODE_LENGTH, CODE_LETTERS

_SECRET = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
# What is mistaken for a letter of a code when it is read from a wall.
_READ_AS = str.maketrans({"O": "Q", "0": "Q", "I": "J", "1": "J", "L": "J", "U": "V"})
_SLOW = {"salt": b"neuroviz room", "n": 2**13, "r": 8, "p": 1}


def new_secret() -> str:
    """Return a presenter's secret that nobody can guess."""
    return secrets.token_urlsafe(24)


def is_secret(text: object) -> bool:
    """Return whether `text` has the form of a secret."""
    return isinstance(text, str) and bool(_SECRET.fullmatch(text))


def code_of(secret: str) -> str:
    """Return the code of the room that `secret` leads. Slow on purpose: some 20 ms."""
    drawn = int.from_bytes(hashlib.scrypt(secret.encode(), dklen=16, **_SLOW), "big")  # type: ignore[arg-type]
    letters = []
    for _ in range(CODE_LENGTH):
        drawn, letter = divmod(drawn, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[letter])
    return "".join(letters)


def mark_of(secret: str) -> str:
    """Return what a room keeps of its secret: enough to know it again, not enough to lead."""
    return hashlib.sha256(secret.encode()).hexdigest()


def opens(secret: str, mark: str) -> bool:
    """Return whether `secret` is the one that left `mark`; takes as long whatever is wrong with it."""
    return hmac.compare_digest(mark_of(secret), mark)


def read_code(typed: object) -> str:
    """Return the code that somebody has typed, or "" where it cannot be one. Spaces and small letters are fine."""
    if not isinstance(typed, str) or len(typed) > 4 * CODE_LENGTH:
        return ""
    letters = re.sub(r"[\s–-]", "", typed).upper()
    found = "".join(letter if letter in CODE_LETTERS else letter.translate(_READ_AS) for letter in letters)
    return found if len(found) == CODE_LENGTH and all(letter in CODE_LETTERS for letter in found) else ""
