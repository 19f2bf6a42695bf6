"""The one way in which an edit, a file or a typed number is refused."""

from __future__ import annotations


class Refusal(ValueError):
    """Something that was asked for cannot be done, and the document in hand is as it was.

    code    which sentence to say: the catalogues hold it under "refusal.<code>"
    params  what to fill into that sentence
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code}: {params}" if params else code)
        self.code = code
        self.params = params
