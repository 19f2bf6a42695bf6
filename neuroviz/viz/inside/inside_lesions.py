"""What lesions cost, in sentences and curves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.lab.look_inside import ORDERS, cut_in, hand_of, loss_of, silent_in
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.lenses.lesion import Connection
from neuroviz.viz.numbers import compact

Words = Mapping[str, str]


def losses_said(digits: Digits, inside: Inside, words: Words) -> list[str]:
    """Return what has been silenced and cut, and what that costs; or what can be done."""
    hand, loss = hand_of(digits), loss_of(digits, inside)
    silent, cut = silent_in(hand.network, inside), cut_in(hand.network, inside)
    if not silent and not cut:
        return [words["lesion_hint"].format(right=f"{100 * loss.right:.1f}%")]
    return [
        words["lesion_now"].format(silent=len(silent), cut=len(cut)),
        words["lesion_cost"].format(
            answer=hand.answer, before=f"{100 * loss.share:.1f}%", after=f"{100 * loss.share_left:.1f}%",
            left=loss.answer_left, right=f"{100 * loss.right:.1f}%", right_left=f"{100 * loss.right_left:.1f}%",
        ),
    ]


def curves_of(digits: Digits, inside: Inside, words: Words) -> list[dict[str, Any]]:
    """Return, for each order in which parts can go, the share of the answer by the share of parts that are gone."""
    found = loss_of(digits, inside).removed
    return [{
        "name": words[f"order_{name}"], "points": [
            [count / removed.total, float(share)] for count, share in zip(removed.counts, removed.shares, strict=True)],
        "said": words["survived"].format(count=removed.survived, total=removed.total),
        "survived": removed.survived / removed.total,
    } for name, removed in zip(ORDERS, found, strict=True)]


def cuts_of(digits: Digits, inside: Inside, words: Words) -> list[dict[str, Any]]:
    """Return the connections that are cut, and those that would cost most, each to be pressed."""
    if inside.part != "connections":
        return []
    hand, loss = hand_of(digits), loss_of(digits, inside)
    cut = cut_in(hand.network, inside)
    names = [_named(place, digits, words) for place in cut]
    return [
        *({"place": list(place), "text": words["mend_one"].format(name=name), "cut": True}
          for place, name in zip(cut, names, strict=True)),
        *({"place": list(place), "text": words["cut_one"].format(
            name=_named(place, digits, words), value=compact(fall)), "cut": False}
          for place, fall in loss.strongest if place not in cut),
    ]


def _named(place: Connection, digits: Digits, words: Words) -> str:
    """ "pixel (12, 9) → hidden 1, 5": rows and columns from 1, from the top left."""
    layer, neuron, source = place
    sizes = hand_of(digits).network.sizes
    side = FORMATS[digits.images].side
    start = words["pixel"].format(row=source // side + 1, column=source % side + 1) if layer == 1 else words[
        "neuron"].format(layer=words["hidden"].format(n=layer - 1), number=source + 1)
    end = words["output"].format(digit=neuron) if layer == len(sizes) - 1 else words["neuron"].format(
        layer=words["hidden"].format(n=layer), number=neuron + 1)
    return f"{start} → {end}"
