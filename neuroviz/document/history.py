"""Undo and redo: a list of values, since a document is never changed in place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

from neuroviz.document import edits, limits
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document

T = TypeVar("T")


@dataclass(frozen=True)
class Steps(Generic[T]):
    """The present value, the earlier ones, and those that were undone.

    past     earlier values, the latest last
    future   undone values, the next to redo first
    gesture  name of the drag or key repeat that made `present`; all its edits are undone in one step
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    gesture: str | None = None

    def commit(self, new: T, gesture: str | None = None) -> Self:
        """Make `new` the present one."""
        if gesture is not None and gesture == self.gesture:
            return replace(self, present=new, future=())
        past = (*self.past, self.present)[-limits.MAX_UNDO:]
        return replace(self, present=new, past=past, future=(), gesture=gesture)

    def undo(self) -> Self:
        """Go back one step; without an earlier value nothing changes."""
        if not self.past:
            return self
        future = (self.present, *self.future)
        return replace(self, present=self.past[-1], past=self.past[:-1], future=future, gesture=None)

    def redo(self) -> Self:
        """Repeat the step that was undone last; if there is none, nothing changes."""
        if not self.future:
            return self
        past = (*self.past, self.present)
        return replace(self, present=self.future[0], past=past, future=self.future[1:], gesture=None)


@dataclass(frozen=True)
class History(Steps[Document]):
    """The documents of a visit. What is selected is no step, and is never undone."""

    def commit(self, new: Document, gesture: str | None = None) -> Self:
        """Make `new` the present one. A change of the selection alone is not a step that can be undone."""
        if replace(new, selection=self.present.selection) == self.present:
            return replace(self, present=new)
        return super().commit(new, gesture)

    def undo(self) -> Self:
        """Go back one step, with what is selected now."""
        return self._selecting(super().undo())

    def redo(self) -> Self:
        """Repeat the step that was undone last, with what is selected now."""
        return self._selecting(super().redo())

    def _selecting(self, after: Self) -> Self:
        """Return `after` with the present selection, if its document has that part."""
        try:
            return replace(after, present=edits.select(after.present, self.present.selection))
        except Refusal:
            return replace(after, present=replace(after.present, selection=None))
