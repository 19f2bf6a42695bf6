"""The frame around every page: the pages' registry, navigation, language, notices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from neuroviz.bio import SimulationError
from neuroviz.document import Refusal
from neuroviz.document.tables.data import DataError, Note
from neuroviz.i18n import LANGUAGES, Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import check, garbage, help, options, session, turns
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.live_plot.protocol import Presenter
from neuroviz.ui.rooms import visit
from neuroviz.ui.rooms.part import room_part
from neuroviz.viz.numbers import MINUS, short, subscript
from neuroviz.viz.palette import BAR, BAR_RING, NIGHT, ON_DARK, ON_LIGHT, PALETTES

_HERE = Path(__file__).parent
_SHOWN = "shell.head.shown"
_GOES_TO = "shell.goes_to"
_STYLES = {
    presenting: "".join((_HERE / name).read_text("utf-8") for name in ("frame.css", own))
    for presenting, own in ((False, "page.css"), (True, "present.css"))
}


@dataclass(frozen=True, slots=True)
class PageEntry:
    """key: as in the catalogues ("page.<key>"); script; icon; path in the address ("" for the first page); listed:
    whether it stands in the navigation, whose row is full at 1440 pixels: else the pages before it lead there."""

    key: str
    script: str
    icon: str
    path: str
    listed: bool = True


PAGES = (
    PageEntry("home", "pages/home.py", ":material/home:", ""),
    PageEntry("studio", "pages/studio.py", ":material/hub:", "studio"),
    PageEntry("activations", "pages/activations.py", ":material/show_chart:", "activations"),
    PageEntry("article", "pages/article.py", ":material/menu_book:", "article"),
    PageEntry("neuron", "pages/neuron.py", ":material/neurology:", "neuron"),
    PageEntry("descent", "pages/descent.py", ":material/landscape:", "descent"),
    PageEntry("training", "pages/training.py", ":material/model_training:", "training"),
    PageEntry("overfitting", "pages/overfitting.py", ":material/troubleshoot:", "overfitting"),
    PageEntry("digits", "pages/digits.py", ":material/draw:", "digits"),
    PageEntry("inside", "pages/inside.py", ":material/frame_inspect:", "inside"),
    PageEntry("whole", "pages/whole.py", ":material/grid_on:", "whole", listed=False),
    PageEntry("privacy", "pages/privacy.py", ":material/fingerprint:", "privacy"),
    PageEntry("questions", "pages/questions.py", ":material/contact_support:", "questions"),
    PageEntry("teaching", "pages/teaching.py", ":material/school:", "teaching"),
)
"""In the order in which they are best visited: from the gentle ones to those that ask for more."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """What a page can begin with (an example, a data set, an experiment): a choice in its head.

    key     of the widget
    label   of the choice, and what stands there while none is chosen
    names   of all there is, in order
    now     the chosen one, None where the visitor's own is none of them
    word    name -> its title
    choose  opens one
    """

    key: str
    label: str
    names: Sequence[str]
    now: str | None
    word: Callable[[str], str]
    choose: Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands beside a page's title.

    chooser    what the page can begin with
    note       a sentence or two, in Markdown: of what is chosen, or of the page
    tools      draws further buttons
    projector  whether the page has a projector view worth showing
    """

    chooser: Chooser | None = None
    note: str = ""
    tools: Callable[[Language], None] | None = None
    projector: bool = True


def navigate() -> None:
    """Draw the navigation and run the page. Called by app.py alone."""
    t = session.language()
    st.set_page_config(page_title=t("app.title"), page_icon=_HERE / "icon.svg", layout="wide")
    session.mark_routed()
    garbage.start_collecting()
    options.start_remembering()
    page = _navigation(t)
    if session.value(_GOES_TO) is not None:
        key, query = session.value(_GOES_TO)
        session.forget(_GOES_TO)
        st.switch_page(_entry(key).script, query_params=query or None)
    with turns.turn():
        page.run()
    if not session.presenting():
        _foot(page.url_path, t)


def go_to(page: str, **query: str) -> None:
    """Have the run that follows show the page with this key, under an address with `query`. For what a button does."""
    session.keep(_GOES_TO, (page, query))
    # Only the run of a whole page leads to another, and the button may stand in a part.
    session.want_whole()


def _go_by(path: str) -> None:
    """Do the same for a link, whose edits just before come in the same message. Where the path is none of ours, it is
    that of the server, at which home is."""
    go_to(next((entry.key for entry in PAGES if entry.path == path), PAGES[0].key))


