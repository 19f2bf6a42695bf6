"""Home: a network that moves and can be changed at once, the way into each page, and where it all comes from."""

import streamlit as st

from neuroviz.ui import shell

# isort: split
from neuroviz.lab.article import TITLE
from neuroviz.ui.common import reload, session, turns
from neuroviz.ui.common.network_canvas import show, view_of
from neuroviz.ui.rooms.part import code_field
from neuroviz.viz.home.thumbnails import thumbnail_url

COLUMNS = 3

t = shell.begin("home", title=False)


@turns.fragment
def toy() -> None:
    """Show the visitor's own network: what is changed here goes along into the studio."""
    prompt, touched = (t("home.prompt"), t("home.prompt_touch")) if reload.is_fresh() else ("", "")
    shell.show_notice(t)
    view = view_of(session.document(), t)
    show({**view, "simple": True, "prompt": prompt, "prompt_touch": touched}, t, key="home.canvas")


def teach() -> None:
    """Begin on the wall."""
    session.set_presenting(True)
    shell.go_to("studio", lang=t.code, present="1")


with st.container(key="neuroviz_hero"):
    words, picture = st.columns([1, 3 if session.presenting() else 2.4], gap="medium")
    with words:
        st.title(t("page.home.heading"), anchor=False)
        st.markdown(t("home.lead"))
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("home.begin"), type="primary", icon=":material/play_arrow:", key="home.begin",
                on_click=session.told(shell.go_to), args=("studio",),
            )
            st.button(
                t("home.teach"), icon=":material/present_to_all:", key="home.teach", help=t("home.teach.help"),
                on_click=session.told(teach),
            )
    with picture:
        toy()
        if not session.presenting():
            st.caption(t("home.layers"))


def ways_on() -> None:
    """Where to go from here, and where it all comes from."""
    st.subheader(t("home.pages"), anchor=False)
    keys = [entry.key for entry in shell.PAGES if entry.path]
    for first in range(0, len(keys), COLUMNS):
        for column, key in zip(st.columns(COLUMNS), keys[first:first + COLUMNS], strict=False):
            # The style sheet spreads the link over the whole card.
            with column.container(border=True, height="stretch", key=f"home.card.{key}"):
                # As a background: Streamlit takes drawings out of HTML.
                url = thumbnail_url(key, session.theme())
                st.html(f'<div class="nv-thumb" style="background-image: url({url})"></div>')
                shell.page_link(key, t, label=f"**{t(f'home.verb.{key}')}**")
                st.markdown(t(f"home.{key}"))

    st.subheader(t("home.compare"), anchor=False)
    share, differ = st.columns(2, gap="medium", border=True)
    share.markdown(f"**{t('home.share.title')}**\n\n{t('home.share.text')}")
    differ.markdown(f"**{t('home.differ.title')}**\n\n{t('home.differ.text')}")
    shell.page_link("neuron", t, label=t("home.compare.more"))
    st.caption(t("home.article_source", title=TITLE))


# On a wall the toy is the page.
if not session.presenting():
    code_field(t)
    ways_on()
