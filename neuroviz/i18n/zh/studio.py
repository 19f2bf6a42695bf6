"""Words of the studio page."""

WORDS: dict[str, str] = {
}
