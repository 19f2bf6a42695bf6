// What a reload would lose: the document, kept in the browser's own tab. Streamlit gives a reloaded page
// a new session; sessionStorage outlives it, belongs to this tab alone, and goes when the tab is closed.

const KEPT = "neuroviz.document"
let lastSession

export const keptDocument = () => JSON.parse(sessionStorage.getItem(KEPT)).document

// Keeps the document, or says true where a session that is new to this page (after a reload, or a restart
// of the server) and began with the same link, or none, should go on where the tab stood.
export const keepThroughReload = ({session, fresh, link, document}) => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null")
  const begins = session !== lastSession
  lastSession = session
  if (begins && fresh && kept && kept.link === link && kept.document !== document) return true
  sessionStorage.setItem(KEPT, JSON.stringify({link, document}))
  return false
}
