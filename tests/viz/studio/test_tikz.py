"""The picture for a paper: everything is in it, and whatever a neuron is called, LaTeX sets it as it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Layer
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import figure_words
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.tikz import latex, tikz
from tests.examples import examples
from tests.strategies import HARD_NAMES, documents

WORDS = {"engine": "Names need a font.", "caption": "Layers of {sizes} neurons.", "open": "Open it."}
LINK = "https://example.org/studio?lang=en&doc=a_b-c%20~d#e"


def written(document: Document, lang: str = "en", link: str = "") -> str:
    return tikz(document, PALETTES["light"], figure_words(LANGUAGES[lang]), WORDS, link)


def without_comments(source: str) -> str:
    return "\n".join(re.sub(r"(?<!\\)%.*", "", line) for line in source.splitlines())


def balance(source: str) -> int:
    """How many braces are left open: escaped ones are letters. -1 where one closes that was not opened."""
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", source):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return -1
    return depth


@pytest.mark.parametrize("name", PRESETS)
def test_every_neuron_and_every_connection_is_drawn(name: str) -> None:
    document = PRESETS[name].document
    source = written(document)
    weights = [w for layer in document.layers for row in layer.weights for w in row]
    assert source.count(r"\draw[") == len(weights)
    assert source.count(r"\node[neuron") == sum(document.sizes)
    assert source.count("dashed") == sum(w < 0.0 for w in weights)
    assert source.count("dotted") == sum(w == 0.0 for w in weights)
    assert source.count("[heading") == len(document.sizes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_caption_leads_back(lang: str) -> None:
    source = written(PRESETS["xor"].document, lang, LINK)
    assert r"\caption{Layers of 2{-}2{-}1 neurons." in source
    (address,) = re.findall(r"\\href\{(.*?)\}\{Open it\.\}", source)
    assert address.replace(r"\~{}", "~").replace("\\", "") == LINK
    assert r"\href" not in written(PRESETS["xor"].document, lang)


@pytest.mark.parametrize("hard", [*HARD_NAMES, r"\input{/etc/passwd}", "%", "a}b{", "^^5c", "$x$", "#1", "~", "a\nb"])
def test_a_name_is_never_a_command(hard: str) -> None:
    def shape(name: str) -> list[str]:
        document = Document((Layer(((1.0,),), (0.0,), "tanh"),), (1.0,), input_names=(name,), output_names=(name,))
        source = without_comments(written(document))
        assert balance(source) == 0
        letters = r"\\(?:textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedbl" \
                  r"|textquotesingle|textasciigrave)\{\}"
        return re.findall(r"\\[a-zA-Z]+", re.sub(letters, "", source))

    assert shape(hard) == shape("plain")


@given(st.text())
def test_what_is_escaped_has_no_sign_of_latex_left(text: str) -> None:
    """Each of LaTeX's own signs stands in it only as a command of ours writes it."""
    made = latex(text)
    known = r"\\text[a-z]+\{\}|\\[{}$&#_%]|\{[\[\]-]\}|\$-\$"
    assert not re.search(r"[\\{}$&#_%^~\n\r]", re.sub(known, "", made))


@examples(15)
@given(documents())
def test_any_network_can_be_written(document: Document) -> None:
    source = without_comments(written(document, "zh", LINK))
    assert balance(source) == 0
    assert source.count(r"\begin{") == source.count(r"\end{")
    assert not re.search("[−∞≈]", source)
