"""The notebook has the script's code, and the shape that nbformat 4.5 describes."""

from __future__ import annotations

import re
from itertools import product

import orjson
import pytest

from neuroviz.code.learning import training_script
from neuroviz.code.network import LIBRARIES, network_script
from neuroviz.code.notebook import notebook
from neuroviz.code.text import Script, Section
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import Training
from tests.code.running import WORDS, run, run_source

SCRIPTS = {
    **{f"{library}, {language}": network_script(PRESETS["fruit"].document, library, WORDS[language])
       for library, language in product(LIBRARIES, WORDS)},
    **{f"learning, {language}": training_script(Training(epochs=2), "numpy", WORDS[language]) for language in WORDS},
}


def cells(script: Script, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in orjson.loads(notebook(script))["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_has_the_formats_shape(name: str) -> None:
    found = orjson.loads(notebook(SCRIPTS[name]))
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert found["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", each) for each in ids)
    for cell in found["cells"]:
        extra = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell.keys() == {"cell_type", "id", "metadata", "source"} | extra
        assert all(line.endswith("\n") for line in cell["source"][:-1])


@pytest.mark.parametrize("name", [name for name in SCRIPTS if "numpy" in name or "learning" in name])
def test_run_cell_by_cell_it_does_what_the_script_does(name: str) -> None:
    install, *code = cells(SCRIPTS[name], "code")
    assert install == "%pip install -q numpy"
    assert run_source("\n\n".join(code))[1] == run(SCRIPTS[name])[1]


def test_what_is_said_in_it_is_no_markup() -> None:
    """A visitor's names stand in the sentences above the code."""
    hard = "<img src=x> [a](b) **c** $d$ # e"
    text, _ = cells(Script(hard, ("numpy",), (Section(hard, "x = 1"),)), "markdown")
    assert not re.search(r"(?<!\\)[<>\[\]*$#]", text)
