// A server that was restarted, or has forgotten a session that was away for long, knows no part of the page any more: what
// a canvas says to it is lost until the whole page has been asked for. Streamlit does not ask when the line is back.

const STATE = "data-test-connection-state"
/** @type {Element | null} */
let watched = null

/** @param {() => void} act what is done each time that the line is back */
export const whenReconnected = (act) => {
  const app = document.querySelector(`[${STATE}]`)
  if (!app || app === watched) return
  watched = app
  let lost = false
  new MutationObserver(() => {
    const connected = app.getAttribute(STATE) === "CONNECTED"
    if (connected && lost) act()
    lost = !connected
  }).observe(app, {attributeFilter: [STATE]})
}
