"""Keep and share: data, network and settings are part of the document, so link and file are the studio's."""

from __future__ import annotations

import streamlit as st

from neuroviz.code.learning import training_script
from neuroviz.code.network import LIBRARIES
from neuroviz.document.settings.training import data_of, without_turns
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.sharing import link_and_file
from neuroviz.ui.common.take_code import code_to_take, code_words
from neuroviz.ui.common.taking import pictures
from neuroviz.ui.pages.training.stage import taken


def panel(t: Language) -> None:
    """Show link and file, and the run as code."""
    st.caption(t("training.share"))
    link_and_file(t)
    pictures(t, "training", taken(t))
    run, words = session.document().training, code_words(t)
    if run.turns:
        st.caption(t("training.share.turned"))
    training = without_turns(run)
    data = data_of(training)
    code_to_take(
        t, "training", LIBRARIES, lambda library: training_script(training, library, words),
        name="training-" + training.dataset, numbers=(training.dimension + 1) * (len(data.train) + len(data.test)),
    )
