"""Numbers that carry a unit, columns whose units differ, and dates: read, or said, never taken for words in silence."""

from __future__ import annotations

import pytest

from neuroviz.document.tables.data import Reading, look
from neuroviz.document.tables.units import Measure, measure_of, moment_of, with_unit
from tests.document.tables.test_tables import notes, read, refused


def column(cells: list[str], mark: str = ";") -> str:
    """A table with these cells, and another input and a class beside them."""
    return mark.join(("size", "b", "kind")) + "\n" + "".join(
        mark.join((cell, f"{i * i % 7}", "pq"[i % 2])) + "\n" for i, cell in enumerate(cells))


@pytest.mark.parametrize(("cell", "number", "unit"), [
    ("12 %", "12", "%"), ("12kg", "12", "kg"), ("12 cm", "12", "cm"), ("$12", "12", "$"), ("€ 3,50", "3,50", "€"),
    ("3,50 €", "3,50", "€"), ("-$5", "-5", "$"), ("$-5", "-5", "$"), ("US$ 1,234.50", "1,234.50", "US$"),
    ("CHF 12.5", "12.5", "CHF"), ("20 °C", "20", "°C"), ("20 ℃", "20", "°C"), ("−3 °C", "-3", "°C"),
    ("5 m²", "5", "m²"), ("90 km/h", "90", "km/h"), ("1\u202f234,5 kg", "1 234,5", "kg"), ("72/min", "72", "/min"),
    ("5 岁", "5", "岁"), ("￥12", "12", "¥"), ("1.5e3 Pa", "1.5e3", "Pa"), (".5 g", ".5", "g"), ("12", "12", ""),
])
def test_a_number_and_its_unit(cell: str, number: str, unit: str) -> None:
    found = measure_of(cell)
    assert found is not None
    assert (found.number, found.unit) == (number, unit)


@pytest.mark.parametrize("cell", [
    "cm", "w12", "0x10", "1_000", "1,23.5", "10-20", "5'3\"", "1.2.10 cm", "2024-01-31", "3 mar", "12:30", "-inf", "",
    "9" * 1000 + " cm", "1" + " cm" * 30,
])
def test_what_is_no_number_with_a_unit(cell: str) -> None:
    assert measure_of(cell) is None


@pytest.mark.parametrize(("one", "other"), [
    ("12cm", "3 cm"), ("$12", "12 $"), ("1 day", "2 days"), ("5 min.", "5 min"),
])
def test_one_unit_written_in_two_ways(one: str, other: str) -> None:
    first, second = measure_of(one), measure_of(other)
    assert isinstance(first, Measure)
    assert isinstance(second, Measure)
    assert first.key == second.key


@pytest.mark.parametrize(("form", "unit"), [
    ("{} cm", "cm"), ("{}cm", "cm"), ("{} %", "%"), ("${}", "$"), ("€ {},50", "€"),
])
@pytest.mark.parametrize("different", [3, 8, 16])
def test_the_unit_goes_from_the_cells_into_the_name(form: str, unit: str, different: int) -> None:
    """Three were yes or no inputs, sixteen were left out."""
    sheet = read(column([form.format(10 + i % different) for i in range(16)]))
    half = 0.5 if "50" in form else 0
    assert sheet.data.inputs == (f"size ({unit})", "b")
    assert sheet.data.x[:, 0].tolist() == [10 + i % different + half for i in range(16)]
    assert notes(sheet) == {"unit_taken": {"names": f"size: {unit}"}}
    assert sheet.left_out == ()


def test_a_small_table_has_units_too() -> None:
    assert read("a,y\n12 %,p\n13 %,q\n14 %,p\n15 %,q\n").data.x[:, 0].tolist() == [12, 13, 14, 15]


def test_the_target_has_a_unit_too() -> None:
    data = read("a;price\n" + "".join(f"{i}.5;{i * i},50 €\n" for i in range(8))).data
    assert (data.target, data.kind, data.y[:3].tolist()) == ("price (€)", "regression", [0.5, 1.5, 4.5])


