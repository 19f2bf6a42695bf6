"""Links: what goes in comes out bit for bit or is too long, and what comes from outside is never trusted."""

from __future__ import annotations

import base64
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Layer, Refusal, codec, limits
from tests.document.small import SMALL
from tests.document.validity import bits
from tests.strategies import documents


def as_link(data: bytes) -> str:
    return "1" + base64.urlsafe_b64encode(zlib.compress(data, 9)).rstrip(b"=").decode()


@given(document=documents())
def test_a_link_keeps_every_bit_or_is_refused_as_too_long(document: Document) -> None:
    try:
        link = codec.to_link(document)
    except Refusal as refused:
        assert refused.code == "link_too_long"
        assert refused.params["length"] > refused.params["limit"] == limits.MAX_LINK_CHARS
        return
    assert len(link) <= limits.MAX_LINK_CHARS
    assert bits(codec.from_link(link)) == bits(document)


@given(seed=st.integers(0, 2**32))
def test_a_4_8_8_2_network_fits_a_link_whatever_its_weights(seed: int) -> None:
    """Random bits compress worst: every number here has 17 digits and any exponent."""
    rng = random.Random(seed)

    def row(size: int) -> tuple[float, ...]:
        return tuple(rng.choice((-1, 1)) * rng.uniform(1, 10) * 10.0 ** rng.randint(-300, 300) for _ in range(size))

    widths = (4, 8, 8, 2)
    document = Document(
        layers=tuple(
            Layer(tuple(row(n_in) for _ in range(n_out)), row(n_out), "leaky_relu")
            for n_in, n_out in zip(widths, widths[1:], strict=False)
        ),
        input=row(4),
    )
    link = codec.to_link(document)
    assert len(link) <= 6_000
    assert bits(codec.from_link(link)) == bits(document)


@given(document=documents())
def test_a_link_needs_no_quoting_in_an_address(document: Document) -> None:
    try:
        link = codec.to_link(document)
    except Refusal:
        return
    assert set(link) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_link_cut_anywhere_is_refused() -> None:
    link = codec.to_link(SMALL)
    for length in range(len(link)):
        with pytest.raises(Refusal) as caught:
            codec.from_link(link[:length])
        assert caught.value.code == "link_broken"


@given(link=st.one_of(st.text(max_size=100), st.from_regex(r"1[A-Za-z0-9_-]{0,200}", fullmatch=True)))
def test_random_links_are_refused(link: str) -> None:
    with pytest.raises(Refusal) as caught:
        codec.from_link(link)
    assert caught.value.code == "link_broken"


def test_a_small_link_that_unpacks_to_much_is_refused_without_unpacking_it() -> None:
    # The most zeros whose link still has a legal length.
    bomb = as_link(bytes(3_500_000))
    assert len(bomb) <= limits.MAX_LINK_CHARS
    tracemalloc.start()
    try:
        with pytest.raises(Refusal) as caught:
            codec.from_link(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "file_too_large"
    assert peak < 3 * limits.MAX_FILE_BYTES


def test_a_link_of_100_megabytes_of_zeros_is_too_long_to_be_read() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    with pytest.raises(Refusal) as caught:
        codec.from_link("1" + base64.urlsafe_b64encode(packed).decode().rstrip("="))
    assert caught.value.code == "link_too_long"


@pytest.mark.parametrize("link", ["", "1", "2" + codec.to_link(SMALL)[1:], "x", "1====", "１abc", "1 abc", "../etc"])
def test_a_broken_link_is_refused(link: str) -> None:
    with pytest.raises(Refusal) as caught:
        codec.from_link(link)
    assert caught.value.code == "link_broken"


@pytest.mark.parametrize(("data", "code"), [
    (b"", "file_empty"), (b"hello", "file_not_json"), (b"{}", "not_neuroviz"), (b"\xff", "file_not_json"),
])
def test_a_sound_link_with_wrong_contents_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        codec.from_link(as_link(data))
    assert caught.value.code == code


@given(at=st.integers(0, 10_000), letter=st.sampled_from("AZaz09-_"))
def test_a_link_with_one_wrong_letter_never_opens_as_something_else(at: int, letter: str) -> None:
    """The checksum in the packing sees to that."""
    link = codec.to_link(SMALL)
    at %= len(link)
    changed = link[:at] + letter + link[at + 1:]
    try:
        assert codec.from_link(changed) == SMALL
    except Refusal as refused:
        assert refused.code == "link_broken"
