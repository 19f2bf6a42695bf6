"""Undo and redo: a list of documents, since a document never changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neuroviz.document import edits, limits
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document


@dataclass(frozen=True)
class History:
    """The document in hand, what came before it, and what was undone.

    gesture  names the drag or held key that made `present`; while it goes on, its edits are one step
    """

    present: Document
    past: tuple[Document, ...] = ()
    future: tuple[Document, ...] = ()
    gesture: str | None = None

    def commit(self, document: Document, gesture: str | None = None) -> History:
        """Make `document` the present. A change of selection alone is no step to undo."""
        if replace(document, selection=self.present.selection) == self.present:
            return replace(self, present=document)
        if gesture is not None and gesture == self.gesture:
            return replace(self, present=document, future=())
        past = (*self.past, self.present)[-limits.MAX_UNDO:]
        return History(document, past, (), gesture)

    def undo(self) -> History:
        if not self.past:
            return self
        return History(self._selecting(self.past[-1]), self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        if not self.future:
            return self
        return History(self._selecting(self.future[0]), (*self.past, self.present), self.future[1:])

    def _selecting(self, document: Document) -> Document:
        """`document` with what is selected now, where it has such a part: a selection is never undone."""
        try:
            return edits.select(document, self.present.selection)
        except Refusal:
            return replace(document, selection=None)
