"""The panel for the data: how much, how noisy, how it is split."""

from __future__ import annotations

import streamlit as st

from neuroviz.document.settings.training import OWN
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.pages.training.controls import TRAINING


def panel(t: Language) -> None:
    """Show the widgets of the data: how much, how noisy, how it is split."""
    training = session.document().training
    if training.dataset == OWN:
        st.caption(t("training.data.own", count=len(training.own)))
        if training.own_units:
            st.caption(t("training.own.standardised"))
    else:
        TRAINING.slider("points", t, step=10, low=10, high=1000)
        TRAINING.slider("noise", t, step=0.01, high=1.0)
    TRAINING.slider("train_share", t, step=1.0, scale=100.0, unit="%")
    TRAINING.whole("data_seed", t)
    st.caption(t("training.data.hint"))
