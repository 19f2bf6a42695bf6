"""Streamlit's own floor: a button that changes a text."""

import streamlit as st

st.session_state.setdefault("count", 0)


@st.fragment
def body() -> None:
    if st.button("more"):
        st.session_state["count"] += 1
    st.text(f"count {st.session_state['count']}")


body()
