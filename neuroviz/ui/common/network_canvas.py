"""The network on the live canvas: document in, what the visitor did there back."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import cast

from neuroviz.document import Document, Refusal, Selection, edits
from neuroviz.document.numbers import parse_number
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import help, session
from neuroviz.ui.common.names import choose_layer
from neuroviz.ui.common.shell import say_plainly
from neuroviz.ui.live_plot.protocol import Event, FigureView, KnownView
from neuroviz.ui.live_plot.standalone import standalone_page
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Words
from neuroviz.viz.studio.network_view import network_view, numbers_sum, signal_sum
from neuroviz.viz.studio.picture import network_svg
from neuroviz.viz.studio.timeline import are_all_shown

_WRONG = "studio.wrong"


def view_of(document: Document, t: Language) -> FigureView:
    """Return the canvas's view of `document`, in the visitor's language and theme."""
    return {**_view(document, t, session.theme()), "label": t("graph.label", sizes=_sizes(document))}


def saved_page(document: Document, t: Language, theme: session.Theme) -> bytes:
    """Return the page that shows `document` and plays it without the app. Knows no session."""
    sizes = _sizes(document)
    view: FigureView = {
        **_view(document, t, theme), "label": t("graph.label_fixed", sizes=sizes), "legend": t("studio.legend"),
    }
    return standalone_page(view, t, title=t("studio.export.title", sizes=sizes), theme=theme)


def saved_picture(document: Document, t: Language, theme: session.Theme) -> bytes:
    """Return the picture of `document` as an SVG file. Knows no session."""
    title = t("studio.export.title", sizes=_sizes(document))
    return network_svg(document, PALETTES[theme], figure_words(t), title, t("studio.legend")).encode()


def picture_of(document: Document, t: Language, theme: session.Theme) -> FigureView:
    """Return the view of `document` that a picture is taken of: nothing can be changed in it."""
    return {**_view(document, t, theme), "label": t("studio.export.title", sizes=_sizes(document)), "fixed": True}


def figure_words(t: Language) -> Words:
    """Return the words in a network's figure."""
    return Words(t("graph.input"), t("graph.hidden"), t("graph.output"), t.under("activation"))


def _view(document: Document, t: Language, theme: session.Theme) -> FigureView:
    return cast(FigureView, network_view(document, PALETTES[theme], figure_words(t), t.under("caption")))


def _sizes(document: Document) -> str:
    """Return the numbers of neurons, layer by layer: "3-4-3"."""
    return "-".join(map(str, document.sizes))


def network_canvas(t: Language, *, key: str, stale: bool = False) -> None:
    """Show the visitor's document on the canvas, and take edits from it.

    stale  whether the panels beside the canvas show something older than it
    """
    document, coach = session.document(), None if session.presenting() else help.coach_calls()
    shape, numbers = _shape_sum(document, t, coach), numbers_sum(document)
    shown = live_plot.shown_already(key)
    if shown == [shape, numbers] and are_all_shown(document):
        known: KnownView = {"kind": "known", "shape": shape, "numbers": numbers, "signal": signal_sum(document)}
        show(known, t, key=key, stale=stale)
        return
    view: FigureView = {**view_of(document, t), "legend": t("studio.legend")}
    view["network"]["shape"] = shape
    if coach is not None:
        view["coach"] = coach
    show(view, t, key=key, stale=stale)


def _shape_sum(document: Document, t: Language, coach: int | None) -> int:
    """Return a sum of all that the studio's picture shows but the network's numbers, which the browser computes."""
    activations = [layer.activation for layer in document.layers]
    names = document.input_names, document.output_names
    wrong: tuple[str, Refusal] | None = session.value(_WRONG)
    typed = wrong and wrong[0]
    shown = document.sizes, activations, names, document.selection, t.code, session.theme(), coach, typed
    return zlib.crc32(repr(shown).encode())


def show(
    view: FigureView | KnownView, t: Language, *, key: str, stale: bool = False,
    reset_target: Callable[[], Document] = session.reset_target,
    on_event: Callable[[Event], None] | None = None,
) -> None:
    """Show a view of the visitor's document, and take edits from the canvas.

    stale         whether the panels beside the canvas show something older than it
    reset_target  returns what "reset" makes of the document; without it, the network is reset
    on_event      for a picture with events of its own; it hands what it does not know to `take`
    """
    wrong: tuple[str, Refusal] | None = session.value(_WRONG)
    if wrong is not None and view["kind"] == "figure" and "network" in view:
        view["network"]["wrong"] = {"text": wrong[0], "message": say_plainly(wrong[1], t)}
    view["stale"] = stale
    live_plot.document_canvas(view, key=key, reset_target=reset_target, on_event=on_event or take)


def take(event: Event) -> None:
    """Carry out what the visitor did on the canvas."""
    session.forget(_WRONG)
    match event["kind"]:
        case "select":
            part = _part(event)
            session.attempt(edits.select, part)
            if part is not None and session.notice() is None:
                choose_layer(part.layer)
        case "value":
            session.attempt(_with_number, _part(event), float(event["value"]), gesture=str(event["gesture"]))
        case "typed":
            # Whatever is wrong with it, as a number or as an edit, is said at the field where it was typed.
            try:
                session.commit(_with_number(session.document(), _part(event), parse_number(str(event["text"]))))
            except Refusal as refusal:
                session.keep(_WRONG, (str(event["text"]), refusal))


def _with_number(document: Document, part: Selection | None, value: float) -> Document:
    """Return the document where a connection has this weight, a neuron this bias, or an input this value."""
    if part is None:
        return document
    if part.source is not None:
        return edits.set_weight(document, part.layer, part.neuron, part.source, value)
    if part.layer > 0:
        return edits.set_bias(document, part.layer, part.neuron, value)
    return edits.set_input(document, part.neuron, value)


def _part(event: Event) -> Selection | None:
    layer, source = event.get("layer"), event.get("source")
    if layer is None:
        return None
    return Selection(int(layer), int(event["neuron"]), None if source is None else int(source))
