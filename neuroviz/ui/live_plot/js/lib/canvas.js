// What every canvas does, whatever it shows: it is mounted once under Streamlit's parent element, takes one view at a
// time and always the newest, says when it was painted, follows the width of its column, and cleans up.
// A kind of canvas says: `graphs`, the elements that carry data-rev; `take(view)`, which shows a view (false: not yet);
// `relay()`, which shows the last view again in another width; and, where there is any, what `held` it has in hand.

import {whenAtRest} from "./at_work.js"
import {el, painted} from "./dom.js"
import {keepFocus} from "./focus.js"
import {keepEvents, keepThroughReload, takeEvents} from "./keeper.js"
import {leaving} from "./leaving.js"
import {Outbox} from "./outbox.js"
import {plotly} from "./plotly.js"
import {live, shared} from "./shared.js"

/** @typedef {import("../protocol.js").Part} Part */
/**
 * @typedef {object} Marked
 * @property {Part | null} [pointed]
 * @property {Part | null} [selected]
 * @property {(part: Part | null) => void} point
 * @property {(part: Part | null) => void} select
 */

const PURGE_AFTER_MS = 5000
const LEAVING = ["pointerdown", "keydown", "pagehide"]

/** @template {import("../protocol.js").View} [V=import("../protocol.js").View] the kind of view */
export class Canvas {
  /**
   * @param {Element} parent
   * @param {string} [kind] a class of its own
   */
  constructor(parent, kind = "") {
    /** @type {(V & import("../protocol.js").Common) | null} the last view that was taken */
    this.view = null
    /** @type {{rev: number, view: V} | null} */
    this.next = null
    /** @type {Promise<void> | null} */
    this.working = null
    /** @type {number | undefined} */
    this.rev = undefined
    /** @type {number | undefined} the column's width that the last view was drawn for */
    this.width = undefined
    this.gone = false
    this.root = el("div", `nv-canvas ${kind}`.trim())
    // What stands there before the first view can be seen, and not pressed: there is nothing yet that it could move.
    this.root.inert = true
    // A key on the wall presses a button by itself, which an inert one takes.
    this.root.addEventListener("click", (e) => this.root.inert && e.stopPropagation(), true)
    this.outbox = new Outbox(this.root)
    parent.append(this.root)
    live.add(this)
    // Whoever goes elsewhere on the page, by hand or by key, finds there what was done here.
    this.leaving = (/** @type {Event} */ e) => {
      if (this.view && !(e.target instanceof Node && this.root.contains(e.target))) this.flush()
      if (e.type === "pagehide") keepEvents(this.outbox)
    }
    for (const type of LEAVING) window.addEventListener(type, this.leaving, true)
    this.resized = new ResizeObserver(() => this.fit())
    this.resized.observe(this.root)
  }

  // --- what a kind of canvas says ---

  /** @returns {HTMLElement[]} */
  get graphs() {
    return []
  }

  /** @returns {unknown} */
  get held() {
    return null
  }

  /**
   * @param {V} _view
   * @returns {Promise<boolean | void>}
   */
  async take(_view) {}

  async relay() {}

  /**
   * Whether a view says no more than what is shown already: nothing is drawn for it then.
   * @param {V} _view
   */
  settled(_view) {
    return false
  }

  // What the hand has done and Python has not heard of yet, is said now.
  flush() {}

  /**
   * What of a network is pointed at and selected, where parts can be, and how to: a room shows it to who follows.
   * @returns {Marked | null}
   */
  get marked() {
    return null
  }

  // In another language, or to another hand.
  reword() {}

  painted() {}

  /**
   * Before Plotly is there: what can be drawn without it.
   * @param {V} _view
   */
  foresee(_view) {}

  // --- what all do ---

  // The last view, where there is one.
  get shown() {
    return /** @type {V & import("../protocol.js").Common} */ (this.view)
  }

  /**
   * @param {string} kind
   * @param {import("../protocol.js").Plain} [payload]
   */
  say(kind, payload) {
    if (!this.view?.fixed) this.outbox.put({kind, ...payload})
  }

