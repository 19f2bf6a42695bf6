// A page that has lost its server, and found it or another one again, is run anew. Streamlit does that only where it was
// waiting for an answer; else the page goes on asking for parts of itself of which a new server, or one that has forgotten
// the session, knows nothing, and what is done on a canvas never arrives.

const STATE = "data-test-connection-state"
const CONNECTED = "CONNECTED"

export class Connection {
  constructor() {
    this.lost = false
    /** @type {(() => void) | null} */
    this.rerun = null
    /** @type {MutationObserver | null} */
    this.changes = null
  }

  /** @param {() => void} rerun has Python run the page */
  follow(rerun) {
    this.rerun = rerun
    const app = document.querySelector(`[${STATE}]`)
    if (this.changes || !app) return
    this.changes = new MutationObserver(() => this.is(app.getAttribute(STATE)))
    this.changes.observe(app, {attributeFilter: [STATE]})
  }

  /** @param {string | null} state */
  is(state) {
    if (state !== CONNECTED) this.lost = true
    else if (this.lost) {
      this.lost = false
      this.rerun?.()
    }
  }
}