def begin(key: str, head: Callable[[Language], Head] | None = None, *, title: bool = True) -> Language:
    """Draw the frame and the head of a page; the first call of every page.

    key   of the page, as in `PAGES`
    head  returns what stands beside the title; asked once the document of the address is open
    title  whether the title stands there; a page that says no shows it elsewhere

    Returns the visitor's language.
    """
    t = session.language()
    if not session.was_routed():
        # On a cold server Streamlit runs the page of a deep link without app.py. Saying the
        # navigation once teaches it the pages; the rerun then comes through app.py.
        _navigation(t)
        st.rerun()
    session.draw_whole()
    session.open_link()
    visit.arrive(key)
    failed = t("shell.upload_failed", limit=st.get_option("server.maxUploadSize"))
    words = f":root {{ --nv-upload: '{t('shell.upload')}'; --nv-upload-failed: '{failed}'; }}"
    st.html(f"<style>{words}{_palette_variables()}{_STYLES[session.presenting()]}</style>")
    beside = head(t) if head is not None else None
    chooser = beside.chooser if beside is not None else None
    live_plot.prepare(
        key, t, presenter=_presenter(key, chooser, t) if session.presenting() else None,
        on_choose=lambda by: _choose_beside(head, by), in_room=visit.visit() is not None, on_room=visit.act,
        draw_room=lambda: room_part(key, t), on_go=_go_by,
    )
    session.keep(_SHOWN, _mark(beside))
    if not session.presenting():
        _heading(key, beside, t, title=title)
    return t


def _presenter(key: str, chooser: Chooser | None, t: Language) -> Presenter:
    """Return what the bar of the projector view shows."""
    before, after = _beside(chooser)
    return {
        "title": t(f"page.{key}.heading"),
        "chosen": chooser.word(chooser.now) if chooser is not None and chooser.now else "",
        "previous": None if chooser is None or before is None else chooser.word(before),
        "next": None if chooser is None or after is None else chooser.word(after),
        "keys": help.keys(help.ON_THE_WALL, t), "words": t.under("present"),
    }


def _beside(chooser: Chooser | None) -> tuple[str | None, str | None]:
    """Return what comes before and after what is chosen; where nothing is, all comes after it."""
    if chooser is None:
        return None, None
    names = list(chooser.names)
    at = -1 if chooser.now is None else names.index(chooser.now)
    return names[at - 1] if at > 0 else None, names[at + 1] if at + 1 < len(names) else None


def _choose_beside(head: Callable[[Language], Head] | None, by: int) -> None:
    """Open what comes after what is chosen now (by = 1), or before it (by = -1)."""
    chooser = head(session.language()).chooser if head is not None else None
    before, after = _beside(chooser)
    name = after if by > 0 else before
    if chooser is not None and name is not None:
        chooser.choose(name)


def _mark(head: Head | None) -> object:
    """Return what of the head may change by an edit below it."""
    if head is None:
        return None
    chosen = head.chooser.now if head.chooser is not None else None
    # An experiment that is done is ticked in the list.
    titles = tuple(map(head.chooser.word, head.chooser.names)) if head.chooser is not None else ()
    return (chosen, titles, "") if session.presenting() else (chosen, titles, head.note)


def rerun_if_head_changed(head: Head) -> None:
    """Rerun the whole page if its head says something else by now.

    For fragments, which do not redraw the head: an undo, for one, may bring another example.
    """
    if session.value(_SHOWN) != _mark(head):
        st.rerun()


def projector_button(t: Language) -> None:
    """Show the button that switches the projector view on."""
    st.button(
        t("studio.present"), icon=":material/present_to_all:", key="studio.present", help=t("studio.present.help"),
        on_click=session.told(partial(session.set_presenting, True)),
    )


def _palette_variables() -> str:
    """Return the palette's colours that the style sheets use, for whichever theme the browser shows."""
    light, dark = PALETTES["light"], PALETTES["dark"]
    either = {
        name: f"light-dark({getattr(light, name)}, {getattr(dark, name)})" for name in ("muted", "positive", "raised")
    } | {f"series-{i}": f"light-dark({light.series[i]}, {dark.series[i]})" for i in (0, 1)}
    same = {"on-light": ON_LIGHT, "on-dark": ON_DARK, "bar": BAR, "bar-ring": BAR_RING, "night": NIGHT}
    return f":root {{ {' '.join(f'--nv-{name}: {color};' for name, color in (either | same).items())} }}"


def show_notice(t: Language) -> None:
    """Show what was refused last, as a sentence. Pages call this beside their edits."""
    refusal = session.notice()
    if refusal is not None:
        st.error(say(refusal, t), icon=":material/error:")


Worded = Refusal | DataError | SimulationError | Note
"""What the catalogues have a sentence for: an error with a code, or a note about a table."""


