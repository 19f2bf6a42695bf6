// The page's one registration object, the only global. Two components meet in it: one brings this code and the words,
// one for each canvas brings views; either may be first.

/**
 * @typedef {object} Shared
 * @property {(() => void)[]} waiting canvases that came before the code
 * @property {(component: import("../protocol.js").Component) => () => void} [draw] shows a component's view; returns its clean-up
 * @property {(place: Element, content: string) => void} [open] shows a page of its own
 * @property {() => void} [askForPlotly] asks Python for the copy in its package
 * @property {(packed: Uint8Array<ArrayBuffer>) => void} [providePlotly] takes it
 * @property {Record<string, string>} words in the visitor's language
 * @property {boolean} [present] whether the page is shown on a projector
 * @property {number} [letters] how large the letters are there, beside those of a wall of full size
 * @property {(shown: [key: string, has: unknown]) => void} [rerun] runs what stands beside a canvas again, which has that
 * @property {typeof import("./plotly_internals.js")} [plotly] what is relied on in Plotly
 * @property {boolean} [led] whether somebody else moves the players
 * @property {() => void} [stood] says that a player or a picture has come to stand elsewhere
 * @property {() => void} [drawn] says that a picture shows another view
 * @property {() => void} [predict] asks a question before anything is played
 * @property {() => void} [openRoom] opens a room, or shows the way into it
 * @property {Set<import("./canvas.js").Canvas>} [live] the canvases that are on the page, for code that comes later
 * @property {Record<string, object>} [lent] the modules that bundles which come later take from this one
 * @property {string} [chosen] the pair's part in hand, so that it stays there when its canvas is mounted anew
 */

const page = /** @type {{neuroviz?: Shared}} */ (globalThis)

/** @type {Shared} */
export const shared = page.neuroviz ?? /** @type {Shared} */ (/** @type {unknown} */ ({waiting: []}))
page.neuroviz = shared

/**
 * The canvases that are on the page; one set, whichever bundle comes first.
 * @type {Set<import("./canvas.js").Canvas>}
 */
export const live = shared.live ?? new Set()
shared.live = live

/**
 * The players that are on the page.
 * @type {Set<import("./player_bar.js").PlayerBar>}
 */
export const bars = new Set()
