"""Streamlit's own floor: a button, or a slider, that changes a text."""

import streamlit as st

st.session_state.setdefault("count", 0)


@st.fragment
def body() -> None:
    if st.button("more"):
        st.session_state["count"] += 1
    st.slider("value", 0, 1000, key="value")
    st.text(f"count {st.session_state['count']} value {st.session_state['value']}")


body()
