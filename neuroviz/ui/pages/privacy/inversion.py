"""A digit's face, drawn out of the weights."""

from __future__ import annotations

import streamlit as st

from neuroviz.i18n import Language
from neuroviz.lab.privacy_runs import inverted
from neuroviz.ui.common import session
from neuroviz.ui.common.history_bar import history_bar
from neuroviz.ui.pages.privacy.leak import TRIAL
from neuroviz.ui.pages.privacy.pictures import digits


def inversion(t: Language) -> None:
    """Show what gradient ascent finds for a digit, beside the mean of the images that were learnt."""
    st.subheader(t("privacy.inversion"), anchor=False)
    st.markdown(t("privacy.inversion.text"))
    found = inverted(session.document().privacy)
    digit = session.document().privacy.digit
    *pictures, side = st.columns([1, 1, 2], gap="medium")
    drawn = found.picture / (float(found.picture.max()) or 1.0)
    for place, name, image in zip(pictures, ("drawn", "mean"), (drawn, found.mean), strict=True):
        with place:
            st.markdown(f"**{t(f'privacy.inversion.{name}')}**")
            digits([image], [""], alt=t(f"privacy.inversion.{name}.alt", digit=digit))
    with side:
        if session.presenting():
            history_bar("privacy", "privacy")
        TRIAL.slider("digit", t, step=1)
        st.markdown(t("privacy.inversion.found", alike=f"{found.alike:.2f}".replace("-", "−"),
                      share=f"{100 * found.share:.1f}%"))
