"""English."""

from neuroviz.i18n.en import (
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

WORDS: dict[str, str] = {
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
