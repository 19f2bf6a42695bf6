"""The two sets of images, and which of them training never sees.

*mnist*      10 000 images of 28 by 28 pixels, grey levels from 0 to 255 (LeCun, Cortes and Burges)
*optdigits*  1797 images of 8 by 8 pixels, each the count from 0 to 16 of black pixels in a block of a 32 by 32 bitmap
             (Alpaydin and Kaynak; UCI Machine Learning Repository)

tools/make_digits.py makes the files, in a random order; the last images of a file are never learnt from.

Sources: LeCun, Bottou, Bengio and Haffner 1998; Alpaydin and Kaynak 1998.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once

FOLDER = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Format:
    """What images of a set are like.

    side   pixels along each side
    most   the largest value of a pixel; the network is given value / most
    spare  how many images training never sees
    """

    name: str
    side: int
    most: int
    spare: int


FORMATS: Mapping[str, Format] = MappingProxyType({
    record.name: record for record in (Format("mnist", 28, 255, 2000), Format("optdigits", 8, 16, 360))
})


@dataclass(frozen=True, eq=False)
class Images:
    """Images of one set; the arrays are shared and read-only.

    pixels  (n, side²) whole numbers, row by row from the top
    labels  (n,) the digits
    """

    format: Format
    pixels: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def inputs(self) -> NDArray[np.float64]:
        """What a network is given of them: (n, side²), from 0 to 1."""
        return self.pixels / self.format.most


@computed_once(2)
def _all(name: str) -> Images:
    with np.load(FOLDER / f"{name}.npz") as file:
        pixels, labels = file["pixels"], file["labels"]
    pixels.setflags(write=False)
    labels.setflags(write=False)
    return Images(FORMATS[name], pixels, labels)


def learnt(name: str) -> Images:
    """Return the images that a network learns from."""
    whole = _all(name)
    return Images(whole.format, whole.pixels[: -whole.format.spare], whole.labels[: -whole.format.spare])


def never_seen(name: str) -> Images:
    """Return the images that training never sees."""
    whole = _all(name)
    return Images(whole.format, whole.pixels[-whole.format.spare:], whole.labels[-whole.format.spare:])