@pytest.mark.parametrize("name", ["size (cm)", "size in cm", "cm", "size_cm"])
def test_a_name_that_names_its_unit_stays(name: str) -> None:
    assert with_unit(name, "cm") == name
    assert with_unit("decm", "cm") == "decm (cm)"
    sheet = read(column([f"{i * i} cm" for i in range(8)]).replace("size", name))
    assert sheet.data.inputs[0] == name
    assert "unit_taken" in notes(sheet)


def test_gaps_among_units_are_gaps() -> None:
    content = column(["1 kg", "5 kg", "", "7 kg", "NA", "3 kg"])
    assert refused(content).code == "missing"
    assert read(content, Reading(gaps=True)).data.x[:, 0].tolist() == [1, 5, 7, 3]


@pytest.mark.parametrize("start", [0, 1])
def test_what_is_measured_counts_no_rows(start: int) -> None:
    assert read(column([f"{i} kg" for i in range(start, start + 6)])).left_out == ()


def test_a_table_without_names_keeps_its_units() -> None:
    """Its first row is no header; a header that looks like a measure is one."""
    sheet = read("".join(f"{i * i} cm;{'pq'[i % 2]}\n" if i else "0 cm;p\n" for i in range(6)))
    assert (sheet.header, len(sheet.data), sheet.data.inputs, sheet.named) == (False, 6, ("x1 (cm)",), True)
    shots = read("3P;2P;won\n" + "".join(f"{i};{i * i % 5};{'yn'[i % 2]}\n" for i in range(2, 8)))
    assert (shots.header, shots.data.inputs) == (True, ("3P", "2P"))
    # No second line of units, but the first of the numbers.
    mixed = look("a;b;y\n12 cm;5 kg;p\n13;7;q\n14;8;p\n15;9;q\n")
    assert ("units" in notes(mixed), len(mixed.body)) == (False, 4)


# --- decimal signs ---------------------------------------------------------------------------------

def test_a_number_with_a_unit_is_as_ambiguous_as_without() -> None:
    content = column(["1.234 €", "987 €", "2.345 €", "876 €"])
    problem = refused(content)
    assert (problem.code, problem.values["value"], problem.values["row"]) == ("ambiguous", "1.234", 2)
    assert (problem.values["point"], problem.values["comma"]) == ("1.234", "1234")
    assert read(content, Reading(decimal=",")).data.x[:, 0].tolist() == [1234, 987, 2345, 876]
    assert read(content, Reading(decimal=".")).data.x[:, 0].tolist() == [1.234, 987, 2.345, 876]


@pytest.mark.parametrize(("cells", "first"), [
    (["$1,234", "$987.25", "$2", "$3"], 1234.0), (["1.234 €", "0,50 €", "2 €", "3 €"], 1234.0),
    (["$1,234.50", "$987", "$2", "$3"], 1234.5),
])
def test_another_cell_with_a_unit_settles_it(cells: list[str], first: float) -> None:
    assert read(column(cells)).data.x[0, 0] == first


def test_two_decimal_signs_are_refused() -> None:
    assert refused(column(["1.5 kg", "1,5 kg", "2 kg", "3 kg"])).code == "mixed_decimals"


# --- units that differ -----------------------------------------------------------------------------

@pytest.mark.parametrize(("other", "differs"), [("120 mm", "120 mm"), ("13", "13"), ("about 14", "about 14")])
def test_units_that_differ_are_said_with_two_of_them(other: str, differs: str) -> None:
    cells = [f"{10 + i} cm" for i in range(12)]
    cells[4] = other
    sheet = read(column(cells))
    assert sheet.data.inputs == ("b",)
    assert notes(sheet) == {"mixed_units_out": {
        "column": 1, "name": "size", "value": "10 cm", "row": 2, "other": differs, "other_row": 6,
    }}


