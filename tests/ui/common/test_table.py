"""Everything that can be wrong with a table, or should be known about it, is a sentence in every language."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

import pytest

from neuroviz.document.tables.data import CODES, MAX_BYTES, NOTES, DataError, Note, Reading, look, parse_csv
from neuroviz.document.tables.workbook import MAX_UNPACKED
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import say
from tests.document.tables.books import packed, xlsx, xlsx_parts

FOUR = "1.5,2,x\n2.5,3,y\n3.5,5,x\n4.5,4,y\n"
MANY = "".join(f"{i % 7}.5,{i * i % 5},{'rare' if not i else 'usual'}\n" for i in range(40))
HOT = "a,b,p,q,r\n" + "1.5,2,1,0,0\n2.5,3,0,1,0\n0.5,1,0,0,1\n3.5,5,1,0,0\n"
TABLES: dict[str, str | bytes | Callable[[], bytes]] = {
    "empty": "", "spreadsheet": b"PK\x03\x04", "old_spreadsheet": b"\xd0\xcf\x11\xe0",
    "encoding": b"\0", "malformed": 'a,b\n"1,x\n',
    "too_large": "1" * (MAX_BYTES + 1),
    "too_many_rows": "1,2\n" * 5001, "too_few_rows": "1,2,x\n", "too_few_columns": "1\n2\n3\n4\n",
    "too_many_columns": ",".join("1" * 51), "ragged": FOUR + "1,2\n", "missing": FOUR + "1,,x\n",
    "missing_word": FOUR + "1,NA,x\n", "not_a_number": FOUR + "1,oops,x\n",
    "words": "a,b,c\n1,p,x\n2,q,y\n3,r,x\n5,s,y\n",
    "dates": "".join(f"2024-01-{i:02},{'xy'[i % 2]}\n" for i in range(1, 9)),
    "times": "".join(f"1{i}:30,{'xy'[i % 2]}\n" for i in range(1, 9)),
    "not_finite": FOUR + "inf,2,x\n", "too_big": FOUR + "1e30,2,x\n", "mixed_decimals": "1.5;x\n1,5;y\n2;x\n3;y\n",
    "ambiguous": "1.234;x\n987;y\n2;x\n3;y\n", "one_class": "1.5,x\n2,x\n3,x\n5,x\n",
    "too_large_unpacked": lambda: packed({**xlsx_parts([]), "xl/styles.xml": b" " * (MAX_UNPACKED + 1)}),
    "too_many_cells": xlsx([[1], *[[]] * 998, [""] * 1001 + [1]]), "no_such_sheet": xlsx([["a"]]),
    "too_many_inputs": (",".join("1" * 40) + "\n") * 4, "no_rows_left": ",1.5,x\n1,,y\n,2.5,x\n2,,y\n",
    "too_many_classes": "".join(f"{i}.5,w{i}\n" for i in range(30)), "constant_target": "1.5,.5\n2,.5\n3,.5\n5,.5\n",
}
NOTED = {
    "title": "Flowers\na,b,c\n" + FOUR, "units": "a,b,c\ncm,mm,\n" + FOUR, "years": "2019,2020,class\n" + FOUR,
    "count_line": "4,2,p,q\n" + FOUR.replace("x", "0").replace("y", "1"),
    "counter": "".join(f"{i},{line}\n" for i, line in enumerate(FOUR.split())),
    "grouped": "1.234;0,5;x\n" + "2;1,5;y\n" * 3,
    "joined": FOUR + "1.5,2,X\n", "one_hot": HOT, "rare": MANY,
    "many_words": "".join(f"{i}.5,w{i},{'xy'[i % 2]}\n" for i in range(6)),
    "mostly_empty": "".join(f"{i}.5,{i if i < 2 else ''},{'xy'[i % 2]}\n" for i in range(6)),
    "coded": "".join(f"{i}.5,{'pq'[i // 2 % 2]},{'xy'[i % 2]}\n" for i in range(6)),
    "gaps_left_out": "".join(f"{i}.5,{i * i if i else ''},{'xy'[i % 2]}\n" for i in range(6)),
    "unit_taken": "".join(f"{i}.5 cm,{'xy'[i % 2]}\n" for i in range(6)),
    "mixed_units": "".join(f"{i}.5,{'12 cm' if i % 2 else '5 mm'},{'xy'[i // 2 % 2]}\n" for i in range(8)),
    "mixed_units_out": "".join(f"{i}.5,{i} {'cm' if i % 2 else 'mm'},{'xy'[i % 2]}\n" for i in range(8)),
    "dates": "".join(f"{i}.5,2024-01-{i + 1},{'xy'[i % 2]}\n" for i in range(6)),
    "times": "".join(f"{i}.5,1{i}:30,{'xy'[i % 2]}\n" for i in range(6)),
    "as_classes": "".join(f"{i}.5,{i % 2}\n" for i in range(6)),
    "as_values": "".join(f"{i}.5,{i}\n" for i in range(6)),
    "class_first": "".join(f"{i % 2},{i}.5,{i * i}.25\n" for i in range(8)),
}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


ASKED = {
    "no_such_sheet": Reading(sheet="b"), "no_rows_left": Reading(gaps=True), "words": Reading(left_out=()),
}


def test_every_code_is_tried() -> None:
    assert {*TABLES, "encoding_unsure"} == set(CODES)
    assert set(NOTED) == set(NOTES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", TABLES)
def test_what_is_wrong_is_said(code: str, lang: str) -> None:
    table = TABLES[code]
    problem = look(table() if callable(table) else table, ASKED.get(code)).problem
    assert problem is not None
    assert problem.code == code
    assert_said(problem, f"data.{code}", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_an_encoding_is_unsure_is_said(lang: str) -> None:
    with pytest.raises(DataError) as refusal:
        parse_csv("Länge,Art\n1.5,ä\n2.5,b\n3.5,ä\n4.5,b\n".encode("cp1252"))
    assert_said(refusal.value, "data.encoding_unsure", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", NOTED)
def test_what_should_be_known_is_said(code: str, lang: str) -> None:
    sheet = look(NOTED[code], Reading(gaps=True) if code == "gaps_left_out" else None)
    assert sheet.problem is None
    (note,) = (note for note in sheet.notes if note.code == code)
    assert_said(note, f"data.note.{code}", lang)


def assert_said(what: DataError | Note, key: str, lang: str) -> None:
    sentence = LANGUAGES[lang](key)
    # Of what is known not all need be said.
    assert placeholders(sentence) <= set(what.values)
    assert "{" not in say(what, LANGUAGES[lang])


def test_what_the_visitor_wrote_is_no_markdown_in_it() -> None:
    problem = look("**a**,b,c\n1,$x$,x\n2,3,y\n3,5,x\n1,4,y\n").problem
    assert problem is not None
    assert r"\$x\$" in say(problem, LANGUAGES["en"])
    note = next(note for note in look("**Id**,a,b,c\n" + NOTED["counter"], Reading(header=True)).notes)
    assert r"\*\*Id\*\*" in say(note, LANGUAGES["en"])
