"""The files that the camera writes, read by others: a GIF by Pillow, a WebM element by element."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from tests.js.test_live import node

MODULES = "./neuroviz/ui/live_plot/js/camera"
GIF = f'import {{Gif, paletteOf}} from "{MODULES}/gif.js"'
MAKE = """(() => {
    const pictures = given.pictures.map((one) => Uint8ClampedArray.from(one))
    const gif = new Gif(given.width, given.height, paletteOf(pictures))
    pictures.forEach((one, i) => { gif.add(one, given.hundredths); if (given.stays[i]) gif.stay(given.stays[i]) })
    return Buffer.from(gif.bytes()).toString("latin1")
})()"""

COARSE = 8
"""Colours that differ by less, in each of red, green and blue, count as one."""


def gif(pictures: list[np.ndarray], stays: list[int] | None = None) -> Image.Image:
    """The film of pictures (height, width, 3)."""
    height, width, _ = pictures[0].shape
    opaque = [np.dstack((one, np.full((height, width), 255))).astype(int).ravel().tolist() for one in pictures]
    made = node(GIF, MAKE, {
        "pictures": opaque, "width": width, "height": height, "hundredths": 8,
        "stays": stays or [0] * len(pictures),
    })
    return Image.open(io.BytesIO(made.encode("latin1")))


def frames(film: Image.Image) -> list[np.ndarray]:
    found = []
    for index in range(getattr(film, "n_frames", 1)):
        film.seek(index)
        found.append(np.asarray(film.convert("RGB")).astype(int))
    return found


def flat(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Rectangles in a few colours, as a picture of ours is: more would share a palette's entry."""
    colors = rng.integers(0, 32, (24, 3)) * COARSE + 4
    picture = np.full((height, width, 3), 252)
    for _ in range(12):
        (y, x), color = rng.integers(0, (height, width)), colors[rng.integers(24)]
        picture[y:y + int(rng.integers(1, height + 1)), x:x + int(rng.integers(1, width + 1))] = color
    return picture


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 3), (37, 53), (120, 160)])
def test_every_picture_of_a_film_is_what_was_put_in(height: int, width: int) -> None:
    rng = np.random.default_rng(height)
    first = flat(rng, height, width)
    moved = first.copy()
    moved[: height // 2 + 1, : width // 2 + 1] = 4
    pictures = [first, moved, moved, first, *(flat(rng, height, width) for _ in range(3))]
    found = frames(film := gif(pictures))
    assert film.size == (width, height)
    assert film.info["loop"] == 0
    assert len(found) == len(pictures)
    for expected, one in zip(pictures, found, strict=True):
        assert np.abs(expected - one).max() < COARSE


def test_so_it_is_where_every_point_differs() -> None:
    """The table of codes fills, and begins anew: as nearly as 255 colours can say it."""
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (240, 320, 3))
    (found,) = frames(gif([noise]))
    assert np.abs(noise - found).mean() < 20


def test_a_colour_of_a_few_points_is_not_lost() -> None:
    """A thin line, a letter: of a large picture they are next to nothing."""
    picture = np.full((200, 300, 3), 255)
    picture[100, 20:30] = (192, 74, 0)
    (found,) = frames(gif([picture]))
    assert np.abs(found[100, 25] - (192, 74, 0)).max() < COARSE
    assert np.abs(found[10, 10] - 255).max() == 0


def test_a_picture_that_stays_is_seen_longer() -> None:
    film = gif([np.full((4, 4, 3), 255), np.zeros((4, 4, 3))], stays=[92, 0])
    assert film.info["duration"] == 1000
    film.seek(1)
    assert film.info["duration"] == 80


# --- WebM ----------------------------------------------------------------------------------------

def elements(data: bytes) -> list[tuple[str, bytes]]:
    """What is in an EBML element, one after the other: id, and content."""
    found, at = [], 0
    while at < len(data):
        length = 9 - data[at].bit_length()
        name, at = data[at:at + length].hex(), at + length
        wide = 9 - data[at].bit_length()
        size = int.from_bytes(data[at:at + wide]) & ((1 << (7 * wide)) - 1)
        at += wide
        assert at + size <= len(data), "nothing reaches beyond what it is in"
        found.append((name, data[at:at + size]))
        at += size
    return found


