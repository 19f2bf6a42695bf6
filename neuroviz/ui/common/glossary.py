"""The technical terms that each page uses, explained in its help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import streamlit as st

from neuroviz.i18n import Language

_NETWORK = ("neuron", "layer", "weight", "bias", "activation_function")
_LEARNING = ("loss", "cross_entropy", "squared_error", "gradient_descent", "learning_rate")
_FITTING = (
    "epoch", "train_test", "overfitting", "r_squared", "accuracy", "regularization", "dropout",
    "early_stopping",
)

TERMS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "studio": (*_NETWORK, "softmax", "saturation", "initialization", "seed"),
    "activations": ("neuron", "activation_function", "slope", "saturation", "softmax"),
    "article": (
        *_NETWORK, "saturation", "gradient_descent", "learning_rate", "initialization", "synapse", "overfitting",
    ),
    "neuron": (
        "membrane_potential", "spike", "firing_rate", "fi_curve", "type_ii", "dendrite", "soma", "axon_hillock", "axon",
        "myelin", "synapse", "receptors", "gates", "inactivation", "refractory", "adaptation", "poisson",
        "current_density", "stdp", "backpropagation",
    ),
    "descent": (*_LEARNING, "gradient", "delta", "backpropagation", "momentum", "adam"),
    "training": (*_LEARNING, "batch", "momentum", "adam", *_FITTING, "initialization", "seed"),
    "overfitting": ("loss", *_FITTING, "seed"),
    "inside": ("neuron", "layer", "weight", "softmax", "gradient"),
    "whole": ("neuron", "layer", "weight", "bias", "activation_function"),
    "privacy": ("loss", "epoch", "accuracy", "overfitting", "regularization", "dropout", "early_stopping", "seed"),
    "digits": ("neuron", "layer", "weight", "bias", "softmax", "epoch", "train_test"),
})
"""Page -> the terms that it uses, in the order in which they are explained; the words are in glossary.<term>."""


def words_on_page(key: str, t: Language) -> None:
    """Show the terms of the page called `key`; nothing where the page has none."""
    if key in TERMS:
        st.markdown(f"**{t('glossary.on_page')}**\n\n{_explained(TERMS[key], t)}")


def all_words(t: Language) -> None:
    """Show every term that any page uses, folded away."""
    with st.expander(t("glossary.all"), icon=":material/dictionary:"):
        st.markdown(_explained(dict.fromkeys(term for terms in TERMS.values() for term in terms), t))


def _explained(terms: Iterable[str], t: Language) -> str:
    """One paragraph a term, in Markdown."""
    return "\n\n".join(
        t("glossary.entry", name=t(f"glossary.{term}.name"), text=t(f"glossary.{term}.text")) for term in terms
    )
