"""Simplified Chinese, written rather than translated."""

from neuroviz.i18n.spacing import Sentence
from neuroviz.i18n.zh import (
    activations,
    article,
    common,
    correspondence,
    descent,
    glossary,
    help,
    home,
    membrane,
    overfitting,
    pair,
    player,
    questions,
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
    **pair.WORDS,
    **training.WORDS,
    **overfitting.WORDS,
    **membrane.WORDS,
    **descent.WORDS,
    **correspondence.WORDS,
    **questions.WORDS,
    **glossary.WORDS,
    **help.WORDS,
}

WORDS: dict[str, Sentence] = {key: Sentence(words) for key, words in _WORDS.items()}
