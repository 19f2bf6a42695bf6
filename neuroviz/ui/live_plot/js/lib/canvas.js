// What every canvas does, whatever it shows: it is mounted once under Streamlit's parent element, takes one view at a
// time and always the newest, says when it was painted, follows the width of its column, and cleans up.
// A kind of canvas says: `graphs`, the elements that carry data-rev; `take(view)`, which shows a view (false: not yet);
// `relay()`, which shows the last view again in another width; and, where there is any, what `held` it has in hand.

import {el, painted} from "./dom.js"
import {keepThroughReload, keptDocument} from "./keeper.js"
import {Outbox} from "./outbox.js"
import {live, shared} from "./shared.js"

const PURGE_AFTER_MS = 5000

const plotly = () =>
  new Promise((found) => {
    const look = () => (window.Plotly ? found() : setTimeout(look, 30))
    look()
  })

export class Canvas {
  constructor(parent, kind = "") {
    this.root = el("div", `nv-canvas ${kind}`.trim())
    this.outbox = new Outbox(this.root)
    parent.append(this.root)
    live.add(this)
    this.resized = new ResizeObserver(() => this.fit())
    this.resized.observe(this.root)
  }

  say(kind, payload) {
    this.outbox.put({kind, ...payload})
  }

  update(component, {rev, done, view}) {
    this.outbox.answered(component, done)
    if (this.rev === rev) {
      // The hand has come to rest where the last view was already.
      if (!this.working) this.follow()
      return
    }
    this.next = {rev, view}
    if (!this.working) this.do(() => this.work())
  }

  // One thing at a time; a view that comes meanwhile is next. Until it is done, data-working stands on the root.
  do(act) {
    this.root.dataset.working = ""
    const working = (this.working = act().finally(() => {
      if (this.working !== working) return
      this.working = null
      delete this.root.dataset.working
      if (this.next) this.do(() => this.work())
      // Its column may have become another while it was drawn: a scroll bar comes with what is drawn.
      else this.fit()
    }))
  }

  async work() {
    await plotly()
    while (this.next) {
      const {rev, view} = this.next
      this.next = null
      if (this.gone || (await this.take(view)) === false) continue
      await painted()
      if (this.gone) return
      for (const graph of this.graphs) graph.dataset.rev = rev
      this.rev = rev
      this.painted()
      this.follow()
    }
  }

  painted() {}

  // What every view brings.
  dress(view) {
    if (view.keep && keepThroughReload(view.keep)) this.say("restore", {document: keptDocument()})
    for (const name in view.colors) this.root.style.setProperty(`--nv-${name}`, view.colors[name])
    this.root.classList.toggle("nv-present", !!shared.present)
  }

  get held() {
    return null
  }

  // What stands beside the canvas shows numbers too: it follows when the hand rests.
  follow() {
    if (this.view?.nudge && !this.held && !this.outbox.pending.length) shared.nudge?.()
  }

  fit() {
    const {clientWidth} = this.root
    if (!this.gone && this.view && !this.working && clientWidth && clientWidth !== this.width)
      this.do(() => this.relay())
  }

  destroy() {
    this.gone = true
    this.resized.disconnect()
    this.outbox.destroy()
    live.delete(this)
    this.root.remove()
    // Not before the last movement is over: it would find its figure gone.
    for (const graph of this.graphs) setTimeout(() => window.Plotly?.purge(graph), PURGE_AFTER_MS)
  }
}
