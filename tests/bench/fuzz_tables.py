"""Does any file bring the reader of tables down, or keep it busy? So many inputs of each kind, and what became of them.

Texts, and workbooks made here, are cut, filled with other bytes, and written anew with hostile cells; workbooks also
inside, in their XML, and packed again, so that it is the XML that is hostile and not the ZIP. Nothing but a table or a
refusal with a known code may come of them. It prints how often each code came, and the slowest input of each kind.
Run: python -m tests.bench.fuzz_tables [inputs of each kind]
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable

from neuroviz.document.tables.data import CODES, Reading, look
from tests.document.tables.books import ods, xlsx

CELLS = (
    "1", "2.5", "-3,25", "1e5", "", "NA", "cat", "<img src=x onerror=alert(1)>", "=1+1", "1.234", "1,234", "\ufeff",
    '"',
    "٣", "1e999", "nan", "inf", "TRUE", "no", "**b**", "$x$", "\x00", "9" * 400, "2019", "sep=;", "\u2028", "Ω",
    "12 cm", "$1,234", "7 mm", "2024-01-31", "9 " * 20 + "cm", "1" + "e" * 40, "9" * 40 + "m/" * 4,
    "9" * 20_000, "9" * 20_000 + "x", "1." * 9_000, "1'234" * 5_000, "0" * 20_000 + ".5", " " * 20_000 + "1",
)
XML = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&#0;", b"&lt;", b'<c r="XFD1048576"><v>1</v></c>', b'<row r="1048576">',
    b"</c>", b"<v>", b't="s"', b"<v>99999999</v>", b'number-columns-repeated="16384"', b"<![CDATA[", b"-->",
    b"\xff\xfe", b'number-rows-repeated="1048576"', b"<t>", b"xml:space", b'r="A0"', b'r="1A"', b"<",
    b'office:value="nan"', b'count="4294967295"', b'<f t="shared" si="0" ref="A1:XFD1048576">A1</f>',
    b'<mergeCell ref="A1:XFD1048576"/>', b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="B2"/>',
    b'<text:s text:c="4294967295"/>',
)


def table(rng: random.Random) -> list[list[str]]:
    """Return a table with hostile cells."""
    width, hostile = rng.randint(1, 8), rng.choice((0.0, 0.0, 0.01, 0.2))

    def row() -> list[str]:
        cells = width if rng.random() >= hostile / 4 else rng.randint(0, 60)
        return [rng.choice(CELLS) if rng.random() < hostile else f"{rng.uniform(-9, 9):.{rng.randint(0, 3)}f}"
                for _ in range(cells)]

    return [row() for _ in range(rng.randint(0, 30))]


def mutated(content: bytes, rng: random.Random, pieces: tuple[bytes, ...] = ()) -> bytes:
    """Return the bytes cut, filled with others, and with pieces put in."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                del data[at: at + rng.randint(1, 40)]
            case 1:
                data[at:at] = rng.randbytes(rng.randint(1, 8))
            case 2:
                data[at: at + 1] = rng.randbytes(1)
            case 3:
                data[at:at] = data[at: at + rng.randint(1, 60)]
            case 4 if pieces:
                data[at:at] = rng.choice(pieces)
    return bytes(data[: rng.randrange(len(data) + 1)] if rng.random() < 0.05 else data)


def text(rng: random.Random) -> bytes | str:
    """Return a text: of hostile cells, or mutated."""
    mark = rng.choice("\t;,|  ，")
    made = rng.choice(("\n", "\r\n", "\r")).join(mark.join(row) for row in table(rng))
    if rng.random() < 0.005:
        made = (made * 3000)[:3_900_000]
    if rng.random() < 0.3:
        return made
    encoded = made.encode(rng.choice(("utf-8", "utf-16", "gb18030")), errors="replace")
    return mutated(encoded, rng) if rng.random() < 0.7 else encoded


def inside(book: bytes, rng: random.Random) -> bytes:
    """Return a workbook one or two parts of which are mutated."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        hit = {rng.choice(old.namelist()) for _ in range(2)}
        for name in old.namelist():
            new.writestr(name, mutated(old.read(name), rng, XML) if name in hit else old.read(name))
    return packed.getvalue()


def workbook(rng: random.Random) -> bytes:
    """Return a workbook: of hostile cells, or mutated inside or outside."""
    book = rng.choice((xlsx, ods))(table(rng) or [["a", "b"], ["1", "x"]])
    how = rng.random()
    return book if how < 0.1 else mutated(book, rng) if how < 0.3 else inside(book, rng)


READINGS = (
    Reading(), Reading(target=0), Reading(gaps=True), Reading(kind="classes", left_out=()), Reading(header=False),
    Reading(decimal=",", target=1, gaps=True), Reading(left_out=(0, 2), kind="values"), Reading(sheet="Data"),
)
KINDS: dict[str, Callable[[random.Random], bytes | str]] = {"text": text, "workbook": workbook}


def tried(kind: str, count: int, seed: int) -> tuple[Counter[str], float]:
    """Look at `count` inputs. Returns how often each outcome came, and the longest time of one, s."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(count):
        content = KINDS[kind](rng)
        since = time.process_time()
        sheet = look(content, rng.choice(READINGS))
        slowest = max(slowest, time.process_time() - since)
        assert (sheet.data is None) is (sheet.problem is not None)
        assert sheet.problem is None or sheet.problem.code in CODES
        found[sheet.problem.code if sheet.problem is not None else "read"] += 1
    return found, slowest


if __name__ == "__main__":
    for kind in KINDS:
        many = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
        outcomes, longest = tried(kind, many, 20261127)
        print(f"{kind}: {many} inputs, slowest {1000 * longest:.0f} ms (CPU); {dict(outcomes.most_common())}")
