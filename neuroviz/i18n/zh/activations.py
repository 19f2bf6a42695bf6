"""Words of the activations page."""

WORDS: dict[str, str] = {
}
