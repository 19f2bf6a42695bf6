"""English."""

from neuroviz.i18n.en import activations, article, common, correspondence, home, pair, player, studio

WORDS: dict[str, str] = {
    **common.WORDS,
    **player.WORDS,
    **home.WORDS,
    **studio.WORDS,
    **activations.WORDS,
    **article.WORDS,
    **pair.WORDS,
    **correspondence.WORDS,
}