def test_few_cells_whose_units_differ_are_words_and_it_is_said() -> None:
    sheet = read(column(["1 cm", "10 mm", "1 cm", "20 mm", "1 cm", "10 mm"]))
    assert sheet.data.inputs == ("size: 1 cm", "size: 10 mm", "size: 20 mm", "b")
    assert (notes(sheet)["mixed_units"]["value"], notes(sheet)["mixed_units"]["other"]) == ("1 cm", "10 mm")


def test_a_small_table_of_units_that_differ_says_why_it_is_refused() -> None:
    sheet = look("a,y\n1 cm,p\n13 mm,q\n14 mm,p\n15 mm,q\n")
    assert sheet.problem is not None
    assert (sheet.problem.code, sheet.problem.values["limit"]) == ("words", 2)
    assert notes(sheet)["mixed_units"]["other_row"] == 3


@pytest.mark.parametrize("cells", [
    ["1a", "1b", "2a", "2b"], ["1st", "2nd", "3rd", "2nd"], ["C85", "E46", "C85", "E46"],
])
def test_codes_are_words_and_not_measured(cells: list[str]) -> None:
    sheet = read(column(cells * 4))
    assert set(notes(sheet)) == {"coded"}


def test_many_words_are_left_out_with_the_bound_that_was_used() -> None:
    """Eleven words in a hundred rows are not something else in nearly every row."""
    sheet = read(column([f"w{i % 11}" for i in range(100)]))
    assert notes(sheet)["many_words"] == {"names": "size", "limit": 10, "rows": 100}
    assert notes(read(column([f"w{i}" for i in range(8)])))["many_words"]["limit"] == 4


# --- dates and times -------------------------------------------------------------------------------

@pytest.mark.parametrize("cell", [
    "2024-01-31", "31.01.2024", "1/31/2024", "31/1/24", "31.01.24", "2024/01/31", "2024-01-31 12:30",
    "2024-01-31T12:30:00", "2024-01-31T12:30:00.5+01:00", "31 Jan 2024", "31. Januar 2024", "January 31, 2024",
    "31-Jan-24", "Jan 2024", "2024-01", "2024年1月31日", "1月31日",
])
def test_a_date(cell: str) -> None:
    assert moment_of(cell) == "dates"


@pytest.mark.parametrize("cell", ["2024", "1.2024", "1.2.10", "99.99.2024", "may", "20240131", "10-20", "1/2", "12 cm"])
def test_what_is_no_date(cell: str) -> None:
    assert moment_of(cell) == ""


@pytest.mark.parametrize("different", [2, 4, 12])
@pytest.mark.parametrize(("form", "code"), [
    ("2024-01-{:02}", "dates"), ("{}.01.2024", "dates"), ("1/{}/2024", "dates"), ("{}:30", "times"),
])
def test_dates_and_times_are_left_out_and_said(form: str, code: str, different: int) -> None:
    content = column([form.format(10 + i % different) for i in range(24)])
    sheet = read(content)
    assert (sheet.data.inputs, sheet.left_out) == (("b",), (0,))
    assert notes(sheet) == {code: {"column": 1, "name": "size", "value": form.format(10)}}
    taken = refused(content, Reading(left_out=()))
    assert (taken.code, taken.values["value"]) == (code, form.format(10)), "they are no words, not even on demand"


def test_one_cell_that_is_no_date_makes_no_words_of_dates() -> None:
    assert "dates" in notes(read(column(["2024-01-31", "2024-02-01", "unknown", "2024-02-03"])))


def test_dates_cannot_be_learnt_unless_they_are_few_names() -> None:
    content = "a,day\n" + "".join(f"{i}.5,2024-01-{10 + i}\n" for i in range(14))
    assert refused(content).code == "dates"
    assert refused("day,y\n" + "".join(f"2024-01-{10 + i},{'pq'[i % 2]}\n" for i in range(14))).code == "dates"
    few = read("a,day\n" + "".join(f"{i}.5,2024-01-{10 + i % 2}\n" for i in range(14)))
    assert few.data.classes == ("2024-01-10", "2024-01-11")
