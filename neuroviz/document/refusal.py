"""The one error with which an edit, a file or a typed number is refused."""

from __future__ import annotations

from collections.abc import Mapping

from neuroviz.coded_error import CodedError


class Refusal(CodedError):
    """The request is not allowed; the document is unchanged.

    code    key of the sentence for the visitor: the catalogues have it under "refusal.<code>"
    values  values for that sentence
    """

    @property
    def params(self) -> Mapping[str, object]:
        """The same as `values`."""
        return self.values