def test_a_webm_says_what_is_in_it() -> None:
    chunks = [{"bytes": [index, 9, 9], "ms": 40 * index, "alone": index % 3 == 0} for index in range(7)]
    made = node(f'import {{webm}} from "{MODULES}/webm.js"', """Buffer.from(webm(
        given.map((one) => ({...one, bytes: Uint8Array.from(one.bytes)})),
        {codec: "V_VP9", width: 1280, height: 720, ms: 280})).toString("latin1")""", chunks).encode("latin1")
    head, segment = elements(made)
    assert dict(elements(head[1]))["4282"] == b"webm"
    assert [head[0], segment[0]] == ["1a45dfa3", "18538067"]
    inside = elements(segment[1])
    info, tracks = dict(elements(inside[0][1])), dict(elements(inside[1][1]))
    assert struct.unpack(">d", info["4489"]) == (280.0,)
    assert int.from_bytes(info["2ad7b1"]) == 1_000_000
    track = dict(elements(tracks["ae"]))
    assert track["86"] == b"V_VP9"
    video = dict(elements(track["e0"]))
    assert (int.from_bytes(video["b0"]), int.from_bytes(video["ba"])) == (1280, 720)
    times, contents = [], []
    for name, cluster in inside[2:]:
        assert name == "1f43b675"
        (clock, start), *blocks = elements(cluster)
        assert clock == "e7"
        for index, (kind, block) in enumerate(blocks):
            assert (kind, block[0]) == ("a3", 0x81)
            times.append(int.from_bytes(start) + int.from_bytes(block[1:3], signed=True))
            assert block[3] == (0x80 if index == 0 else 0), "a cluster begins with a picture that stands alone"
            contents.append(list(block[4:]))
    assert times == [one["ms"] for one in chunks]
    assert contents == [one["bytes"] for one in chunks]


# --- MP4 -----------------------------------------------------------------------------------------

def boxes(data: bytes) -> list[tuple[str, bytes]]:
    """What is in a box, one after the other: name, and content."""
    found, at = [], 0
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        assert 8 <= size <= len(data) - at, "nothing reaches beyond what it is in"
        found.append((name.decode(), data[at + 8:at + size]))
        at += size
    return found


def longs(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(data) // 4}I", data)


def test_an_mp4_says_what_is_in_it_and_where() -> None:
    # One picture stays: what comes after it comes later.
    times = [0, 40, 80, 200, 240, 280]
    chunks = [{"bytes": [9] * (index + 1), "ms": ms, "alone": index in {0, 4}} for index, ms in enumerate(times)]
    made = node(f'import {{mp4}} from "{MODULES}/mp4.js"', """Buffer.from(mp4(
        given.map((one) => ({...one, bytes: Uint8Array.from(one.bytes)})),
        {width: 1280, height: 720, ms: 320, description: Uint8Array.from([1, 100, 0, 51])})).toString("latin1")""",
        chunks).encode("latin1")
    whole = boxes(made)
    assert [name for name, _ in whole] == ["ftyp", "moov", "mdat"], "the index comes before the pictures"
    header, (_, track) = boxes(whole[1][1])
    assert header[0] == "mvhd"
    assert len(header[1]) == 100
    assert longs(header[1][12:20]) == (90_000, 28_800)
    shown, media = boxes(track)
    assert len(shown[1]) == 84
    assert longs(shown[1][-8:]) == (1280 << 16, 720 << 16)
    clock, handler, inside = boxes(media[1])
    assert (longs(clock[1][12:20]), handler[1][8:12]) == ((90_000, 28_800), b"vide")
    table = dict(boxes(dict(boxes(inside[1]))["stbl"]))
    (entry, about), = boxes(table["stsd"][8:])
    assert entry == "avc1"
    assert struct.unpack(">HH", about[24:28]) == (1280, 720)
    assert boxes(about[78:]) == [("avcC", bytes([1, 100, 0, 51]))]
    assert longs(table["stts"]) == (0, 3, 2, 3600, 1, 10_800, 3, 3600), "each picture is seen until the next"
    assert longs(table["stss"]) == (0, 2, 1, 5)
    assert longs(table["stsz"]) == (0, 0, 6, 1, 2, 3, 4, 5, 6)
    assert longs(table["stsc"]) == (0, 1, 1, 6, 1)
    first = longs(table["stco"])[-1]
    assert made[first:] == whole[2][1] == bytes([9] * 21)
