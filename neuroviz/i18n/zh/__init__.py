"""Simplified Chinese, written rather than translated."""

from neuroviz.i18n.spacing import Sentence
from neuroviz.i18n.zh import (
    activations,
    article,
    common,
    descent,
    digits,
    glossary,
    help,
    home,
    inside,
    neuron,
    neuron_correspondence,
    neuron_membrane,
    overfitting,
    player,
    privacy,
    questions,
    room,
    studio,
    training,
)

_WORDS: dict[str, str] = {
    **common.WORDS,
    **player.WORDS,
    **home.WORDS,
    **studio.WORDS,
    **activations.WORDS,
    **article.WORDS,
    **neuron.WORDS,
    **training.WORDS,
    **overfitting.WORDS,
    **digits.WORDS,
    **inside.WORDS,
    **privacy.WORDS,
    **neuron_membrane.WORDS,
    **descent.WORDS,
    **neuron_correspondence.WORDS,
    **questions.WORDS,
    **glossary.WORDS,
    **help.WORDS,
    **room.WORDS,
}

WORDS: dict[str, Sentence] = {key: Sentence(words) for key, words in _WORDS.items()}
