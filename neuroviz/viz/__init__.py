"""Numbers in, plain Plotly figure specs (dicts) out. No Streamlit, no state, words already translated."""
