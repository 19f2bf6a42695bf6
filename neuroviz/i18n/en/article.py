"""Words of the article page."""

WORDS: dict[str, str] = {
}
