"""English."""

from neuroviz.i18n.en import activations, article, common, home, studio

WORDS: dict[str, str] = {
    **common.WORDS,
    **home.WORDS,
    **studio.WORDS,
    **activations.WORDS,
    **article.WORDS,
}
