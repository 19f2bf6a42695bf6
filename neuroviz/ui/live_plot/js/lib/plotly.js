// Plotly.js: Streamlit's own, which comes with a hidden chart; where that does not come, or is not shown to the page, the
// copy in the plotly package, which Python sends on request.

import {shared} from "./shared.js"

const LOOK_AGAIN_MS = 30
const ASK_AFTER_MS = 6000

/** Until there is Plotly. */
export const plotly = () =>
  new Promise((found) => {
    const since = performance.now()
    let asked = false
    const look = () => {
      if (window.Plotly) return found(undefined)
      if (!asked && shared.askForPlotly && performance.now() - since > ASK_AFTER_MS) {
        asked = true
        shared.askForPlotly()
      }
      setTimeout(look, LOOK_AGAIN_MS)
    }
    look()
  })

let provided = false

/**
 * Take the copy that was asked for.
 * @param {Uint8Array<ArrayBuffer>} packed its code, by gzip
 */
export const providePlotly = async (packed) => {
  if (provided) return
  provided = true
  const code = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text()
  // Streamlit's came meanwhile.
  if (window.Plotly) return
  const before = Object.getOwnPropertyDescriptor(window, "Plotly")
  if (before?.configurable) Reflect.deleteProperty(window, "Plotly")
  const script = document.createElement("script")
  script.textContent = code
  document.head.append(script)
  // What one copy has drawn the other must not go on with, should Streamlit's still come.
  const {Plotly} = window
  Object.defineProperty(window, "Plotly", {get: () => Plotly, set: () => {}})
}
