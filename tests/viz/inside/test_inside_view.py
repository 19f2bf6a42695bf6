"""What the canvas that looks inside is sent: numbers that are Python's, in pictures of the right shape."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest

from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import LENSES, TESTS, Inside
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.look_inside import look_of, loss_of
from neuroviz.nn.digits.images import FORMATS
from neuroviz.viz.inside.inside_view import coefficient, inside_view, percent
from neuroviz.viz.palette import PALETTES
from tests.conformity import faults_of

SCENES = [
    *(Inside(lens=lens, test=test) for lens, test in zip(LENSES, TESTS, strict=True)),
    Inside(lens="lesion", part="connections", cut=((2, 3, 4),), silent=((1, 2),)),
    Inside(lens="dream", layer=1, neuron=3, start="digit", test="other"),
    Inside(map="gradient", measure="a", digit=3, test="ground"),
]


def view(inside: Inside, digits: Digits | None = None, lang: str = "en") -> dict[str, Any]:
    return inside_view(digits or Digits(), inside, LANGUAGES[lang].under("inside.figure"), PALETTES["light"])


def _as_sent(found: dict[str, Any]) -> dict[str, Any]:
    """As it arrives in the browser: tuples have become lists."""
    sent: dict[str, Any] = orjson.loads(orjson.dumps(found))
    return sent


def numbers(board: dict[str, Any]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(board["values_b64"]), "<f4")


@pytest.mark.parametrize("images", FORMATS)
@pytest.mark.parametrize("inside", SCENES, ids=lambda inside: f"{inside.lens} {inside.test}")
def test_pictures_are_whole_and_every_sentence_is_filled_in(inside: Inside, images: str) -> None:
    digits, side = Digits(images=images), FORMATS[images].side
    for lang in LANGUAGES:
        found = view(inside, digits, lang)
        assert faults_of(_as_sent(found)) == []
        said = [*found["digit_said"], *found["verdict"], *found["said"], found["main"]["title"], found["main"]["scale"]]
        assert all(sentence and "{" not in sentence and "nan" not in sentence for sentence in said)
        for board in (found["main"], found["rival"]):
            match board["kind"]:
                case "map":
                    assert len(numbers(board)) % board["wide"] == 0
                    assert inside.lens == "lesion" or len(numbers(board)) == side**2
                case "film":
                    assert len(board["frames"]) == len(board["frame_said"])
                    assert len(board["frames"]) == len(set(found["film_said"])) == len(found["film_said"])
                    assert not any("{" in sentence for sentence in found["film_said"])
                    assert {len(base64.b64decode(frame)) for frame in board["frames"]} == {side**2}
                case _:
                    assert sum(len(group["tiles"]) for group in board["tiles"]) in {16, 32}


def test_a_map_is_the_lens_of_this_digit_and_the_scale_its_largest_number() -> None:
    look = look_of(Digits(), Inside())
    found = view(Inside())
    assert numbers(found["main"]) == pytest.approx(look.main.values, rel=1e-6)
    assert numbers(found["rival"]) == pytest.approx(look.rival.values, rel=1e-6)
    assert f"{np.abs(look.main.values).max():.4f}".rstrip("0") in found["main"]["scale"]
    assert coefficient(look.alike.strength) in found["verdict"][2]


def test_a_mosaic_keeps_each_neurons_picture_together() -> None:
    inside = Inside(lens="lesion", part="connections")
    values = look_of(Digits(), inside).main.values.reshape(16, 28, 28)
    found = view(inside)["main"]
    whole = numbers(found).reshape(-1, found["wide"])
    for neuron in range(16):
        row, column = divmod(neuron, 4)
        assert whole[28 * row:28 * row + 28, 28 * column:28 * column + 28] == pytest.approx(values[neuron], abs=1e-6)


def test_what_is_said_of_lesions_is_what_they_cost() -> None:
    inside = Inside(lens="lesion", silent=((1, 2), (2, 4)))
    found, loss = view(inside), loss_of(Digits(), inside)
    assert f"{100 * loss.share_left:.1f}%" in found["said"][1]
    assert f"{100 * loss.right_left:.1f}%" in found["said"][1]
    tiles = {(group["layer"], k): tile for group in found["main"]["tiles"] for k, tile in enumerate(group["tiles"])}
    assert {place for place, tile in tiles.items() if tile["silent"]} == {(1, 2), (2, 4)}
    assert [curve["points"][0][0] for curve in found["curves"]] == [0, 0, 0]
    assert [curve["points"][-1][0] for curve in found["curves"]] == [1, 1, 1]


def test_lesions_that_a_network_lacks_are_left_out() -> None:
    inside = Inside(lens="lesion", silent=((2, 4),), cut=((3, 1, 1), (1, 0, 700)), layer=2)
    found = view(inside, Digits(images="optdigits"))
    assert found["said"] == view(replace(inside, silent=(), cut=()), Digits(images="optdigits"))["said"]


@pytest.mark.parametrize(("share", "text"), [
    (0.0, "0%"), (0.001, "≈0%"), (0.5, "50%"), (0.999, "≈100%"), (1.0, "100%"),
])
def test_shares_are_said_as_the_page_of_digits_says_them(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(("value", "text"), [(-0.001, "0.00"), (-0.25, "−0.25"), (1.0, "1.00"), (float("nan"), "–")])
def test_a_correlation_has_two_decimals(value: float, text: str) -> None:
    assert coefficient(value) == text


@pytest.mark.parametrize("images", FORMATS)
def test_one_press_shows_what_the_sceptic_says(images: str) -> None:
    """From the page as it opens: random labels and the same picture; two lenses that disagree; paper unseen."""
    words = LANGUAGES["en"].under("inside.figure")

    def opinion(**chosen: Any) -> str:
        return str(view(Inside(**chosen), Digits(images=images))["verdict"][0])

    assert opinion(test="untrained") == opinion(test="shuffled") == words["empty_alike"]
    assert opinion(test="other") == words["other_apart"]
    hand, rival = (look := look_of(Digits(images=images), Inside(test="ground"))).hand, look.rival
    assert hand.answer == rival.answer
    assert opinion(test="ground") == words["ground_same_unseen"].format(
        before=percent(hand.shares[hand.answer]), after=percent(rival.share), paper="0%")


@pytest.mark.parametrize("dark", [0.0, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("lens", [{"map": "product"}, {"map": "gradient"}, {"lens": "occlusion"}])
def test_paper_is_said_to_be_unseen_only_where_the_answer_has_seen_it(lens: dict[str, str], dark: float) -> None:
    inside = Inside(test="ground", dark=dark, **lens)  # type: ignore[arg-type]
    look, words = look_of(Digits(), inside), LANGUAGES["en"].under("inside.figure")
    sizes = np.abs(look.main.values)
    blind = sizes[look.hand.x == 0].sum() <= 0.05 * sizes.sum()
    other = look.rival.answer != look.hand.answer
    moved = other or abs(look.rival.share - look.hand.shares[look.hand.answer]) >= 0.05
    said = view(inside)["verdict"][0]
    assert ("has not noticed" in said) == (blind and moved and dark > 0)
    assert said.startswith(words["ground_white"] if not dark else "Only the paper is another")
    if dark:
        assert ("the answer is too" in said) == other
