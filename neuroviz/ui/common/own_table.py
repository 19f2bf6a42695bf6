"""A table that the visitor gives, before it is learnt from: a file, a paste or one of the real tables.

How it was read is shown, and the ways to read it otherwise. What was given on one page is there on another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from html import escape as in_html
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neuroviz.document import limits
from neuroviz.document.tables.cells import SIGNS
from neuroviz.document.tables.data import DELIMITERS, MAX_BYTES, Reading, Sheet, look
from neuroviz.document.tables.encodings import ENCODINGS
from neuroviz.document.tables.samples import SAMPLES, sample_table
from neuroviz.document.tables.units import with_unit
from neuroviz.document.tables.workbook import is_workbook
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.shell import say
from neuroviz.ui.common.text import escape_markdown

_GIVEN = "own_table.given"
_PASTED = "own_table.pasted"
_SHOWN_ROWS = 4
FLAGS = -1
"""Among the columns that can be learnt: the class that the last columns are flags of."""
_MARKS = {
    "\t": "tab", ";": "semicolon", ",": "comma", "，": "wide_comma", "、": "list_comma", "|": "bar", " ": "blank",
}


@dataclass(frozen=True)
class Given:
    """What was given last, a file (with its name) or a paste (without), how it is to be read, and what was read."""

    content: bytes | str
    name: str
    reading: Reading
    sheet: Sheet


def given() -> Given | None:
    """Return the table that was given last, or None."""
    found: Given | None = session.value(_GIVEN)
    return found


def read_table(content: bytes | str, name: str = "") -> None:
    """Read a table: a file's bytes with its name, or pasted text. It replaces the table before."""
    _put(content, name, Reading())


def drop() -> None:
    """Forget the table that was given."""
    session.forget(_GIVEN)


def _put(content: bytes | str, name: str, reading: Reading) -> None:
    sheet = look(content, reading, max_rows=limits.MAX_OWN_ROWS, max_classes=limits.MAX_OWN_CLASSES)
    # What is too large cannot be read otherwise; there is no use in keeping it.
    session.keep(_GIVEN, Given(content if not _is_cut(sheet) else "", name, reading, sheet))


# --- giving a table: what was given last is what is read ---------------------------------------------

