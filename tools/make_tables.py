"""Make the real tables that the app ships, from two published packages: neuroviz/document/tables/data/*.csv.

    pip download scikit-learn==1.9.1 --no-deps && unzip scikit_learn-*.whl 'sklearn/datasets/data/*'
    pip download palmerpenguins==0.1.6 --no-deps && unzip palmerpenguins-*.whl 'palmerpenguins/data/*'
    python tools/make_tables.py sklearn palmerpenguins

No number is changed, and gaps stay gaps. Names of columns and classes are written out, with their units; the class or
the value comes last.

Licences: neuroviz/document/tables/data/LICENSES.md.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterable
from pathlib import Path

OUT = Path(__file__).parents[1] / "neuroviz" / "document" / "tables" / "data"

IRIS = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
WINE = (
    "alcohol (%)", "malic acid", "ash", "alcalinity of ash", "magnesium", "phenols", "flavanoids", "nonflavanoids",
    "proanthocyanins", "colour intensity", "hue", "OD280/OD315", "proline",
)
PARTS = ("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points",
         "symmetry", "fractal dimension")
TUMOUR = tuple(f"{how} {part}" for how in ("mean", "SE of", "worst") for part in PARTS)
DIABETES = ("age", "sex", "body mass index", "blood pressure", "s1 cholesterol", "s2 LDL", "s3 HDL", "s4 ratio",
            "s5 log triglycerides", "s6 glucose")


def counted(path: Path) -> list[list[str]]:
    """Return the rows of one of scikit-learn's files, without the line that counts them."""
    with path.open(newline="") as file:
        return list(csv.reader(file))[1:]


def named(rows: Iterable[list[str]], classes: tuple[str, ...]) -> list[list[str]]:
    """Return the rows with the class's name in place of its number."""
    return [[*row[:-1], classes[int(row[-1])]] for row in rows]


def diabetes(folder: Path) -> list[list[str]]:
    """Return the ten measurements in their own units, and the progression."""
    def lines(name: str) -> list[list[str]]:
        with gzip.open(folder / name, "rt") as file:
            return [[f"{float(cell):g}" for cell in line.split()] for line in file]

    measured, progress = lines("diabetes_data_raw.csv.gz"), lines("diabetes_target.csv.gz")
    return [[*row, *value] for row, value in zip(measured, progress, strict=True)]


def penguins(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the columns of the penguins, the species last and the year of the visit left out."""
    order = ("island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "species")
    names = ("island", "bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)", "sex", "species")
    with path.open(newline="") as file:
        rows = [["" if row[name] == "NA" else row[name] for name in order] for row in csv.DictReader(file)]
    return [*names], rows


def write(name: str, head: Iterable[str], rows: Iterable[list[str]]) -> None:
    """Write one table."""
    with (OUT / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def main(sklearn: Path, palmerpenguins: Path) -> None:
    """Write all tables."""
    data = sklearn / "datasets" / "data"
    write("iris", (*IRIS, "species"), named(counted(data / "iris.csv"), ("setosa", "versicolor", "virginica")))
    cultivars = ("cultivar 1", "cultivar 2", "cultivar 3")
    write("wine", (*WINE, "cultivar"), named(counted(data / "wine_data.csv"), cultivars))
    write("tumour", (*TUMOUR, "diagnosis"), named(counted(data / "breast_cancer.csv"), ("malignant", "benign")))
    write("diabetes", (*DIABETES, "progression"), diabetes(data))
    write("penguins", *penguins(palmerpenguins / "data" / "penguins.csv"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
