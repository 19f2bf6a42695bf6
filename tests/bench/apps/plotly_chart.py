"""The same figure and frames, the usual way: go.Figure and st.plotly_chart."""

import plotly.graph_objects as go
import streamlit as st

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Words
from neuroviz.viz.studio.network_view import network_view

t = LANGUAGES["en"]
st.session_state.setdefault("document", PRESETS["playground"].document)


@st.fragment
def body() -> None:
    document = st.session_state["document"]
    if st.button("more"):
        document = edits.set_weight(document, 2, 0, 0, document.layers[1].weights[0][0] + 0.1)
        st.session_state["document"] = document
    words = Words(t("graph.input"), t("graph.hidden"), t("graph.output"), t.under("activation"))
    view = network_view(document, PALETTES["light"], words, t.under("caption"))
    frames = [{"name": str(i), "data": f["data"], "traces": f["traces"]} for i, f in enumerate(view["frames"])]
    # Trace indices and data in a frame are what go.Figure validates.
    st.plotly_chart(go.Figure({**view["spec"], "frames": frames}), key="graph")


body()
