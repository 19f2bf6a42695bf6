"""Who was in? First the visitor guesses, then the attack does."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from neuroviz.document.settings.privacy import Privacy
from neuroviz.i18n import Language
from neuroviz.lab.privacy_runs import GUESSED, Guessing, guessing_of
from neuroviz.ui.common import session
from neuroviz.ui.pages.privacy.pictures import digits

_GUESS = "privacy.guess.kept"
_SHOWN = "privacy.guess.shown"
_BETWEEN = " · "


def game(t: Language) -> None:
    """Show the images, the visitor's guess, and the truth once it is asked for."""
    st.subheader(t("privacy.guess"), anchor=False)
    st.markdown(t("privacy.guess.text", count=GUESSED // 2, all=GUESSED))
    settings = session.document().privacy
    found = guessing_of(settings)
    numbers = [str(k + 1) for k in range(GUESSED)]
    pictures, guesses = st.columns([2, 1] if session.presenting() else 2, gap="medium")
    with pictures:
        told = session.value(_SHOWN) == settings
        names = [f"{number} ✓" if told and was_in else number
                 for number, was_in in zip(numbers, found.was_in, strict=True)]
        digits(list(found.pixels), names, alt=t("privacy.guess.alt", all=GUESSED))
    with guesses:
        _guess(numbers, found, settings, t)


def _guess(numbers: Sequence[str], found: Guessing, settings: Privacy, t: Language) -> None:
    """Take the visitor's guess, and show the truth once it is asked for."""
    of, guess = session.value(_GUESS, (settings, ()))
    # Another network has learnt from others.
    chosen: Sequence[str] = guess if of == settings else ()
    st.pills(
        t("privacy.guess.choose"), selection_mode="multi", default=list(chosen),
        **session.bound("privacy.guess.pills", list(chosen), lambda now: session.keep(_GUESS, (settings, tuple(now))),
                        numbers, str),
    )
    st.button(
        t("privacy.guess.show"), key="privacy.guess.show", icon=":material/visibility:",
        on_click=session.told(lambda: session.keep(_SHOWN, session.document().privacy)),
    )
    if session.value(_SHOWN) != settings:
        return
    was_in = [number for number, truth in zip(numbers, found.was_in, strict=True) if truth]
    attacked = [number for number, said in zip(numbers, found.attacked, strict=True) if said]
    right = sum((number in chosen) == (number in was_in) for number in numbers)
    theirs = sum((number in attacked) == (number in was_in) for number in numbers)
    st.info(t(
        "privacy.guess.truth", was_in=_BETWEEN.join(was_in), right=right, theirs=theirs, all=GUESSED,
        attacked=_BETWEEN.join(attacked) or "–",
    ), icon=":material/fingerprint:")
