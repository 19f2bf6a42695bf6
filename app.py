"""The router: every visit starts here. Run with `streamlit run app.py`."""

from neuroviz.ui import shell

shell.navigate()
