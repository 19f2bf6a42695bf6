// What a reload would lose: the document, kept in the browser's own tab. Streamlit gives a reloaded page
// a new session; sessionStorage outlives it, belongs to this tab alone, and goes when the tab is closed.

const KEPT = "neuroviz.document"
const EVENTS = "neuroviz.events"
/** @type {string | undefined} */
let lastSession

// Python's session of which this page has seen a view, so that it has been given back what the tab had kept for it.
export const metSession = () => lastSession ?? ""

/** @returns {{link: string | null, document: string} | null} */
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null")

export const keptDocument = () => kept()?.document

/**
 * Keeps the document, or says true where a session that is new to this page (after a reload, or a restart
 * of the server) and began with the same link, or none, should go on where the tab stood.
 * @param {import("../protocol.js").Keep} keep
 */
export const keepThroughReload = ({session, fresh, link, document}) => {
  const before = kept()
  const begins = session !== lastSession
  lastSession = session
  if (begins && fresh && before && before.link === link && before.document !== document) return true
  sessionStorage.setItem(KEPT, JSON.stringify({link, document}))
  return false
}

/**
 * What has been done on a canvas and has no answer when the page is closed or loaded anew.
 * @param {{key: string, pending: import("../protocol.js").Event[]}} outbox
 */
export const keepEvents = ({key, pending}) => {
  const events = pending.filter(({kind}) => kind === "value" || kind === "typed")
  if (events.length) sessionStorage.setItem(`${EVENTS}.${key}`, JSON.stringify(events))
  else sessionStorage.removeItem(`${EVENTS}.${key}`)
}

/**
 * The same, for the first canvas of a session that begins where the tab stood.
 * @param {string} key
 * @param {import("../protocol.js").Keep} keep
 * @returns {import("../protocol.js").Event[]}
 */
export const takeEvents = (key, {session, fresh, link}) => {
  const name = `${EVENTS}.${key}`,
    before = kept(),
    events = sessionStorage.getItem(name)
  sessionStorage.removeItem(name)
  return events && session !== lastSession && fresh && before?.link === link ? JSON.parse(events) : []
}
