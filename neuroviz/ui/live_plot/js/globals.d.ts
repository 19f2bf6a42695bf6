// Plotly.js is Streamlit's own, and without types here: lib/plot.js and lib/patch.js say what is relied on.
interface Window {
  // biome-ignore lint/suspicious/noExplicitAny: all of Plotly's interface
  Plotly: any
}
