"""The training page with a visitor's own table: given, shown as it was read, learnt from, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import OWN, Training
from neuroviz.document.tables.packed import unpack_rows
from neuroviz.document.tables.samples import SAMPLES
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.text import escape_markdown
from tests.app.test_training_page import STAGE, document, more, panel, training, vars_of
from tests.app.widgets import Canvas, widget
from tests.document.tables.books import xlsx

FLOWERS = "Id,**length**,$w$,kind\n" + "".join(f"{i},{i * i % 7}.5,{i % 5}.25,{'pq'[i % 2]}\n" for i in range(1, 13))


def give(at: AppTest, content: str | bytes) -> AppTest:
    """By paste, or as a file."""
    if isinstance(content, str):
        at.text_area(key="training.paste").set_value(content).run()
    else:
        at.file_uploader(key="training.file").set_value(("table.csv", content, "text/csv")).run()
    assert not at.exception
    return at


def learn(at: AppTest) -> None:
    at.button(key="training.learn").click().run()
    assert not at.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_is_read_or_refused_with_its_place(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    at = panel(visit("training", lang=lang), "own")
    before = training(canvas)
    at.text_area(key="training.paste").set_value("a;b;c\n1;2;x\n1,5;oops;y\n2;2;y\n3;3;x").run()
    wanted = LANGUAGES[lang]("data.not_a_number", row=3, column=2, name="b", value="oops")
    assert [error.value for error in at.error] == [wanted]
    assert at.button(key="training.learn").disabled
    assert training(canvas) == before
    at.text_area(key="training.paste").set_value("a;b;c\n1;2;x\n1,5;0;y\n2;2;y\n3;3;x").run()
    assert training(canvas) == before, "it is shown before it is learnt from"
    at.button(key="training.learn").click().run()
    assert not at.error
    assert (training(canvas).dataset, training(canvas).own_classes, training(canvas).own_count) == (OWN, ("x", "y"), 4)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_wide_table_all_inputs_are_learnt_from_and_two_are_seen(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str,
) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, "sepal,width,petal,sex,kind\n" + "".join(
        f"{i * 3 % 7}.5,{i % 5}.25,{i * i % 11}.75,{'fm'[i % 2]},{'abc'[i % 3]}\n" for i in range(12)))
    learn(at)
    now = training(canvas)
    assert (now.own_names, now.sizes[0]) == (("sepal", "width", "petal", "sex: m", "kind"), 4)
    run = more(canvas, at, 3)["run"]
    panel(at, "data")
    across = widget(at, "selectbox", "training.own.across")
    assert across.options == ["sepal", "petal", r"sex\: m"], "not the same one twice"
    across.set_value(2).run()
    widget(at, "selectbox", "training.own.up").set_value(0).run()
    widget(at, "text_input", "training.plane_row").input("3").run()
    view = canvas.views[STAGE]
    assert (view["data"]["axes"], view["run"]) == ([2, 0], run)
    assert training(canvas).plane_row == 3
    # The boxes follow what is undone, and what was learnt stays.
    canvas.act(at, "undo", on=STAGE)
    canvas.act(at, "undo", on=STAGE)
    assert canvas.views[STAGE]["data"]["axes"] == [2, 1]
    assert more(canvas, at, 1)["epochs"] == [4]
    panel(at, "network")
    pills = widget(at, "pills", "training.features")
    assert pills.options == ["sepal", "width", "petal", r"sex\: m"]
    pills.set_value(["x1", "x3"]).run()
    assert training(canvas).sizes[0] == 2
    assert not at.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_its_sheet_its_target_and_its_gaps(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    rows = [["xy"[i % 2], i * 7 % 5 + 0.5, "" if i == 4 else i * i % 9 + 0.25] for i in range(12)]
    at = panel(visit("training", lang=lang), "own")
    give(at, xlsx([["nothing"]], Flowers=[["kind", "a", "b"], *rows]))
    widget(at, "selectbox", "training.own.sheet").set_value("Flowers").run()
    assert at.button(key="training.learn").disabled
    widget(at, "toggle", "training.own.gaps").set_value(True).run()
    widget(at, "selectbox", "training.own.target").set_value(0).run()
    widget(at, "toggle", "training.own.gaps").set_value(True).run()
    learn(at)
    now = training(canvas)
    assert (now.own_names, now.own_classes, now.own_count) == (("a", "b", "kind"), ("x", "y"), 11)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_table_is_learnt_from_and_says_where_it_is_from(
    visit: Callable[..., AppTest], canvas: Canvas, name: str,
) -> None:
    at = panel(visit("training"), "own")
    widget(at, "selectbox", "training.own.sample").set_value(name).run()
    assert any(SAMPLES[name].address in each.value for each in at.caption)
    if name == "penguins":
        widget(at, "toggle", "training.own.gaps").set_value(True).run()
    learn(at)
    assert training(canvas).own_count > 140
    first = canvas.views[STAGE]["numbers"][-1]["train_loss_value"]
    assert more(canvas, at, 3)["numbers"][-1]["train_loss_value"] < first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_given_last_is_read(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    """A bad file, then a good paste; and the other way round; a table outlives a look at another panel."""
    at = panel(visit("training", lang=lang), "own")
    give(at, b"a,b\n1,x\noops,y\n2,x\n3,y\n")
    assert at.error
    give(at, "c,d\n1.5,x\n2,y\n3,x\n4,y\n")
    assert not at.error
    learn(at)
    assert training(canvas).own_names == ("c", "d")
    give(at, b"e,f\n1.5,x\n2,y\n3,x\n4,y\n")
    panel(at, "data")
    panel(at, "own")
    learn(at)
    assert training(canvas).own_names == ("e", "f")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_that_can_be_two_is_asked_about(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, '"1,234",30,a\n987,25,a\n"2,345",31,b\n876,20,b\n')
    assert LANGUAGES[lang](
        "data.ambiguous", row=1, column=1, name="x1", value="1,234", point="1234", comma=r"1\.234",
    ) in [error.value for error in at.error]
    for sign, wanted in ((".", 1234.0), (",", 1.234)):
        widget(at, "selectbox", "training.own.decimal").set_value(sign).run()
        learn(at)
        now = training(canvas)
        assert unpack_rows(now.table)[0, 0] == wanted


def test_an_encoding_is_shown_and_can_be_another(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = panel(visit("training"), "own")
    give(at, "Länge;Art\n1,5;männlich\n2;weiblich\n3;männlich\n4;weiblich\n".encode("cp1252"))
    name = LANGUAGES["en"]("own.encoding.cp1252")
    assert any(LANGUAGES["en"]("data.note.encoding", encoding=name) in each.value for each in at.info)
    widget(at, "selectbox", "training.own.encoding").set_value("gb18030").run()
    learn(at)
    assert "männlich" not in training(canvas).own_classes
    widget(at, "selectbox", "training.own.encoding").set_value("cp1252").run()
    learn(at)
    assert (training(canvas).own_classes, training(canvas).own_names) == (("männlich", "weiblich"), ("Länge", "Art"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_counter_is_left_out_or_taken_names_stay(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, FLOWERS)
    assert LANGUAGES[lang]("data.note.counter", column=1, name="Id") in at.info[0].value
    learn(at)
    assert training(canvas).own_names == ("**length**", "$w$", "kind")
    axes = canvas.views[STAGE]["map"]["spec"]["layout"]
    assert [axes[name]["title"]["text"] for name in ("xaxis", "yaxis")] == ["**length**", "$w$"]
    widget(at, "multiselect", "training.own.left_out").set_value([]).run()
    learn(at)
    assert training(canvas).own_names[:2] == ("Id", "**length**")
    # In the network's panel, and in the studio; nowhere as Markdown.
    panel(at, "network")
    assert widget(at, "pills", "training.features").options[:2] == ["Id", r"\*\*length\*\*"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_class_names_are_no_markdown(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    names = ("**bold**", "$x^2$", ":red[r]")
    at = panel(visit("training", lang=lang), "own")
    give(at, "a,b,c\n" + "".join(f"{i}.5,{i * i % 7},{names[i % 3]}\n" for i in range(9)))
    learn(at)
    assert training(canvas).own_classes == names
    assert widget(at, "segmented_control", "training.class.widget").options == [
        r"\*\*bold\*\*", r"\$x^2\$", r"\:red\[r\]",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_go_into_the_names_and_it_is_said(visit: Callable[..., AppTest], canvas: Canvas, lang: str) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, "length;price;day;kind\n" + "".join(
        f"{i * i % 7} cm;€ {i % 5},50;2024-01-{10 + i};{'pq'[i % 2]}\n" for i in range(12)))
    said = at.info[0].value
    assert LANGUAGES[lang]("data.note.unit_taken", names=escape_markdown("length: cm; price: €")) in said
    assert LANGUAGES[lang]("data.note.dates", column=3, name="day", value=escape_markdown("2024-01-10")) in said
    learn(at)
    assert training(canvas).own_names == ("length (cm)", "price (€)", "kind")
    assert unpack_rows(training(canvas).table)[:2, :2].tolist() == [[0, 0.5], [1, 1.5]]
    # Nameless columns have names as soon as they have units.
    give(at, "".join(f"{i * i % 7} cm;{i % 5},5;{'pq'[i % 2]}\n" for i in range(12)))
    learn(at)
    assert training(canvas).own_names == ("x1 (cm)", "x2", "y")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_wine_quality_begins_as_a_value_and_the_page_says_so(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str,
) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, "acid,sugar,quality\n" + "".join(f"{i}.5,{i * 7 % 5},{3 + i % 6}\n" for i in range(36)))
    assert widget(at, "selectbox", "training.own.kind").value == "values"
    some = "3, 4, 5, 6, 7, 8"
    assert LANGUAGES[lang]("data.note.as_values", column=3, name="quality", some=some) in at.info[0].value
    learn(at)
    assert training(canvas).own_classes == ()
    widget(at, "selectbox", "training.own.kind").set_value("classes").run()
    assert not at.info
    learn(at)
    assert training(canvas).own_classes == ("3", "4", "5", "6", "7", "8")


def test_whole_numbers_are_classes_or_values_as_the_visitor_says(visit: Callable[..., AppTest], canvas: Canvas) -> None:
    at = panel(visit("training"), "own")
    give(at, "a,b,quality\n" + "".join(f"{i}.5,{i * i % 7},{3 + i % 3}\n" for i in range(18)))
    learn(at)
    assert training(canvas).own_classes == ("3", "4", "5")
    widget(at, "selectbox", "training.own.kind").set_value("values").run()
    learn(at)
    assert training(canvas).own_classes == ()
    # More than there are colours for: values from the beginning, and a sentence for classes.
    give(at, "a,b,quality\n" + "".join(f"{i}.5,{i * i % 7},{3 + i % 11}\n" for i in range(33)))
    assert widget(at, "selectbox", "training.own.kind").value == "values"
    widget(at, "selectbox", "training.own.kind").set_value("classes").run()
    assert "up to 10" in at.error[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_is_whole_in_a_link_and_an_older_one_says_what_it_kept(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str,
) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, FLOWERS.replace("Id", "a").replace("\n1,", "\n7,"))
    learn(at)
    kept = training(canvas)
    panel(visit("training", lang=lang, doc=codec.to_link(document(canvas))), "own")
    assert training(canvas) == kept
    assert kept.sizes[0] == 3
    rows = ((0.0, 0.5, 0.0), (1.0, 1.0, 1.0), (-1.0, 2.0, 1.0), (2.0, -1.0, 0.0))
    older = Training(dataset=OWN, own=rows, own_classes=("a", "b"), own_inputs=3)
    link = codec.to_link(Document(**{**vars_of(PRESETS["xor"].document), "training": older}))
    again = panel(visit("training", lang=lang, doc=link), "own")
    assert LANGUAGES[lang]("training.own.only_two", count=3) in [each.value for each in again.caption]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("content", "code"), [
    (b"PK\x03\x04\x14", "spreadsheet"), (b"1,2\n" * 600_000, "too_many_rows"),
])
def test_what_is_no_table_is_said_in_the_visitors_language(
    visit: Callable[..., AppTest], canvas: Canvas, lang: str, content: bytes, code: str,
) -> None:
    at = panel(visit("training", lang=lang), "own")
    give(at, content)
    values = {"rows": 600_000, "limit": 5000} if code == "too_many_rows" else {}
    assert LANGUAGES[lang](f"data.{code}", **values) in [error.value for error in at.error]
    assert at.button(key="training.learn").disabled
