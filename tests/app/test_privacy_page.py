"""The page about privacy: the guess and the truth, the levers, the bill, in both languages and on a wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document
from neuroviz.document.settings.privacy import Privacy
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.privacy_runs import BILL, guessing_of, leak_of
from neuroviz.ui.pages.privacy import PARTS, SOURCES
from tests.app.opened import kept
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def hand(at: AppTest) -> Document:
    return kept(at)["history"].present  # type: ignore[no-any-return]


@each_language
def test_one_guesses_before_the_truth_is_shown(visit: Visit, lang: str) -> None:
    at, t = visit("privacy", lang=lang), LANGUAGES[lang]
    found = guessing_of(Privacy())
    truth = [str(k + 1) for k, was_in in enumerate(found.was_in) if was_in]
    widget(at, "button_group", "privacy.guess.pills").set_value(truth).run()
    assert not at.info
    widget(at, "button", "privacy.guess.show").click().run()
    said = at.info[0].value
    assert " · ".join(truth) in said
    assert said == t(
        "privacy.guess.truth", was_in=" · ".join(truth), right=12, all=12,
        theirs=int((found.was_in == found.attacked).sum()),
        attacked=" · ".join(str(k + 1) for k, each in enumerate(found.attacked) if each),
    )
    # Another network has learnt from others: there is something to guess again.
    widget(at, "slider", "privacy.points").set_value(100).run()
    assert not at.info


def test_levers_are_kept_and_released_and_the_numbers_follow(visit: Visit) -> None:
    at = visit("privacy")
    widget(at, "slider", "privacy.noise").set_value(1.0).run()
    assert hand(at).privacy == Privacy(noise=1.0)
    leak = leak_of(Privacy(noise=1.0))
    assert [each.value for each in at.metric] == [
        f"{100 * leak.right_new:.1f}%", f"{100 * leak.gap:.1f}%".replace("-", "−"),
        f"{100 * leak.attack.advantage:.1f}%", f"{leak.epsilon:.1f}",
    ]
    assert [each.key for each in at.slider if each.key.startswith("privacy.dropout")] == []
    widget(at, "button", "privacy.release").click().run()
    assert hand(at).privacy == Privacy()
    assert at.metric[3].value == "∞"


@each_language
def test_the_bill_has_a_row_a_remedy(visit: Visit, lang: str) -> None:
    at = visit("privacy", lang=lang)
    widget(at, "button", "privacy.bill.show").click().run()
    (table,) = (each.value for each in at.markdown if each.value.startswith("| "))
    assert len(table.splitlines()) == len(BILL) + 2
    assert f"{100 * leak_of(Privacy()).attack.advantage:.1f}%" in table


@each_language
def test_sources_are_named_and_each_part_stands_alone_on_a_wall(visit: Visit, lang: str) -> None:
    said = "\n".join(each.value for each in visit("privacy", lang=lang).caption)
    for source in SOURCES:
        assert source.authors[0] in said
        assert source.url in said
    at = visit("privacy", lang=lang, present="1")
    for part in PARTS:
        kept(at)["privacy.part"] = part
        at.run()
        assert not at.exception
        assert at.subheader[0].value == LANGUAGES[lang](part)


def test_levers_are_undone_and_reset_and_all_else_is_left(visit: Visit, canvas: Canvas) -> None:
    at = visit("privacy")
    assert not canvas.can("undo", on="privacy.history")
    assert not canvas.can("reset", on="privacy.history")
    for points in (100, 200):
        widget(at, "slider", "privacy.points").set_value(points).run()
    canvas.act(at, "undo", on="privacy.history")
    assert hand(at).privacy.points == 100
    assert widget(at, "slider", "privacy.points").value == 100
    canvas.act(at, "redo", on="privacy.history")
    assert hand(at).privacy.points == 200
    before = hand(at)
    canvas.act(at, "reset", on="privacy.history")
    assert hand(at) == replace(before, privacy=Privacy())
