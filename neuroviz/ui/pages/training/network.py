"""The panel for the network that learns: inputs, hidden layers, first weights; and the way to the studio."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neuroviz.document import edits, limits
from neuroviz.document.settings.training import HIDDEN_ACTIVATIONS, Training, feature_name, symbol_of
from neuroviz.document.settings.training_network import (
    fitting_features,
    standardised_features,
    with_hidden_layers,
    with_hidden_size,
)
from neuroviz.i18n import Language
from neuroviz.ui.common import session, shell
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.pages.training.controls import TRAINING
from neuroviz.ui.pages.training.run import training_run
from neuroviz.ui.pages.training.weight import weight_panel


def panel(t: Language) -> None:
    """Show the widgets of the network that learns, and the way to the studio."""
    training = session.document().training
    st.pills(
        t("training.features"), default=list(training.features), selection_mode="multi",
        **session.bound(
            "training.features", list(training.features), lambda names: _set(features=tuple(names)),
            fitting_features(training),
            lambda name: escape_markdown(_called(training, name, t)),
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
    _activations(training, t)
    left, right = st.columns(2)
    with left:
        TRAINING.choice("initializer", lambda name: t(f"fill.{name}"), t)
    with right:
        TRAINING.whole("network_seed", t)
    weight_panel(t)
    st.button(
        t("training.studio"), icon=":material/hub:", key="training.studio", help=t("training.studio.help"),
        on_click=session.told(partial(_take_along, t)),
    )


def _take_along(t: Language) -> None:
    """Open what the training has come to in the studio."""
    training = session.document().training
    apart = standardised_features(training)
    called = {name: _called(training, name, t) for name in training.features}
    names = [t("training.studio.standardised", name=word) if name in apart else word for name, word in called.items()]
    session.open_document(edits.take_trained(session.document(), training_run().shown, names))
    shell.go_to("studio")


def _called(training: Training, name: str, t: Language) -> str:
    key = f"training.figure.feature_{name}"
    return feature_name(training, name, t(key) if t.has(key) else symbol_of(name))


def _activations(training: Training, t: Language) -> None:
    """One for all hidden layers, or for each its own."""
    count, own = len(training.hidden), bool(training.activations)
    if count > 1 or own:
        each = training.layer_activations[:count]
        st.toggle(
            t("training.each"), own,
            **session.bound("training.each", own, lambda on: _set(activations=each if on else ())),
        )
    if not own:
        TRAINING.choice("activation", lambda name: t(f"activation.{name}"), t)
        return
    for index, name in enumerate(training.layer_activations[:count]):
        st.selectbox(
            t("training.layer_activation", n=index + 1), index=HIDDEN_ACTIVATIONS.index(name),
            **session.bound(
                f"training.activation.{index}", name, partial(_activation, index), HIDDEN_ACTIVATIONS,
                lambda name: t(f"activation.{name}"),
            ),
        )


def _activation(index: int, name: str) -> None:
    training = session.document().training
    each = list(training.layer_activations[:-1])
    each[index] = name
    _set(activations=tuple(each))


def _set(**changes: object) -> None:
    session.attempt(lambda document: edits.set_learning(document, **changes))


def _layers(count: int) -> None:
    session.attempt(lambda document: edits.put_training(document, with_hidden_layers(document.training, count)))


def _neurons(index: int, size: int) -> None:
    session.attempt(lambda document: edits.put_training(document, with_hidden_size(document.training, index + 1, size)))
