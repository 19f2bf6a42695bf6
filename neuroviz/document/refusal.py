"""The one way in which an edit, a file or a typed number is refused."""

from __future__ import annotations

from collections.abc import Mapping

from neuroviz.coded_error import CodedError


class Refusal(CodedError):
    """Something that was asked for cannot be done, and the document in hand is as it was.

    code    which sentence to say: the catalogues hold it under "refusal.<code>"
    values  what to fill into that sentence
    """

    @property
    def params(self) -> Mapping[str, object]:
        """`values`, under the name that only refusals give them."""
        return self.values
