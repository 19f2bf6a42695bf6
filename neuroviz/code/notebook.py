"""A script as a Jupyter notebook: the JSON of nbformat 4.5, which is short enough to be written by hand.

Source: the format's own description, nbformat.readthedocs.io, "The Notebook file format".
"""

from __future__ import annotations

from typing import Any

import orjson

from neuroviz.code.text import Script


def notebook(script: Script) -> bytes:
    """Return the notebook: a cell of text with what each section does, and a cell with its code."""
    install = f"%pip install -q {' '.join(script.packages)}"
    cells = [_cell("markdown", 0, _plain(script.head)), _cell("code", 1, install)]
    for section in script.sections:
        cells.append(_cell("markdown", len(cells), _plain(section.title)))
        cells.append(_cell("code", len(cells), section.code.strip("\n")))
    return orjson.dumps({
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }, option=orjson.OPT_INDENT_2)


def _cell(kind: str, number: int, source: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source.splitlines(keepends=True)}
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def _plain(text: str) -> str:
    """Return Markdown that shows just this text: of a visitor's names, none is a link, a tag or a formula."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-!|$~&" else c for c in text)
