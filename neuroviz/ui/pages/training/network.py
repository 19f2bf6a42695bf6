"""The panel for the network that learns: inputs, hidden layers, first weights; and the way to the studio."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.document.settings.training import feature_name
from neuroviz.i18n import Language
from neuroviz.nn.datasets import FEATURES
from neuroviz.ui.common import session
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.pages.training.controls import TRAINING
from neuroviz.ui.pages.training.run import training_run


def panel(t: Language) -> None:
    """Show the widgets of the network that learns, and the way to the studio."""
    training = session.document().training
    fitting = [name for name, feature in FEATURES.items() if feature.dimension <= training.dimension]
    st.pills(
        t("training.features"), default=list(training.features), selection_mode="multi",
        **session.bound(
            "training.features", list(training.features), lambda names: _set(features=tuple(names)), fitting,
            lambda name: escape_markdown(feature_name(training, name, t(f"training.figure.feature_{name}"))),
        ),
    )
    st.slider(
        t("training.layers"), 0, limits.MAX_HIDDEN_LAYERS, len(training.hidden),
        **session.bound("training.layers", len(training.hidden), _layers),
    )
    for index, size in enumerate(training.hidden):
        st.slider(
            t("training.neurons", n=index + 1), 1, limits.MAX_HIDDEN_NEURONS, size,
            **session.bound(f"training.neurons.{index}", size, partial(_neurons, index)),
        )
    TRAINING.choice("activation", lambda name: t(f"activation.{name}"), t)
    left, right = st.columns(2)
    with left:
        TRAINING.choice("initializer", lambda name: t(f"fill.{name}"), t)
    with right:
        TRAINING.whole("network_seed", t)
    if st.button(t("training.studio"), icon=":material/hub:", key="training.studio", help=t("training.studio.help")):
        names = [feature_name(training, name, t(f"training.figure.feature_{name}")) for name in training.features]
        session.open_document(edits.take_trained(session.document(), training_run().shown, names))
        st.switch_page("pages/studio.py")


def _set(**changes: object) -> None:
    session.attempt(lambda document: edits.set_learning(document, **changes))


def _layers(count: int) -> None:
    hidden = session.document().training.hidden
    _set(hidden=(*hidden[:count], *(hidden[-1] if hidden else 4,) * (count - len(hidden))))


def _neurons(index: int, size: int) -> None:
    hidden = list(session.document().training.hidden)
    hidden[index] = size
    _set(hidden=tuple(hidden))
