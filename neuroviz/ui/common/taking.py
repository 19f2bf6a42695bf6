"""Pictures and films of what a page shows, with the link that reproduces it: one way for all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import streamlit as st

from neuroviz.document import Document, Refusal
from neuroviz.i18n import Language
from neuroviz.ui.common import session
from neuroviz.ui.common.sharing import share_link
from neuroviz.ui.live_plot.camera import camera
from neuroviz.ui.live_plot.protocol import FigureView, View
from neuroviz.viz.palette import PALETTES, Palette

SIZES = {
    "1280 × 720": (1280, 720), "1920 × 1080": (1920, 1080), "3840 × 2160": (3840, 2160), "1200 × 1200": (1200, 1200),
}
"""What a picture or film may be sized, in pixels: slides, screens, large screens, and square."""

_SIZE, _THEME = "camera.size", "camera.theme"


@dataclass(frozen=True, slots=True)
class Taken:
    """What can be taken of a page.

    of     key of its canvas; "" for a chart that no canvas shows
    view   theme -> what is drawn there in that theme
    moves  whether there is a film of it
    anew   whether the picture is always drawn from `view`, also in the theme of the page
    """

    of: str
    view: Callable[[session.Theme], View]
    moves: bool = False
    anew: bool = False


def chart(spec: Callable[[Palette], dict[str, Any]], label: str) -> Taken:
    """Return a chart that stands still on its page.

    spec   palette -> the figure
    label  what it shows, in words
    """
    return Taken("", lambda theme: cast(FigureView, {
        "kind": "figure", "spec": spec(PALETTES[theme]), "label": label}), anew=True)


def pictures(
    t: Language, page: str, taken: Taken | Mapping[str, Taken], *, name: str = "", link: bool = True,
) -> None:
    """Offer what the page shows as a picture, and what moves there as a film.

    page   its key
    taken  what can be taken; of several, by their titles, one is chosen
    name   of the files, without an ending; the page's key if ""
    link   whether the document's link leads back to it
    """
    st.subheader(t("camera.title"), anchor=False)
    if not isinstance(taken, Taken):
        taken = _chosen(t, page, taken)
    size, theme = session.value(_SIZE, next(iter(SIZES))), session.value(_THEME, session.theme())
    left, right = st.columns(2)
    left.selectbox(
        t("camera.size"), index=list(SIZES).index(size),
        **session.bound(f"{page}.camera.size", size, partial(session.keep, _SIZE), list(SIZES)),
    )
    right.segmented_control(
        t("camera.theme"), default=theme, required=True,
        **session.bound(
            f"{page}.camera.theme", theme, partial(session.keep, _THEME), ["light", "dark"],
            lambda name: t(f"camera.{name}"),
        ),
    )
    other = theme != session.theme()
    camera(
        t, key=f"{page}.camera", of=taken.of, view=taken.view(theme) if other or taken.anew else None,
        moves=taken.moves, size=SIZES[size], palette=PALETTES[theme], around=other, name=name or page,
        link=link_of(session.document(), t) if link else "",
    )


def _chosen(t: Language, page: str, taken: Mapping[str, Taken]) -> Taken:
    kept = f"{page}.camera.chosen"
    now = session.value(kept)
    title = now if now in taken else next(iter(taken))
    st.selectbox(
        t("camera.which"), index=list(taken).index(title),
        **session.bound(f"{page}.camera.which", title, partial(session.keep, kept), list(taken)),
    )
    return taken[title]


def link_of(document: Document, t: Language) -> str:
    """Return the link to just this document; "" where it is too long for one."""
    try:
        return share_link(document, t)
    except Refusal:
        return ""
