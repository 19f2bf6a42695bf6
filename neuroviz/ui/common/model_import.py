"""A network out of another program's file: what was read of it, what is open, and the button that opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neuroviz.document import Document, Refusal, codec
from neuroviz.document.models.arranging import Arranged, Wish, arrange_model, opened_model
from neuroviz.document.models.bounds import MAX_MODEL_BYTES, model_too_large
from neuroviz.document.models.model import ReadModel
from neuroviz.document.models.named import nearest
from neuroviz.document.models.opening import is_document, read_model
from neuroviz.document.models.whole import arrange_whole, whole_model
from neuroviz.i18n import Language
from neuroviz.lab.whole import begun
from neuroviz.nn import ACTIVATIONS
from neuroviz.ui.common import session
from neuroviz.ui.common.shell import go_to, page_link, say
from neuroviz.ui.common.text import escape_markdown
from neuroviz.ui.common.whole_model import open_whole

_FILES = "studio.open"
_WHOLE_FILES = "whole.open"
_GIVEN = "studio.model.given"
_SEEN = "studio.model.seen"
_OPENED = "studio.model.opened"

_LINES: Mapping[str, str] = {
    "model_pickle_torch": """from safetensors.torch import save_file
save_file(model.state_dict(), "model.safetensors")""",
    "model_pickle": """import numpy as np
np.savez("model.npz", **{f"coefs_{i}": w for i, w in enumerate(model.coefs_)},
         **{f"intercepts_{i}": b for i, b in enumerate(model.intercepts_)},
         activations=[model.activation] * (model.n_layers_ - 2) + [model.out_activation_])""",
}
"""What to run where the model was made, by the code of the refusal."""


@dataclass(frozen=True, eq=False)
class _Given:
    """What was dropped last: the files, what was read of them or why not, and what was chosen since."""

    files: Mapping[str, bytes]
    model: ReadModel | None = None
    refused: Refusal | None = None
    wish: Wish = field(default_factory=Wish)


def file_opener(t: Language, *, in_studio: bool = False) -> None:
    """Show where a file is opened, and, below it, what was read of a model."""
    # Files of all kinds: of those that are not read, a sentence says what to do instead.
    st.file_uploader(t("studio.file.open"), accept_multiple_files=True,
                     **session.changes(_FILES, session.widget_value(_FILES, []), _take))
    given: _Given | None = session.value(_GIVEN)
    if given is not None:
        with st.container(border=True):
            _preview(given, t, here=False)
    opened: Document | None = session.value(_OPENED)
    if opened is not None and opened.layers == session.document().layers:
        st.success(t("studio.model.opened", sizes="-".join(map(str, opened.sizes))), icon=":material/check:")
        if not in_studio:
            page_link("studio", t)


def whole_opener(t: Language) -> None:
    """Show where a model of any width is opened. One of which nothing is in doubt is there at once."""
    st.file_uploader(t("whole.drop"), accept_multiple_files=True, **session.changes(
        _WHOLE_FILES, session.widget_value(_WHOLE_FILES, []), partial(_take, whole=True)))
    given: _Given | None = session.value(_GIVEN)
    if given is not None:
        with st.container(border=True):
            _preview(given, t, here=True)


# --- files come in -----------------------------------------------------------------------------------

def _take(uploads: list[UploadedFile], *, whole: bool = False) -> None:
    """Read what was dropped. The browser keeps what was dropped before beside it: only what is new counts."""
    seen: frozenset[str] = session.value(_SEEN, frozenset())
    session.keep(_SEEN, frozenset(upload.file_id for upload in uploads))
    session.forget(_OPENED)
    fresh = [upload for upload in uploads if upload.file_id not in seen]
    if not fresh:
        if not uploads:
            session.forget(_GIVEN)
        return
    given: _Given | None = session.value(_GIVEN)
    files = {upload.name: b"" if upload.size > MAX_MODEL_BYTES else upload.getvalue() for upload in fresh}
    if any(upload.size > MAX_MODEL_BYTES for upload in fresh):
        session.keep(_GIVEN, _Given(dict.fromkeys(files, b""), refused=model_too_large()))
        return
    if given is not None and given.refused is not None and given.refused.code == "model_part_missing":
        files = {**given.files, **files}
    _read(files)
    given = session.value(_GIVEN)
    if whole and given is not None and given.model is not None:
        arranged = arrange_whole(given.model, given.wish)
        # What the file does not say can be changed on the page, where it is said to be a guess.
        if arranged.ready and len(given.model.orders) == 1 and len(arranged.orientations) == 1:
            _open_whole()


def _read(files: Mapping[str, bytes]) -> None:
    session.forget(_GIVEN)
    try:
        if is_document(files):
            (data,) = files.values()
            session.open_document(codec.from_json(data))
            return
    except Refusal as refusal:
        session.refuse(refusal)
        return
    session.forget_notice()
    try:
        session.keep(_GIVEN, _Given(dict.fromkeys(files, b""), read_model(files)))
    except Refusal as refusal:
        # Only what waits for its other files is kept.
        kept = files if refusal.code == "model_part_missing" else dict.fromkeys(files, b"")
        session.keep(_GIVEN, _Given(kept, refused=refusal))


# --- what was read -----------------------------------------------------------------------------------

def _preview(given: _Given, t: Language, *, here: bool) -> None:
    """Show what was read. here: whether this is the page of whole models."""
    name = next(iter(given.files)) if len(given.files) == 1 else t("studio.model.several", count=len(given.files))
    if given.refused is not None:
        st.markdown(f"**{escape_markdown(name)}**")
        st.error(say(given.refused, t), icon=":material/error:")
        if given.refused.code in _LINES:
            st.code(_LINES[given.refused.code], language="python", wrap_lines=True)
    if given.model is None:
        return
    arranged = arrange_model(given.model, given.wish)
    # What the studio is too narrow for is shown whole.
    whole = here or (arranged.problem is not None and arranged.problem.code == "model_wide")
    if whole:
        arranged = arrange_whole(given.model, given.wish)
    st.markdown(f"**{escape_markdown(name)}** · {t(f'studio.model.kind.{given.model.kind}')}")
    sizes = "-".join(map(str, arranged.sizes))
    st.caption(t("whole.read", sizes=sizes) if whole else t("studio.model.read", sizes=sizes))
    _how_it_stands(given.model, arranged, given.wish, t)
    for place in range(len(arranged.parts)):
        _layer(arranged, place, t)
    _notes(given.model, arranged, t)
    if arranged.problem is not None:
        st.error(say(arranged.problem, t), icon=":material/error:")
    if whole:
        st.button(
            t("whole.see"), icon=":material/grid_on:", key="whole.see", type="primary", disabled=not arranged.ready,
            on_click=session.told(partial(_see_whole, here=here)),
        )
        return
    st.button(
        t("studio.model.open"), icon=":material/file_open:", key="studio.model.open", type="primary",
        disabled=not arranged.ready, on_click=session.told(_open),
    )


def _how_it_stands(model: ReadModel, arranged: Arranged, wish: Wish, t: Language) -> None:
    """Ask for the order of the layers and the orientation of their matrices, where the file leaves them open."""
    if len(model.orders) > 1:
        st.selectbox(
            t("studio.model.order"), index=wish.order,
            **session.bound(
                "studio.model.order", wish.order, partial(_choose, "order"), range(len(model.orders)),
                lambda order: t("studio.model.order.choice", names=", ".join(p.name for p in model.orders[order]))[:80],
            ),
        )
        st.caption(t("studio.model.order.hint"))
    if len(arranged.orientations) > 1:
        taken = arranged.orientation or None
        st.selectbox(
            t("studio.model.orientation"), index=None if taken is None else arranged.orientations.index(taken),
            placeholder=t("studio.model.choose"),
            **session.bound(
                "studio.model.orientation", taken, partial(_choose, "orientation"), arranged.orientations,
                lambda orientation: t(f"studio.model.orientation.{orientation}"),
            ),
        )
        st.caption(t("studio.model.orientation.hint"))


def _layer(arranged: Arranged, place: int, t: Language) -> None:
    """Show a layer's name and size, and its activation as a choice."""
    part, last = arranged.parts[place], place == len(arranged.parts) - 1
    names = [name for name, record in ACTIVATIONS.items() if last or record.elementwise]
    taken = arranged.activations[place] or None
    if taken is not None and taken not in names:
        names.append(taken)
    label = t(
        "studio.model.suggested" if place in arranged.suggested else "studio.model.layer",
        name=escape_markdown(part.name[:40]), n_in=arranged.sizes[place], n_out=arranged.sizes[place + 1],
    )
    st.selectbox(
        label, index=None if taken is None else names.index(taken),
        placeholder=t("studio.model.said", said=part.said) if part.said else t("studio.model.choose"),
        **session.bound(
            f"studio.model.activation.{place}", taken, partial(_act, place), names,
            lambda name: t(f"activation.{name}"),
        ),
    )


