"""English."""

from neuroviz.i18n.en import activations, article, common, home, player, studio

WORDS: dict[str, str] = {
    **common.WORDS,
    **player.WORDS,
    **home.WORDS,
    **studio.WORDS,
    **activations.WORDS,
    **article.WORDS,
}
