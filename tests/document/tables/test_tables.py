"""The tables that visitors really bring: what each is read as, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from neuroviz.document import limits
from neuroviz.document.tables.data import DataError, Reading, Sheet, look, parse_csv
from neuroviz.document.tables.samples import sample_table

IRIS = [
    (5.1, 3.5, 1.4, 0.2, "setosa"), (4.9, 3.0, 1.4, 0.2, "setosa"), (7.0, 3.2, 4.7, 1.4, "versicolor"),
    (6.4, 3.2, 4.5, 1.5, "versicolor"), (6.3, 3.3, 6.0, 2.5, "virginica"), (5.8, 2.7, 5.1, 1.9, "virginica"),
]
NAMES = ("sepal length", "sepal width", "petal length", "petal width", "species")
HEADER = ",".join(NAMES) + "\n"
ROWS = "".join(",".join(map(str, row)) + "\n" for row in IRIS)


def notes(sheet: Sheet) -> dict[str, dict[str, Any]]:
    return {note.code: dict(note.values) for note in sheet.notes}


def read(content: str | bytes, reading: Reading | None = None, **limits: int) -> Sheet:
    sheet = look(content, reading, **limits)
    assert sheet.problem is None, sheet.problem
    return sheet


def refused(content: str | bytes, reading: Reading | None = None, **limits: int) -> DataError:
    problem = look(content, reading, **limits).problem
    assert problem is not None
    return problem


# --- one separator and three digits ----------------------------------------------------------------

@pytest.mark.parametrize("content", [
    '"1,234",30,a\n987,25,a\n"2,345",31,b\n876,20,b\n',
    "1.234;30;a\n987;25;a\n2.345;31;b\n876;20;b\n",
])
def test_what_nothing_settles_is_not_guessed(content: str) -> None:
    """Silently 1.234 beside 987, as it was."""
    problem = refused(content)
    assert problem.code == "ambiguous"
    assert (problem.values["point"], problem.values["comma"]) in {("1234", "1.234"), ("1.234", "1234")}
    assert problem.values["row"] == 1
    for sign in ".,":
        thousands = read(content, Reading(decimal=sign)).data.x[:, 0].tolist()
        assert thousands in ([1234, 987, 2345, 876], [1.234, 987, 2.345, 876])
    assert read(content, Reading(decimal=".")).data.x[0, 0] != read(content, Reading(decimal=",")).data.x[0, 0]


@pytest.mark.parametrize(("content", "first"), [
    ("1,234;30;a\n987,25;25;a\n2;31;b\n3;20;b\n", 1.234),
    ("1.234;30;a\n987,25;25;a\n2;31;b\n3;20;b\n", 1234.0),
    ('"1,234",30,a\n987.25,25,a\n2,31,b\n3,20,b\n', 1234.0),
    ('"1,234.5",30,a\n987,25,a\n2,31,b\n3,20,b\n', 1234.5),
    ("1.234,50;30;a\n987;25;a\n2;31;b\n3;20;b\n", 1234.5),
    ("1'234;30;a\n987;25;a\n2;31;b\n3;20;b\n", 1234.0),
    ("1\u202f234,5;30;a\n987;25;a\n2;31;b\n3;20;b\n", 1234.5),
    ("1\u00a0234;30;a\n987;25;a\n2;31;b\n3;20;b\n", 1234.0),
    # Another column of the same hand.
    ("1.234;0,5;a\n987;0,7;a\n2;1,5;b\n3;2,5;b\n", 1234.0),
    ("1.234,0.5,a\n987,0.7,a\n2,1.5,b\n3,2.5,b\n", 1.234),
    ("30;1.234\n25;2,5\n31;1,5\n20;0,5\n", 30.0),
])
def test_another_cell_settles_it(content: str, first: float) -> None:
    assert read(content).data.x[0, 0] == first


def test_what_another_cell_settled_is_said() -> None:
    sheet = read("a;b;c\n1.234;0,5;a\n987;0,7;a\n2;1,5;b\n3;2,5;b\n")
    assert notes(sheet)["grouped"] == {"column": 1, "name": "a", "value": "1.234", "number": "1234"}
    assert sheet.decimal == ","


def test_a_sign_that_does_not_fit_is_refused_rather_than_read_otherwise() -> None:
    problem = refused("1.5;30;a\n987;25;a\n2;31;b\n3;20;b\n", Reading(decimal=","))
    assert (problem.code, problem.values["sign"]) == ("mixed_decimals", ",")


def test_a_value_to_learn_is_as_ambiguous_as_an_input() -> None:
    content = "30;1.234\n25;2.345\n31;1.777\n20;3.456\n"
    assert refused(content).code == "ambiguous"
    assert read(content, Reading(decimal=",")).data.y.tolist() == [1234, 2345, 1777, 3456]


# --- columns that count ----------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["Id", "", "Unnamed: 0", "row"])
@pytest.mark.parametrize("start", [0, 1])
def test_a_column_that_counts_rows_is_left_out_and_said(name: str, start: int) -> None:
    lines = [",".join([name, *NAMES]), *(f"{i},{','.join(map(str, row))}" for i, row in enumerate(IRIS, start))]
    sheet = read("\n".join(lines))
    assert sheet.data.inputs == NAMES[:-1]
    assert sheet.left_out == (0,)
    assert notes(sheet)["counter"]["column"] == 1
    kept = read("\n".join(lines), Reading(left_out=()))
    assert kept.data.x[:, 0].tolist() == [i + start for i in range(6)]
    assert "counter" not in notes(kept)


def test_r_leaves_the_corner_out() -> None:
    lines = [" ".join(f'"{name}"' for name in NAMES)]
    lines += [" ".join([f'"{i}"', *map(str, row[:-1]), f'"{row[-1]}"']) for i, row in enumerate(IRIS, 1)]
    sheet = read("\n".join(lines))
    assert (sheet.data.inputs, sheet.left_out, len(sheet.data)) == (NAMES[:-1], (0,), 6)


def test_a_table_that_has_nothing_else_keeps_its_counter() -> None:
    data = read("x,y\n1,1.5\n2,2.5\n3,3.7\n4,4.1\n").data
    assert (data.inputs, data.x[:, 0].tolist()) == (("x",), [1, 2, 3, 4])


def test_a_column_left_out_may_hold_anything() -> None:
    content = "age,cabin,name,fare,survived\n" + "".join(
        f"{row}\n" for row in ("22,,Braund,7,no", "38,C85,Cumings,71,yes", "26,,Heikkinen,8,yes", "35,C1,Allen,8,no"))
    problem = refused(content)
    assert (problem.code, problem.values["name"], problem.values["gaps"]) == ("missing", "cabin", 2)
    words = refused(content, Reading(left_out=(1,)))
    assert (words.code, words.values["column"], words.values["name"]) == ("words", 3, "name")
    # The bound that was used: four names are fewer than ten.
    assert (words.values["words"], words.values["limit"], words.values["rows"]) == (4, 2, 4)
    assert read(content, Reading(left_out=(1, 2))).data.inputs == ("age", "fare")
    assert refused(content, Reading(left_out=(0, 1, 2, 3))).code == "too_few_columns"


# --- what is learnt --------------------------------------------------------------------------------

@pytest.mark.parametrize("words", [
    ("+", "-"), ("none", "mild"), ("NA", "EU"), ("?", "!"), ("null", "eins"), ("-", "nan"),
])
def test_any_word_is_a_class(words: tuple[str, str]) -> None:
    content = "a,b,class\n" + "".join(f"{i * i}.5,{9 - i},{words[i % 2]}\n" for i in range(6))
    assert read(content).data.classes == words


def test_among_numbers_the_same_words_are_gaps() -> None:
    problem = refused("a,y\n5,1.5\n7,NA\n6,2.5\n8,3.5\n")
    assert (problem.code, problem.values["value"], problem.values["row"]) == ("missing_word", "NA", 3)
    assert refused("a,y\n5,x\n7,\n6,y\n8,x\n").code == "missing"
    assert read("a,y\n5,0\n7,NA\n6,1\n8,0\n", Reading(kind="classes")).data.classes == ("0", "NA", "1")


def quality(grades: int) -> str:
    """Wines by their quality, from 3 up."""
    return "acid,sugar,quality\n" + "".join(f"{i}.5,{i * 7 % 5},{3 + i % grades}\n" for i in range(60))


@pytest.mark.parametrize("grades", [5, 6, limits.MAX_OWN_CLASSES])
def test_many_whole_numbers_are_values_and_can_be_classes(grades: int) -> None:
    """Stars, marks and counts, also where the page could tell as many classes apart."""
    sheet = read(quality(grades), max_classes=limits.MAX_OWN_CLASSES)
    assert (sheet.data.kind, sheet.data.y[:3].tolist()) == ("regression", [3, 4, 5])
    assert (notes(sheet)["as_values"]["column"], notes(sheet)["as_values"]["count"]) == (3, grades)
    names = tuple(str(3 + i) for i in range(grades))
    chosen = read(quality(grades), Reading(kind="classes"), max_classes=limits.MAX_OWN_CLASSES)
    assert chosen.data.classes == names
    assert not {"as_values", "as_classes"} & set(notes(chosen)), "who chose it knows"


def test_more_classes_than_the_page_has_colours_for_are_refused() -> None:
    many = limits.MAX_OWN_CLASSES + 1
    assert read(quality(many), max_classes=limits.MAX_OWN_CLASSES).data.kind == "regression"
    problem = refused(quality(many), Reading(kind="classes"), max_classes=limits.MAX_OWN_CLASSES)
    assert (problem.code, problem.values["classes"], problem.values["limit"]) == ("too_many_classes", many, many - 1)


@pytest.mark.parametrize("codes", [2, 3, 4])
def test_few_whole_numbers_are_classes_and_can_be_values(codes: int) -> None:
    content = "a,b\n" + "".join(f"{i}.5,{i % codes}\n" for i in range(8))
    sheet = read(content, max_classes=limits.MAX_OWN_CLASSES)
    assert (sheet.data.classes, sheet.numeric) == (tuple("0123"[:codes]), True)
    assert notes(sheet)["as_classes"] == {
        "column": 2, "name": "b", "count": codes, "some": ", ".join("0123"[:codes]),
    }
    values = read(content, Reading(kind="values")).data
    assert (values.kind, values.y.tolist()) == ("regression", [i % codes for i in range(8)])


@pytest.mark.parametrize(("name", "classes"), [
    ("iris", 3), ("penguins", 3), ("wine", 3), ("tumour", 2), ("diabetes", 0),
])
def test_the_real_tables_begin_as_their_words_say(name: str, classes: int) -> None:
    """And nothing is taken off their numbers or left out of them."""
    sheet = read(sample_table(name), Reading(gaps=True), max_classes=limits.MAX_OWN_CLASSES)
    assert len(sheet.data.classes) == classes
    assert set(notes(sheet)) <= {"coded", "gaps_left_out", "grouped"}
    assert sheet.left_out == ()


def test_too_many_words_are_named() -> None:
    problem = refused("a,b\n" + "".join(f"{i}.5,{'klmno'[i % 5]}\n" for i in range(20)), max_classes=4)
    assert (problem.code, problem.values["classes"], problem.values["some"]) == ("too_many_classes", 5, "k, l, m, n")


def test_spellings_of_one_class_are_one_and_it_is_said() -> None:
    sheet = read('a,b\n1.5,Yes\n2.5,yes\n3.5,no\n4.5,"No "\n5.5,YES\n')
    assert (sheet.data.classes, sheet.data.y.tolist()) == (("Yes", "no"), [0, 0, 1, 1, 0])
    joined = [note.values["names"] for note in sheet.notes if note.code == "joined"]
    assert joined == ["“Yes”, “yes”, “YES”", "“no”, “No”"]


def test_flags_of_one_class_are_that_class() -> None:
    flags = {"setosa": "1,0,0", "versicolor": "0,1,0", "virginica": "0,0,1"}
    content = "length,width,setosa,versicolor,virginica\n" + "".join(f"{a},{b},{flags[y]}\n" for a, b, *_, y in IRIS)
    sheet = read(content)
    assert sheet.data.inputs == ("length", "width")
    assert sheet.data.classes == ("setosa", "versicolor", "virginica")
    assert sheet.data.y.tolist() == [0, 0, 1, 1, 2, 2]
    assert notes(sheet)["one_hot"]["count"] == 3


def test_a_class_in_the_first_column_is_noticed() -> None:
    """UCI wine: the cultivar stands first, and proline would be learnt."""
    rows = (f"{1 + i // 4},{10 + i / 7:.2f},{500 + 37 * i}.0\n" for i in range(12))
    content = "class,alcohol,proline\n" + "".join(rows)
    assert notes(read(content))["class_first"] == {"column": 1, "name": "class", "last": "proline"}


def test_a_rare_class_is_noticed() -> None:
    content = "a,b,c\n" + "".join(f"{i}.5,{i * i % 7},{'rare' if i == 50 else 'usual'}\n" for i in range(100))
    assert notes(read(content))["rare"] == {"name": "rare", "count": 1, "rows": 100, "common": "usual", "share": "99"}
    assert "rare" not in notes(read(HEADER + ROWS))


# --- what stands above the table -------------------------------------------------------------------

@pytest.mark.parametrize(("content", "said"), [
    ("2019,2020,class\n1.5,2.5,a\n2.5,3.5,b\n3.5,4,a\n4,5,b\n", "years"),
    ("2019,2020,2021\n1.5,2.5,3.7\n2.5,3.5,4.1\n3.5,4,8.5\n4,5,6.6\n", "years"),
])
def test_a_header_of_years_is_a_header(content: str, said: str) -> None:
    sheet = read(content)
    assert (sheet.data.inputs, len(sheet.data)) == (("2019", "2020"), 4)
    assert said in notes(sheet)
    assert len(look(content, Reading(header=False)).body) == 5


def test_a_table_of_years_is_not_taken_for_a_header() -> None:
    content = "1999,3.5,a\n2001,4.5,b\n2003,2.5,a\n2005,1.5,b\n"
    assert len(read(content).data) == 4


@pytest.mark.parametrize("title", [
    "My flowers\n", "My flowers,,,,\n", "My flowers\nmeasured in May\n", "\nMy flowers\n\n",
])
def test_a_title_above_is_left_out_and_said(title: str) -> None:
    sheet = read(title + HEADER + ROWS)
    assert (sheet.data.inputs, len(sheet.data)) == (NAMES[:-1], 6)
    assert notes(sheet)["title"]["text"] in {"My flowers", "measured in May"}


@pytest.mark.parametrize("units", ["cm,cm,cm,cm,\n", "(cm),(cm),(cm),(cm),\n", "[cm],[cm],[cm],[cm],-\n"])
def test_a_second_line_of_units_belongs_to_the_names(units: str) -> None:
    sheet = read(HEADER + units + ROWS)
    assert sheet.data.inputs == tuple(f"{name} (cm)" for name in NAMES[:-1])
    assert len(sheet.data) == 6
    assert "units" in notes(sheet)


def test_scikit_learns_own_files_are_read() -> None:
    """Their first line counts rows and inputs and names the classes."""
    labels = ["setosa", "versicolor", "virginica"]
    body = "".join(f"{a},{b},{c},{d},{labels.index(y)}\n" for a, b, c, d, y in IRIS)
    sheet = read("6,4,setosa,versicolor,virginica\n" + body)
    assert (sheet.data.classes, sheet.data.y.tolist()) == (tuple(labels), [0, 0, 1, 1, 2, 2])
    wide = read("6,3,class_0,class_1,class_2\n" + "".join(f"{a},{b},{c},{labels.index(y)}\n" for a, b, c, _, y in IRIS))
    assert (len(wide.data), wide.data.x.shape[1]) == (6, 3)
    assert "count_line" in notes(wide)


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "SEP=;\n"])
def test_excels_first_line_says_the_separator(first: str) -> None:
    sheet = read(first + HEADER.replace(",", ";") + ROWS.replace(",", ";"))
    assert (sheet.data.inputs, len(sheet.data)) == (NAMES[:-1], 6)
    # Rows are counted as the spreadsheet does.
    assert refused(first + "a;b\n1;x\n?;y\n2;x\n3;y\n").values["row"] == 4


@pytest.mark.parametrize("mark", [" ", "   ", "\t"])
def test_blanks_part_cells_where_nothing_else_does(mark: str) -> None:
    header = HEADER.replace(" ", "_")
    sheet = read(header.replace(",", mark) + ROWS.replace(",", mark))
    assert len(sheet.data) == 6
    assert sheet.data.x.shape[1] == 4


def test_the_choice_of_the_visitor_goes_before_what_was_found() -> None:
    sheet = look(HEADER + ROWS, Reading(delimiter=";"))
    assert sheet.problem is not None
    assert sheet.problem.code == "too_few_columns"
    assert look(HEADER + ROWS, Reading(header=False)).problem.code == "not_a_number"  # type: ignore[union-attr]


def test_a_guessed_encoding_is_shown_but_not_learnt_from() -> None:
    content = "Länge;Höhe;Geschlecht\n1,5;2;männlich\n2;3;weiblich\n3;4;männlich\n4;5;weiblich\n".encode("cp1252")
    assert look(content).data.classes == ("männlich", "weiblich")  # type: ignore[union-attr]
    with pytest.raises(DataError) as refusal:
        parse_csv(content)
    assert refusal.value.code == "encoding_unsure"
    assert parse_csv(content, reading=Reading(encoding="cp1252")).inputs == ("Länge", "Höhe")
    assert parse_csv(content, reading=Reading(encoding="gb18030")).inputs[0] != "Länge"


def test_a_table_of_two_thousand_rows_is_looked_at_quickly_enough_to_be_looked_at_often() -> None:
    """By what it does rather than by the clock: each cell is read a few times at most."""
    content = "".join(f"{i * i % 97}.5,{i % 13}.25,{i % 3}\n" for i in range(2000))
    assert len(read(content, max_rows=2000).data) == 2000
    assert refused(content, max_rows=1999).values == {"rows": 2000, "limit": 1999}