def _notes(model: ReadModel, arranged: Arranged, t: Language) -> None:
    said = [_foreign(word, t) for word in dict.fromkeys(part.said for part in arranged.parts if part.said)]
    if arranged.suggested:
        said.append(t("studio.model.unsaid"))
    if any(part.biases is None for part in arranged.parts):
        said.append(t("studio.model.unbiased"))
    for kind, names in (("skipped", model.skipped), ("folded", model.folded), ("labelled", model.labelled)):
        if names:
            said.append(t(f"studio.model.{kind}", names=escape_markdown(", ".join(names))))
    if said:
        st.info("\n".join(f"- {sentence}" for sentence in said))


def _foreign(word: str, t: Language) -> str:
    """Return what is said of an activation function that is none of ours."""
    near = nearest(word)
    if not near:
        return t("studio.model.foreign", said=escape_markdown(word))
    return t("studio.model.foreign_near", said=escape_markdown(word), near=t(f"activation.{near}"))


# --- what is chosen ----------------------------------------------------------------------------------

def _choose(choice: str, value: Any) -> None:
    given: _Given | None = session.value(_GIVEN)
    if given is not None and value is not None:
        session.keep(_GIVEN, replace(given, wish=replace(given.wish, **{choice: value})))


def _act(place: int, name: str | None) -> None:
    given: _Given | None = session.value(_GIVEN)
    if given is None or given.model is None or name is None:
        return
    chosen = [*given.wish.activations, *[""] * len(given.model.orders[0])][:len(given.model.orders[0])]
    chosen[place] = name
    _choose("activations", tuple(chosen))


def _open() -> None:
    given: _Given | None = session.value(_GIVEN)
    if given is None or given.model is None:
        return
    try:
        opened = opened_model(session.document(), given.model, given.wish)
    except Refusal as refusal:
        session.refuse(refusal)
        return
    session.open_document(opened)
    session.keep(_OPENED, opened)
    session.forget(_GIVEN)


def _see_whole(*, here: bool) -> None:
    session.forget_notice()
    _open_whole()
    if session.notice() is not None:
        return
    if here:
        session.want_whole()
    else:
        go_to("whole")


def _open_whole() -> None:
    given: _Given | None = session.value(_GIVEN)
    if given is None or given.model is None:
        return
    try:
        opened = begun(whole_model(given.model, given.wish, next(iter(given.files))))
    except Refusal as refusal:
        session.refuse(refusal)
        return
    open_whole(opened)
    session.forget(_GIVEN)
