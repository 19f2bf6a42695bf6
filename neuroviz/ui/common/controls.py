"""Widgets for the fields of a flat record in the document: they show its values and commit changes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from neuroviz.document import Document
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.value_editor import number_field, value_editor


@dataclass(frozen=True, kw_only=True)
class Controls:
    """The widgets of one record.

    prefix   of the widgets' keys
    words, helps   field -> the key of its name, and of its help where it has one
    kind     the record's class, whose fields say what they may be
    record   Document -> the record
    edit     (Document, **changes) -> Document
    """

    prefix: str
    words: Callable[[str], str]
    helps: Callable[[str], str]
    kind: type
    record: Callable[[Document], Any]
    edit: Callable[..., Document]

    def change(self, field: str) -> Callable[[Any], None]:
        """Return a function that commits a new value of `field`."""
        def act(value: Any) -> None:
            session.attempt(lambda document: self.edit(document, **{field: value}))
        return act

    def value(self, field: str) -> Any:
        """Return the field's value in the visitor's document."""
        return getattr(self.record(session.document()), field)

    def slider(
        self, field: str, t: Language, *, step: float, low: float | None = None, high: float | None = None,
        scale: float = 1.0, unit: str = "",
    ) -> None:
        """Show a number on a slider.

        step       of the slider; its type, int or float, is the type of what is shown
        low, high  narrow the field's range
        scale      what is shown is the field's value times this: 100 for percent
        unit       behind the name, in brackets
        """
        value = self.value(field)
        bottom, top = ranges_of(self.kind)[field]
        # 0.55 times 100 is a little more than 55, which would be no place of the slider.
        shown = type(step)(round(value * scale, 9))
        first = type(step)((bottom if low is None else min(low, value)) * scale)
        last = type(step)((top if high is None else max(high, value)) * scale)
        st.slider(
            self.label(field, t, unit), first, last, shown, step=step, format="%.4g", help=self._help(field, t),
            **session.bound(f"{self.prefix}.{field}", shown, lambda chosen: self.change(field)(chosen / scale)),
        )

    def steps(self, field: str, options: Sequence[float], t: Language) -> None:
        """Show a select slider over `options`, the ends of the field's range and its present value."""
        value = self.value(field)
        places = sorted({*ranges_of(self.kind)[field], *options, value})
        st.select_slider(
            self.label(field, t), value=value, help=self._help(field, t),
            **session.bound(
                f"{self.prefix}.{field}", value, self.change(field), places, lambda number: f"{number:g}",
            ),
        )

    def number(self, field: str, t: Language, *, unit: str = "") -> None:
        """Show a number of any size, as a slider and a field."""
        value_editor(
            self.label(field, t, unit), self.value(field), key=f"{self.prefix}.{field}", t=t,
            on_change=self.change(field),
        )

    def whole(self, field: str, t: Language, *, step: int = 1) -> None:
        """Show a whole number, with buttons that change it by `step`."""
        low, high = ranges_of(self.kind)[field]
        number_field(
            self.label(field, t), lambda: int(self.value(field)), int(low), int(high), step=step,
            key=f"{self.prefix}.{field}", on_change=self.change(field), tip=self._help(field, t),
        )

    def choice(self, field: str, words: Callable[[Any], str], t: Language, options: Sequence[Any] = ()) -> None:
        """Show the choice between `options`, or all the field's choices; `words` words each."""
        names = list(options or choices_of(self.kind)[field])
        value = self.value(field)
        st.selectbox(
            self.label(field, t), index=names.index(value), help=self._help(field, t),
            **session.bound(f"{self.prefix}.{field}", value, self.change(field), names, words),
        )

    def label(self, field: str, t: Language, unit: str = "") -> str:
        """Return the field's name in the visitor's language, with its unit where there is one."""
        name = t(self.words(field))
        return f"{name} ({unit})" if unit else name

    def _help(self, field: str, t: Language) -> str | None:
        key = self.helps(field)
        return t(key) if t.has(key) else None
