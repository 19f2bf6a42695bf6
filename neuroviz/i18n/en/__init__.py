"""English."""

from neuroviz.i18n.en import (
    activations,
    article,
    common,
    descent,
    digits,
    glossary,
    help,
    home,
    neuron,
    neuron_correspondence,
    neuron_membrane,
    overfitting,
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
    **neuron.WORDS,
    **training.WORDS,
    **overfitting.WORDS,
    **digits.WORDS,
    **neuron_membrane.WORDS,
    **descent.WORDS,
    **neuron_correspondence.WORDS,
    **questions.WORDS,
    **glossary.WORDS,
    **help.WORDS,
}
