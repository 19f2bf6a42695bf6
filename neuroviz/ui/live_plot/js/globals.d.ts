// Plotly.js is Streamlit's own, and without types here: lib/plotly_internals.js says what is relied on.
interface Window {
  // biome-ignore lint/suspicious/noExplicitAny: all of Plotly's interface
  Plotly: any
}
