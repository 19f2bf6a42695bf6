"""Undo and redo: a list of documents, since a document is never changed in place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neuroviz.document import edits, limits
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document


@dataclass(frozen=True)
class History:
    """The present document, the earlier ones, and those that were undone.

    past     earlier documents, the latest last
    future   undone documents, the next to redo first
    gesture  name of the drag or key repeat that made `present`; all its edits are undone in one step
    """

    present: Document
    past: tuple[Document, ...] = ()
    future: tuple[Document, ...] = ()
    gesture: str | None = None

    def commit(self, document: Document, gesture: str | None = None) -> History:
        """Make `document` the present one. A change of the selection alone is not a step that can be undone."""
        if replace(document, selection=self.present.selection) == self.present:
            return replace(self, present=document)
        if gesture is not None and gesture == self.gesture:
            return replace(self, present=document, future=())
        past = (*self.past, self.present)[-limits.MAX_UNDO:]
        return History(document, past, (), gesture)

    def undo(self) -> History:
        """Go back one step; without an earlier document nothing changes."""
        if not self.past:
            return self
        return History(self._selecting(self.past[-1]), self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        """Repeat the step that was undone last; if there is none, nothing changes."""
        if not self.future:
            return self
        return History(self._selecting(self.future[0]), (*self.past, self.present), self.future[1:])

    def _selecting(self, document: Document) -> Document:
        """Return `document` with the present selection, if it has that part: a selection is never undone."""
        try:
            return edits.select(document, self.present.selection)
        except Refusal:
            return replace(document, selection=None)
