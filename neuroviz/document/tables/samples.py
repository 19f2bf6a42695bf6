"""The real tables that come with the app: where they are from, and under which terms.

`tools/make_tables.py` made them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

_CC_BY = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Sample:
    """A table's source, its licence, and an address where both are found."""

    name: str
    source: str
    licence: str
    address: str


SAMPLES: Mapping[str, Sample] = MappingProxyType({
    sample.name: sample
    for sample in (
        Sample("iris", "R. A. Fisher 1936, UCI Machine Learning Repository.", _CC_BY,
               "https://doi.org/10.24432/C56C76"),
        Sample("penguins", "Gorman, Williams and Fraser 2014; Horst, Hill and Gorman 2020 (palmerpenguins).", "CC0 1.0",
               "https://allisonhorst.github.io/palmerpenguins/"),
        Sample("wine", "Aeberhard and Forina 1992, UCI Machine Learning Repository.", _CC_BY,
               "https://doi.org/10.24432/C5PC7J"),
        Sample("tumour", "Wolberg, Mangasarian, Street and Street 1993, UCI Machine Learning Repository.", _CC_BY,
               "https://doi.org/10.24432/C5DW2B"),
        Sample("diabetes", "Efron, Hastie, Johnstone and Tibshirani 2004, by way of scikit-learn.", "BSD-3-Clause",
               "https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html"),
    )
})


def sample_table(name: str) -> bytes:
    """Return one of `SAMPLES` as the bytes of its CSV file."""
    return (files("neuroviz.document.tables") / "data" / f"{name}.csv").read_bytes()
