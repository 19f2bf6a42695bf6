"""Words of the home page."""

WORDS: dict[str, str] = {
}
