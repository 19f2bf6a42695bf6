// What a reload would lose: the document, kept in the browser's own tab. Streamlit gives a reloaded page
// a new session; sessionStorage outlives it, belongs to this tab alone, and goes when the tab is closed.

const KEPT = "neuroviz.document"
/** @type {string | undefined} */
let lastSession

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
