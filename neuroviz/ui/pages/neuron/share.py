"""Keep and share: the neuron is part of the document, so link and file are the studio's."""

from __future__ import annotations

from neuroviz.i18n import Language
from neuroviz.ui.common.sharing import link_and_file


def panel(t: Language) -> None:
    """Show link and file."""
    link_and_file(t)