  /**
   * @param {import("../protocol.js").Component} component
   * @param {{rev: number, done: number, key?: string, view: V & import("../protocol.js").Common}} message
   */
  update(component, {rev, done, key, view}) {
    this.outbox.answered(component, done, key)
    // Not only when it is drawn, which waits for Plotly: a later view may come meanwhile and take its place.
    if (view.keep) this.keep(view.keep)
    if (this.rev === rev) {
      // The hand has come to rest where the last view was already.
      if (!this.working) this.follow()
      return
    }
    if (!this.working && this.settled(view)) {
      this.stands(rev)
      return
    }
    this.next = {rev, view}
    if (!this.working) this.do(() => this.work())
  }

  /**
   * A view is what is seen now.
   * @param {number} rev
   */
  stands(rev) {
    this.root.inert = false
    for (const graph of this.graphs) graph.dataset.rev = String(rev)
    this.rev = rev
    this.follow()
    shared.drawn?.()
  }

  /** @param {import("../protocol.js").Keep} keep */
  keep(keep) {
    const events = takeEvents(this.outbox.key, keep)
    const back = keepThroughReload(keep)
    if (back) this.outbox.putFirst({kind: "restore", ...back})
    for (const event of events) this.outbox.put(event)
  }

  /**
   * One thing at a time; a view that comes meanwhile is next. Until it is done, data-working stands on the root.
   * @param {() => Promise<void>} act
   */
  do(act) {
    this.root.dataset.working = ""
    const focus = keepFocus(this.root)
    const working = act().finally(() => {
      focus()
      if (this.working !== working) return
      this.working = null
      delete this.root.dataset.working
      if (this.next) this.do(() => this.work())
      // Its column may have become another while it was drawn: a scroll bar comes with what is drawn.
      else this.fit()
    })
    this.working = working
  }

  async work() {
    if (!window.Plotly && this.next)
      try {
        this.foresee(this.next.view)
      } catch (error) {
        console.error(error)
      }
    await plotly()
    // Letters that another font stands in for are of another width: what is placed by it would stay where it is.
    await document.fonts?.ready
    while (this.next) {
      const {rev, view} = this.next
      this.next = null
      if (this.gone || (await this.take(view)) === false) continue
      await painted()
      if (this.gone) return
      this.painted()
      this.stands(rev)
    }
  }

  /**
   * What every view brings.
   * @param {import("../protocol.js").Common} view
   */
  dress(view) {
    for (const name in view.colors) this.root.style.setProperty(`--nv-${name}`, view.colors[name])
    this.root.classList.toggle("nv-present", !!shared.present)
  }

  // What stands beside the canvas shows numbers too: it follows when the hand rests. Whoever has gone to another page
  // meanwhile asks for nothing more: a part that is gone would have Streamlit drop the new page's last words.
  follow() {
    const {root} = this
    if (!this.view?.stale || this.held || this.outbox.pending.length || root.dataset.stale) return
    root.dataset.stale = "true"
    whenAtRest(() => {
      delete root.dataset.stale
      if (this.gone || leaving.underWay || !this.view?.stale || this.held || this.outbox.pending.length) return
      leaving.said()
      shared.rerun?.([this.outbox.key, this.outbox.has()])
    })
  }

  fit() {
    const {clientWidth} = this.root
    if (!this.gone && this.view && !this.working && clientWidth && clientWidth !== this.width)
      this.do(() => this.relay())
  }

  // The room is another, or the letters: as in another width.
  refit() {
    this.width = undefined
    this.fit()
  }

  destroy() {
    for (const type of LEAVING) window.removeEventListener(type, this.leaving, true)
    if (this.view) this.flush()
    this.gone = true
    this.resized.disconnect()
    this.outbox.destroy()
    live.delete(this)
    this.root.remove()
    // Not before the last movement is over: it would find its figure gone.
    for (const graph of this.graphs) setTimeout(() => window.Plotly?.purge(graph), PURGE_AFTER_MS)
  }
}
