"""What was refused is said where it was tried, on whatever page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES, PageEntry


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_every_page_says_that_its_link_is_damaged(
    visit: Callable[..., AppTest], entry: PageEntry, lang: str,
) -> None:
    page = visit(entry.key, lang=lang, doc=codec.to_link(PRESETS["xor"].document)[:-3])
    damaged = LANGUAGES[lang]("refusal.link_broken")
    assert damaged in [each.value for each in page.error]
    assert damaged not in [each.value for each in visit(entry.key, lang=lang).error]
