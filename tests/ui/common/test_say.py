"""One base for every error with a code, and one way to word it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import neuroviz
from neuroviz.bio import SimulationError
from neuroviz.coded_error import CodedError
from neuroviz.document import Refusal
from neuroviz.document.fields import check_number, ranges_of
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.tables.data import DataError, Note
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import say, say_plainly
from neuroviz.ui.common.text import escape_markdown

HOSTILE = "$x$ <b> [a](b) :red[c] `d`"


def test_every_error_of_the_package_has_a_code() -> None:
    """Whoever adds an error of his own, derived from ValueError say, gives a visitor an error without a sentence.

    Of what happens in the process that reads HDF5, the codes come back to the reader that asked.
    """
    root = Path(neuroviz.__file__).parent
    others = [
        f"{path.relative_to(root)}: {node.name}" for path in root.rglob("*.py") if path.name != "hdf5_process.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)
        if node.name != "CodedError" and any(ast.unparse(base).endswith(("Error", "Exception")) for base in node.bases)
        and not any(ast.unparse(base) == "CodedError" for base in node.bases)
    ]
    assert not others


@pytest.mark.parametrize("kind", [Refusal, DataError, SimulationError])
def test_values_cannot_be_changed(kind: type[CodedError]) -> None:
    error = kind("code", name="x")
    assert (error.code, dict(error.values)) == ("code", {"name": "x"})
    with pytest.raises(TypeError):
        error.values["name"] = "y"  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", [
    Refusal("number_unreadable", text=HOSTILE), DataError("not_a_number", value=HOSTILE, row=1, column=2, name="a"),
    SimulationError("parameter", name=HOSTILE, value=1.0), Note("joined", {"names": HOSTILE, "name": HOSTILE}),
], ids=lambda what: type(what).__name__)
def test_what_came_from_outside_is_harmless_in_markdown_and_itself_in_plain_text(
    what: Refusal | DataError | SimulationError | Note, lang: str,
) -> None:
    t = LANGUAGES[lang]
    assert escape_markdown(HOSTILE) in say(what, t)
    assert HOSTILE not in say(what, t)
    assert HOSTILE in say_plainly(what, t)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("where", "word"), [
    *((f"neuron.{name}", f"neuron.field.{name}") for name in ranges_of(Neuron)),
    ("neuron.bias", "neuron.figure.edit_bias"), ("neuron.weights[2]", "w₃"), ("neuron.inputs[0]", "x₁"),
    ("learning.turns[0][2]", "training.weight.value"),
])
def test_a_number_out_of_range_is_said_to_be_its_fields_in_the_visitors_word(where: str, word: str, lang: str) -> None:
    t = LANGUAGES[lang]
    said = say_plainly(Refusal("field_range", where=where, value="-501", low="-500", high="500"), t)
    name = t(word) if t.has(word) else word
    assert said == t("refusal.field_range", where=name, value="−501", low="−500", high="500")


def test_a_large_bound_is_said_as_people_write_it() -> None:
    with pytest.raises(Refusal) as caught:
        check_number(-2.5e9, "x", -1e6, 1e6)
    assert [caught.value.values[name] for name in ("value", "low", "high")] == ["-2500000000", "-1000000", "1000000"]
