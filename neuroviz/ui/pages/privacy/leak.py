"""What the network gives away, as numbers and curves; the remedies, and what each costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from neuroviz.document import edits
from neuroviz.document.settings.privacy import Privacy, without_remedies
from neuroviz.i18n import Language
from neuroviz.lab.privacy_runs import BILL, DELTA, Leak, bill_of, leak_of
from neuroviz.ui.common import session
from neuroviz.ui.common.controls import Controls
from neuroviz.ui.common.history_bar import history_bar
from neuroviz.ui.common.static_chart import static_chart
from neuroviz.ui.common.taking import Taken, chart
from neuroviz.viz.numbers import fixed, short
from neuroviz.viz.palette import PALETTES, Palette
from neuroviz.viz.privacy.privacy_figure import losses_figure, roc_figure

TRIAL = Controls(
    prefix="privacy", words=lambda field: f"privacy.field.{field}", helps=lambda field: f"privacy.field.{field}.help",
    kind=Privacy, record=lambda document: document.privacy, edit=edits.set_privacy,
)
_PENALTIES = (0.001, 0.003, 0.01, 0.03)
_BILL_OF = "privacy.bill.of"


def remedies(t: Language) -> None:
    """Show the levers; on a wall, what helps alone."""
    now = session.document().privacy
    st.markdown(f"**{t('privacy.remedies')}**")
    history_bar("privacy", "privacy")
    TRIAL.slider("points", t, step=20)
    if not now.noise:
        TRIAL.slider("patience", t, step=1)
        TRIAL.slider("dropout", t, step=5.0, scale=100.0, unit="%")
    TRIAL.steps("l2", _PENALTIES, t)
    TRIAL.slider("noise", t, step=0.1)
    if now.noise:
        TRIAL.slider("clip", t, step=0.1)
        st.caption(t("privacy.noise.alone"))
    TRIAL.choice("answers", lambda name: t(f"privacy.answers.{name}"), t)
    st.button(
        t("privacy.release"), icon=":material/restart_alt:", key="privacy.release",
        disabled=now == without_remedies(now), on_click=session.told(partial(session.attempt, edits.release_remedies)),
    )
    if session.presenting():
        return
    with st.expander(t("privacy.more")):
        TRIAL.slider("neurons", t, step=2)
        TRIAL.slider("epochs", t, step=5)
        TRIAL.whole("seed", t)


def leak(t: Language) -> None:
    """Show the attack on this network: its numbers, the losses, the ROC curve; on a wall, the levers beside them."""
    st.subheader(t("privacy.leak"), anchor=False)
    st.markdown(t("privacy.leak.text"))
    if not session.presenting():
        _attack(t)
        return
    shown, side = st.columns([3.4, 1], gap="medium")
    with side:
        remedies(t)
    with shown:
        _attack(t)


def _attack(t: Language) -> None:
    settings = session.document().privacy
    now, start = leak_of(settings), leak_of(without_remedies(settings))
    places = st.columns(4)
    for place, (name, value, before) in zip(places, _numbers(now, start), strict=True):
        place.metric(t(f"privacy.number.{name}"), value, border=True)
        # On a wall the two pictures need the room.
        if not session.presenting():
            helped = settings != without_remedies(settings)
            place.caption(t("privacy.number.without", value=before) if helped else t(
                f"privacy.number.{name}.note", delta=short(DELTA)))
    for place, (title, drawn) in zip(st.columns(2, gap="medium"), _charts(now, settings, t).items(), strict=True):
        with place:
            st.markdown(f"**{title}**")
            static_chart(drawn.spec(PALETTES[session.theme()]), still=True, alt=drawn.label)
    if settings.noise:
        st.markdown(t("privacy.epsilon.text", epsilon=_epsilon(now), delta=short(DELTA)))


def _billed() -> Privacy:
    """Return what the bill is about: the network without any remedy, whichever digit is looked for."""
    return replace(without_remedies(session.document().privacy), digit=0)


def taken(t: Language) -> dict[str, Taken]:
    """Return what can be taken of the page as pictures, by their titles."""
    settings = session.document().privacy
    return {title: chart(drawn.spec, drawn.label) for title, drawn in _charts(leak_of(settings), settings, t).items()}


class _Chart(NamedTuple):
    spec: Callable[[Palette], dict[str, Any]]
    label: str


def _charts(now: Leak, settings: Privacy, t: Language) -> dict[str, _Chart]:
    """Return the losses, and the ROC curve, by their titles."""
    label_only = settings.answers == "label"
    advantage = t("privacy.roc.advantage", value=_percent(now.attack.advantage))
    losses, roc = t.under("privacy.losses"), {**t.under("privacy.roc"), "advantage": advantage}
    return {
        t("privacy.losses"): _Chart(
            lambda palette: losses_figure(now, label_only=label_only, words=losses, palette=palette),
            t("privacy.losses.alt", loss=fixed(now.loss), new=fixed(now.loss_new)),
        ),
        t("privacy.roc"): _Chart(
            lambda palette: roc_figure(now, roc, palette), t("privacy.roc.alt", area=f"{now.attack.area:.2f}"),
        ),
    }


def bill(t: Language) -> None:
    """Show what each remedy does alone, and what it costs; eight networks are trained when it is asked for."""
    st.subheader(t("privacy.bill"), anchor=False)
    st.markdown(t("privacy.bill.text"))
    settings = _billed()
    st.button(
        t("privacy.bill.show"), key="privacy.bill.show", icon=":material/receipt_long:",
        on_click=session.told(lambda: session.keep(_BILL_OF, _billed())),
    )
    if session.value(_BILL_OF) != settings:
        return
    with st.spinner(t("privacy.bill.wait")):
        found = bill_of(settings)
    head = [t(f"privacy.bill.{name}") for name in ("remedy", "right_new", "gap", "advantage", "area", "epsilon")]
    rows = [[
        t(f"privacy.bill.of.{name}", **{key: short(value) for key, value in changes.items() if value != "label"}),
        _percent(each.right_new), _percent(each.gap), _percent(each.attack.advantage), f"{each.attack.area:.2f}",
        _epsilon(each),
    ] for (name, each), (_, changes) in zip(found, BILL, strict=True)]
    st.markdown("\n".join("| " + " | ".join(row) + " |" for row in (head, ["---", *["---:"] * 5], *rows)))


def _numbers(now: Leak, start: Leak) -> list[tuple[str, str, str]]:
    """Name, value, and the value without remedies."""
    return [
        ("right_new", _percent(now.right_new), _percent(start.right_new)),
        ("gap", _percent(now.gap), _percent(start.gap)),
        ("advantage", _percent(now.attack.advantage), _percent(start.attack.advantage)),
        ("epsilon", _epsilon(now), _epsilon(start)),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%".replace("-", "−")


def _epsilon(found: Leak) -> str:
    return "∞" if math.isinf(found.epsilon) else f"{found.epsilon:.1f}"
