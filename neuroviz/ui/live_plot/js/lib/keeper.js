// What a reload would lose: the document, and what a page keeps beside it, kept in the browser's own tab. Streamlit
// gives a reloaded page a new session; sessionStorage outlives it, belongs to this tab alone, and goes when the tab is
// closed.

const KEPT = "neuroviz.document"
const EVENTS = "neuroviz.events"
/** @type {string | undefined} */
let lastSession

// Python's session of which this page has seen a view, so that it has been given back what the tab had kept for it.
export const metSession = () => lastSession ?? ""

/** @returns {{link: string | null, document: string, beside?: string} | null} */
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null")

export const keptDocument = () => kept()?.document

/**
 * Keeps the document and what is beside it, or returns what a session that is new to this page (after a reload, or a
 * restart of the server) is to be given back: the document where it began with the same link, or none, so that it goes
 * on where the tab stood; what is beside it, which is the visitor's whatever the document, in any case.
 * @param {import("../protocol.js").Keep} keep
 * @returns {{document?: string, beside?: string} | null}
 */
export const keepThroughReload = ({session, fresh, link, document, beside: now}) => {
  const before = kept()
  const begins = session !== lastSession
  lastSession = session
  const beside = now || before?.beside
  const back = begins && before?.beside && before.beside !== now ? {beside: before.beside} : null
  if (begins && fresh && before && before.link === link && before.document !== document)
    return {document: before.document, ...back}
  sessionStorage.setItem(KEPT, JSON.stringify({link, document, beside: back?.beside ?? beside}))
  return back
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
