"""Plotly takes the figures, and what they show is counted."""

from __future__ import annotations

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.document.settings.privacy import Privacy
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.privacy_runs import leak_of
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.privacy.privacy_figure import digit_svg, losses_figure, roc_figure

T = LANGUAGES["en"]


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("answers", ["loss", "label"])
def test_plotly_takes_them_and_shares_add_up(answers: str, theme: str) -> None:
    leak = leak_of(Privacy(answers=answers))
    figure = go.Figure(losses_figure(
        leak, label_only=answers == "label", words=T.under("privacy.losses"), palette=PALETTES[theme]))
    assert [sum(trace.y) for trace in figure.data[:2]] == pytest.approx([1.0, 1.0], abs=1e-3)
    if answers == "loss":
        assert figure.data[2].x[0] == pytest.approx(leak.attack.threshold, rel=1e-4)
    words = {**T.under("privacy.roc"), "advantage": "advantage 10%"}
    roc = go.Figure(roc_figure(leak, words, PALETTES[theme]))
    assert (np.diff(roc.data[1].y) >= 0).all()
    (x, _), (low, high) = roc.data[2].x, roc.data[2].y
    assert low == x
    assert high - low == pytest.approx(leak.attack.advantage)


def test_a_digit_has_a_square_a_pixel_each_the_darker_the_more_ink() -> None:
    svg = digit_svg(np.linspace(0, 1, 64), PALETTES["light"])
    squares = re.findall(r'<rect x="(\d)" y="(\d)" [^>]*fill="#(\w\w)', svg)
    assert [(int(y), int(x)) for x, y, _ in squares] == [divmod(i, 8) for i in range(64)]
    reds = [int(red, 16) for *_, red in squares]
    assert reds == sorted(reds, reverse=True)
    assert reds[0] > reds[-1]
