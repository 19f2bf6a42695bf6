"""Every activation function and its derivative: drag z along the curve, compare two."""

import streamlit as st

from neuroviz.ui import shell
from neuroviz.ui.common import session, turns
from neuroviz.ui.pages import activations as panel

t = shell.begin("activations", lambda t: shell.Head(note=t("activations.intro")))


@turns.fragment
def explore() -> None:
    """Show the picture with its controls beside it; a change runs this part again."""
    chosen = panel.activation_choice()
    panel.choose_functions(chosen, t)
    # Two cards take more room than one: all that is compared stands in one window.
    left, right = st.columns([5, 6] if chosen.other else [3, 2], gap="medium")
    with left:
        panel.picture(chosen, t)
        panel.choose_z(chosen, t)
        panel.neighbours(chosen, t)
        if not session.presenting():
            panel.take_curve(chosen, t)
    with right:
        panel.cards(chosen, t)


explore()
if not session.presenting():
    panel.gallery(t)
