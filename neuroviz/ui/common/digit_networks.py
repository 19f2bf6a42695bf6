"""Which of the networks that read digits a page is about: one choice, for all pages that show them."""

from __future__ import annotations

from neuroviz.document import edits
from neuroviz.i18n import Language
from neuroviz.nn.digits.images import FORMATS
from neuroviz.ui.common import session, shell


def network_chooser(page: str, t: Language) -> shell.Chooser:
    """Return the choice for the head of the page called `page`."""
    return shell.Chooser(
        f"{page}.network", t("digits.network"), list(FORMATS), session.document().digits.images,
        lambda name: t(f"digits.network.{name}"), _open,
    )


def _open(name: str) -> None:
    """Take another network; a drawing stays, and is shown to that one."""
    session.attempt(lambda document: edits.set_digits(document, images=name, example=0))