def giving(t: Language, page: str) -> None:
    """Show where a table is given: a file, a paste, or one of the real tables that come with the app."""
    # Files of all kinds: of those that are no table, a sentence says what to do instead.
    file = f"{page}.file"
    st.file_uploader(
        t("own.file", limit=MAX_BYTES // 1_000_000),
        **session.changes(file, session.widget_value(file), _take_file),
    )
    text = f"{page}.paste"
    st.text_area(
        t("own.paste"), session.value(_PASTED, ""), height=120,
        placeholder="x1;x2;class\n0,5;1,2;a\n-1;0,3;b",
        **session.changes(text, session.widget_value(text, session.value(_PASTED, "")), _take_paste),
    )
    st.button(t("own.read"), icon=":material/table:", key=f"{page}.read", on_click=session.told(_look))
    _samples(t, page)


def _take_file(file: UploadedFile | None) -> None:
    if file is not None:
        read_table(file.getvalue(), file.name)
    elif (now := given()) is not None and now.name:
        drop()


def _take_paste(text: str) -> None:
    session.keep(_PASTED, text)
    if text.strip():
        read_table(text)
    elif (now := given()) is not None and not now.name:
        drop()


def _look() -> None:
    """Without anything given, that is said; a table that was given is on show already."""
    if given() is None:
        read_table(str(session.value(_PASTED, "")))


def _samples(t: Language, page: str) -> None:
    """Offer the real tables that come with the app, and say where the one that was taken comes from."""
    now = given()
    taken = now.name.removesuffix(".csv") if now is not None and now.name.removesuffix(".csv") in SAMPLES else None
    st.selectbox(
        t("own.sample"), index=list(SAMPLES).index(taken) if taken else None,
        placeholder=t("own.sample_choose"),
        **session.bound(
            f"{page}.own.sample", taken, _take_sample, list(SAMPLES), lambda name: t(f"own.sample.{name}"),
        ),
    )
    if taken:
        sample = SAMPLES[taken]
        st.caption(f"{escape_markdown(sample.source)} [{escape_markdown(sample.licence)}]({sample.address})")


def _take_sample(name: str | None) -> None:
    if name is not None:
        read_table(sample_table(name), f"{name}.csv")


# --- a table that was given ------------------------------------------------------------------------

def preview(
    t: Language, page: str, learn: Callable[[Sheet], None], choose: Callable[[Sheet], bool] = lambda _: True,
) -> None:
    """Show what was read of the table that was given, and the button that learns from it.

    page    key of the page, with which the keys of the widgets begin
    choose  shows what else the page lets choose of a table that was read, and returns whether it can be learnt from
    """
    now = given()
    if now is None:
        return
    sheet = now.sheet
    with st.container(border=True):
        _size(now, t)
        if len(now.content) and not _is_cut(sheet):
            _choices(now, page, t)
        if sheet.grid is not None:
            st.html(_picture(sheet, t))
        _what_was_found(sheet, t)
        if sheet.problem is not None:
            st.error(say(sheet.problem, t), icon=":material/error:")
        ready = sheet.data is not None and choose(sheet)
        st.button(
            t("own.learn"), icon=":material/school:", key=f"{page}.learn", type="primary",
            disabled=not ready, on_click=session.told(_learn), args=(learn,),
        )


def _learn(learn: Callable[[Sheet], None]) -> None:
    # As it is read by now: what was chosen last may come in the same message as the button.
    if (now := given()) is not None:
        learn(now.sheet)


def _is_cut(sheet: Sheet) -> bool:
    """Whether it is too large to be read otherwise."""
    return sheet.text is not None and sheet.text.cut is not None


def column_name(sheet: Sheet, column: int, t: Language) -> str:
    """Return a column's name, or its number where it has none; with its unit."""
    unit = sheet.units[column] if sheet.units else ""
    return sheet.names[column] or with_unit(t("own.column", n=column + 1), unit)


def _size(now: Given, t: Language) -> None:
    name = f"**{escape_markdown(now.name) if now.name else t('own.pasted')}**"
    if now.sheet.names:
        name += " · " + t("own.size", rows=len(now.sheet.body), columns=len(now.sheet.names))
    st.markdown(name)


# --- to read it otherwise --------------------------------------------------------------------------

def _choices(now: Given, page: str, t: Language) -> None:
    sheet, reading = now.sheet, now.reading
    if len(sheet.sheets) > 1:
        _choice(page, "sheet", t, list(sheet.sheets), sheet.page, escape_markdown)
    left, right = st.columns(2)
    with left:
        if sheet.grid is not None and sheet.text is not None:
            mark = sheet.grid.delimiter
            options = [*DELIMITERS, *([] if mark in DELIMITERS else [mark])]
            _choice(page, "delimiter", t, options, mark,
                    lambda mark: t(f"own.mark.{_MARKS[mark]}") if mark in _MARKS else mark)
    with right:
        if sheet.names and sheet.text is not None:
            written = {".": "0.5", ",": "0,5"}
            open_ = sheet.problem is not None and sheet.problem.code == "ambiguous"
            _choice(page, "decimal", t, list(SIGNS), reading.decimal or sheet.decimal, written.__getitem__,
                    t("own.choose" if open_ else "own.either"))
    with left:
        if sheet.names:
            _choice(page, "header", t, [True, False], sheet.header,
                    lambda header: t("own.header.names" if header else "own.header.data"))
    with right:
        if sheet.numeric:
            kind = reading.kind or ("classes" if sheet.data is not None and sheet.data.classes else "values")
            _choice(page, "kind", t, ["classes", "values"], kind, lambda kind: t(f"own.kind.{kind}"))
    if isinstance(now.content, bytes) and not sheet.sheets and not is_workbook(now.content):
        encoding = reading.encoding or (sheet.text.encoding if sheet.text is not None else "")
        _choice(page, "encoding", t, list(ENCODINGS), encoding, lambda name: t(f"own.encoding.{name}"))
    if sheet.target < 0:
        return
    places = list(range(len(sheet.names)))
    _choice(page, "target", t, [*([FLAGS] if sheet.flags else []), *places], FLAGS if sheet.flags else sheet.target,
            lambda i: t("own.target_flags", count=sheet.flags) if i == FLAGS else
            escape_markdown(column_name(sheet, i, t)))
    inputs = [i for i in places if i not in sheet.learnt]
    if len(inputs) > 1:
        out = list(sheet.left_out)
        st.multiselect(
            t("own.left_out"), default=out, placeholder=t("own.none"), select_all=False,
            **session.bound(
                f"{page}.own.left_out", out, lambda chosen: _otherwise("left_out", tuple(sorted(chosen))), inputs,
                lambda i: column_name(sheet, i, t),
            ),
        )
    if sheet.gaps or reading.gaps:
        st.toggle(
            t("own.gaps", gaps=sheet.gaps), reading.gaps,
            **session.bound(f"{page}.own.gaps", reading.gaps, partial(_otherwise, "gaps")),
        )


def _choice(
    page: str, field: str, t: Language, options: list[Any], value: Any, words: Callable[[Any], str],
    placeholder: str = "",
) -> None:
    found = value if value in options else None
    st.selectbox(
        t(f"own.{field}"), index=None if found is None else options.index(found),
        placeholder=placeholder or t("own.choose"),
        **session.bound(f"{page}.own.{field}", found, partial(_otherwise, field), options, words),
    )


def _otherwise(field: str, value: Any) -> None:
    """Read the table once more, with one thing as the visitor says."""
    now = given()
    if now is None or value is None:
        return
    reading = replace(now.reading, **{field: value})
    if field == "target":
        reading = replace(reading, target=None if value == FLAGS else value, kind="", left_out=None)
    if field in {"delimiter", "encoding", "sheet", "header"}:
        # Other columns, perhaps.
        reading = replace(reading, left_out=None, target=None, kind="", gaps=False)
    _put(now.content, now.name, reading)


# --- what was read ---------------------------------------------------------------------------------

def _picture(sheet: Sheet, t: Language) -> str:
    """Return the first rows as a table; columns that are left out are struck out, what is learnt stands out."""
    assert sheet.grid is not None
    rows = [cells for _, cells in (sheet.body or sheet.grid.rows)[:_SHOWN_ROWS]]
    learnt = sheet.learnt if sheet.target >= 0 else ()

    def cell(tag: str, text: str, column: int) -> str:
        kind = "nv-left-out" if column in sheet.left_out else "nv-learnt" if column in learnt else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f'<{tag}{scope} class="{kind}">{in_html(text[:40])}</{tag}>'

    names = [column_name(sheet, i, t) for i in range(len(sheet.names))]
    head = "".join(cell("th", name, i) for i, name in enumerate(names))
    body = "".join(f"<tr>{''.join(cell('td', text, i) for i, text in enumerate(row))}</tr>" for row in rows)
    label = in_html(t("own.first_rows"))
    return (f'<div class="nv-sheet" role="region" aria-label="{label}" tabindex="0"><table>'
            f"{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table></div>")


def _what_was_found(sheet: Sheet, t: Language) -> None:
    said = [say(note, t) for note in sheet.notes]
    if sheet.text is not None and not sheet.text.sure:
        said.insert(0, t("data.note.encoding", encoding=t(f"own.encoding.{sheet.text.encoding}")))
    if said:
        st.info("\n".join(f"- {sentence}" for sentence in said))