def say(what: Worded, t: Language) -> str:
    """Word `what` as a sentence for Markdown, with everything that came from outside made harmless."""
    key, values = _sentence(what, t)
    return t(key, **{name: escape_markdown(str(value)) for name, value in values.items()})


def say_plainly(what: Worded, t: Language) -> str:
    """Word `what` as a sentence for places that show text as it stands."""
    key, values = _sentence(what, t)
    return t(key, **values)


def _sentence(what: Worded, t: Language) -> tuple[str, dict[str, object]]:
    """Return the catalogue's key for `what`, and the values that are filled into its sentence."""
    match what:
        case Refusal():
            return f"refusal.{what.code}", _named(what, t)
        case DataError():
            return f"data.{what.code}", dict(what.values)
        case Note():
            return f"data.note.{what.code}", dict(what.values)
    # A page refuses in words of its own when a run fails (`viz.pair_view`): here it is a membrane without a potential.
    name, value = what.values.get("name", what.code), what.values.get("value", "")
    if name == "permeability":
        return "neuron.membrane.closed", {}
    return "neuron.membrane.refused", {"name": name, "value": short(value) if isinstance(value, float) else value}


def _named(refusal: Refusal, t: Language) -> dict[str, object]:
    """Return the values of a refusal, with the visitor's word for a field that a widget shows, and real minus signs.

    The fields of a file keep the names that they have in the file.
    """
    params = dict(refusal.values)
    if refusal.code != "field_range":
        return params
    page, _, field = str(params.get("where", "")).partition(".")
    name, _, index = field.rstrip("]").partition("[")
    if page == "learning" and name == "turns":
        params["where"] = t("training.weight.value")
    elif page == "neuron" and index:
        params["where"] = f"{'x' if name == 'inputs' else 'w'}{subscript(int(index) + 1)}"
    elif page == "neuron" and name == "bias":
        params["where"] = t("neuron.figure.edit_bias")
    elif page == "neuron" and t.has(f"neuron.field.{name}"):
        params["where"] = t(f"neuron.field.{name}")
    return params | {which: str(params[which]).replace("-", MINUS) for which in ("value", "low", "high")}


def _entry(key: str) -> PageEntry:
    return next(entry for entry in PAGES if entry.key == key)


def page_link(key: str, t: Language, label: str | None = None) -> None:
    """Show a link to the page with this key."""
    entry = _entry(key)
    st.page_link(entry.script, label=label or t(f"page.{key}"), icon=entry.icon)


def _navigation(t: Language) -> st.Page:
    pages = [
        st.Page(
            entry.script, title=t(f"page.{entry.key}"), icon=entry.icon,
            default=not entry.path, url_path=entry.path or None, visibility="visible" if entry.listed else "hidden",
        )
        for entry in PAGES
    ]
    return st.navigation(pages, position="hidden" if session.presenting() else "top")


def _choice(chooser: Chooser) -> None:
    names = list(chooser.names)
    st.selectbox(
        chooser.label, index=None if chooser.now is None else names.index(chooser.now), placeholder=chooser.label,
        label_visibility="collapsed", width=260,
        **session.bound(
            chooser.key, chooser.now, lambda name: chooser.choose(name) if name is not None else None, names,
            chooser.word,
        ),
    )


def _foot(path: str, t: Language) -> None:
    """Below every page: a question about it, and the page that comes next; home shows all pages and needs none."""
    place = next(i for i, entry in enumerate(PAGES) if entry.path == path)
    if PAGES[place].key in check.RIGHT:
        check.question(PAGES[place].key, t)
    if path and place + 1 < len(PAGES):
        after = PAGES[place + 1].key
        with st.container(key="neuroviz_next"):
            page_link(after, t, label=t("glossary.next", page=t(f"page.{after}")))


def _heading(key: str, head: Head | None, t: Language, *, title: bool) -> None:
    """One row: the title, what the page can begin with, its tools, a note, help, the language."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="neuroviz_head"):
        if title:
            st.title(t(f"page.{key}.heading"), anchor=False, width="content")
        if head is not None:
            if head.chooser is not None:
                _choice(head.chooser)
            if head.projector:
                projector_button(t)
            if head.tools is not None:
                head.tools(t)
        with st.container(key="neuroviz_note"):
            if head is not None and head.note:
                st.caption(head.note)
        help.unfolding(key, t)
        st.segmented_control(
            t("shell.language"), default=t.code, label_visibility="collapsed", required=True,
            **session.bound(
                "shell.language", t.code, session.set_language, list(LANGUAGES), lambda code: LANGUAGES[code].name,
            ),
        )
